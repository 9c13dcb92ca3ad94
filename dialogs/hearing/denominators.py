"""Of whom a share is, where both are told by phrases: those announced, the bad, the good.

"Of the people we ping, not more than one in five should be folks who'd have come anyway" is
a share of those acted on, and says of them that they were none. Invariant: a phrase that
says nothing of anybody, or means all rows, places no share.
"""

from __future__ import annotations

import re
from functools import cache

from .concepts import sides
from .hunting import Hunt, named_side
from .lexicon import denied, every, find, lexicon
from .lexis import loaded
from .mistakes import has, mistakes
from .quantities import Quantity

_STOP = re.compile(
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
    r"(?:may|might|must|should|shall|can|could|will|would|ought|needs?|has|have|gets?|is|are|be|want|i|turn|turns)$",
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
_IT_IS = re.compile(
    r"\b(?:be|is|has|have|had|are|come|true|right|correct|really|better)\b", re.I
)
_SUBJECT = re.compile(
    r"\b(?:we|you|i|it|they|he|she|tandem|(?:the|your|my) (?:computer|system|model|machine|list|screen|program\w*|thing))"
    r"(?:'\w+)?\b",
    re.IGNORECASE,
)
_DO = re.compile(r"\b(?:make|do|send|give|write|place|pay|hand out|put out)\b", re.I)
_WRONG = re.compile(
    r"\b(?:nothing|for nothing|false|wrong\w*|innocent|in vain|needless\w*|wasted|unnecessary|harmless|empty|hot air|duds?"
    r"|mistake[ns]?|(?:was|were|would|'d|would've|who've) [^,;]{0,24}\banyway|anyway|by (?:him|her|it|them)sel\w+"
    r"|on (?:their|its|his|her) (?:own|way))\b",
    re.IGNORECASE,
)
"""What was announced and came to nothing."""
_WOULD = re.compile(
    r"\b(?:who|that|which|what)(?:\s(?:would|were going to|was going to)(?:\shave|'ve)?|'d(?:\shave|'ve)?|\swould've)\s\w+",
    re.IGNORECASE,
)
"""Who would have done what is wished for without anybody's doing."""
MAY = re.compile(
    r"\b(?:may|allowed|can live|accept\w*|stand(?: for)?|put up|only|hardly|never|not|max\w*|no more|tolerate)\b|n't\b",
    re.IGNORECASE,
)


def of_whom(text: str, q: Quantity, hunted: Hunt) -> tuple[str, float] | None:
    """Return the rate that a share is, with its value, or None where it is of nobody named.

    Parameters
    ----------
    text : str
        As `normal` returns it.
    q : Quantity
        A share of the text.
    hunted : Hunt
    """
    parted = _parted(text, q)
    if parted is None:
        return None
    whom, said = _headed(*parted, hunted)
    most = q.bound == "at_most" or _LIMIT.search(said) is not None or (
        q.bound == "at_least" and _NEVER.search(text[: q.start]) is not None
    )  # fmt: skip
    if whom == _SAID or _announced(whom) or _in_vain(whom, said, hunted):
        return _of_announced(said, q, most, hunted)
    side = _side(whom, hunted)
    if side is None:
        return _of_others(whom, said, q.value, most, hunted)
    if side:
        return _of_bad(said, q.value, most)
    return _of_good(said, q.value, most)


_NEVER = re.compile(r"(?:n't|\bnot|\bnever)\b[^.;,]{0,30}$", re.IGNORECASE)
_LIMIT = re.compile(r"\b(?:limit|max\w*|tops|at the outside|ceiling)\b", re.IGNORECASE)
_PLACE = re.compile(r"\s(?:in|on)\s(?:the|my|your|our)\s", re.IGNORECASE)


def _headed(whom: str, said: str, hunted: Hunt) -> tuple[str, str]:
    """Return whom without what is to be done: "the decliners in the list", "... flagged"."""
    place = _PLACE.search(whom) or _participle().search(whom)
    head = whom[: place.start()] if place else ""
    if place is None or all_rows(head, hunted) or _SUBJECT.search(head):
        return whom, said
    if "name" in head or _announced(head):
        return whom, said
    return head, f"{whom[place.start() :]} {said}"


def _in_vain(whom: str, said: str, hunted: Hunt) -> bool:
    """Return whether deeds are named, and told to be for nothing: "a third of the calls"."""
    deed = find(mistakes()["act"], whom)
    rows = deed is not None and all_rows(deed.group(), hunted) and hunted.rows in whom
    return deed is not None and not rows and _WRONG.search(said) is not None


_SAID = "\0"
"""What was announced, where a condition says so and no noun."""


def _parted(text: str, q: Quantity) -> tuple[str, str] | None:
    """Return whom a share is of, and what is said of them."""
    start = max((m.end() for m in _SENTENCE.finditer(text[: q.start])), default=0)
    stop = _SENTENCE.search(text, q.end)
    last = q.end - len(" of") * q.text.casefold().endswith(" of")
    before, after = text[start : q.start], text[last : stop.start() if stop else None]
    opening = OF.match(after)
    if opening:
        whom, rest = phrase(after[opening.end() :])
        if _THOSE.match(whom) and len(whom.split()) < 3:
            own = before.strip() and not _ONLY_BOUND.match(before)
            said = f"{before} {whom} {rest}"
            return before if own else text[:start], said
        return whom, f"{before} {rest}"
    if q.text.casefold().startswith("every"):
        whom, rest = phrase(after)
        return whom, f"{before} {rest}"
    inside = re.match(r"\S+\s(?P<whom>\w.*?)\s\S+$", q.text)
    often = re.search(r"\b(?:times?|cases?|chances?)\b", q.text, re.IGNORECASE)
    if (
        inside
        and not often
        and not re.match(r"(?:out|in|of|from|every)\b", inside["whom"])
    ):
        return inside["whom"], after
    earlier = _OF_BEFORE.search(before)
    if earlier:
        return earlier["den"], f"{earlier['cut']} {after}"
    told = _WHEN.search(before)
    if told and (
        often or _IT_IS.search(before[told.end() :]) or "," in before[told.start() :]
    ):
        return _SAID, f"{before[told.end() :]} {after}"
    return None


_THOSE = re.compile(r"(?:them|those|these|such)\b", re.IGNORECASE)
_ONLY_BOUND = re.compile(
    r"\W*(?:not|no|at|more|less|than|least|most|max|only|\W)*$", re.I
)


def phrase(text: str) -> tuple[str, str]:
    """Return the phrase of a noun with its clause, and what is said of it."""
    end = _STOP.search(text)
    words = text[: end.start() if end else None].split()
    tail = text[end.start() :] if end else ""
    opened = next(
        (i for i, w in enumerate(words[:5]) if w.casefold() in _RELATIVE), None
    )
    first = 1 if opened is None else opened + 2
    cut = next((i for i in range(first, len(words)) if _VERB.match(words[i])
                and not _VERB.match(words[i - 1])), len(words))  # fmt: skip
    if opened is None:
        cut = min(cut, 6)
    return " ".join(words[:cut]), " ".join(words[cut:]) + tail


@cache
def _participle() -> re.Pattern[str]:
    forms = "|".join(lexicon()["whom"]["participles"])
    return re.compile(rf"\b(?:{forms})\b", re.IGNORECASE)


def _announced(whom: str) -> bool:
    """Return whether a phrase means those that a list names, or that were acted on."""
    words = lexicon()["whom"]
    if find(words["announced"], whom) or _participle().search(whom):
        return not denied(whom, len(whom))
    subject = _SUBJECT.search(whom)
    rest = whom[subject.end() :] if subject else ""
    done = find([*words["announce"], *mistakes()["act"], *mistakes()["refuse"]], rest)
    if done is None and subject and find(mistakes()["act"], whom[: subject.start()]):
        done = _DO.search(rest)  # "of the visits we make"
    return done is not None and not denied(rest, done.start())


def _of_announced(
    said: str, q: Quantity, most: bool, hunted: Hunt
) -> tuple[str, float] | None:
    said = _STOP.split(said.strip(" ,;"))[0]  # what follows is the reason
    side = _side(said, hunted)
    wrong = side is False or (
        side is None and bool(_WRONG.search(said) or _WOULD.search(said))
    )
    if wrong and q.value <= 0.5:
        return ("precision", 1 - q.value) if most or MAY.search(said) else None
    if most or q.value < 0.3 or _WRONG.search(said):
        return None
    return "precision", q.value


def _of_bad(said: str, value: float, most: bool) -> tuple[str, float] | None:
    if find(lexicon()["whom"]["missed"], said):
        return (
            ("recall", 1 - value)
            if value <= 0.5 and (most or MAY.search(said))
            else None
        )
    return None if most or value < 0.3 else ("recall", value)


def _of_good(said: str, value: float, most: bool) -> tuple[str, float] | None:
    words = lexicon()["whom"]
    if value > 0.5:
        return ("fpr", 1 - value) if find(words["spared"], said) else None
    acted = find([*words["announce"], *mistakes()["act"]], said)
    return ("fpr", value) if acted or most else None


def _of_others(
    whom: str, said: str, value: float, most: bool, hunted: Hunt
) -> tuple[str, float] | None:
    """Return the rate of those whom no known word names: who must be found are the bad."""
    if all_rows(whom, hunted):
        return None
    words = lexicon()["whom"]
    if most and value <= 0.5 and find(words["missed"], said):
        return "recall", 1 - value
    if not most and value >= 0.5 and find(words["found"], said):
        return "recall", value
    acted = find([*words["announce"], *mistakes()["act"]], said)
    return ("fpr", value) if most and value <= 0.3 and acted else None


def all_rows(whom: str, hunted: Hunt) -> bool:
    """Return whether a phrase names the rows as such: "of the trips", "of them"."""
    rows = loaded("measures")["rows"]
    plain = {*rows["pronouns"], *rows["people"], *rows["things"], *hunted.rows.split()}
    plain |= {f"{w}s" for w in hunted.rows.split()} | _DETERMINERS
    return all(w in plain for w in re.findall(r"[^\W\d_]+", whom.casefold()))


_DETERMINERS = frozenset(
    "the all my our your these those them a an of list file whole lot it total base are is were".split()
)


def _side(noun: str, hunted: Hunt) -> bool | None:
    """Return True for those hunted, False for the others, None where neither is named."""
    if hunted.bad and _WOULD.search(noun):
        return False
    own = named_side(noun, hunted)
    if own is not None:
        return own
    if has("good", noun) != has("bad", noun):
        key = "good" if has("good", noun) else "bad"
        flipped = all(denied(noun, m.start()) for m in every(mistakes()[key], noun))
        return ((key == "bad") != flipped) == hunted.bad
    said = (hunted.family and sides(noun, hunted.family)) or sides(noun)
    bads = {s.bad for s in said or ()}
    return bads.pop() == hunted.bad if len(bads) == 1 else None
