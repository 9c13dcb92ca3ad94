"""A message that the grammar cannot read, by the example sentence that it is nearest to.

Invariant: an example is acted on only where it is near enough and clearly nearer than one
of another meaning; what is a little further off is offered, never done.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ..toml_data import toml_data
from .acting import is_question
from .bank import Likeness
from .likening import like
from .quantities import quantities
from .reading import Context, Reading
from .slots import slots_named

SURE = 0.33
"""Likeness from which an act is done; measured on sentences of others, with `LEAD`."""
LEAD = 0.05
"""How much nearer the nearest act must be than the next other one."""
_BESIDE = 0.4
"""Likeness from which half a message counts as an act of its own."""
_ASKS = (
    "ask_what",
    "ask_why",
    "ask_how",
    "help",
    "summary",
    "repeat",
    "simpler",
    "more_detail",
)
_PARTS = re.compile(r"[,.;!?]\s+(?:and |but )?|\s+-+\s+|\s(?:and|but)\s", re.IGNORECASE)


def meanings() -> Mapping[str, Any]:
    """Return what the labels of the bank mean."""
    return toml_data("hearing/meanings.toml")


def act_like(said: str, context: Context) -> Reading | None:
    """Return the act that a message is most like, or None where none is near enough.

    Parameters
    ----------
    said : str
        As `normal` returns it.
    context : Context
    """
    both = _two_acts(said, context)
    if both is not None:
        return both
    if _spoken_of(said, context):
        return None
    best = _clear(like(said, context, eligible(context)), SURE, context)
    if best is None or _too_long(best, said):
        return None
    return _act(best, said)


def act_at_last(said: str, context: Context) -> Reading | None:
    """Return the act that a message not understood otherwise is perhaps: a harmless one.

    A wrong guess among these changes nothing: a question answered, or one left to Tandem.
    """
    if _spoken_of(said, context):
        return None
    ranked = like(said, context, eligible(context))
    best = _clear(ranked, LAST, context)
    if best is None or meanings()["acts"][best.label] not in _HARMLESS:
        return None
    return _act(best, said)


_SPOKEN_OF = re.compile(
    r"^\W*(?:(?:well|so|and|oh|just|i (?:want|need|would like) to know)[, ]+)*"
    r"(?:which|whose|whether|who(?! (?:are|told|made))|(?:the (?:ones?|lot|rows?|people|\w+s)|those|any(?:one|body)"
    r"|every(?:one|body)|people|folk|whoever|all) (?:who|that|which|with|what|we|in)\b)"
    r"\b(?!.*\b(?:you|your|tandem|question)\b)",
    re.IGNORECASE,
)
"""Begins with what is to be known or found, and is no word to this program."""


def _spoken_of(said: str, context: Context) -> bool:
    """Return whether a message tells what is to be known: "which appointments go begging"."""
    return context.asking in ("table.target", "goal.event") and bool(
        _SPOKEN_OF.match(said)
    )


LAST = 0.3
"""Likeness from which an act is done that changes nothing, where all else failed."""
AGAIN = 0.25
"""The same for another round beside what a message changes."""
_HARMLESS = frozenset(
    {"ask_why", "ask_how", "ask_what", "help", "summary", "repeat", "simpler", "more_detail",
     "unsure", "delegate", "revisit", "out_of_scope"}
)  # fmt: skip


def wants_round(said: str, context: Context) -> bool:
    """Return whether a message that changes something also asks to search again."""
    acts = meanings()["acts"]
    if _WAY_ROUND.search(said) or len(said.split()) < _SOME_WORDS:
        return False
    ranked = [k for k in like(said, context, eligible(context)) if k.label in acts]
    return bool(ranked) and ranked[0].label == "round" and ranked[0].score >= AGAIN


_SOME_WORDS = 3
"""Words from which a change may also ask for a round: "double that" only changes."""
_WAY_ROUND = re.compile(r"\bway (?:a)?round\b", re.IGNORECASE)
"""A turn the other way is no round of searching."""
_DRASTIC = ("undo", "stop", "restart")
"""Acts that a single word of the grammar's own may do, and no word like it."""
_PLAIN = {"undo": 0.36, "stop": 0.36, "restart": 0.45}
"""Likeness from which an example may take back or end what was agreed."""
_ASKS_US = re.compile(
    r"^\W*(?:are|is|do|does|did|can|could|will|would|have|has) (?:you|it|that|this|we)\b",
    re.I,
)
_ASKS_WHAT = re.compile(
    r"\W*(?:and |so |but )?what(?:'s| is| are| does| do) (?:that|this|the|those|these|your)\b.{0,20}"
    r"\b(?:lines?|rows?|bits?|parts?|sentences?|paragraphs?)\b", re.IGNORECASE,
)  # fmt: skip
_DEMANDED = re.compile(
    r"\W*(?:i|we|it|they|he|she|(?:the|my|our) \w+) (?:must|needs?|wants?|have to|has to|should|would like)\b",
    re.I,
)
_GREETINGS = ("hello", "thanks", "hurry")
_BARE = ("affirm", "deny")
_SAVE = re.compile(
    r"\b(?:except|but|apart from|other than|save for|however|only|unless|if)\b", re.I
)
_MOST_WORDS = 7


def _too_long(best: Likeness, said: str) -> bool:
    """Return whether a message says more than yes or no: the rest counts too."""
    act = meanings()["acts"][best.label]
    if act in _DRASTIC and (len(said.split()) == 1 or best.score < _PLAIN[act]):
        return True  # "cancellations" is what one wants to know, and takes nothing back
    if act in _DRASTIC and quantities(said):
        return True  # "delete the last 30 days" takes no answer back
    if act in ("simpler", "more_detail") and _ASKS_WHAT.match(said):
        return True  # "what is the line in technical terms" asks what it is
    if act in ("simpler", "more_detail") and _DEMANDED.match(said):
        return True  # what the model must be, and no word about this talk
    if act in _BARE and _ASKS_US.match(said):
        return True  # "are you sure" is no yes
    if act in _BARE and len(best.phrase) <= 2 < len(said.split()):
        return True  # a "k" among words that say nothing is no yes
    if len(best.phrase.split()) == 1 and len(said.split()) > _MOST_WORDS - 2:
        return True  # "which three columns weigh most when it guesses who quits" is no "quit"
    if act == "affirm" and (said.rstrip().endswith("?") or _SAVE.search(said)):
        return True  # "is that right?" and "good, except the fee" agree to nothing
    if best.label in _GREETINGS:
        return len(said.split()) > _MOST_WORDS - 2  # "hello. I want to know ..."
    if act not in _BARE or best.score >= _FIRM:
        return False
    return len(said.split()) > _MOST_WORDS or bool(quantities(said))


_FIRM = 0.55


def eligible(context: Context) -> frozenset[str] | None:
    """Return the labels that a message may have: acts, and those of the open question."""
    asked = meanings()["asked"].get(context.asking or "")
    if asked is None:
        return None
    return frozenset(meanings()["acts"]) | frozenset(asked)


def _clear(
    ranked: tuple[Likeness, ...], least: float, context: Context
) -> Likeness | None:
    """Return the nearest label, where it is an act and no other meaning is as near."""
    acts = meanings()["acts"]
    if not ranked or ranked[0].label not in acts or ranked[0].score < least:
        return None
    act = acts[ranked[0].label]
    if act == "out_of_scope" and "table.target" not in context.brief:
        return None  # while the table is spoken of, a sentence may name what is wanted
    others = [k.score for k in ranked[1:] if acts.get(k.label) != act]
    return ranked[0] if ranked[0].score - max(others, default=0.0) >= LEAD else None


def _act(best: Likeness, said: str) -> Reading:
    act = meanings()["acts"][best.label]
    term = said.strip(" ?.!") if act == "ask_what" else ""
    slots = slots_named(said) if act in ("revisit", "undo", "ask_why") else ()
    score = min(0.95, 0.5 + best.score / 2)
    return Reading((act,), score=score, slots=slots, term=term)


_LEAD_WORD = re.compile(
    r"^(?P<w>yes|yeah|yep|yup|ok(?:ay)?|sure|fine|aye|no|nope|nah)\b(?: fine| ok| sure)?[\s,.;-]*"
    r"(?:but|and)?(?: first| wait)?[\s,]*(?:tell me|remind me)?[\s,]*",
    re.IGNORECASE,
)


def _two_acts(said: str, context: Context) -> Reading | None:
    """Return yes or no together with a question behind it: 'fine, and what is X?'."""
    lead = _LEAD_WORD.match(said)
    if lead and is_question(said[lead.end() :]) and len(said[lead.end() :].split()) > 2:
        rest = said[lead.end() :]
        asked = act_at_last(rest, context) or Reading(("ask_what",), score=0.7)
        if asked.acts[0] in _ASKS:
            word = "deny" if lead["w"].casefold()[0] == "n" else "affirm"
            return replace(asked, acts=(word, asked.acts[0]), term=rest.strip(" ?."))
    parts = [p for p in _PARTS.split(said) if p.strip()]
    if len(parts) < 2:
        return None
    first = _clear(like(parts[0], context, eligible(context)), _BESIDE, context)
    rest = said[said.find(parts[1]) :]
    second = _clear(like(rest, context, eligible(context)), _BESIDE, context)
    if first is None or second is None:
        return None
    acts = [meanings()["acts"][k.label] for k in (first, second)]
    if acts[0] not in ("affirm", "deny") or acts[1] not in _ASKS:
        return None
    later = _act(second, rest)
    return Reading(
        (acts[0], acts[1]), score=later.score, slots=later.slots, term=later.term
    )
