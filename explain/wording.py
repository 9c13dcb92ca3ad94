"""Findings as sentences: what a column does, in words with their numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dialogs.message import Level
from dialogs.sanitise import safe

from .outputs import Output
from .phrases import capital, say
from .shapes import Shape
from .units import Unit, cell, digits_for

if TYPE_CHECKING:
    from .ranking import Driver


def told_of(output: Output, level: Level | str, about: str = "") -> str:
    """Return what a model's number is, such as ``the chance of "Yes"``."""
    if output.task == "multiclass" and about:
        return say("of_chance", level, event=safe(about, 60))
    if output.task == "multiclass":
        return say("of_class", level)
    if output.chances:
        return say("of_chance", level, event=safe(output.event, 60))
    target = getattr(output.model, "target", None)
    return (
        say("of_number", level, target=safe(target, 60))
        if target
        else say("of_value", level)
    )


def shape_text(
    column: str,
    shape: Shape,
    output: Output,
    unit: Unit,
    level: Level | str,
    size: float,
    about: str = "",
) -> str:
    """Return one column's shape in words.

    Parameters
    ----------
    column : str
    shape : Shape
    output : Output
    unit : Unit
    level : Level or str
    size : float
        Mean absolute part, for shapes that have no ends to name.
    about : str
        For several classes the one whose chance has this shape.
    """
    key = _key(shape)
    of = told_of(output, level, "" if key in ("none", "unclear") else about)
    shown = shape.change if key not in ("none", "unclear") else size
    text = say(
        f"shape.{key}",
        level,
        x=safe(column, 60),
        of=of,
        of_low=of,
        size=unit.part(shown),
        a=cell(shape.start),
        b=cell(shape.end),
        t=cell(_rounded(shape)),
    )
    if shape.missing is not None and abs(shape.missing) >= unit.step:
        way = "missing_up" if shape.missing > 0 else "missing_down"
        text += say(f"shape.{way}", level, size=unit.part(shape.missing))
    # A size under the rounding is a bound already.
    return capital(text.replace("about less than", "less than"))


def _rounded(shape: Shape) -> Any:
    """Return where a shape turns, to three digits of the range: it is 'about' there."""
    ends = (shape.turn, shape.start, shape.end)
    if not all(isinstance(v, int | float) for v in ends):
        return shape.turn
    turn, start, end = (float(v) for v in ends)
    return round(turn, digits_for(abs(end - start))) if end != start else turn


def _key(shape: Shape) -> str:
    if shape.kind in ("step_up", "step_down") and len(shape.points) == 2:
        return "two_up" if shape.kind == "step_up" else "two_down"
    return shape.kind


def driver_text(driver: Driver, output: Output, unit: Unit, level: Level | str) -> str:
    """Return a driver's sentence, without the column's name in front."""
    return shape_text(
        driver.column, driver.shape, output, unit, level, driver.size, driver.about
    )
