"""Hard requirements and "better than": each line of the contract, met or not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from dialogs.constraints import Requirement, Success
from dialogs.toml_data import toml_data

from .bounds import steers
from .case import Case
from .objectives import greater_is_better, value_of
from .rules import Rule

FEWEST_GROUP_ROWS = 30

PLAIN_MODEL = "plain_model"


@dataclass(frozen=True)
class Contract:
    """What was agreed, and the rows that it is checked on.

    Parameters
    ----------
    success : Success
        The objective and the requirements.
    case : Case
        The n rows held back.
    frame : DataFrame, n rows
        The same rows, with the columns of groups.
    measured : mapping
        ``latency_ms`` and ``size_mb`` of the saved model.
    rule : Rule
        The deployed decision.
    """

    success: Success
    case: Case
    frame: pd.DataFrame
    measured: Mapping[str, float]
    rule: Rule = field(default_factory=lambda: Rule("value"))

    @property
    def name(self) -> str:
        """The objective's name."""
        return self.success.objective

    def requirements(self) -> list[Requirement]:
        """Return what must hold, the objective's own condition first."""
        s = self.success
        own = {
            "precision_at_recall": Requirement("recall", at_least=s.recall),
            "recall_at_precision": Requirement("precision", at_least=s.precision),
            "recall_at_fpr": Requirement("fpr", at_most=s.fpr),
        }
        first = [own[self.name]] if self.name in own else []
        if s.target_value is not None:
            more = greater_is_better(self.name)
            low, high = (s.target_value, None) if more else (None, s.target_value)
            first.append(Requirement(self.name, at_least=low, at_most=high))
        return [*first, *s.requirements]

    def lines(
        self, metrics: Mapping[str, Any], baselines: Sequence[Mapping[str, Any]]
    ) -> list[dict[str, Any]]:
        """Return each line with its value and range, and whether it is met."""
        lines = [self._line(r, metrics) for r in self.requirements()]
        better = self._better(metrics, baselines)
        return [*lines, better] if better else lines

    def _line(self, asked: Requirement, metrics: Mapping[str, Any]) -> dict[str, Any]:
        if asked.metric in self.measured:
            body: Mapping[str, Any] = {"value": self.measured[asked.metric],
                                       "low": None, "high": None}  # fmt: skip
        elif asked.metric == "group_gap":
            body = self._gap(asked)
        else:
            body = metrics.get(asked.metric) or {
                "value": None,
                "low": None,
                "high": None,
            }
        return {"text": asked.text or _text(asked), "met": self._met(asked, body),
                **body, "metric": asked.metric}  # fmt: skip

    def _met(self, asked: Requirement, body: Mapping[str, Any]) -> bool | None:
        """Return whether it is met; None where it looks so, but may be luck."""
        value = body["value"]
        least = asked.at_least is not None
        bound = asked.at_least if asked.at_least is not None else asked.at_most or 0.0
        if value is None or (value < bound if least else value > bound):
            return False
        end = body["low"] if least else body["high"]
        if end is None or self._promised(asked):
            return True
        return True if (end >= bound if least else end <= bound) else None

    def _promised(self, asked: Requirement) -> bool:
        """Return whether the cut was chosen so that this holds, on other rows.

        Two samples then say so: the bound on the rows learned from, and the share here.
        """
        own = self.rule.kind in ("cut", "bayes") and self.rule.share is None
        return own and self.rule.reachable and asked in self._steered()

    def _steered(self) -> list[Requirement]:
        found = self.requirements()
        return [r for r in found if steers(r) and r.metric != self.name]

    def kept_by(self, other: Case) -> bool | None:
        """Return whether another way to answer keeps the shares that were agreed.

        A way that finds half of what must be found is no rival, however few false
        alarms it raises. None where no share was agreed; who names nobody raises no
        false alarm.
        """
        shares = self._steered()
        if not shares:
            return None
        for asked in shares:
            value = value_of(asked.metric, other, self.success)
            if asked.at_least is not None and value < asked.at_least:
                return False
            if asked.at_most is not None and value > asked.at_most:
                return False
        return True

    def _gap(self, asked: Requirement) -> dict[str, Any]:
        metric = asked.of or "recall"
        column = self.frame.get(asked.column)
        nothing = {"value": None, "low": None, "high": None}
        if column is None:
            return nothing
        codes = column.astype(str).to_numpy()
        large = [g for g in np.unique(codes)
                 if (codes == g).sum() >= FEWEST_GROUP_ROWS]  # fmt: skip
        values = [
            value_of(metric, self.case.take(np.flatnonzero(codes == g)), self.success)
            for g in large
        ]
        known = [v for v in values if np.isfinite(v)]
        if len(known) < 2:
            return nothing
        return {**nothing, "value": float(max(known) - min(known))}

    def _better(
        self, metrics: Mapping[str, Any], baselines: Sequence[Mapping[str, Any]]
    ) -> dict[str, Any] | None:
        # A straight line is a model too: it shows what the search added, no more.
        known = [
            b for b in baselines
            if b["value"] is not None
            and b["name"] != PLAIN_MODEL
            and b.get("meets") is not False
        ]  # fmt: skip
        if not known or metrics[self.name]["value"] is None:
            return None
        sign = 1 if greater_is_better(self.name) else -1
        best = max(known, key=lambda b: sign * b["value"])
        low, high = best["difference"]["low"], best["difference"]["high"]
        end = low if sign > 0 else high
        return {
            "text": f"do better than {_called(best)}",
            "met": end is not None and sign * end > 0,
            "value": metrics[self.name]["value"] - best["value"],
            "low": low, "high": high, "metric": "difference", "of": self.name,
            "baseline": best["name"],
        }  # fmt: skip


def _called(baseline: Mapping[str, Any]) -> str:
    """Return a simple way as the object of a sentence."""
    text = str(baseline["text"])
    named = {
        "simple_rule": f"the one-line rule “{text}”",
        "at_random": f"picking {text}",
    }
    return named.get(str(baseline["name"]), text)


def _texts() -> Mapping[str, Mapping[str, str]]:
    return toml_data("metrics/contract.toml", "assistant")


def _text(asked: Requirement) -> str:
    side = "at_least" if asked.at_least is not None else "at_most"
    bound = asked.at_least if asked.at_least is not None else asked.at_most
    forms = _texts()[side]
    form = forms.get(asked.metric, forms["other"])
    return form.format(
        n=f"{100 * (bound or 0):.4g}", v=f"{bound:g}", of=asked.of, column=asked.column,
        name=asked.metric.replace("_", " "),
    )  # fmt: skip
