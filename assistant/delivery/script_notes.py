"""What the script does in another way than the model, a line each."""

from __future__ import annotations

from typing import Any

from ..model import TandemModel


class Notes:
    """What the script does in another way than the model."""

    def __init__(self) -> None:
        self.styles: set[str] = set()
        self.own = False

    def lines(self, columns: dict[str, Any], model: TandemModel) -> list[str]:
        """Return one line for each difference."""
        found = ["texts that mean a gap, and odd ways to write numbers, are fewer"]
        if columns["categories"] and "codes" in self.styles:
            found.append(
                "codes of categories follow the alphabet, not how common they are"
            )
        if {"scaled", "spline"} & self.styles:
            found.append("numbers are scaled by mean and spread; far values stay far")
        if "spline" in self.styles:
            found.append("curves are B-splines, not restricted cubic pieces")
        if columns["many"]:
            found.append(
                "categories of many values: how common a value is, is left out"
            )
        if columns["dates"]:
            found.append("dates are taken apart into numbers, without circles")
        if columns["texts"]:
            found.append("texts: pieces of words projected; their length is left out")
        if self.own:
            found.append("your own estimator is imported from where it was")
        if model.calibrator.kind != "none":
            found.append("the calibration is the model's, not learned again")
        return [*found, "a booster grows as many trees as the model ended with"]
