"""What worked before is tried first.

From earlier rounds on the same table, or from searches on similar ones: their trials,
ranked by how well they did there, a quick one of the best in front. Only the order
changes, and tuned configurations are added; nothing that a limit forbids comes back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.dials import begun
from assistant.plan import Candidate, Plan

from .choosing import bracketed
from .outcome import TrialRecord

FIRST = 3
"""How many of the former best are moved to the front."""

NEAR = 0.01
"""Share of the best loss: of what lies within it the quickest comes first."""

SOON = 0.1
"""The first of them runs on all folds before all else, where that took less of the time:
as good and soon it is the best there is for a while."""


def remembered(plan: Plan, trials: Sequence[TrialRecord], source: str) -> Plan:
    """Return the plan with the former best in front, and a reason that says so.

    Parameters
    ----------
    plan : Plan
    trials : sequence of TrialRecord
        Of one earlier search.
    source : str
        Where they ran, in words: "on this table".

    Returns
    -------
    Plan
        The same one where there is nothing to begin with.
    """
    known = {c.id: c for c in plan.candidates}
    styles = {c.algorithm: c for c in plan.candidates}
    best: list[Candidate] = []
    lead = ""
    for trial in _ranked(trials):
        like = styles.get(trial.algorithm)
        if like is None:
            continue
        best.append(
            known.get(trial.id)
            or replace(
                like,
                id=f"known_{trial.fingerprint[:8] or trial.id}",
                name=trial.name,
                params=begun(trial.algorithm, trial.params, plan.ranges, {}),
            )
        )
        soon = trial.seconds < SOON * plan.search_seconds * plan.workers
        if len(best) == 1 and soon and not trial.reused:
            lead = best[0].id
        if len(best) == FIRST:
            break
    if not best:
        return plan
    front = plan.candidates[:2]
    names = {c.id for c in best}
    rest = [c for c in plan.candidates[2:] if c.id not in names]
    words = ", ".join(dict.fromkeys(bracketed(c.name) for c in best))
    best = [c for c in best if c.id not in {f.id for f in front}]
    candidates = (*front, *best, *rest)[: plan.models + 1]
    said = f"I begin with what did well {source}: {words}."
    reasons = {**plan.reasons, "begun": said}
    return replace(plan, candidates=candidates, reasons=reasons, lead=lead)


def _ranked(trials: Sequence[TrialRecord]) -> list[TrialRecord]:
    """Return the trials that ran on all folds: the best first, but one before it.

    The very best is often the slowest, and hardly better than one that takes a tenth of
    its time: that one leads.
    """
    done = [(t, t.score) for t in trials if t.complete and t.score is not None]
    done = [(t, s) for t, s in done if t.family not in ("baseline", "own")]
    ranked = [t for t, _ in sorted(done, key=lambda d: d[1])]
    if not ranked:
        return []
    bar = min(s for _, s in done) + NEAR * abs(min(s for _, s in done))
    # What was loaded and not run has no time of its own.
    near = [t for t, s in done if s <= bar and not t.reused]
    quick = min(near, key=lambda t: t.seconds, default=ranked[0])
    return [quick, *(t for t in ranked if t is not quick)]
