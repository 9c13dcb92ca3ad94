"""Which of what was tried is recommended: the simplest that is not measurably worse.

Compared row by row on out-of-fold predictions, so that a difference comes with its own
noise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.plan import Plan, families

from .ensemble import evened, greedy_weights, parts_for
from .entries import Entry
from .losses import row_losses
from .outcome import Comparison

FEWEST_TO_WEIGH = 50
"""Rows; on fewer the weights of a blend are luck."""

POOL = 15
"""Blends are made from so many of the best."""

CERTAIN = 3.0
"""Standard errors: what ran on some folds only must win by so many to be taken."""

CLEAR = 0.05
"""A loss smaller by this share is a difference, however noisy: a few rows on which a
simple model is sure and wrong blow up the noise as well as the loss."""


@dataclass(frozen=True)
class Choice:
    """One entry, or several with weights."""

    entries: tuple[Entry, ...]
    weights: tuple[float, ...]
    oof: NDArray[Any]
    """(n, ...) NaN where no fold checked."""
    losses: NDArray[np.float64]
    """(m,) by checked row."""

    @property
    def score(self) -> float:
        """Mean loss."""
        return float(self.losses.mean())

    @property
    def single(self) -> bool:
        """Whether it is one candidate."""
        return len(self.entries) == 1

    @property
    def heaviest(self) -> Entry:
        """The candidate with the greatest weight."""
        return self.entries[int(np.argmax(self.weights))]

    @property
    def simplicity(self) -> float:
        """Smaller is simpler; a blend is less simple than any of its parts."""
        known = families()
        parts = [known[e.candidate.family]["simplicity"] for e in self.entries]
        return float(max(parts) if self.single else 20 + len(parts))

    @property
    def latency_ms(self) -> float:
        """Milliseconds for one row, all parts together."""
        return sum(_measured(e).latency_ms or 0.0 for e in self.entries)

    @property
    def size_mb(self) -> float:
        """Megabytes of all parts together."""
        return sum(_measured(e).size_mb or 0.0 for e in self.entries)

    @property
    def name(self) -> str:
        """In words."""
        names = [e.candidate.name for e in self.entries]
        if self.single:
            return names[0]
        *most, last = [bracketed(name) for name in names]
        return f"a blend of {', '.join(most)} and {last}"


def bracketed(name: str) -> str:
    """Return a name that can stand in a list: 'trees, slow' becomes 'trees (slow)'."""
    head, _, rest = name.partition(", ")
    return f"{head} ({rest})" if rest else name


def _measured(entry: Entry) -> Any:
    """Return the first fold's result; of a model cut short, the first there is."""
    return entry.results[min(entry.results)]


class Board:
    """All candidates that ran on all folds, as choices on the same rows.

    Parameters
    ----------
    plan : Plan
    y : ndarray, (n,)
    checks : list of ndarray
        Positions that each fold checks.
    groups : ndarray, (n,), optional
        Rows of one group are one piece of evidence.
    """

    def __init__(
        self,
        plan: Plan,
        y: NDArray[Any],
        checks: list[NDArray[np.intp]],
        groups: NDArray[Any] | None,
    ) -> None:
        self.plan = plan
        self.y = y
        self.checks = checks
        self.rows = np.zeros(len(y), dtype=bool)
        self.rows[np.concatenate(checks)] = True
        self.groups = groups

    def of(self, entry: Entry) -> Choice:
        """Return an entry as a choice; folds that it did not run stay NaN."""
        first = next(iter(entry.results.values())).prediction
        oof = np.zeros((len(self.y), *first.shape[1:]))
        times = np.zeros(len(self.y))
        for fold, result in entry.results.items():
            oof[self.checks[fold]] += result.prediction
            times[self.checks[fold]] += 1
        # Where folds are repeated, a row's answers are averaged.
        oof[times == 0] = np.nan
        oof /= np.maximum(times, 1).reshape(-1, *[1] * (oof.ndim - 1))
        return self.choice((entry,), (1.0,), oof)

    def blend(self, choices: list[Choice]) -> Choice | None:
        """Return the best blend that keeps the limits, or None where one alone is.

        The choices have predictions for the same rows: all that folds check, or those
        of the folds that there was time for.
        """
        # A person's own model stays itself: what is in it nobody else can save.
        choices = [c for c in choices if c.entries[0].candidate.family != "own"]
        ranked = sorted(choices, key=lambda c: c.score)[:POOL]
        for most in (parts_for(int(self.rows.sum())), 2):
            found = self._blend(ranked, most)
            if found is None or self.allowed(found):
                return found
        return None

    def _blend(self, ranked: list[Choice], most: int) -> Choice | None:
        if len(ranked) < 2 or not self.plan.ensemble:
            return None
        known = self.known(ranked[0].oof)
        ranked = [c for c in ranked if (self.known(c.oof) == known).all()]
        if known.sum() < FEWEST_TO_WEIGH or len(ranked) < 2:
            return None
        weights = greedy_weights(
            self.plan.loss,
            self.y[known],
            [c.oof[known] for c in ranked],
            self.plan.quantile,
            most=most,
        )
        used = np.flatnonzero(weights)
        if len(used) < 2:
            return None
        return self._mixed([ranked[i] for i in used], weights[used])

    def _mixed(self, parts: list[Choice], weights: NDArray[np.float64]) -> Choice:
        oof = np.tensordot(weights, np.stack([part.oof for part in parts]), 1)
        entries = tuple(part.entries[0] for part in parts)
        return self.choice(entries, tuple(float(w) for w in weights), oof)

    def steadied(self, choice: Choice) -> Choice:
        """Return a blend with the weights to use, where few rows found those it has.

        Only what was chosen is steadied: whether a blend is better than a simpler model
        is asked of the weights that fit best, or fewer good blends would be chosen.
        """
        if choice.single:
            return choice
        weights = evened(np.asarray(choice.weights), len(choice.losses))
        return self._mixed([self.of(e) for e in choice.entries], weights)

    def allowed(self, choice: Choice) -> bool:
        """Whether a choice keeps the limits that are measured."""
        plan = self.plan
        own = [e for e in choice.entries if e.candidate.family == "own"]
        if own and (not plan.own_may_win or any(e.unkeepable for e in own)):
            return False
        slow = plan.latency_ms is not None and choice.latency_ms > plan.latency_ms
        large = plan.size_mb is not None and choice.size_mb > plan.size_mb
        return not (slow or large)

    def compare(self, simple: Choice, better: Choice) -> Comparison:
        """Return how much better the second is, with the noise of that."""
        gain = simple.losses - better.losses
        if self.groups is not None:
            groups = self.groups[self.known(simple.oof)]
            _, member = np.unique(groups, return_inverse=True)
            sums = np.bincount(member, weights=gain - gain.mean())
            error = float(np.sqrt((sums**2).sum()) / len(gain))
        else:
            error = float(gain.std(ddof=1) / np.sqrt(len(gain)))
        mean = float(gain.mean())
        share = mean / simple.score if simple.score else 0.0
        return Comparison(simple.name, better.name, mean, error, share)

    def simplest(self, choices: list[Choice]) -> Choice:
        """Return the simplest choice that is not measurably worse than the best.

        What lies in a preferred family counts as simpler than what does not.
        """
        best = min(choices, key=lambda c: c.score)
        good = [c for c in choices if c is best or self.tie(c, best)]
        return min(good, key=lambda c: (not self.preferred(c), c.simplicity, c.score))

    def tie(self, simple: Choice, best: Choice) -> bool:
        """Whether the first is not measurably worse than the second."""
        leaning = self.plan.simple or self.preferred(simple)
        found = self.compare(simple, best)
        width = 2.0 if leaning else 1.0
        return found.gain <= width * found.error and found.share <= width * CLEAR

    def above(self, better: Choice, other: Choice) -> bool:
        """Whether the first is better than the second, beyond doubt."""
        found = self.compare(other, better)
        return found.gain > CERTAIN * found.error and found.share > CLEAR

    def preferred(self, choice: Choice) -> bool:
        """Whether all parts of a choice lie in families that somebody prefers."""
        weights = self.plan.priors
        return all(weights.get(e.candidate.family, 1.0) > 1 for e in choice.entries)

    def overruled(self, choices: list[Choice], chosen: Choice) -> Choice | None:
        """Return the best of a preference that the chosen one is measurably above."""
        inside = [c for c in choices if self.preferred(c)]
        if not inside or self.preferred(chosen):
            return None
        return min(inside, key=lambda c: c.score)

    def choice(
        self,
        entries: tuple[Entry, ...],
        weights: tuple[float, ...],
        oof: NDArray[Any],
    ) -> Choice:
        """Return entries with weights as a choice.

        Parameters
        ----------
        entries, weights : tuple
        oof : ndarray, (n, ...)
            Their predictions; NaN where no fold checked.
        """
        known = self.known(oof)
        losses = row_losses(
            self.plan.loss, self.y[known], oof[known], self.plan.quantile
        )
        return Choice(entries, weights, oof, losses)

    def known(self, oof: NDArray[Any]) -> NDArray[np.bool_]:
        """Return (n,) for which rows there is an answer."""
        gaps = np.isnan(oof.reshape(len(oof), -1)).any(axis=1)
        return np.asarray(self.rows & ~gaps)
