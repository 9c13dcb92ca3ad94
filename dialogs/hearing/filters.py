"""Which rows a question means: comparisons, values, row numbers, 'those'.

Each number is tied to the nearest column that it can belong to; a number beside people
and no column is an age, where the table has one. Invariant: a number is used once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

from ..facts import Facts
from .costs import tidy
from .havings import had
from .naming import Named, columns_in, values_in
from .normal import parts
from .quantities import Quantity, quantities
from .rownames import by_id, row_by_noun, row_named
from .thesaurus import groups_of

_PEOPLE = re.compile(
    r"\b(?:people|those|persons?|individuals?|folks?|humans?|someone|somebody|anyone|patients?"
    r"|customers?|clients?|members?|employees?|men|women|they|everyone|applicants?|students?"
    r"|points?|passengers?|those)\b",
    re.IGNORECASE,
)
COMPARE = {
    "at_least": (
        "at least", "no less than", "greater or equal to", "greater than or equal to",
        "greater equal than", "at or higher than", "at or above", "minimum of", ">=",
        "bigger or equal than", "greater or equal than", "more or equal than", "at least or equal to",
        "not below", "not under", "no fewer than", "or more than",
    ),
    "at_most": (
        "at most", "no more than", "less or equal to", "smaller or equal than",
        "less or equal than", "less than or equal to", "up to",
        "at or below", "maximum of", "<=", "not above", "not over",
    ),
    "above": (
        "more than", "greater than", "exceed", "exceeds", "surpasses", "over", "above", "older than", "higher than",
        "of more than", ">", "larger than", "exceeding",
        "bigger than", "beyond", "longer than", "over the age of", "above the age of",
        "past", "in excess of", "after", "since", "of higher than", "above a value of", "over a value of",
    ),
    "below": (
        "less than", "before", "fewer than", "under", "below", "younger than", "lower than", "<",
        "smaller than", "shorter than", "under the age of", "below the age of",
        "below a value of", "under a value of",
    ),
}  # fmt: skip
_OR_MORE = re.compile(
    r"\s*(?:\+|plus\b|or (?:more|above|older|higher|over|greater)|and (?:up|over|above))",
    re.I,
)
_OR_LESS = re.compile(r"\s*or (?:less|below|younger|lower|fewer|under)", re.I)


def rows_in(text: str, facts: Facts, taken: Iterable[tuple[int, int]] = (),
            changed: str | None = None) -> Any:  # fmt: skip
    """Return the filter that a message states, or None.

    Parameters
    ----------
    text : str
        As `normal` returns it.
    facts : Facts
        Of the table.
    taken : iterable of (int, int)
        Places already used by something else, such as a change.
    changed : str, optional
        The column that is changed, which filters nothing.
    """
    used = list(taken)
    tests: list[tuple[int, Any]] = []
    row = row_named(text)
    if row:
        used.append(row[1:])
        tests.append((row[1], {"column": "row", "is": row[0]}))
    noun = None if row else row_by_noun(text, facts)
    if noun:
        used.append(noun[1:])
        tests.append((noun[1], noun[0]))
    tests += by_id(text, facts)
    tests += _numeric(text, facts, used)
    tests += _values(text, facts, changed, used)
    tests += had(text, facts, changed, {t["column"] for _, t in tests if "column" in t})
    return _joined(text, sorted(tests, key=lambda t: t[0]))


def _joined(text: str, tests: list[tuple[int, Any]]) -> Any:
    if not tests:
        return None
    if len(tests) == 1:
        return tests[0][1]
    groups: list[list[Any]] = [[tests[0][1]]]
    for (before, _), (at, test) in pairwise(tests):
        between = text[before:at]
        bare = re.sub(
            r"\b(?:or|and) (?:equal|more|less|higher|lower|above|older|over)\b",
            "",
            between,
        )
        if re.search(r"\bor\b", bare, re.IGNORECASE):
            groups.append([test])
        else:
            groups[-1].append(test)
    sides = [g[0] if len(g) == 1 else {"and": g} for g in groups]
    return sides[0] if len(sides) == 1 else {"or": sides}


def _numeric(
    text: str, facts: Facts, used: list[tuple[int, int]]
) -> list[tuple[int, Any]]:
    numbers = [
        q for q in quantities(text)
        if (q.kind in ("number", "money", "duration", "percent", "size") or _often(q))
        and not re.search(r"\($", text[: q.start])
        and not any(s < q.end and q.start < e for s, e in used)
    ]  # fmt: skip
    named = numeric_named(text, facts)
    found: list[tuple[int, Any]] = []
    for i, q in enumerate(numbers):
        value = number_in(q)
        key, start = comparison(text, q)
        mate = numbers[i + 1] if i + 1 < len(numbers) else None
        between = re.search(r"\b(?:between|from)\s*$", text[: q.start], re.I) and mate
        column = _column_of(text, q, start, named, facts, key, numbers)
        if column is None:
            continue
        if (
            between
            and mate
            and re.fullmatch(r"\s*(?:and|to|-)\s*", text[q.end : mate.start])
        ):
            numbers.remove(mate)
            found.append((q.start, {"column": column, "at_least": value}))
            found.append((mate.start, {"column": column, "at_most": number_in(mate)}))
            continue
        found.append((q.start, {"column": column, key: value}))
        used.append((q.start, q.end))
    return found


def _often(q: Quantity) -> bool:
    """Return whether a number says how often: "less than three times"."""
    return q.kind == "ratio" and q.text.casefold().endswith("times")


def number_in(q: Quantity) -> float | int:
    """Return the number as it stands before any unit: 12 in '12 months'."""
    match = re.match(
        r"[^\d]*([\d.,]+)\s*(?:days?|weeks?|months?|years?|hours?|minutes?)", q.text
    )
    if q.kind == "duration":
        from .numerals import value_of

        head = re.split(
            r"[\s-]?(?:days?|weeks?|months?|years?|hours?|min\w*|sec\w*)\b", q.text
        )[0]
        return tidy((value_of(match.group(1)) if match else value_of(head)) or q.value)
    return tidy(q.value)


def numeric_named(text: str, facts: Facts) -> list[Named]:
    """Return the numeric columns that a message names."""
    found = []
    for one in columns_in(text, facts):
        column = facts.column(one.column)
        if column is not None and column.kind.numeric:
            found.append(one)
    return found


def comparison(text: str, q: Quantity) -> tuple[str, int]:
    """Return the comparator of a number, and where the words before it begin."""
    after = text[q.end : q.end + 18]
    if _OR_MORE.match(after) or q.text.rstrip().endswith("+"):
        return "at_least", q.start
    if _OR_LESS.match(after):
        return "at_most", q.start
    before = text[: q.start].casefold().rstrip()
    before = re.sub(
        r"\b(?:the age of|a value of|or equal to|age)$", lambda m: m.group(), before
    )
    for key, forms in COMPARE.items():
        for form in sorted(forms, key=len, reverse=True):
            edge = r"(?<!\w)" if form[0].isalpha() else ""
            if re.search(rf"{edge}{re.escape(form)}(?: age| or equal to)?$", before):
                start = len(before) - len(form)
                both = re.match(r"\s*or equal\b", after, re.I) or (
                    before.endswith("or equal to") and key in ("above", "below")
                )
                return (
                    {"above": "at_least", "below": "at_most"}[key] if both else key
                ), start
    return "is", q.start


def _column_of(
    text: str, q: Quantity, start: int, named: list[Named], facts: Facts, key: str,
    numbers: list[Quantity],
) -> str | None:  # fmt: skip
    age = _age_column(facts)
    word = text[start : q.end].casefold()
    tail = text[q.end : q.end + 14].casefold()
    if age and (
        re.search(r"\b(?:older|younger|age|aged)\b", word)
        or re.match(r"\s*(?:years? old|or older|or younger)", tail)
    ):
        return age
    before = [n for n in named if n.end <= start]
    after = [n for n in named if n.start >= q.end]
    gap_before = start - before[-1].end if before else 10_000
    gap_after = after[0].start - q.end if after else 10_000
    claimed = before and any(before[-1].end <= o.start < q.start for o in numbers)
    direct = gap_after <= (22 if claimed or gap_before > 24 else 3)
    if direct and _leads(text[q.end : after[0].start], after[0]):
        return after[0].column
    if (
        before
        and not claimed
        and gap_before <= 45
        and _tied(text[before[-1].end : start])
    ):
        return before[-1].column
    near = text[max(0, start - 30) : start]
    if age and key != "is" and _PEOPLE.search(near):
        return age
    return None


def _leads(between: str, named: Named) -> bool:
    """Return whether a number belongs to the column after it: 'more than 2 visits'."""
    if re.search(
        r"[,;.?]|\b(?:and|who|with|have|has|or|would|will|get)\b", between, re.I
    ):
        return False
    # One word of a long header after a number is more often something else.
    return named.score >= 0.9 or len(parts(named.column)) <= 2


def _tied(between: str) -> bool:
    """Return whether words between a column and its number hold them together."""
    if re.search(r"[;?!]", between):
        return False
    loose = re.findall(r"[^\W\d_]{3,}", between.casefold())
    fillers = {
        "level", "levels", "value", "values", "the", "that", "are", "was", "were", "has", "have", "having",
        "equal", "equals", "equivalent", "being", "with", "from", "points", "point", "scores", "score",
        "group", "range", "for", "who", "than", "data", "their", "greater", "less", "more", "higher", "lower",
    }  # fmt: skip
    return sum(w not in fillers for w in loose) <= 2


def _age_column(facts: Facts) -> str | None:
    hits = [
        c.name for c in facts.columns
        if c.kind.numeric and any("age" in groups_of(p) for p in parts(c.name))
    ]  # fmt: skip
    return hits[0] if len(hits) == 1 else None


def _values(
    text: str, facts: Facts, changed: str | None, used: list[tuple[int, int]]
) -> list[tuple[int, Any]]:
    named = {n.column for n in columns_in(text, facts)}
    every = values_in(text, facts)
    found: list[tuple[int, Any]] = []
    seen: set[str] = set()
    for value in every:
        if value.column == changed or value.column in seen:
            continue
        if any(s < value.end and value.start < e for s, e in used):
            continue
        # "Yes" belongs to many columns: it is a test only beside its column's name.
        short = len(value.value or "") <= 3
        shared = sum(v.start == value.start for v in every) > 1
        if (short or shared) and value.column not in named:
            continue
        seen.add(value.column)
        no = re.search(
            r"\b(?:not|non|without|except)[\s-]+(?:an? |the )?$",
            text[: value.start],
            re.I,
        )
        test: Any = {"column": value.column, "is": value.value}
        found.append((value.start, {"not": test} if no else test))
    return found


def plain_rows(rows: Any) -> list[Mapping[str, Any]]:
    """Return the single tests of a filter, in order."""
    if rows is None:
        return []
    for key in ("and", "or"):
        if key in rows:
            return [t for side in rows[key] for t in plain_rows(side)]
    return plain_rows(rows["not"]) if "not" in rows else [rows]
