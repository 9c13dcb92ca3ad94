"""What is handed on: scored files, code, checks of new data, a small service."""
