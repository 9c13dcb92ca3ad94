"""Names in a text that are none of the reasons', however they are brought in."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .normalising import value_text, variants
from .reading import Reader, Token, lexicon

Problem = tuple[str, str]


def stranger_problems(text: str, reader: Reader) -> Iterable[Problem]:
    """Return what is said of names that are not among the reasons.

    Parameters
    ----------
    text : str
        As written: capitals show which words look like columns.
    reader : Reader
    """
    yield from _strangers(text, reader)
    yield from _of_others(reader)
    yield from _owned(reader)
    yield from _apposed(reader)
    yield from _one_sided(reader)
    yield from _nobody_most(reader)
    yield from _detached(reader)


_OWNER = re.compile(
    r"(?:^|\b(?:an?|the|your|with|since|because|as|of|from|by|to|on|if|when|its?|for|of a)\s|[,;(]\s?)"
    r"(?P<name>[a-z_][\w-]*(?: [a-z_][\w-]*){0,3})\s*(?P<copula>=|:|\(|,? which is\b|\bis\b|\bof\b|\bat\b)\s*$",
    re.IGNORECASE,
)
_NO_NAME = frozenset(
    ("value", "column", "row", "answer", "chance", "risk", "one", "it", "this", "that",
     "which", "because", "mostly", "mainly", "due", "and", "or", "out", "most", "part")
)  # fmt: skip
_BARE = re.compile(r"^\s*(?P<name>[a-z_][\w-]*)\s*$", re.IGNORECASE)
_OPENERS = frozenset(
    ("a", "an", "the", "your", "their", "its", "with", "because", "since", "as", "and",
     "from", "in", "on", "for", "of", "if", "when", "only", "not", "no", "also", "to")
)  # fmt: skip


def _owned(reader: Reader) -> Iterable[Problem]:
    """Find a known value told as the value of a name that is none of the reasons'."""
    for token in reader.tokens:
        if token.kind != "value":
            continue
        before = reader.text[: token.start].rstrip("\"' ")
        found = _OWNER.search(before) or _BARE.match(before)
        if found is None or set(found["name"].lower().split()) & _NO_NAME:
            continue
        if found["name"].lower() in _OPENERS or found["name"].lower().endswith("ing"):
            continue
        name = found["name"].lower()
        spoken = {v.lower() for n in reader.reasons for v in variants(n.column)}
        if not any(
            name == v or name.endswith(f" {v}") or v in name for v in spoken if v
        ):
            yield "feature", f"{found['name']} is not among the reasons"


def _strangers(text: str, reader: Reader) -> Iterable[Problem]:
    """Names that look like columns and are none of the reasons'."""
    known = {v for r in reader.reasons for v in variants(r.column)}
    known |= {value_text(r.value) for r in reader.reasons}
    pattern = r"\b(?:[a-z]+[A-Z]\w*|[A-Z][a-z0-9]+[A-Z]\w*|[A-Za-z]\w*_\w+)\b"
    for found in re.finditer(pattern, text):
        name = found[0].lower()
        if not any(name in k or k == name for k in known if k):
            yield "feature", f"{found[0]} is not among the reasons"


def _of_others(reader: Reader) -> Iterable[Problem]:
    """Find a reason's value told of something that is not its column."""
    for token in reader.tokens:
        if token.kind != "value":
            continue
        before = reader.masked[: token.start].rstrip(" \"'(:=")
        before = re.sub(r"(?:, ?which)? (?:is|was|being|of|at)$", "", before)
        word = re.search(r"(?<![\w\x00])([a-z][\w'-]*)$", before)
        if word is None or lexicon()["before_value"].fullmatch(word[1]):
            continue
        if word[1].endswith(("ly", "ing")) or lexicon()["no_value"].fullmatch(word[1]):
            continue
        named = reader.text[token.start : token.end]
        yield "feature", f"{word[1]} is told to be {named}, the value of {token.column}"


_APPOSED = re.compile(
    r"(?:^|[.;] |\b(?:the|its|your|his|her|their) )([a-z_][\w -]{1,30}), $"
)
_AFTER_APPOSED = re.compile(r"\s*[,:;(]")
_NO_APPOSITION = frozenset(
    ("however", "though", "too", "also", "instead", "meanwhile", "still", "then", "so")
)


def _apposed(reader: Reader) -> Iterable[Problem]:
    """Find 'name, value:' where the name is unknown or the value is not its own."""
    for token in reader.tokens:
        if token.kind == "value" and _AFTER_APPOSED.match(reader.masked, token.end):
            found = _APPOSED.search(reader.masked[: token.start])
            if found and not set(found[1].split()) & _NO_NAME:
                yield "feature", f"{found[1]} is not among the reasons"
        if token.kind != "column":
            continue
        said = re.match(r", ([a-z][\w -]{1,25}?)[:,(]", reader.masked[token.end :])
        if said and not lexicon()["no_value"].fullmatch(said[1].split()[0]):
            named = next(n for n in reader.reasons if n.column == token.column)
            first = said[1].split()[0]
            if first in _NO_APPOSITION or first.endswith(("ly", "ing")):
                continue
            if isinstance(named.value, str) and value_text(named.value) != said[1]:
                yield "value", f"{token.column} is told as {said[1]}"


_OTHERS = re.compile(
    r"\s*(?:the |all |any |its |a |an )?(?:others?|rest|any|all|most|it|that|this|these|those"
    r"|usual|average|typical|normal|before|expected|anything|everything|half|twice|\x00|\d)"
)
_PRONOUN = re.compile(
    r"\b(?:it|this|that|which|they|these|first|former|second|latter)\b"
)


def _one_sided(reader: Reader) -> Iterable[Problem]:
    """Find comparisons and sequences with a known column on one side only."""
    for start, end in reader.pieces():
        inside = [t for t in reader.tokens if start <= t.start < end]
        named = [t for t in inside if t.column]
        for token in inside:
            if token.kind not in ("more_than", "less_than", "then") or not named:
                continue
            before = [t for t in named if t.end <= token.start]
            after = [t for t in named if t.start >= token.end]
            rest = reader.masked[token.end : end].strip(" .,;!?")
            lead = reader.masked[start : token.start]
            if (
                after
                and not before
                and not _PRONOUN.search(lead)
                and start != token.start
            ):
                if lead.strip(" ,.;:-\x00"):
                    yield "feature", f"'{lead.strip()}' is not among the reasons"
            elif before and not after and rest and _is_name(token, rest):
                yield "feature", f"'{rest}' is not among the reasons"


def _is_name(token: Token, rest: str) -> bool:
    """Whether what follows a comparison or a sequence is nothing but a name."""
    if _OTHERS.match(rest):
        return False
    limit = 3 if token.kind == "then" else 4
    words = rest.split()
    verbs = lexicon()["no_value"]
    return len(words) <= limit and not (len(words) > 1 and verbs.fullmatch(words[0]))


def _nobody_most(reader: Reader) -> Iterable[Problem]:
    """Find 'what matters most is ...' where no reason is named in the sentence."""
    for start, end in reader.pieces():
        inside = [t for t in reader.tokens if start <= t.start < end]
        if any(t.column for t in inside):
            continue
        for token in inside:
            said = reader.text[token.start : end]
            ranked = token.kind in ("second", "third") and not _PRONOUN.match(
                reader.text[start:end].strip()
            )
            most = token.kind == "most" and re.search(r"\b(?:is|are|does|like)\b", said)
            if ranked or most:
                yield "feature", "something is said to matter most that is no reason"


def _detached(reader: Reader) -> Iterable[Problem]:
    """Hold '(value north)', wherever it stands, against the column it belongs to."""
    for found in re.finditer(r"\(= ", reader.masked):
        begin = max((a for a, _ in reader.pieces() if a <= found.start()), default=0)
        named = [
            t for t in reader.tokens
            if t.kind == "column" and begin <= t.start < found.start()
        ]  # fmt: skip
        here = next((t for t in reader.tokens if t.start == found.end()), None)
        if here is not None and here.kind == "number":
            continue  # numbers are held against their column elsewhere
        if not named:
            yield "feature", "a value is told of no column among the reasons"
            continue
        column = named[-1].column
        actual = {value_text(n.value) for n in reader.reasons if n.column == column}
        shown = reader.text[found.end() :].lstrip("\"' ")
        if not any(a and shown.startswith(a) for a in actual):
            yield "value", f"{column} is told with a value that is not its own"
