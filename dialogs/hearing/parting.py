"""Whom a share is of and what is said of them, as two phrases of the sentence.

The phrase stands behind the share ("5 % of the trips that were clean"), within it ("one
false warning in five"), or before it ("of those we ring, ..."; "when it says X, ...").
Invariant: a share without such a phrase is parted into nothing.
"""

from __future__ import annotations

import re
from functools import cache

from .lexicon import denied, find, lexicon
from .mistakes import mistakes
from .quantities import Quantity

STOP = re.compile(
    r"[,;:!?]|\.(?!\d)|\s-+\s|\b(?:but|while|whereas|because|since|otherwise|or else|else)\b",
    re.IGNORECASE,
)
"""Where a phrase ends at the latest."""
_SENTENCE = re.compile(r"[.!?](?=\s|$)|\bbut\b")
OF = re.compile(r"\s*(?:(?:out )?of|from|among)\s+(?:all\s)?", re.IGNORECASE)
_OF_BEFORE = re.compile(
    r"(?:^|\s)(?:of|from|out of|among(?:st)?)\s+(?P<den>(?!course|all|any)\w[^,;]*?)[,:]?\s*"
    r"(?P<cut>(?:\b(?:i|we|you|it|they|there|not|no|never|don't|more|less|fewer|than|at|least|most|max\w*|min\w*|only|over"
    r"|above|under|may|must|want|need|to|should|about|roughly|around|some|up|can|live|with|stand|for|accept"
    r"|like|have|nag)\b\W*)*)$",
    re.IGNORECASE,
)  # fmt: skip
_RELATIVE = frozenset("who whom that which what whose we you i it they where".split())
_VERB = re.compile(
    r"(?:may|might|must|should|shall|can|could|will|would|ought|needs?|has|have|gets?|is|are|be|being|want|i|turn|turns)$",
    re.IGNORECASE,
)
"""Where what is said of the phrase begins: "... may get bumped"."""
_WHEN = re.compile(
    r"\b(?:when(?:ever)?|if|where(?:ver)?|once|(?:every|each|any) time|as soon as)\s"
    r"(?:you|it|that thing|(?:the|this|your|my) \w+|tandem)\s(?:\w+\s){0,3}?"
    r"(?:says?|said|tells?|claims?|shouts?|announces?|warns?|names?|marks?|flags?|calls?|thinks?|points?|beeps?|rings?"
    r"|sends?|reports?|predicts?|cries|picks?)\b[^.;]*?[,\s]",
    re.IGNORECASE,
)
"""Before what must hold of an announcement: "when you say it'll come back ..."."""
_WHEN_WE = re.compile(
    r"\b(?:when(?:ever)?|if|once|(?:every|each|any) time)\s(?:we|i|they|one)\s(?!(?:look|count|add|take|go|see|have|had"
    r"|miss|lose|forget|overlook|don't|do not|can|could)\b)\w+[^.;]*?[,\s](?=(?:we|i|they|it|you)(?:'d|'ve|'s)?\s"
    r"[^.;]{0,30}\b(?:right|correct)\b)",
    re.IGNORECASE,
)
"""The same of what one does: "when we block, we want to be right ..."."""
_IT_IS = re.compile(
    r"\b(?:be|is|has|have|had|are|come|true|right|correct|really|better)\b", re.I
)
SUBJECT = re.compile(
    r"\b(?:we|you|i|it|they|he|she|tandem|(?:the|your|my) (?:computer|system|model|machine|list|screen|program\w*|thing))"
    r"(?:'\w+)?\b",
    re.IGNORECASE,
)
_DO = re.compile(r"\b(?:make|do|send|give|write|place|pay|hand out|put out)\b", re.I)


SAID = "\0"
"""What was announced, where a condition says so and no noun."""


def parted(text: str, q: Quantity) -> tuple[str, str] | None:
    """Return whom a share is of, and what is said of them.

    Parameters
    ----------
    text : str
        As `normal` returns it.
    q : Quantity
        A share of the text.
    """
    starts = [0, *(m.end() for m in _SENTENCE.finditer(text[: q.start]))]
    stop = _SENTENCE.search(text, q.end)
    last = q.end - len(" of") * q.text.casefold().endswith(" of")
    start, end = starts[-1], stop.start() if stop else len(text)
    before, after = text[start : q.start], text[last:end]
    if len(starts) > 1 and len(f"{before} {after}".split()) < 3:
        before = text[starts[-2] : start].rstrip(
            " .!?"
        )  # "... bet my lunch on it. 85%."
    return _behind(text[:start], before, after, q) or _ahead(
        _ASIDE.sub(",", before), after, q
    )


_ASIDE = re.compile(r",\s(?:and )?that'?s\s[^,]*,", re.IGNORECASE)


def _behind(
    earlier: str, before: str, after: str, q: Quantity
) -> tuple[str, str] | None:
    """Return whom the words behind a share name, or those within it."""
    inside = re.match(r"\S+\s(?P<whom>\w.*?)\s\S+$", q.text)
    bare = re.match(r"(?:out|in|of|from|every)\b", inside["whom"]) if inside else None
    if inside and not bare and not _OFTEN.search(q.text) and not OF.match(after):
        return inside["whom"], after
    lead = re.split(r"[,;]\s", before)[-1]
    if q.bound == "at_most":
        lead = _NO_MORE.sub("", lead)  # its "no" denies nothing of what follows
    opening = OF.match(after)
    if opening and _CASES.match(after, opening.end()):
        return None  # "in 85 % of the cases" is how often
    half = q.text.casefold() == "half" and re.match(r"\s(?:the|my|our|those)\s", after)
    whose = _WHOLE.search(q.text) and not _OFTEN.search(q.text) and _NOUN.match(after)
    if opening or half or whose:
        whom, rest = phrase(after[opening.end() if opening else 0 :])
        if _THOSE.match(whom) and len(whom.split()) < 3 and not announced(whom):
            own = before.strip() and not _ONLY_BOUND.match(before)
            return before if own else earlier, f"{before} {whom} {rest}"
        return whom, f"{lead} {rest}"
    if q.text.casefold().startswith("every"):
        whom, rest = phrase(after)
        return whom, f"{lead} {rest}"
    return None


_NO_MORE = re.compile(r"\b(?:no|not|never) (?:more|over|above)\b.*$", re.IGNORECASE)
_WHOLE = re.compile(
    r"\b(?:of|from|in)\s(?:every\s|an?\s)?\S+$|^\S+\sin a hundred$", re.IGNORECASE
)
_NOUN = re.compile(
    r"\s(?:(?:who|that|which)\s|(?!(?:must|should|ha[sd]|have|need\w*|may|can|could|will|would|shall|is|are|was|were|be"
    r"|do|does|did|times?|cases?|days|nights|and|or|but|of|in|on|at|to|for|so|if|i|we|you|it|they|then|the|a|get|gets"
    r"|please|pls|after|before|what|really|right|true)\b)[a-z]{3,}\s\w)", re.IGNORECASE,
)  # fmt: skip
"""Behind "9 out of 10": what is counted, said without "of"."""
_CASES = re.compile(r"(?:the |all )?(?:cases|times|occasions)\b", re.IGNORECASE)
_OFTEN = re.compile(r"\b(?:times?|cases?|chances?)\b", re.IGNORECASE)


def _ahead(before: str, after: str, q: Quantity) -> tuple[str, str] | None:
    """Return whom the words before a share name: of whom, when, or as their subject."""
    earlier = _OF_BEFORE.search(before)
    if earlier:
        return earlier["den"], f"{earlier['cut']} {after}"
    told = _WHEN.search(before) or _WHEN_WE.search(before)
    rest = before[told.end() :] if told else ""
    often = _OFTEN.search(q.text) or _OFTEN.match(after[:14].removeprefix(" of the "))
    if told and (often or _IT_IS.search(rest) or "," in told.group()):
        return SAID, f"{rest} {after}"
    if told is None or after.strip(" .!?"):
        whom, said = phrase(before.strip())
        if SUBJECT.match(whom) or _WHENEVER.match(whom):
            return None
        return (whom, f"{said} {after}") if announced(whom) and said else None
    return SAID, f"{rest} {after}"


_WHENEVER = re.compile(r"(?:when(?:ever)?|if|once|where)\b", re.IGNORECASE)
_THOSE = re.compile(r"(?:them|those|these|such)\b", re.IGNORECASE)
_ONLY_BOUND = re.compile(
    r"\W*(?:not|no|at|more|less|than|least|most|max|only|\W)*$", re.I
)


def phrase(text: str) -> tuple[str, str]:
    """Return the phrase of a noun with its clause, and what is said of it."""
    end = STOP.search(text)
    words = text[: end.start() if end else None].split()
    tail = text[end.start() :] if end else ""
    opened = next(
        (i for i, w in enumerate(words[:5]) if w.casefold() in _RELATIVE), None
    )
    first = 1 if opened is None else opened + 2
    cut = next(
        (i for i in range(first, len(words)) if _opens_verb(words, i)), len(words)
    )
    if opened is None:
        cut = min(cut, 6)
    return " ".join(words[:cut]), " ".join(words[cut:]) + tail


def _opens_verb(words: list[str], i: int) -> bool:
    """Return whether what is said of a phrase begins with a word: "... to be healthy"."""
    if _TO_BE.match(" ".join(words[i : i + 2])):
        return True
    return bool(_VERB.match(words[i])) and not _VERB.match(words[i - 1])


_TO_BE = re.compile(r"to (?:be|turn|have|come|end)\b|turn(?:s|ed|ing)? out\b", re.I)


@cache
def participle() -> re.Pattern[str]:
    """Return what was done to those a share is of: "flagged", "called in"."""
    forms = "|".join(lexicon()["whom"]["participles"])
    return re.compile(rf"\b(?:{forms})\b", re.IGNORECASE)


def announced(whom: str) -> bool:
    """Return whether a phrase means those that a list names, or that were acted on."""
    words = lexicon()["whom"]
    if find(words["announced"], whom) or participle().search(whom):
        return not denied(whom, len(whom))
    subject = SUBJECT.search(whom)
    rest = whom[subject.end() :] if subject else ""
    done = find([*words["announce"], *mistakes()["act"], *mistakes()["refuse"]], rest)
    if done is None and subject and find(mistakes()["act"], whom[: subject.start()]):
        done = _DO.search(rest)  # "of the visits we make"
    return done is not None and not denied(rest, done.start())
