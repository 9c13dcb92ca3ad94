"""New configurations around the best ones, proposed by Optuna (ask and tell).

Processes and decisions stay with the race. Proposals depend on finished batches alone,
so that the order in which processes end changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from assistant.dials import narrowed, spaces
from assistant.plan import Candidate

if TYPE_CHECKING:
    from optuna import Study

ALGORITHMS = 2
"""How many algorithms are tuned: the best ones so far."""

STARTUP = 6
"""Trials of an algorithm before its results steer what is tried next."""


class Tuner:
    """Proposes configurations.

    Parameters
    ----------
    seed : int
        The same seed and results give the same proposals.
    sampler : {"tpe", "random", "even"}
        How: learning from results, at random, or evenly spread.
    ranges : mapping, optional
        Name of a dial -> bounds that a person set.
    """

    def __init__(
        self,
        seed: int,
        sampler: str = "tpe",
        ranges: Mapping[str, tuple[float, float]] | None = None,
    ) -> None:
        self._seed = seed
        self._sampler = sampler
        self._ranges = ranges or {}
        self._studies: dict[str, Study] = {}
        self._told: set[str] = set()
        self._asked: dict[str, Any] = {}
        self._count = 0

    def propose(
        self,
        results: Sequence[tuple[Candidate, float]],
        count: int,
        best: Sequence[Candidate] = (),
    ) -> list[Candidate]:
        """Return new configurations of the best algorithms.

        Parameters
        ----------
        results : sequence of (candidate, score)
            All so far, in a fixed order; smaller scores are better.
        count : int
            How many to propose.
        best : sequence of candidates, optional
            Whose algorithms are tuned before those of the best results.
        """
        ranked = [*best, *(c for c, _ in sorted(results, key=lambda r: r[1]))]
        tunable = [c for c in ranked if c.algorithm in spaces()]
        chosen = list({c.algorithm: c for c in tunable}.values())[:ALGORITHMS]
        if not chosen:
            return []
        self._tell(results)
        # Two of the best for each one of the next.
        turns = [chosen[0], chosen[0], *chosen[1:]]
        return [self._ask(turns[i % len(turns)]) for i in range(count)]

    def _tell(self, results: Sequence[tuple[Candidate, float]]) -> None:
        import optuna

        for candidate, score in results:
            if candidate.id in self._told or candidate.algorithm not in spaces():
                continue
            self._told.add(candidate.id)
            study = self._study(candidate.algorithm)
            if candidate.id in self._asked:
                study.tell(self._asked.pop(candidate.id), score)
                continue
            space = narrowed(candidate.algorithm, self._ranges)
            study.add_trial(
                optuna.trial.create_trial(
                    params=_known(candidate.params, space),
                    distributions={k: _range(v) for k, v in space.items()},
                    value=score,
                )
            )

    def _study(self, algorithm: str) -> Study:
        import optuna

        if algorithm not in self._studies:
            optuna.logging.set_verbosity(optuna.logging.WARNING)
            self._studies[algorithm] = optuna.create_study(
                sampler=_sampler(self._sampler, self._seed)
            )
        return self._studies[algorithm]

    def _ask(self, like: Candidate) -> Candidate:
        space = narrowed(like.algorithm, self._ranges)
        trial = self._study(like.algorithm).ask({k: _range(v) for k, v in space.items()})  # fmt: skip
        self._count += 1
        made = Candidate(
            id=f"tuned_{self._count}",
            algorithm=like.algorithm,
            family=like.family,
            name=f"{like.name.split(',')[0]}, tuned",
            style=like.style,
            params={**_fixed(like.params, space), **trial.params},
            cost=like.cost,
        )
        self._asked[made.id] = trial
        return made


def _sampler(name: str, seed: int) -> Any:
    from optuna import samplers

    if name == "random":
        return samplers.RandomSampler(seed=seed)
    if name == "even":
        # Scrambled Halton points: no power of two is needed for an even spread.
        return samplers.QMCSampler(qmc_type="halton", scramble=True, seed=seed)
    return samplers.TPESampler(seed=seed, n_startup_trials=STARTUP)


def _range(entry: Mapping[str, Any]) -> Any:
    from optuna import distributions

    if "choices" in entry:
        return distributions.CategoricalDistribution(entry["choices"])
    if entry.get("whole"):
        return distributions.IntDistribution(
            entry["low"], entry["high"], log=entry.get("log", False)
        )
    return distributions.FloatDistribution(
        entry["low"], entry["high"], log=entry.get("log", False)
    )


def _known(
    params: Mapping[str, Any], space: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    """Return a value within its range for each setting of the space."""
    found = {}
    for name, entry in space.items():
        value = params.get(name, entry["default"])
        if "choices" not in entry:
            usable = value if isinstance(value, int | float) else entry["default"]
            value = min(max(usable, entry["low"]), entry["high"])
        found[name] = value
    return found


def _fixed(params: Mapping[str, Any], space: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings that the tuner does not vary."""
    return {k: v for k, v in params.items() if k not in space}
