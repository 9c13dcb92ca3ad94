"""What the phrases that restrict a question mean: values, yes/no columns, counts, the outcome.

"The grinders", "mortgage ones", "who'd paid a deposit", "with an objection". Invariant: a
phrase that could mean two columns means neither, and is left to be offered.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import combinations

from ..facts import ColumnFacts, Facts
from .concepts import event_value, family_of, sides
from .cues import asked_at, asks
from .flags import flag_values
from .havings import Having, lacking
from .lexis import forms_of, row_stems
from .mentions import Cue, Token, cues
from .normal import parts, stem
from .restricting import (
    Restriction,
    Span,
    free_words,
    own_stems,
    restrictions,
    says_nothing,
    unexplained,
    verbs_in,
)
from .valued import alike_words, names_value, whole_header

_WIDE = 60
"""Values from which on a column holds no kinds of things."""


class Restricting:
    """The restrictions of one question, each read once.

    Parameters
    ----------
    text : str
        As `normal` returns it.
    facts : Facts
        Of the table.
    told : iterable of (int, int)
        Places that are explained.
    without : iterable of str
        Columns that are tested or changed already.
    target : str, optional
        The column predicted.
    row : str
        What one row is.
    """

    def __init__(
        self, text: str, facts: Facts, told: Iterable[Span], without: Iterable[str],
        target: str | None, row: str,
    ) -> None:  # fmt: skip
        self.text, self.facts, self.target, self.row = text, facts, target, row
        self.told, self.left = list(told), set(without)
        forms = forms_of("restricting")
        told_of = forms["told"].search(text) and not forms["guessed"].search(text)
        self.verbs = verbs_in(text)
        self.counts = bool(told_of)
        """Whether it is asked of what happened, and not of what is predicted."""

    def read(self) -> tuple[list[Having], list[str]]:
        """Return the tests that the restrictions state, and what is left of them."""
        found = self._outcome()
        rest: list[str] = []
        for having in found:
            self.left.add(having.column)
            self.told.append((having.start, having.end))
        for one in restrictions(self.text, self.row):
            for having in self._meant(one):
                found.append(having)
                self.left.add(having.column)
                self.told.append((having.start, having.end))
            rest += self._left_over(one)
        return found, rest + self._flags_lost()

    def _flags_lost(self) -> list[str]:
        """Return the yes/no columns named where rows are counted and tested by nothing."""
        forms = forms_of("restricting")
        if not forms["many"].search(self.text) or forms["mean"].search(self.text):
            return []
        return [
            self.text[c.start : c.end] for c in cues(self.text, self.facts)
            if c.weight >= 0.9 and c.column not in self.left and c.column != self.target
            and flag_values(self.facts.column(c.column)) and not self._taken(c)
        ]  # fmt: skip

    def _meant(self, one: Restriction) -> Iterator[Having]:
        flag = self._flag(one)
        if flag is not None:
            yield flag
            return
        free = free_words(one, self.told)
        while free and (value := self._value(free, one)) is not None:
            yield value
            free = tuple(t for t in free if not value.start <= t.start < value.end)

    def _flag(self, one: Restriction) -> Having | None:
        """Return the yes/no column, or the count, whose words a phrase is."""
        said = {t.stem for t in one.words}
        telling = [t for t in one.words if not says_nothing(t)]
        for cue in cues(self.text, self.facts):
            column = self.facts.column(cue.column)
            inside = one.start <= cue.start and self._ends(cue, one)
            if not inside or column is None or cue.kind == "verb":
                continue
            if cue.column in self.left or self._taken(cue):
                continue
            if cue.column == self.target and not self.counts:
                continue
            covered = all(cue.start <= t.start < cue.end for t in telling)
            # Of what happened the outcome is asked before all else.
            least = 0.4 if cue.column == self.target else 0.75
            whole = whole_header(column.name, said) or (
                covered and telling and cue.weight >= least
            )
            flags = flag_values(column)
            no = any(lacking(self.text, at) for at in (one.start, cue.start))
            if flags and whole:
                return Having(column.name, flags[not no], one.start, one.end)
            some = forms_of("restricting")["one"].search(self.text[: one.start])
            counts = column.kind.numeric and column.integers and column.minimum == 0
            if counts and some and one.having and (whole or cue.weight >= 0.6):
                return Having(column.name, 0, cue.start, cue.end, key="above")
        return None

    def _ends(self, cue: Cue, one: Restriction) -> bool:
        """Return whether a name ends with a phrase, or with the rows behind it: "rush jobs"."""
        if cue.end <= one.end:
            return True
        said = {stem(w) for w in re.findall(r"\w+", self.text[one.end : cue.end])}
        return cue.start < one.end and said <= own_stems(self.row) | row_stems()

    def _taken(self, cue: Cue) -> bool:
        return self._inside(cue.start, cue.end)

    def _value(self, free: tuple[Token, ...], one: Restriction) -> Having | None:
        """Return the one value that words of a phrase name in some form."""
        spans = [free[i:j] for i, j in combinations(range(len(free) + 1), 2)]
        columns = [c for c in self.facts.columns if self._kinds(c, one)]
        for words in sorted(spans, key=lambda w: -len(w)):
            if {t.text for t in words} & _PRONOUNS:
                continue
            hits = {
                (column.name, value)
                for column in columns
                for value in column.values
                if names_value(words, value, self.text)
            }
            if len(hits) == 1:
                name, value = hits.pop()
                no = lacking(self.text, one.start)
                return Having(name, value, words[0].start, words[-1].end, no)
        return None

    def _kinds(self, column: ColumnFacts, one: Restriction) -> bool:
        if column.name == self.target and (
            one.having or (not self.counts and one.loose)
        ):
            return False
        few = column.distinct <= _WIDE and not column.kind.numeric
        return few and column.name not in self.left

    def _outcome(self) -> list[Having]:
        """Return the outcome that rows had: "of the braces people how many didn't come"."""
        column = self.facts.column(self.target or "")
        if column is None or column.distinct != 2 or column.name in self.left:
            return []
        if not self.counts:
            return []
        spoken = forms_of("restricting")["spoken"].search(self.text)
        flags = flag_values(column)
        if spoken and flags and not self._inside(*spoken.span("v")):
            value = flags[spoken["v"].casefold() == "yes"]
            return [Having(column.name, value, *spoken.span())]
        again = forms_of("restricting")["again"].search(self.text)
        if again and flags and any(_AGAIN.match(p) for p in parts(column.name)):
            return [Having(column.name, flags[True], *again.span())]
        match = forms_of("restricting")["became"].search(self.text)
        if match is None:
            return []
        start, end = match.span("what")
        family = family_of(column)
        said = [
            s for s in sides(match["what"].replace("n't", " not")) if s.family == family
        ]
        if not said or any(s < end and start + said[0].start < e for s, e in self.told):
            return []
        event = event_value(column, said[0].bad)
        return [Having(column.name, event, start, end)] if event is not None else []

    def _left_over(self, one: Restriction) -> list[str]:
        """Return what nothing explains of a phrase that tells some rows from others."""
        named = [
            (c.start, c.end)
            for c in cues(self.text, self.facts)
            if c.weight >= (0.1 if one.loose else 0.5)
        ]
        if one.loose and not self._all_counts(one):
            return []
        first = not (one.loose and self.row) or one.start < _FIRST
        free = [
            t for t in unexplained(one, [*self.told, *named, *self.verbs, *asked_at(self.text)], own_stems(self.row), first)
            if not asks(t.text) and not self._said_again(t) and not self._outcome_word(t)
        ]  # fmt: skip
        told = self._inside(one.start, one.end)
        if not free or told or free[0].text.endswith("ing"):
            return []
        rows = len(free) == 1 and not self.row and free[0].text.endswith("s")
        if one.having:
            rows = not forms_of("restricting")["some"].search(self.text)
        if rows or (one.having and self._partly(one)):
            return []
        return [self.text[free[0].start : free[-1].end]]

    def _all_counts(self, one: Restriction) -> bool:
        """Return whether any word that nothing explains may restrict what is counted."""
        forms = forms_of("restricting")
        many = forms["many"].search(self.text)
        if (
            not many
            or forms["mean"].search(self.text)
            or self._names_column(many.end())
        ):
            return False
        # "800m off the nearest stream" says more of the number before it.
        last = max((e for _, e in self.told if e <= one.start), default=0)
        later = min((s for s, _ in self.told if s >= one.end), default=0)
        beside = last and _ON.fullmatch(self.text[last : one.start])
        return not (beside or (later and not self.text[one.end : later].strip()))

    def _names_column(self, at: int) -> bool:
        """Return whether "number of" names a column and counts nothing: "number of rooms"."""
        if not forms_of("restricting")["of_column"].search(self.text[: at + 1]):
            return False
        return any(
            at <= c.start <= at + 1 and c.weight >= 0.6
            for c in cues(self.text, self.facts)
        )

    def _outcome_word(self, word: Token) -> bool:
        """Return whether a denied quality speaks of an outcome that is but coded: "unsafe"."""
        column = self.facts.column(self.target or "")
        coded = column is not None and all(v in ("0", "1") for v in column.values)
        denied = forms_of("restricting")["denied"].fullmatch(word.text)
        return bool(coded and denied and not self.counts)

    def _said_again(self, word: Token) -> bool:
        """Return whether a word says a value once more: "medical (field = medicine)"."""
        held = (self.facts.column(name) for name in self.left)
        return any(
            alike_words(v.casefold(), word.text) for c in held if c for v in c.values
        )

    def _inside(self, start: int, end: int) -> bool:
        return any(start < e and s < end for s, e in self.told)

    def _partly(self, one: Restriction) -> bool:
        """Return whether something of the clause of a phrase is explained."""
        stop = re.search(r"[,.;?!]", self.text[one.start :])
        end = one.start + stop.start() if stop else len(self.text)
        return self._inside(one.start, end)


_AGAIN = re.compile(r"re-?(?:do|done|run|[a-z]{4,})$", re.IGNORECASE)
"""A header that says what is done again: reprint, rework, redo."""
_ON = re.compile(r"(?:\W|\b(?:the|a|an|off|from|of|in|or)\b)*", re.IGNORECASE)
_FIRST = 22
"""Letters from the beginning within which a question says what it counts."""
_PRONOUNS = frozenset({"one", "ones", "those", "people", "all", "any"})
