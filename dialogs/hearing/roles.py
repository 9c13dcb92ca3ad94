"""Whose price a clause tells: that of a miss, a false alarm, a hit, or of looking.

A refused good payer is a false alarm where bad payers are hunted, and a miss where good
ones are. Invariant: a clause gets a role only where its words, or an example, say so.
"""

from __future__ import annotations

import re

from .concepts import sides
from .hunting import Hunt, named_side
from .lexicon import denied, find
from .likening import like
from .mistakes import has, mistakes
from .reading import Context

OTHER = {"miss": "false_alarm", "false_alarm": "miss"}


EITHER_WAY = re.compile(
    r"\b(?:whether (?:or not )?(?:it|they|he|she|the \w+)\b[^,;.]{0,30}?(?: or not)?"
    r"(?=[,;.]|$| or\b)(?: or not)?"
    r"|whoever (?:it|they) (?:is|are|was|were)|\w+ or not|(?<!ing )either way|(?<!ing )in any case"
    r"|no matter (?:who|what|whether)[^,;.]*"
    r"|(?<!on )(?<!ing )(?<!anyway )regardless[^,;.]*|right or wrong"
    r"|\w+ or (?:innocent|honest|clean|genuine|legit|real|false|wrong|bad|good|sound|healthy|fine))\b",
    re.IGNORECASE,
)


WEAK, LIKE, FAIR, PLAIN = 1, 2, 3, 4
"""How plainly a clause says whose price it is: by its deed alone, by an example, by whom,
in words."""


_WOULD = re.compile(
    r"(?:\bwould|'d|\bwas|\bwere|\bgoing to)\b[^,;.]{0,30}$", re.IGNORECASE
)
"""Before "regardless" where it says that nothing was needed: "she'd have paid regardless"."""


def either_way(text: str) -> re.Match[str] | None:
    """Return where a text says that something holds of all, right or wrong."""
    return next(
        (m for m in EITHER_WAY.finditer(text) if not _WOULD.search(text[: m.start()])),
        None,
    )


def role_of(clause: str, hunted: Hunt) -> str | None:
    """Return what a clause is about: miss, false_alarm, hit, review, or None."""
    told = role_told(clause, hunted)
    return told[0] if told else None


def role_told(clause: str, hunted: Hunt) -> tuple[str, int] | None:
    """Return what a clause is about and how plainly it says so, or None."""
    clause = _CALLED.sub(" ", clause)
    either = either_way(clause)
    rest = EITHER_WAY.sub(" ", clause) if either else clause
    if either and find(mistakes()["act"], rest) and not has("gain", rest):
        undone = _undone(rest, hunted)
        return undone or "false_alarm", FAIR
    right = _rightly(clause, hunted)
    if right:
        return right, FAIR
    if has("review", clause) and not (
        _spared(clause, hunted) or has("false_alarm", clause)
    ):
        return "review", FAIR
    if _TURNED_OUT.search(clause):
        return "false_alarm", PLAIN
    quoted = _QUOTED.search(clause)
    if quoted:
        side = _side_said(quoted["said"], hunted)
        if side is not None:
            return ("false_alarm" if side else "miss"), PLAIN
    undone = _undone(clause, hunted)
    if undone:
        return undone, FAIR
    if hunted.bad and has("vacant", clause):
        return "miss", FAIR
    plain = _MONEY_LOST.sub(" ", clause)
    told = _by_words(plain, hunted) or _by_person(plain, hunted)
    # That money is lost says least of whose it is.
    return told or (("miss", WEAK) if plain != clause else None)


_NOT_RIGHT = re.compile(
    r"\b(?:not|never|n't|un|isn't|wasn't|barely|hardly|no)\b|\b(?:caught|found) (?:by|out|too|late)\b"
    r"|\bfound (?:that|it|to be|his|her|their)\b",
    re.IGNORECASE,
)
_REALLY = re.compile(
    r"\b(?:really|truly|actually|indeed|genuinely)\b(?!,)", re.IGNORECASE
)


def _rightly(clause: str, hunted: Hunt) -> str | None:
    """Return whether a clause speaks of one found, or left alone, as it should be."""
    if _NOT_RIGHT.search(re.sub(r"n't\b", " not", clause)) or has("gain", clause):
        return None
    if has("alone", clause):
        return "pass"
    if any(
        has(k, clause) for k in ("miss", "unseen", "false_alarm", "spared", "sound")
    ):
        return None
    if has("caught", clause):
        return "caught"
    # "Treating one that is really sick" is the deed, done to one of those hunted.
    done = find(mistakes()["act"], clause) and _REALLY.search(clause)
    return "caught" if done and _side_said(clause, hunted) else None


def _by_words(clause: str, hunted: Hunt) -> tuple[str, int] | None:
    """Return what the words for mistakes in a clause say of it."""
    if _own(clause, "unseen"):
        return "miss", PLAIN
    miss, alarm = _own(clause, "miss"), _own(clause, "false_alarm")
    alarm = alarm or _spared(clause, hunted)
    if hunted.declines and has("refuse", clause):
        alarm = 0  # "one that says no" is one of those looked for
    decided = _decision(clause, hunted)
    if decided and not (
        alarm and not has("refuse", clause) and not has("accept", clause)
    ):
        return decided, FAIR
    if has("gain", clause) and not miss and not alarm:
        return "hit", FAIR
    if miss and alarm:
        first = miss < alarm and not _stronger(clause)
        return ("miss" if first else "false_alarm"), FAIR
    if alarm:
        return "false_alarm", PLAIN
    return ("miss", FAIR) if miss else None


_MONEY_LOST = re.compile(
    r"\blos(?:t|e[sd]?|ing)\s(?:us\s|about\s|around\s|only\s|some\s|maybe\s)?(?:[$€£]?\s?\d[\d.,]*k?"
    r"|(?:one|two|three|four|five|ten|twenty|thirty|fifty|a hundred)\s(?:euros?|dollars?|pounds?|quid|bucks|grand))"
    r"|(?<=\d)k?(?:\s(?:euros?|eur|dollars?|pounds?|quid|bucks|grand|hours?))?\s(?:is\s|are\s)?lost\b",
    re.IGNORECASE,
)
"""Money lost, as against a case lost: "we lose 20 euros"."""
_CALLED = re.compile(
    r"\bcall (?:it|that|this)(?=,?\s(?:about |around |roughly |maybe |even |only |just )?"
    r"(?:[$€£\d]|(?:one|two|three|four|five|six|eight|ten|twelve|fifteen|twenty|thirty|forty|fifty|a|nothing|half)\b))",
    re.IGNORECASE,
)
"""Said of a number, and of no telephone."""
_DOING = re.compile(r"\w{2,}ing\b", re.IGNORECASE)
_TURNED_OUT = re.compile(
    r"\b(?:suspicions?|accusations?|alarms?|alerts?|warnings?|flags?|stops?|hunch|worry)\s"
    r"(?:(?:which|that)\s)?(?:was|were|is|turn(?:s|ed) out|proved|proves)\s(?:to be\s)?(?:a\s)?"
    r"(?:wrong|false|unfounded|groundless|mistaken|empty|nothing|not (?:true|right|real|correct|justified))\b"
    r"|\b(?:suspicion|accusation|alarm|warning)s?\swithout (?:any )?(?:ground|reason|cause|basis)s?\b",
    re.IGNORECASE,
)
"""One suspected and sound: "suspicion which was wrong costs 60"."""
_QUOTED = re.compile(
    r"\b(?:wrong|false|mistaken|needless|unfounded)\s+[\"'“](?P<said>[^\"'”]{2,40})[\"'”]",
    re.I,
)
"""A prediction in quotes: a wrong 'will be late'."""


_UNDONE = re.compile(
    r"\bun(?:chased|called|contacted|checked|treated|inspected|noticed|seen|detected|caught|spotted"
    r"|found|flagged|answered|attended|visited|warned|helped)\b",
    re.IGNORECASE,
)


def _undone(clause: str, hunted: Hunt) -> str | None:
    """Return the mistake of not acting: 'not phoning a late one', 'an unchased one'."""
    act = find(mistakes()["act"], clause)
    undone = _UNDONE.search(clause)
    if undone is None and (act is None or not denied(clause, act.start())):
        return None
    end = undone.end() if undone else act.end() if act else 0
    side = _side_said(clause[end:], hunted)
    return "pass" if side is False else "miss"


def _side_said(text: str, hunted: Hunt) -> bool | None:
    """Return whether a stretch of text names those hunted; None where it names none."""
    own = named_side(text, hunted)
    if own is not None:
        return own
    said = sides(text, hunted.family) if hunted.family else []
    if said:
        return said[0].bad == hunted.bad
    if has("good", text) != has("bad", text):
        return has("bad", text) == hunted.bad
    return None


def _stronger(clause: str) -> bool:
    return (
        find(("false alarm", "false positive", "needless", "wasted"), clause)
        is not None
    )


def _own(clause: str, key: str) -> int:
    """Return where a word of this kind stands (from 1), or 0."""
    plain = re.sub(r"n't\b", " not", clause)
    plain = re.sub(r"'d(?:'ve)?\b|\bwould've\b", " would", plain)
    match = find(
        mistakes()[key],
        re.sub(
            r"\bwould (?!have)(?=[a-z]+(?:ed|en|ght|me|ne)\b)", "would have ", plain
        ),
    )
    return match.start() + 1 if match else 0


def _spared(clause: str, hunted: Hunt) -> int:
    """Return where a clause speaks of one that needed nothing (from 1), or 0."""
    return _own(clause, "spared") or (_own(clause, "sound") if hunted.bad else 0)


def _decision(clause: str, hunted: Hunt) -> str | None:
    refuse, accept = has("refuse", clause), has("accept", clause)
    if refuse == accept:
        return None
    if hunted.declines:
        return "miss" if refuse else "false_alarm"
    if hunted.family in ("buy", "leave", "donate", "absent", "accept") and not accept:
        return None
    # Refusing is acting where the bad are hunted; accepting is acting where the good are.
    acting = refuse == hunted.bad
    return "false_alarm" if acting else "miss"


def _by_person(clause: str, hunted: Hunt) -> tuple[str, int] | None:
    if has("good", clause) == has("bad", clause):
        own = named_side(clause, hunted)
        if own is not None:
            return ("miss" if own else "false_alarm"), FAIR
    said = sides(clause, hunted.family) if hunted.family else []
    other = sides(clause) if hunted.bad and not said else []
    said = said or other
    if has("good", clause) != has("bad", clause):
        bad = has("bad", clause)
    elif said:
        bad = said[0].bad
    else:
        deed = find(mistakes()["act"], clause)
        if deed is None:
            return None
        # "Texting somebody" is the deed itself; "the text" may be anything about it.
        return "false_alarm", FAIR if _DOING.match(clause[deed.start() :]) else WEAK
    # Words for another kind of outcome say less than those for its own.
    return ("miss" if bad == hunted.bad else "false_alarm"), LIKE if other else FAIR


_ROLES = frozenset({"miss", "false_alarm", "hit", "act_cost", "review"})


ROLE_NEAR = 0.2
"""Likeness from which an example says whose price a clause is."""


ROLE_LEAD = 0.03


def role_by_example(clause: str, context: Context) -> str | None:
    """Return whose price a clause is by the example it is nearest to."""
    if (context.asking or "").endswith("_cost"):
        return None  # the question says whose
    if context.asking is None and not _PRICED.search(clause):
        return None  # "trucks over 40000" is no price
    costs = _COSTS.search(clause) is not None
    ranked = like(clause, context, _ROLES - {"hit"} if costs else _ROLES)
    if not ranked or ranked[0].score < ROLE_NEAR:
        return None
    role = _AS_ROLE.get(ranked[0].label, ranked[0].label)
    rivals = [k.score for k in ranked[1:] if _AS_ROLE.get(k.label, k.label) != role]
    return role if ranked[0].score - max(rivals, default=0.0) >= ROLE_LEAD else None


_COSTS = re.compile(r"\b(?:costs?|los[et]s?|loses|pays?|paid)\b", re.IGNORECASE)
_PRICED = re.compile(
    r"[$€£]|\b(?:cost\w*|price\w*|worth|los[et]\w*|pay\w*|paid|euros?|dollars?|pounds?|bucks|quid|money"
    r"|gone|wasted?|drain|saves?|earn\w*)\b",
    re.IGNORECASE,
)


_AS_ROLE = {"act_cost": "false_alarm"}
