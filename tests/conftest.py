"""Fixtures shared by all tests."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real tables; tests that want it skip where it is absent."""
    if not SHARED_DATA.is_dir():
        pytest.skip("the folder of real tables is not here")
    return SHARED_DATA


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test may see, or leave anything in, the person's own home folder."""
    monkeypatch.setenv("TANDEM_HOME", str(tmp_path / "tandem-home"))
