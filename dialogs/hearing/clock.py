"""The time that is left, told by two times of the clock: "it's ten past, we go at quarter past".

Invariant: one of the two must be called now; without that a time of the clock tells no span.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .numerals import value_of
from .reading import Heard

_NUMBER = r"\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty[- ]five|twenty|noon|midday"
_TO = r"(?: minutes?)? (?:past|to|before|after|till)\b"
_TIMES = re.compile(
    r"\b(?:(?P<part>half|(?:a )?quarter|five|ten|twenty[- ]five|twenty|\d{1,2})(?: minutes?)?"
    rf" (?P<side>past|to|before|after|till)\b(?: (?P<of>{_NUMBER}))?"
    r"|(?P<h>\d{1,2})(?::|\.|h)(?P<m>[0-5]\d)"
    r"|(?:at|by|until|till|before|it's|it is|now|already)\s(?:about |nearly |almost |just )?"
    rf"(?P<full>{_NUMBER})(?!{_TO}|[:.]\d)(?: o'clock| sharp)?)(?![\w%])",
    re.IGNORECASE,
)
_NOW = re.compile(r"\b(?:now|already|by my watch|on (?:the|my) clock)\b", re.IGNORECASE)
_IT_IS = re.compile(
    r"\b(?:it's|it is|we have|we've got|time is)\s(?:\w+\s)?$", re.IGNORECASE
)
_HOUR, _HALF_DAY = 60, 720
_MOST = 6 * _HOUR
"""Minutes up to which a wait is told by the clock; more is taken for a slip."""


@dataclass(frozen=True)
class _Time:
    """Minutes past the hour, with the hour where it is said, and whether that is now."""

    minute: int
    hour: int | None
    now: bool
    start: int
    end: int


def time_left(text: str) -> list[Heard]:
    """Return the time to search, where two times of the clock tell it.

    Parameters
    ----------
    text : str
        As `normal` returns it.

    Examples
    --------
    >>> time_left("it's ten past now and the bus leaves at quarter past")[0].value
    300
    """
    times = [_time(m, text) for m in _TIMES.finditer(text)]
    now = [t for t in times if t.now]
    then = [t for t in times if not t.now]
    if len(now) != 1 or len(then) != 1:
        return []
    minutes = _between(now[0], then[0])
    if not 0 < minutes <= _MOST:
        return []
    return [Heard("limits.seconds", 60 * minutes, 0, len(text), 0.92)]


def _between(now: _Time, then: _Time) -> int:
    """Return the minutes from one time to another, of the same hour where none is said."""
    if now.hour is None or then.hour is None:
        return (then.minute - now.minute) % _HOUR
    first, last = _HOUR * now.hour + now.minute, _HOUR * then.hour + then.minute
    return (last - first) % _HALF_DAY


def _time(match: re.Match[str], text: str) -> _Time:
    clause = re.split(r"[,.;](?=\s|$)|\b(?:and|but)\b", text[match.end() :])[0]
    now = _NOW.search(clause) or _NOW.search(match.group())
    now = (
        now
        or _IT_IS.search(text[: match.start()])
        or re.match(r"it", match.group(), re.I)
    )
    minute, hour = _read(match)
    return _Time(minute, hour, bool(now), *match.span())


def _read(match: re.Match[str]) -> tuple[int, int | None]:
    """Return the minute and the hour of a time of the clock; minutes to an hour are of the one before."""
    if match["h"]:
        return int(match["m"]), int(match["h"])
    if match["full"]:
        return 0, _whole(match["full"])
    part = match["part"].casefold()
    minute = 30 if part == "half" else 15 if part.endswith("quarter") else _whole(part)
    hour = _whole(match["of"]) if match["of"] else None
    if match["side"].casefold() in ("past", "after"):
        return minute, hour
    return (_HOUR - minute) % _HOUR, None if hour is None else hour - 1


def _whole(said: str) -> int:
    """Return what one of the numbers of the pattern stands for."""
    word = said.casefold()
    if word in ("noon", "midday"):
        return 12
    return int(value_of(word.replace("-", " ")) or 0)
