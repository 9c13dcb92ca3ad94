"""The commands, one module a theme; each imports what it needs when it runs."""
