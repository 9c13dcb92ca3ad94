"""Mistakes told as what was said and what came: "it says fall and nothing happens".

Invariant: what was said must name its side; what came must not be the same.
"""

from __future__ import annotations

import re
from itertools import zip_longest

from .concepts import sides
from .hunting import Hunt, named_side
from .mistakes import has

_SAYS = re.compile(
    r"\b(?:it|he|she|you|they|we|the \w+)"
    r"(?:'d|'s|'ll| would| will| did| had)?\s(?:not\s)?"
    r"(?:says?|said|tells? us|told us|predicts?|predicted|calls it|called it)\s"
    r"(?P<said>[^.;:!?\d]{1,60}?)(?:,|\s(?:and|but|when|though|then)\b|[.;:!?]|$)"
    r"(?P<came>[^.;:!?\d]{0,60})",
    re.IGNORECASE,
)
_NONE = re.compile(
    r"^\W*(?:that |then |there'?s |there is |is |it'?s |it was )*"
    r"(?:nothing|none|no|fine|good|all (?:good|fine|clear|well)|ok|okay|it'?s (?:fine|ok|good)|clear|safe)"
    r"\b(?! (?:show|good)\b)",
    re.IGNORECASE,
)
_SOME = re.compile(
    r"^\W*(?:that )?(?:yes|trouble|problem|a problem|danger|alarm|alert|something|watch out|bad)\b",
    re.IGNORECASE,
)
_ELLIPTIC = re.compile(
    r"\b(?:do(?:es)?|is|will|did|was|are)(?:n'?t| not)?\W*$", re.IGNORECASE
)
"""What came, told by the verb alone: "you say he'll come and he doesn't"."""


def foretold(text: str, hunted: Hunt) -> list[tuple[int, int, str]]:
    """Return the stretches of a message that tell a mistake so, with whose it is.

    Whose it is stays empty where a verb alone tells what came, and nothing what was said.

    Parameters
    ----------
    text : str
        As `normal` returns it.
    hunted : Hunt
        What is to be found.
    """
    matches = list(_SAYS.finditer(text))
    found = []
    for match, following in zip_longest(matches, matches[1:]):
        said = _side(match["said"], hunted)
        came = _side(match["came"], hunted)
        if has("gain", text[match.start() : match.end() + 40]) or (
            said is not None and said == came
        ):
            continue  # said and come true: no mistake
        if said is None and came is not None:
            said = not came
        if said is None and not _ELLIPTIC.search(match["came"]):
            continue
        stop = following.start() if following else len(text)
        end = re.search(r"[.;!?](?=\s|$)", text[match.end() : stop])
        first = re.search(r"\d", text[match.end() : stop])
        if end and (first is None or end.start() > first.start()):
            stop = match.end() + end.start()
        role = "" if said is None else "false_alarm" if said else "miss"
        found.append((match.start(), stop, role))
    return found


def _side(text: str, hunted: Hunt) -> bool | None:
    """Return whether what was said is the hunted outcome, None where it is not told."""
    if _NONE.match(text):
        return False
    if _SOME.match(text):
        return True
    own = named_side(text, hunted)
    if own is not None:
        return own
    named = sides(text, hunted.family) if hunted.family else []
    return named[0].bad == hunted.bad if named else None
