"""Folds that were run before, on the same rows and settings, are not run again.

One small file a fold in the person's home folder: predictions and measures, no model.
The name is a fingerprint of all that the result depends on.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from .families.own import source_of
from .folds import Fold
from .outcome import SearchData
from .trial import FoldResult, Job, Setting

VERSION = 1
"""Raised when the same settings no longer give the same result."""


MOST_MB = 400.0
"""What the folder may hold; the oldest results go first."""


def tidy(folder: Path, most_mb: float = MOST_MB) -> None:
    """Remove the oldest results of folds until the rest fits."""
    held = sorted(
        ((f.stat().st_mtime, f.stat().st_size, f) for f in folder.glob("*.npz")),
        key=lambda found: found[0],
        reverse=True,
    )
    total = 0.0
    for _, size, file in held:
        total += size / 2**20
        if total > most_mb:
            file.unlink(missing_ok=True)


def data_digest(data: SearchData, folds: list[Fold], job: Job) -> str:
    """Return a fingerprint of rows, folds and what is fitted."""
    digest = hashlib.sha256()
    for name in sorted(job.roles):
        digest.update(_bytes(data.X[name]))
    digest.update(np.asarray(data.y).tobytes())
    for learn, check in folds:
        digest.update(learn.tobytes())
        digest.update(check.tobytes())
    settings = {**asdict(job), "data": "", "folder": "", "version": VERSION}
    digest.update(json.dumps(settings, sort_keys=True).encode())
    return digest.hexdigest()


def _bytes(column: pd.Series) -> bytes:
    """Return what tells a column's cells from others; numbers need no text of them."""
    if isinstance(column.dtype, np.dtype) and column.dtype.kind in "biufM":
        return str(column.dtype).encode() + column.to_numpy().tobytes()
    hashes = pd.util.hash_pandas_object(column.astype(str), index=False)
    return bytes(hashes.to_numpy().tobytes())


def fingerprint(digest: str, setting: Setting) -> str:
    """Return the name under which a candidate's folds are kept."""
    body = [digest, setting.algorithm, setting.style, sorted(setting.params.items())]
    if setting.algorithm == "own":
        # An edited module is another model.
        body.append(source_of(str(setting.params["path"])))
    return hashlib.sha256(json.dumps(body).encode()).hexdigest()[:24]


class Archive:
    """Results of folds in a folder.

    Parameters
    ----------
    folder : Path or None
        Where they are kept; None keeps nothing.
    digest : str
        Of the data, from `data_digest`.
    """

    def __init__(self, folder: Path | None, digest: str) -> None:
        self._folder = folder
        self._digest = digest

    def name(self, setting: Setting) -> str:
        """Return a candidate's fingerprint."""
        return fingerprint(self._digest, setting)

    def load(self, setting: Setting, fold: int) -> FoldResult | None:
        """Return what a fold gave before, or None where it is not known."""
        file = self._file(setting, fold)
        if file is None or not file.exists():
            return None
        try:
            with np.load(file, allow_pickle=False) as held:
                facts: dict[str, Any] = json.loads(str(held["facts"]))
                return FoldResult(prediction=held["prediction"], model="", **facts)
        except (OSError, ValueError, KeyError, TypeError):
            # Cut short by a crash, or of another version: run it again.
            file.unlink(missing_ok=True)
            return None

    def keep(self, setting: Setting, fold: int, result: FoldResult) -> None:
        """Keep what a fold gave."""
        file = self._file(setting, fold)
        if file is None or file.exists():
            return
        facts = asdict(result)
        prediction = facts.pop("prediction")
        facts.pop("model")
        file.parent.mkdir(parents=True, exist_ok=True)
        partly = file.with_suffix(".part.npz")
        np.savez(partly, prediction=prediction, facts=json.dumps(facts))
        partly.replace(file)

    def _file(self, setting: Setting, fold: int) -> Path | None:
        if self._folder is None:
            return None
        return self._folder / f"{self.name(setting)}-{fold}.npz"
