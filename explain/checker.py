"""The checker: a rendered sentence is read again and held against the numbers.

It does not know who wrote the sentence. It refuses a wrong sign, size, value, column or
order, a size without a hedge where the number is uncertain, and words of cause. What
it cannot confirm it refuses too: a claim about nothing that is among the reasons.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from .claims import Claim, claims_of
from .fragments import OF_WHOLE, Fragment, fragments_of
from .normalising import with_names
from .ordering import order_problems
from .reading import Named, Problem, Reader, Token
from .strangers import stranger_problems
from .valuing import value_problems

__all__ = ["Problem", "Verdict", "check_sentence"]


POOR = 0.5
"""A half-width of the 95% range above this share of the size calls for a hedge."""


@dataclass(frozen=True)
class Verdict:
    """What the checker found.

    Attributes
    ----------
    ok : bool
        Whether everything said is confirmed.
    problems : tuple of (kind, text)
    """

    problems: tuple[Problem, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether there is no problem."""
        return not self.problems


def check_sentence(
    text: str,
    reasons: Iterable[Sequence[Any]],
    *,
    answer: float | None = None,
    base: float | None = None,
) -> Verdict:
    """Return whether a text about the reasons for one row says only what is so.

    Parameters
    ----------
    text : str
        One or more sentences, by anybody.
    reasons : iterable of (column, value, part) or (column, value, part, se)
        What is known: the row's values, the parts in the answer's unit, and their
        standard errors.
    answer, base : float, optional
        The row's answer and the typical one, to hold stated levels against.

    Returns
    -------
    Verdict

    Examples
    --------
    >>> known = [("tenure", 24, -0.09), ("Contract", "Month-to-month", 0.15)]
    >>> check_sentence("A longer tenure lowers the chance by about 9 in 100.", known).ok
    True
    >>> check_sentence("Tenure raises the chance by 9 in 100.", known).problems[0][0]
    'sign'
    """
    known = [_named(r) for r in reasons]
    text = with_names(text, [n.column for n in known])
    reader = Reader(text, known)
    fragments = fragments_of(reader)
    claims = claims_of(reader, fragments)
    problems = [
        *_causes(reader),
        *stranger_problems(text, reader),
        *value_problems(reader, fragments),
        *(p for c in claims for p in _claim(c, known, reader)),
        *_levels(fragments, answer, base),
        *_shares(reader),
        *order_problems(reader, fragments, known),
    ]
    return Verdict(tuple(dict.fromkeys(problems)))


def _named(reason: Sequence[Any]) -> Named:
    column, value, part, *rest = reason
    return Named(str(column), value, float(part), float(rest[0]) if rest else None)


def _causes(reader: Reader) -> Iterable[Problem]:
    quoted = [m.span() for m in re.finditer(r'"[^"]*"', reader.text)]
    for token in reader.tokens:
        if token.kind != "cause":
            continue
        if any(a <= token.start and token.end <= b for a, b in quoted):
            continue
        if not reader.negated(token, reach=40):
            said = reader.text[token.start : token.end]
            yield "cause", f'"{said}" tells a cause; the numbers only go together'


def _claim(claim: Claim, known: Sequence[Named], reader: Reader) -> Iterable[Problem]:
    if not claim.columns:
        yield "feature", "something is claimed about no column among the reasons"
        return
    parts = {n.column: n for n in known}
    for column, sign in claim.signs:
        part = parts[column].part
        if part * sign <= 0:
            way = "raises" if sign > 0 else "lowers"
            yield "sign", f"{column} is said to {way[:-1]}, its part is {part:+.4g}"
    for column in claim.nothing:
        largest = max(abs(n.part) for n in known)
        if abs(parts[column].part) > 0.05 * largest:
            yield "size", f"{column} is said to have no effect"
    for columns, size in claim.sizes:
        total = sum(parts[c].part for c in columns)
        if _taken_off(reader, size) and total > 0:
            yield (
                "sign",
                f"{' + '.join(columns)} is told as taken off, it is {total:+.4g}",
            )
        if size.sign and total * size.sign < 0:
            yield "sign", f"{' + '.join(columns)} has the part {total:+.4g}"
        if not fits(size.number, size.scale, size.step, abs(total), near=size.near,
                    chances=_chances(known)):  # fmt: skip
            shown = reader.text[size.start : size.end].strip()
            yield (
                "size",
                f"{' + '.join(columns)} is told as {shown}, it is {total:+.4g}",
            )
        se = parts[columns[0]].se
        poor = se is not None and 1.96 * se > POOR * abs(total)
        if len(columns) == 1 and poor and not size.near:
            yield (
                "hedge",
                f"the size of {columns[0]} is uncertain and told without 'about'",
            )


def _taken_off(reader: Reader, size: Token) -> bool:
    """Whether a size stands between 'takes' and 'off'."""
    before = reader.text[max(0, size.start - 30) : size.start]
    after = reader.text[size.end : size.end + 8]
    return bool(
        re.search(r"\b(?:tak(?:es?|ing)|took|knock\w*|shav\w*)\b[^.;]*$", before)
        and re.match(r"\s*(?:off|away)\b", after)
    )


def _chances(known: Sequence[Named]) -> bool:
    return all(abs(n.part) <= 1 for n in known)


def fits(
    shown: float, scale: float, step: float, true: float, *, near: bool, chances: bool
) -> bool:
    """Return whether a printed size can stand for a number.

    Parameters
    ----------
    shown : float
        As printed.
    scale : float
        What divides it (100 for percent); 0 where the text does not say.
    step : float
        Rounding step of the print.
    true : float
    near : bool
        Whether 'about' stands in front, which allows a tenth.
    chances : bool
        Whether parts are probabilities, so that a bare 9 may mean 9 in 100.
    """
    scales = [scale] if scale else ([1.0, 100.0] if chances else [1.0])
    for s in scales:
        rounding = 0.5 * step
        # '1 in 10' and trailing zeros round coarsely; never by more than a tenth.
        rounding = min(
            rounding, max(0.1 * shown, 0.5 if step >= 1 and s >= 100 else 0.0)
        )
        if step < 1 or s < 100:
            rounding = min(0.5 * step, 0.12 * shown) if step >= 1 and s < 100 else (
                rounding or 0.5 * step
            )  # fmt: skip
        slack = max(rounding, 0.1 * shown if near else 0.0)
        if abs(shown / s - true) <= slack / s * (1 + 1e-9) + 1e-12:
            return True
    return False


def _shares(reader: Reader) -> Iterable[Problem]:
    """Hold 'carry 80 in 100 of what sets it apart' against the columns named before."""
    for token in reader.tokens:
        if token.kind != "number" or not OF_WHOLE.match(reader.text, token.end):
            continue
        named = {t.column for t in reader.tokens if t.column and t.end <= token.start}
        total = sum(abs(n.part) for n in reader.reasons)
        share = sum(abs(n.part) for n in reader.reasons if n.column in named)
        true = share / total if total else 0.0
        if reader.text[: token.start].rstrip().endswith("more than"):
            if true * (token.scale or 1.0) < token.number:
                yield "size", f"the share is {true:.3g}"
        elif not fits(
            token.number, token.scale, token.step, true, near=token.near, chances=True
        ):
            yield "size", f"the share is {true:.3g}"


def _levels(
    fragments: Sequence[Fragment], answer: float | None, base: float | None
) -> Iterable[Problem]:
    known = [v for v in (answer, base) if v is not None]
    if len(known) < 2:
        return
    for fragment in fragments:
        for token in fragment.levels:
            if not any(
                fits(token.number, token.scale, token.step, abs(v), near=token.near,
                     chances=abs(v) <= 1)
                for v in known
            ):  # fmt: skip
                yield (
                    "level",
                    f"{token.number:g} is neither the answer nor the typical one",
                )
