"""Where everything remembered lies."""

from __future__ import annotations

import os
from pathlib import Path


def home_folder(given: str | Path | None = None) -> Path:
    """Return the folder that holds everything remembered, made if need be.

    ``--home`` comes first, then ``TANDEM_HOME``, then the platform's user data folder.
    """
    from platformdirs import user_data_path  # 20 ms, and not needed for --home

    chosen = given or os.environ.get("TANDEM_HOME") or user_data_path("tandem")
    folder = Path(chosen).expanduser()
    folder.mkdir(parents=True, exist_ok=True)
    return folder
