"""Self-repair inside one message: "200, no wait, 250" is 250."""

from __future__ import annotations

import re

from .quantities import quantities

_REPAIR = re.compile(
    r"[,;.\-]*\s*\b(?:no wait|no,? sorry|sorry,? (?:no|i mean)|wait,? no|or rather|i mean"
    r"|i meant|no,? make (?:that|it)|make that|scratch that|correction)\b[,:;.\-]*\s*",
    re.IGNORECASE,
)


_NOT_THIS = re.compile(
    r",?\s*\b(?:(?:and |so )?not|instead of|rather than|no longer)\s+"
    r"(?P<old>[$€£]?\d[\d.,]*(?:k|%)?)(?![\w%])(?=\s*(?:[,.;!?]|but\b|$))",
    re.IGNORECASE,
)


def _dropped(match: re.Match[str]) -> str:
    return "" if match.start() else match.group()


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
    match = next(reversed(list(_REPAIR.finditer(text))), None)
    if match is None or not match.group().strip() or match.start() == 0:
        return text
    before, after = text[: match.start()], text[match.end() :]
    old, new = quantities(before), quantities(after)
    if not old or not new:
        return text
    if len(old) == 1 and not before[: old[0].start].strip():
        return after  # said again in full: what was said first goes with its words
    if len(new) == 1 and new[0].start == 0 and new[0].end == len(after.rstrip(" .!")):
        last = old[-1]
        return f"{before[: last.start]}{after}{before[last.end :]}".strip()
    return text
