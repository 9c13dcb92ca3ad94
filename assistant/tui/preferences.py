"""What the screen remembers about a person's taste: colours, the bell, the tour.

A small file in the home folder, read before the first paint. A file that cannot be read
or written is as good as none: no taste is worth a failure.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from ..whole_file import whole_file

FILE = "screen.json"


@dataclass(frozen=True)
class Preferences:
    """A person's taste."""

    theme: str = "tandem"
    bell: bool = True
    tour: int = 0
    """Sentences of the tour that were seen."""
    keys: dict[str, str] = field(default_factory=dict)
    """Other keys for what the footer shows, such as ``{"look": "ctrl+l"}``."""

    def having(self, **changes: Any) -> Preferences:
        """Return the preferences with these changed."""
        return replace(self, **changes)


def read_preferences(home: Path | None) -> Preferences:
    """Return what is remembered in a home folder; the defaults where nothing is."""
    if home is None:
        return Preferences()
    try:
        found = json.loads((home / FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return Preferences()
    return Preferences(**_valid(found)) if isinstance(found, dict) else Preferences()


def keep_preferences(home: Path | None, preferences: Preferences) -> None:
    """Remember preferences; two programs may write at once, and the later one wins."""
    if home is None:
        return
    try:
        with whole_file(home / FILE) as part:
            part.write_text(json.dumps(asdict(preferences)), "utf-8")
    except OSError:
        return


def _valid(found: Mapping[str, Any]) -> dict[str, Any]:
    plain = Preferences()
    kinds = {f.name: type(getattr(plain, f.name)) for f in fields(Preferences)}
    valid = {n: v for n, v in found.items() if n in kinds and type(v) is kinds[n]}
    if not all(isinstance(key, str) for key in valid.get("keys", {}).values()):
        del valid["keys"]
    return valid
