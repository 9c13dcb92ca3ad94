"""Fixtures shared by all tests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

# As in the program's own workers. Small fits gain nothing by threads, and on a busy
# machine threads that wait for each other by spinning take several times as long.
os.environ.setdefault("OMP_NUM_THREADS", "1")

# A loaded machine must not fail a property, and every run must try the same cases.
settings.register_profile("tandem", deadline=None, derandomize=True, database=None)
settings.load_profile("tandem")

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


@pytest.fixture
def few_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    """Resample too seldom for a good range, and fast."""
    monkeypatch.setattr("assistant.metrics.intervals.DRAWS", 60)
