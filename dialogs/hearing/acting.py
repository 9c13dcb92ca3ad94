"""Which act a message is: undo, why, delegate, affirm ... by patterns kept as data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from ..toml_data import toml_data
from .form import Form, form_of

ORDER = (
    "undo", "ask_why", "ask_how", "delegate", "unsure", "help", "summary", "repeat",
    "simpler", "more_detail", "restart", "stop", "affirm", "deny", "round", "out_of_scope",
)  # fmt: skip
"""Where a message fits two acts, the first one counts."""


def _acts() -> Mapping[str, Any]:
    return toml_data("hearing/acts.toml")


@cache
def _spoken(act: str) -> list[str]:
    """Return the forms of an act as sentences, their classes of words written out."""
    data = toml_data("hearing/acts_spoken.toml")
    words: Mapping[str, str] = data["words"]

    def filled(form: str) -> str:
        return re.sub(
            r"<(\w+)>", lambda m: filled(words[m[1]]) if m[1] in words else m[0], form
        )

    return [filled(f) for f in data.get(act, {}).get("forms", ())]


@cache
def _whole(act: str, spoken: bool) -> re.Pattern[str] | None:
    forms = [*_acts()[act]["whole"], *(_spoken(act) if spoken else ())]
    polite = _acts()["polite"]
    if not forms:
        return None
    return re.compile(
        rf"(?:{polite}[\s,.!]*)*(?:{'|'.join(forms)})(?:[\s,.!?]*(?:{polite}|then|:-?\)))*"
        r"[\s.!?]*",
        re.IGNORECASE,
    )


@cache
def _anywhere(act: str) -> re.Pattern[str] | None:
    forms = _acts()[act]["anywhere"]
    return re.compile("|".join(forms), re.IGNORECASE) if forms else None


@lru_cache(maxsize=512)
def whole_act(text: str) -> str | None:
    """Return the act that the entire message is, or None."""
    spoken = len(text) <= _MOST_LETTERS
    return next(
        (a for a in ORDER if (p := _whole(a, spoken)) and p.fullmatch(text)), None
    )


_MOST_LETTERS = 160
"""Letters of a message up to which it can be a sentence that is an act."""


def acts_within(text: str) -> list[str]:
    """Return the acts whose cue stands somewhere in the message."""
    return [a for a in ORDER if (p := _anywhere(a)) and p.search(text)]


def act_in_parts(text: str) -> str | None:
    """Return the act of a message whose every part is one: 'no clue, you decide'."""
    parts = [p.strip() for p in re.split(r"[,.;!]+\s|\s-\s", text) if p.strip()]
    acts = [whole_act(p) for p in parts]
    if (
        len(parts) > 1
        and acts[0] == "delegate"
        and _REMARK.match(text[len(parts[0]) :])
    ):
        return "delegate"
    if len(parts) < 2 or None in acts:
        return None
    return next(
        (a for a in ORDER if a in acts and a not in ("affirm", "deny")), acts[0]
    )


_REMARK = re.compile(
    r"\W+(?:(?:because|since|as) )?(?:i|we)(?:'m|'ve|'re| am| are| only| just| have| don't| do not| never| can't"
    r"| work| run| hand| know| bake| sell| teach| drive)\b"
    r"(?!.*(?:\d|\b(?:but|except|unless|want|need|must|should|like|long as|without)\b)).{0,60}$",
    re.IGNORECASE,
)
"""What one is or does, behind "you decide": it asks for nothing."""


def opening_act(text: str) -> str | None:
    """Return the yes or no that a message opens with, where no more than a remark follows.

    Examples
    --------
    >>> opening_act("no, keep them all"), opening_act("yes, 200 a day")
    ('deny', None)
    """
    head, _, rest = text.partition(",")
    if not rest:
        cut = re.split(
            r"[.;!]\s|\b(?:but|as long as|because|since|if)\b", text, maxsplit=1
        )
        head, rest = cut[0], cut[1] if len(cut) > 1 else ""
    plain = len(rest.split()) <= 8 and not re.search(r"\d|\?", rest)
    act = whole_act(head.strip(" ,")) if rest.strip() and plain else None
    return act if act in ("affirm", "deny") else None


_WHAT_IS = re.compile(
    r"^(?:(?:and|so|but|ok|sorry|wait)[, ]+)*(?:what(?:'s| is| are| does| do)|define|explain"
    r"|meaning of|what do you mean by|whats)\s+(?:an?\s+|the\s+|by\s+)?(?:word\s+|term\s+)?"
    r"[\"']?(?P<term>[\w][\w %&./²-]{0,50}?)[\"']?(?:\s+(?:mean|means|stand for|about))?"
    r"\s*(?:here|again|then|please|exactly)?\s*[?.!]*$",
    re.IGNORECASE,
)


def term_asked(text: str) -> str | None:
    """Return the term that 'what is X' asks about, or None."""
    match = _WHAT_IS.match(text)
    if match is None:
        return None
    term = match.group("term").strip()
    first = term.casefold().split()[0] if term else ""
    if first in ("this", "that", "it", "you", "i", "we", "next", "my", "your", "best"):
        return None
    return term


HOW_DID = re.compile(
    r"^(?:and |so |but )?(?:how(?:'d| did| do) you (?:get|arrive|come|know|work|figure|find)"
    r"|where (?:do|does|did) .{2,40} come from)\b",
    re.IGNORECASE,
)
"""Asks how something was found out."""
_CHANGE = re.compile(
    r"^(?:(?:no|wait|actually|sorry|please|ok)[, ]+)*(?:i(?:'d| would)? (?:want|like|need) to "
    r"|let me |can (?:i|we) |let's )?(?:change|edit|redo|revise|revisit|correct|fix|update"
    r"|go back to|reconsider)\s+(?:my |the |your )?(?P<what>[\w .'/-]{2,40}?)\s*[?.!]*$",
    re.IGNORECASE,
)


def change_asked(text: str) -> str | None:
    """Return what 'change X' is about, or None."""
    match = _CHANGE.match(text)
    return match.group("what") if match else None


_QUESTION = re.compile(
    r"^(?:(?:and|so|but|ok|hm+|well|hang on|hold on|wait|sorry|erm?|oh|say)[, ]+)*(?:what|why|how|who"
    r"|where|when|which|is|are|does|do|can|could|would(?! be (?:nice|good|great|fine|better|enough))"
    r"|will|should|did|has|have)\b.*|.*\?\s*$"
    r"|(?:for|among|with|in|on|of) [^,]{3,60},\s*(?:what|why|how|which|who|where|is|are|does|do)\b.*"
    r"|(?:show|list|give me the (?:rows|cases)|tell me (?:what|how|why|which|who))\b.*",
    re.IGNORECASE | re.DOTALL,
)


def is_question(text: str) -> bool:
    """Return whether a message has the form of a question."""
    return bool(_QUESTION.match(text)) and form_of(text) is not Form.STATES
