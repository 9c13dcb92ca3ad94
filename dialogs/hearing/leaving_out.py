"""Which columns are to be left out, and which a message gives back."""

from __future__ import annotations

import re

from .lexicon import find, lexicon
from .listing_columns import PERMITTED, keeps_all, own
from .naming import columns_in
from .reading import Context, Heard, elsewhere
from .reasons import useless

_TABLE = re.compile(r"table\.|limits\.never_columns|limits\.glass_box|goal\.")


def columns_out(text: str, context: Context) -> list[Heard]:
    """Return which columns a message leaves out, or gives back."""
    if context.facts is None:
        return []
    words = lexicon()["forbid"]
    open_to_it = _may_be_useless(text, context)
    whole = text
    text = _from_cue(_cue_clauses(text, context), context)
    strange = elsewhere(context) and not _TABLE.match(context.asking or "")
    least = _PLAIN if context.asking == "table.ignore" else 0.0
    # The use in "never use age" is no sign of a column called "power used".
    bare = _NO_USE.sub(lambda m: " " * len(m.group()), text)
    said = own(columns_in(bare, context.facts), bare)
    named = list(dict.fromkeys(n.column for n in said if n.score >= least))
    target = context.brief.get("table.target")
    named = [n for n in named if n != target]
    if context.asking is None:
        # "Forget the date, just shuffle": it no longer tells the order, and may stay.
        named = [n for n in named if n != context.brief.get("split.column")]
    back = _allowed_again(text, named, context)
    if back:
        return back
    if keeps_all(text, context.asking):
        return []
    if context.asking == "table.ignore" and named:
        return [_extended("table.ignore", named, text, context)]
    for slot, section in (
        ("limits.never_columns", "never"),
        ("table.ignore", "ignore"),
    ):
        match = find(words[section], text)
        if match is None and section == "ignore":
            match = LEFT_OUT.search(text) or (open_to_it and useless(text)) or None
        if strange and match and not _governs(match, text, context):
            continue
        if match and named:
            return [_extended(slot, named, whole, context)]
    return []


def _may_be_useless(text: str, context: Context) -> bool:
    """Return whether a column can be the one that tells nothing, and not the one asked for.

    "Count to the nearest 3 or it's no good" names what is to be predicted, and no other.
    """
    if context.asking != "table.target" or context.facts is None:
        return True
    return len({n.column for n in columns_in(text, context.facts)}) > 1


LEFT_OUT = re.compile(
    r"\b(?:leave|leaving|keep|take|throw|kick)\b.{1,60}?\bout\b|(?:\bnot|n't) (?:be )?used?\b"
    r"|\b(?:never|did not|didn't|have not|haven't) (?:said|say|allow\w*|agreed?|mean|meant)(?: that| for)?"
    r" (?:you|it|the model) (?:may|can|could|should|to)\b"
    r"|\bforget about (?=\w)|\bwithout\b|\bexclud\w+",
    re.IGNORECASE,
)


_SENTENCE = re.compile(
    r"[.;!?]\s+|,\s+(?=(?:and|but|so|then|nobody|no one|that|it|they|which|because|since|as|we)\b)",
    re.IGNORECASE,
)


_AIM = re.compile(
    r"^\W*(?:(?:(?:i|we) (?:want|need|would like|'d like) to |please |let'?s )?(?:find|predict|forecast|estimate|guess|spot"
    r"|catch|identify|tell|know|see)\b|(?:which|who|whose|whether|how (?:much|many|long))\b)[^,;.!?]*[,;.]\s*(?=\S)"
    r"(?:(?:each|every|one|a|per) (?:row|line|record|entry)\b[^,;.!?]*[,;.]\s*(?=\S))?",
    re.IGNORECASE,
)
"""What a message begins with: what is to be predicted, and what a row is. Neither is left out."""


def _cue_clauses(text: str, context: Context) -> str:
    """Return the part of a message that speaks of leaving columns out, where it says more."""
    if context.asking in _LISTS:
        return text
    text = _AIM.sub("", text) if context.asking in (None, "table.target") else text
    parts = _SENTENCE.split(text)
    words = lexicon()["forbid"]
    cues = [*words["never"], *words["ignore"]]
    open_to_it = _may_be_useless(text, context)
    cued = [
        p
        for p in parts
        if find(cues, p) or LEFT_OUT.search(p) or (open_to_it and useless(p))
    ]
    named = [p for p in cued if context.facts and columns_in(p, context.facts)]
    return " ; ".join(named) if named and len(parts) > 1 else text


_NO_USE = re.compile(
    r"\b(?:never|not|don'?t|cannot|can'?t) (?:be )?us(?:e|ed|ing)\b", re.IGNORECASE
)
_LEADS = (
    r"(?:do not|don'?t|never|must ?n[o']t|may not|cannot|can'?t|leave out|ignor\w+|exclud\w+"
    r"|drop|skip|without)\b"
)
_ITEM = re.compile(rf"[,;.]\s*|\s+and\s+(?={_LEADS})", re.IGNORECASE)
_LED = re.compile(
    rf"\W*(?:(?:and|but|please|pls|also|we|i|you|just|so)\s+)*{_LEADS}", re.IGNORECASE
)


def _from_cue(text: str, context: Context) -> str:
    """Return the items from the first on that begins with a cue and names its column.

    "Target late, 40 visits a month, don't use the depot" leaves out the depot alone: what
    stands before is not governed, and an item with a number behind it ends the list.
    """
    if context.asking in _LISTS or context.facts is None:
        return text
    items = _ITEM.split(text)
    at = next(
        (i for i, item in enumerate(items)
         if _LED.match(item) and columns_in(item, context.facts)), None,
    )  # fmt: skip
    if at is None:
        return text
    rest = items[at + 1 :]
    ends = next((i for i, item in enumerate(rest) if re.search(r"\d", item)), len(rest))
    return ", ".join([items[at], *rest[:ends]])


_PLAIN = 0.8
"""Score of a column from which an answer that names it needs no word for leaving out."""
_LISTS = ("table.ignore", "limits.never_columns")


def _governs(cue: re.Match[str], text: str, context: Context) -> bool:
    """Return whether 'ignore', 'never use' has a column right after or before it."""
    near = text[cue.end() : cue.end() + 40]
    named = columns_in(near, context.facts) if context.facts else ()
    if (context.asking or "").startswith("success."):
        named = tuple(n for n in named if n.score >= 0.9)
    said = cue.group().casefold()
    verb = said not in ("without", "useless", "not known", "protected")
    if verb and any(n.start <= 12 for n in named):
        return True
    if said == "without" and not (context.asking or "").startswith("success."):
        # "Do it without the fee"; a false alarm "without reason" is about no column.
        return any(n.start <= 5 and n.score >= 0.9 for n in named)
    # "Age is forbidden": the column stands right before the cue.
    before = columns_in(text[: cue.start()], context.facts) if context.facts else ()
    between = re.compile(r"\W*(?:(?:is|are|was|were|must be)\W*)?")
    if said in _MOVES:
        between = _PASSIVE  # "when satisfaction drops" tells what it does
    return verb and any(between.fullmatch(text[n.end : cue.start()]) for n in before)


_MOVES = ("drop", "drops", "dropped")
_PASSIVE = re.compile(r"\W*(?:is|are|was|were|be|gets?)\W*", re.IGNORECASE)


_CLAUSE = re.compile(r"[,;.]\s|\s(?:but|only)\s", re.IGNORECASE)


def _allowed_again(text: str, named: list[str], context: Context) -> list[Heard]:
    """Return a list of columns without those that a message gives back."""
    facts = context.facts
    if facts is None or not PERMITTED.search(text):
        return []
    for slot in ("limits.never_columns", "table.ignore"):
        before = context.brief.get(slot, ())
        if not set(before) & set(named):
            continue
        given = {
            n.column
            for clause in _CLAUSE.split(text)
            if PERMITTED.search(clause)
            for n in columns_in(clause, facts)
        }
        given = given & set(before) or set(named)
        rest = tuple(n for n in before if n not in given)
        if rest != tuple(before):
            return [Heard(slot, rest, 0, len(text), 0.92)]
    return []


def _extended(slot: str, names: list[str], text: str, context: Context) -> Heard:
    before = list(context.brief.get(slot, ()))
    both = tuple(dict.fromkeys([*before, *names]))
    return Heard(slot, both, 0, len(text), 0.85)
