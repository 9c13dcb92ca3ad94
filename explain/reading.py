"""A sentence about reasons, read again: columns, values, sizes, signs, order words.

Reads wordings of others too, so nothing here knows a template. Text is lower-cased, signs
and number words are put into one form, and what is recognised is masked out so that no
character counts twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from dialogs.toml_data import toml_data

from .normalising import normal, value_text, variants

MASK = "\x00"

Problem = tuple[str, str]
"""Kind (sign, size, value, feature, order, hedge, cause, level) and a sentence."""

_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+"


@dataclass(frozen=True)
class Token:
    """Something recognised, with where it stands."""

    kind: str
    start: int
    end: int
    column: str = ""
    number: float = 0.0
    """For sizes: the magnitude in the text's own scale."""
    scale: float = 0.0
    """For sizes: what divides the number; 0 where the text does not say."""
    step: float = 0.0
    """Half of it is the rounding of the number as printed."""
    sign: int = 0
    near: bool = False
    """Whether a word such as 'about' stands in front."""


@dataclass(frozen=True)
class Named:
    """A column as a reason has it."""

    column: str
    value: Any
    part: float
    se: float | None = None


@cache
def lexicon() -> dict[str, re.Pattern[str]]:
    """Return kind of word -> pattern, from ``words/checker.toml``."""
    return {
        kind: re.compile(
            "|".join(_bounded(w) for w in sorted(words, key=len, reverse=True))
        )
        for kind, words in toml_data("words/checker.toml", "explain").items()
    }


def _bounded(word: str) -> str:
    left = r"(?<!\w)" if re.match(r"[\w(\[]", word) else ""
    return f"{left}(?:{word})(?!\\w)"


class Reader:
    """One text with the reasons it may speak about.

    Parameters
    ----------
    text : str
    reasons : sequence of Named
    """

    def __init__(self, text: str, reasons: Sequence[Named]) -> None:
        self.text = normal(text)
        self.reasons = reasons
        self.masked = self.text
        self.tokens: list[Token] = []
        self._long_values()
        self._columns()
        self._values()
        self._numbers()
        self._words("unrivalled", "most")
        for kind in (
            "cause", "neutral", "none", "together", "listed_first", "more_than",
            "less_than", "equal", "second", "third",
        ):  # fmt: skip
            self._words(kind)
        self._signs()
        for kind in ("most", "least", "then", "level"):
            self._words(kind)
        self.tokens.sort(key=lambda t: t.start)

    def _take(self, token: Token) -> None:
        self.tokens.append(token)
        blank = MASK * (token.end - token.start)
        self.masked = self.masked[: token.start] + blank + self.masked[token.end :]

    def _long_values(self) -> None:
        """Mark values that hold a column's name, such as 'no phone service'."""
        names = [v for r in self.reasons for v in variants(r.column)]
        for reason in self.reasons:
            shown = value_text(reason.value)
            if any(len(n) > 2 and n in shown and n != shown for n in names):
                self._mark("value", re.escape(shown), reason.column)

    def _columns(self) -> None:
        pairs = [(v, r.column) for r in self.reasons for v in variants(r.column)]
        pairs += [(f"{v}s", c) for v, c in pairs if len(v) > 3]
        for name, column in sorted(pairs, key=lambda p: -len(p[0])):
            self._mark("column", re.escape(name), column)
        if not any(t.kind == "column" for t in self.tokens):
            self._by_word()

    def _by_word(self) -> None:
        """Find columns by a word that only one of them has."""
        words: dict[str, set[str]] = {}
        for reason in self.reasons:
            for word in variants(reason.column)[-1].split("-"):
                if len(word) >= 5:
                    words.setdefault(word, set()).add(reason.column)
        for word, columns in words.items():
            if len(columns) == 1:
                self._mark("column", re.escape(word), next(iter(columns)))

    def _mark(self, kind: str, pattern: str, column: str) -> None:
        for found in re.finditer(rf"(?<!\w){pattern}(?!\w)", self.masked):
            owner = self._owner(found) if kind == "value" else ""
            self._take(Token(kind, found.start(), found.end(), column=owner or column))

    def _owner(self, found: re.Match[str]) -> str:
        """Return the column right before a value, where it has that very value."""
        near = [
            t for t in self.tokens
            if t.kind == "column" and 0 <= found.start() - t.end <= 12
        ]  # fmt: skip
        if not near:
            return ""
        last = max(near, key=lambda t: t.end).column
        own = next(value_text(r.value) for r in self.reasons if r.column == last)
        return last if own == found[0] else ""

    def _values(self) -> None:
        pairs = []
        for reason in self.reasons:
            shown = value_text(reason.value)
            if shown and not _plain_number(shown):
                pairs.append((shown, reason.column))
        for shown, column in sorted(pairs, key=lambda p: -len(p[0])):
            spaced = {shown.replace("-", " "), shown.replace("_", " ")}
            forms = {shown, *spaced, shown.replace(" ", "-")}
            for form in forms:
                if len(form) > 3:
                    self._mark("value", re.escape(form), column)
                else:
                    self._short_value(form, column)

    def _short_value(self, form: str, column: str) -> None:
        """Mark a value as short as 'no' only where it stands right after its column."""
        for token in [t for t in self.tokens if t.column == column]:
            found = re.compile(
                rf"\s*(?:=|:|\(|is|was|being|of|at)?\s*[\"']?({re.escape(form)})(?!\w)"
            ).match(self.masked, token.end)
            if found:
                self._take(Token("value", found.start(1), found.end(1), column=column))

    def _numbers(self) -> None:
        unit = (
            r"(?P<unit> ?%| ?percent(?:age)?(?:[ -]points?)?| per ?cent| ?points?\b| ?pp\b| ?pts?\b"
            r"|(?: more| less| fewer)? (?:in|out of|per) (?P<of>\d[\d,]*)| ?k\b| thousand| million| ?m\b)?"
        )
        pattern = rf"(?P<sign>[+\-] ?)?(?P<cur>[$€£] ?)?(?P<n>{_NUMBER})(?!\d){unit}"
        for found in re.finditer(pattern, self.masked):
            before = self.masked[: found.start()]
            if before[-1:].isalnum():
                continue
            self._take(self._number(found, before))

    def _number(self, found: re.Match[str], before: str) -> Token:
        digits = found["n"].replace(",", "")
        value = float(digits)
        places = len(digits.split(".")[1]) if "." in digits else 0
        step, scale = 10.0**-places, 0.0
        unit = (found["unit"] or "").strip()
        if found["of"]:
            scale = float(found["of"].replace(",", ""))
        elif unit in ("k", "thousand"):
            value, step, scale = value * 1e3, step * 1e3, 1.0
        elif unit in ("million", "m"):
            value, step, scale = value * 1e6, step * 1e6, 1.0
        elif unit:
            scale = 100.0
        sign = 0
        if found["sign"]:
            dash = found["sign"].strip() == "-" and before[-1:].isalnum()
            sign = 0 if dash else (1 if "+" in found["sign"] else -1)
        if unit.startswith(("more", "less", "fewer")):
            sign = 1 if unit.startswith("more") else -1
        hedged = re.search(
            r"(?:" + lexicon()["hedge"].pattern + r")\s*[<>]?$", before.rstrip()
        )
        # '30 in 100' says 30; 'about 30' and amounts may be rounded to tens.
        coarse = hedged is not None or scale not in (100.0, 1000.0)
        if coarse and places == 0 and value and value % 10 == 0:
            trailing = len(digits) - len(digits.rstrip("0"))
            step = max(step, min(step * 10.0**trailing, 0.2 * value))
        return Token(
            "number", found.start(), found.end(), number=value, scale=scale,
            step=step, sign=sign, near=hedged is not None,
        )  # fmt: skip

    def _words(self, kind: str, taken_as: str = "") -> None:
        for found in lexicon()[kind].finditer(self.masked):
            self._take(Token(taken_as or kind, found.start(), found.end()))

    def _signs(self) -> None:
        words = lexicon()
        # An adjective is about the outcome when one of its words follows shortly.
        for kind, sign in (("up_before", 1), ("down_before", -1)):
            for found in words[kind].finditer(self.masked):
                rest = self.masked[found.end() : found.end() + 25]
                before = self.masked[max(0, found.start() - 2) : found.start()]
                of_outcome = re.match(
                    rf"\s*(?:predicted |estimated |[a-z]+ )?(?:{words['outcome'].pattern})",
                    rest,
                )
                after_size = MASK in before and self._ends_number(found.start())
                # 'makes the chance bigger': the outcome stands in front.
                made = re.search(
                    rf"(?:{words['outcome'].pattern})(?: (?:is|are|becomes?|gets?))?\s$",
                    self.masked[: found.start()],
                )
                if of_outcome or after_size or made:
                    self._take(Token("sign", found.start(), found.end(), sign=sign))
        for kind, sign in (("up", 1), ("down", -1)):
            for found in words[kind].finditer(self.masked):
                self._take(Token("sign", found.start(), found.end(), sign=sign))

    def _ends_number(self, at: int) -> bool:
        return any(t.kind == "number" and 0 <= at - t.end <= 1 for t in self.tokens)

    def negated(self, token: Token, reach: int = 28) -> bool:
        """Return whether a negation stands shortly before, in the same clause."""
        # A negation in front of a column's name is about that column's value.
        named = [t.end for t in self.tokens if t.column and t.end <= token.start]
        begin = max([0, token.start - reach, *named])
        before = re.split(r"[.;:]", self.text[begin : token.start])[-1]
        return lexicon()["negation"].search(before) is not None or "n't" in before

    def pieces(self) -> Iterable[tuple[int, int]]:
        """Return where each sentence begins and ends."""
        start = 0
        for found in re.finditer(r"[.!?;\n]+(?=\s|$)", self.masked):
            yield start, found.end()
            start = found.end()
        if start < len(self.masked):
            yield start, len(self.masked)


def _plain_number(shown: str) -> bool:
    return re.fullmatch(r"-?[\d.,]+", shown) is not None
