"""Of whom a share is, where both are told by phrases: those announced, the bad, the good.

"Of the people we ping, not more than one in five should be folks who'd have come anyway" is
a share of those acted on, and says of them that they were none. Invariant: a phrase that
says nothing of anybody, or means all rows, places no share.
"""

from __future__ import annotations

import re

from .concepts import sides
from .hunting import Hunt, named_side
from .lexicon import denied, every, find, lexicon
from .lexis import loaded
from .mistakes import has, mistakes
from .parting import SAID, STOP, SUBJECT, announced, parted, participle
from .quantities import Quantity

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
    r"\b(?:may|allowed|can live|accept\w*|stand(?: for)?|put up|only|hardly|never|not|max\w*|no more"
    r"|tolerate|the most|swallow|stomach|too many|too much)\b|n't\b"
    r"|(?<!not )(?<!isn't )(?<!no )\b(?:ok(?:ay)?|alright|all right|acceptable|bearable"
    r"|(?:that's|it's|is|be)(?: still)? fine)\b",
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
    among = _ALARMS_AMONG.match(text, q.end)
    if among and _side(among["whom"], hunted) is False and q.value <= 0.5:
        return "fpr", q.value
    both = parted(text, q)
    if both is None:
        return None
    whom, said = _headed(*both, hunted)
    upto = q.bound == "at_least" and (_NEVER.search(text[: q.start])
                                      or (q.value <= 0.5 and _ONCE.search(text[: q.start])))  # fmt: skip
    most = q.bound == "at_most" or _LIMIT.search(said) is not None or bool(upto)
    if (
        whom == SAID
        or announced(whom)
        or _LIST.fullmatch(whom)
        or _deeds(whom, said, hunted)
    ):
        return _of_announced(said, q, most, hunted)
    side = _side(whom, hunted)
    if side is None:
        return _of_others(whom, said, q.value, most, hunted)
    if side and most and q.value <= 0.5 and find(lexicon()["whom"]["missed"], whom):
        return "recall", 1 - q.value  # "one undetected fraud in a hundred at most"
    if side:
        return _of_bad(said, q.value, most)
    return _of_good(said, q.value, most)


_LIST = re.compile(
    r"(?:the|that|this|my|our|your|any|each) (?:\w+ )?(?:list|lists|selection|shortlist|short list|print-?out)",
    re.I,
)
"""Those named, by what they are named on."""
_ALARMS_AMONG = re.compile(
    r"\s?(?:of )?(?:false|needless|wrong|useless) (?:alarms?|alerts?|stops?|checks?|flags?|warnings?|calls?)"
    r" (?:among|of|for|on|with|in) (?P<whom>(?:the|all|our|my|those)\s[^,.;]+)",
    re.IGNORECASE,
)
"""Alarms that are a share of the good, and not of all alarms."""
_NEVER = re.compile(
    r"(?:n't|\bnot|\bnever|\bhate|\bfurious|\bmad if|\bdisaster if|\btrouble if)\b[^.;,]{0,30}$",
    re.IGNORECASE,
)
_ONCE = re.compile(
    r"\b(?:if|when(?:ever)?|once|as soon as|the (?:moment|day|minute))\b[^.;,]{0,12}$",
    re.IGNORECASE,
)
"""Before "more than half of the alarms are for nothing": what then happens is not wished for."""
_LIMIT = re.compile(r"\b(?:limit|max\w*|tops|at the outside|ceiling)\b", re.IGNORECASE)
_PLACE = re.compile(r"\s(?:in|on)\s(?:the|my|your|our)\s", re.IGNORECASE)


def _headed(whom: str, said: str, hunted: Hunt) -> tuple[str, str]:
    """Return whom without what is to be done: "the decliners in the list", "... flagged"."""
    place = _PLACE.search(whom) or participle().search(whom)
    head = whom[: place.start()] if place else ""
    if place is None or all_rows(head, hunted) or SUBJECT.search(head):
        return whom, said
    if "name" in head or announced(head):
        return whom, said
    return head, f"{whom[place.start() :]} {said}"


def _deeds(whom: str, said: str, hunted: Hunt) -> bool:
    """Return whether deeds are told to be right, or for nothing: "a third of the calls"."""
    deed = find([*mistakes()["act"], *mistakes()["refuse"]], whom)
    rows = deed is not None and all_rows(deed.group(), hunted) and hunted.rows in whom
    said = STOP.split(said)[0]
    judged = _WRONG.search(said) or _REAL.search(said)
    return deed is not None and not rows and judged is not None


_REAL = re.compile(
    r"\b(?:real(?:ly)?|right|true|genuine|justified|deserved|correct|warranted)\b",
    re.IGNORECASE,
)


def _of_announced(
    said: str, q: Quantity, most: bool, hunted: Hunt
) -> tuple[str, float] | None:
    said = STOP.split(said.strip(" ,;"))[0]  # what follows is the reason
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
    missed = find(lexicon()["whom"]["missed"], said)
    if missed and value > 0.5 and denied(said, missed.start()):
        return "recall", value  # "of the late 85 % must not be overlooked"
    if missed:
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
