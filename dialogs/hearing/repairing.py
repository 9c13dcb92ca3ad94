"""Self-repair inside one message: "200, no wait, 250" is 250."""

from __future__ import annotations

import re

from .quantities import Quantity, quantities

_REPAIR = re.compile(
    r"[,;.!?\-…]*\s*\b(?:no wait|no,? sorry|(?:oh )?sorry,? (?:no|i mean|not that|typed too fast)|sorry|wait,? no"
    r"|or rather|i mean|i meant|i (?:mea|men|maen|mena)|(?<=, )mean"
    r"|no,? (?:let'?s )?(?:make (?:that|it)|say)|make that|scratch that|strike that|ignore that|correction"
    r"|let me rephrase|my mistake|my bad|typo|edit|oops|argh|er|erm|eh|hm+,? no|ah,? no|oh,? wait|hold on|just checked"
    r"|no,? no|that'?s last year)\b[,:;.!\-…]*\s*(?:(?:that'?s|that was) (?:last year|wrong|old)[,.;:]*\s*)?",
    re.IGNORECASE,
)


def after_repair(text: str) -> str:
    """Return what stands behind the last self-repair of a message, or all of it."""
    match = next(reversed(list(_REPAIR.finditer(text))), None)
    return (
        text[match.end() :]
        if match and match.start() > 0 and text[match.end() :].strip()
        else text
    )


_NOT_THIS = re.compile(
    r",?\s*\b(?:(?:and |so )?not|instead of|rather than|no longer)\s+"
    r"(?P<old>[$€£]?\d[\d.,]*(?:k|%)?)(?![\w%])(?=\s*(?:[,.;!?]|but\b|$))",
    re.IGNORECASE,
)


_NOTHING_WELL = re.compile(
    r"\b(?:(?:next to )?nothing|free|zero|peanuts)(?: really| much| at all)?,? "
    r"(?:well|okay|ok|call it|let'?s say|say|perhaps|maybe|i mean)[ ,:]+(?=(?:about |some )?[$€£]?\d)",
    re.IGNORECASE,
)
"""A price called none and named after all: "it's nothing, well 20 cents"."""
_AT_ONCE = 12
"""Characters within which the number comes that takes the place of another."""


def _replaces(old: Quantity, new: Quantity) -> bool:
    money = {"money", "number"}
    return old.kind == new.kind or {old.kind, new.kind} <= money


_EXCUSE = re.compile(
    r"\W*(?:(?:sorry|no|nope|oh|ah|wait|hm+|well|oops|hang on|hold on|actually|my mistake)\W*)*",
    re.I,
)
"""What comes before a number that was agreed before, and is taken back in this message."""


def _dropped(match: re.Match[str]) -> str:
    alone = _EXCUSE.fullmatch(match.string[: match.start()])
    return match.group() if alone else ""


def last_version(text: str) -> str:
    """Return the message with what was taken back left out.

    Where a number is said again after the cue, the last number before it goes; where not,
    both parts stay: the words may correct something else.

    Examples
    --------
    >>> last_version("200 calls, no wait, 250 calls a day")
    '250 calls a day'
    >>> last_version("a miss costs 500, no wait, 600")
    'a miss costs 600'
    """
    # 'Why 1 and not 0?' takes nothing back: both are what is asked about.
    asks = re.match(r"\s*why\b", text, re.IGNORECASE) is not None
    if not asks and len(quantities(text)) > 1:
        text = _NOT_THIS.sub(_dropped, text)
    text = _NOTHING_WELL.sub("", text)
    match = next(reversed(list(_REPAIR.finditer(text))), None)
    if match is None or not match.group().strip() or match.start() == 0:
        return text
    before, after = text[: match.start()], text[match.end() :]
    old, new = quantities(before), quantities(after)
    if not old or not new:
        return text
    before = _weighed(before, old, new, after)
    old = quantities(before)
    if len(old) == 1 and not before[: old[0].start].strip():
        return after  # said again in full: what was said first goes with its words
    if new[0].start <= _AT_ONCE and _replaces(old[-1], new[0]):
        # "... is 77 a go. Strike that. 250 a go, and 5 for the rest"
        return f"{before[: old[-1].start]}{after}".strip()
    if len(new) == 1 and new[0].start == 0 and new[0].end == len(after.rstrip(" .!")):
        last = old[-1]
        return f"{before[: last.start]}{after}{before[last.end :]}".strip()
    return text


_WEIGHS = re.compile(
    r"\W+(?:(?:or|well|maybe|perhaps|hm+|even)\b\W*)+(?:about |even |maybe |perhaps )?$",
    re.IGNORECASE,
)
"""Before a second number that is weighed against the first: "or 100 would do"."""


def _weighed(
    before: str, old: tuple[Quantity, ...], new: tuple[Quantity, ...], after: str
) -> str:
    """Return what stands before a repair, without a second number only weighed there."""
    if len(old) != 2 or len(new) != 1 or new[0].end != len(after.rstrip(" .!")):
        return before
    first, second = old
    lead = re.search(r"[,;.]", before[first.end : second.start])
    cut = first.end + lead.start() if lead else second.start
    if not _replaces(first, second) or not _replaces(first, new[0]):
        return before
    return before[:cut] if _WEIGHS.search(before[cut : second.start]) else before


_TAG = re.compile(
    r"[,;]\s*(?:is (?:it |that )?(?:logic|logical|clear|normal|obvious)(?:,? no)?|no|right|innit|isn'?t it|eh"
    r"|you know|don'?t you think|you see|yes)\s*\?+\s*$",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\W*(?:what|why|how|who|which|when|where|is|are|do|does|did|can|could|will|would|should)\b",
    re.I,
)
_SAID = 6
"""Words before a tag that tell something of their own."""


def untagged(text: str) -> str:
    """Return a statement without the question that only asks for a nod behind it.

    Examples
    --------
    >>> untagged("the longer they have it the lower it must go, is logic no?")
    'the longer they have it the lower it must go'
    >>> untagged("which one is better, right?")
    'which one is better, right?'
    """
    match = _TAG.search(text)
    if match is None or _ASKS.match(text) or len(text[: match.start()].split()) < _SAID:
        return text
    return text[: match.start()].rstrip()
