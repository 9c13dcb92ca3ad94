"""Two quiet palettes; every other theme of the screen library works as well."""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    name="tandem",
    dark=True,
    background="#14171c",
    surface="#1a1e25",
    panel="#20252e",
    foreground="#d5d9e0",
    primary="#5fb3c4",
    secondary="#a993d6",
    accent="#d8b26a",
    success="#8cc08c",
    warning="#dcb25c",
    error="#e07f7f",
    variables={"footer-key-foreground": "#5fb3c4", "footer-background": "#14171c"},
)

LIGHT = Theme(
    name="tandem-light",
    dark=False,
    background="#fbfaf7",
    surface="#f3f1ec",
    panel="#e9e6df",
    foreground="#24282e",
    primary="#1d7285",
    secondary="#6a4fa3",
    accent="#8a5f0a",
    success="#2e7d3a",
    warning="#8f6400",
    error="#b3362f",
    variables={"footer-key-foreground": "#1d7285", "footer-background": "#fbfaf7"},
)
