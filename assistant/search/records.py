"""A candidate's way through the race, as it is stored and told."""

from __future__ import annotations

from .entries import Entry
from .outcome import TrialRecord


def touched(entry: Entry) -> bool:
    """Whether anything of it was run."""
    return bool(entry.results) or entry.failure is not None


def record(entry: Entry, fingerprint: str) -> TrialRecord:
    """Return what became of a candidate.

    Parameters
    ----------
    entry : Entry
    fingerprint : str
        Its name in the archive.
    """
    c = entry.candidate
    status, reason = _status(entry)
    measured = entry.results.get(0)
    return TrialRecord(
        id=c.id,
        family=c.family,
        algorithm=c.algorithm,
        name=c.name,
        params=dict(c.params),
        status=status,
        reason=reason,
        score=entry.score if entry.results else None,
        fold_scores=tuple(entry.results[k].score for k in sorted(entry.results)),
        folds=entry.folds,
        seconds=round(entry.seconds, 3),
        latency_ms=measured.latency_ms if measured else None,
        size_mb=measured.size_mb if measured else None,
        output=entry.failure.output if entry.failure else "",
        fingerprint=fingerprint,
        reused=entry.reused,
    )


def _status(entry: Entry) -> tuple[str, str]:
    if entry.failure is not None:
        return "failed", entry.failure.reason
    if entry.unkeepable:
        return "done", (
            "Compared, but never the answer: it cannot be kept in a model file "
            f"({entry.unkeepable})."
        )
    if entry.cut_short:
        return "stopped", "It was still learning when its time was up; used as it was."
    if entry.complete:
        return "done", ""
    if entry.promoted:
        return "stopped", "The time was up before it ran on all folds."
    return "done", "Others did better on the first fold, so it was not taken further."
