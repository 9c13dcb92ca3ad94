"""What form a sentence has: it asks, it bids, or it states.

A question has its verb before its subject, or a question word as its subject; a request
begins with a verb; what-ifs ask. "What we charged only goes in later" states, for all that
it begins with "what": the first clause is the subject of a second verb. Invariant: a few
words without a verb state nothing, so that "mistakes in Leeds" may ask.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache


class Form(StrEnum):
    """The form of a sentence."""

    ASKS = "asks"
    STATES = "states"
    OPEN = "open"
    """A request, or words without a verb: what they mean says what they are."""


@lru_cache(maxsize=256)
def form_of(text: str) -> Form:
    """Return the form of a message.

    Parameters
    ----------
    text : str
        As `normal` returns it.

    Examples
    --------
    >>> form_of("what we charged only goes in afterwards").value
    'states'
    >>> form_of("what did we charge in May").value
    'asks'
    >>> form_of("mistakes in Leeds").value
    'open'
    """
    said = text.strip()
    if said.endswith("?") or _PUT.search(said):
        return Form.ASKS
    said = _LEAD.sub("", said, count=1)
    if _WANTS_TO_KNOW.search(said):
        return Form.ASKS
    if _WH.match(said):
        return Form.STATES if relative(said) else Form.ASKS
    if _VERB_FIRST.match(said) or _ASKS_LATER.search(said):
        return Form.ASKS
    return Form.STATES if _TELLS.match(said) else Form.OPEN


def supposes(text: str) -> bool:
    """Return whether a message puts something, to see what would follow."""
    return _PUT.search(text) is not None


def relative(said: str) -> bool:
    """Return whether a clause that begins with a question word is a part of a statement."""
    match = _UNINVERTED.match(said)
    if match is None:
        return False
    return _SECOND_VERB.search(said, match.end()) is not None


_LEAD = re.compile(
    r"^\W*(?:(?:and|so|but|ok(?:ay)?|hm+|well|hang on|hold on|wait|sorry|erm?|oh|now|then|also|please"
    r"|yes|no|right)\b[\s,.:;-]*)*",
    re.IGNORECASE,
)
_WH = re.compile(r"(?:what|who|whom|whose|which|where|when|why|how)\b", re.IGNORECASE)
_AUX = (
    r"(?:is|are|was|were|am|do|does|did|has|have|had|can|could|will|would|shall|should|may|might|must"
    r"|(?:is|are|was|were|do|does|did|has|have|had|ca|could|wo|would|should|must)n'?t|cannot)"
)
_VERB_FIRST = re.compile(
    r"(?:is|are|was|were|am|do|does|did|has|have|had|can|could|will|would(?! be (?:nice|good|great|fine|better|enough))"
    r"|should|may|might)(?:n'?t)?\s(?:the|an?|it|this|that|these|those|there|you|we|they|i|he|she"
    r"|any|all|some|my|our|your|their"
    r"|[^\W\d_]+)\b",
    re.IGNORECASE,
)
_WHO = (
    r"(?:(?:the|an?|this|that|these|those|our|my|their|his|her|your|its|each|every|any|some|no"
    r"|most)\s(?:[^\W\d_]+\s){0,2}?"
    r"[^\W\d_]+|i|we|they|he|she|it|you|one|nobody|no one|everyone|everybody|someone|somebody|people)"
)
"""Who or what does something: a pronoun, or a noun with its article."""
_NOUN = rf"(?!(?:{_AUX}|in|on|at|of|from|with|for|the|an?|and|or|to|by)\b)[^\W\d_]+"
_UNINVERTED = re.compile(
    rf"(?:(?:what|who|whom|where|when|why|whatever|whoever)|(?:which|whose|how (?:many|much)"
    rf"|what)\s{_NOUN}(?:\s{_NOUN})?"
    rf"|how(?:\s{_NOUN})?)\s(?!{_AUX}\b){_WHO}(?:'(?:ve|d|re|s|ll))?\s"
    rf"(?!{_AUX}\s(?:you|we|they|i|he|she|it|the)\b)",
    re.IGNORECASE,
)
"""A question word (and its noun) with the subject right behind it: "how many clicks the page"."""
_SECOND_VERB = re.compile(
    rf"(?<!\S)[^\W\d_][\w']*\s(?:[\w']+\s)*?(?:{_AUX}\s(?!(?:been|got|had)\b)\w|(?:only|never|always"
    rf"|usually|just|often|rarely|mostly|hardly)\s"
    r"(?!(?:had|have|been|got)\b)\w|(?:nobody|no one)\s\w+\s\w)"
    r"|(?<=\s)(?:depends?|matters?|counts?|makes?|means?|tells?|varies|goes|comes|gets|stays"
    r"|belongs?|says)\s(?:\w+\s)*?\w",
    re.IGNORECASE,
)
"""The verb that such a clause is the subject of."""
_WANTS_TO_KNOW = re.compile(
    r"\b(?:wonder\w*|curious|(?:want|like|need|love|keen|interested|dying) to (?:know|see|hear|get|have"
    r"|find out|learn|understand)"
    r"|(?:don't|do not|can't|cannot) (?:get|understand|see) (?:why|how|what)|tell me|show me|no idea (?:why|how)"
    r"|explain|beats me)\b",
    re.IGNORECASE,
)
_PUT = re.compile(
    r"^\W*(?:(?:and|so|but|now|then|ok)\W+)*(?:what (?:if|about)|how about|suppos(?:e|ing)|imagine"
    r"|assum(?:e|ing)|pretend"
    r"|let'?s say|say (?:the|that|all|we|they|i|he|she|it|row)\b|if\b)",
    re.IGNORECASE,
)
"""What is put, to see what would follow."""
_ASKS_LATER = re.compile(
    rf"[,;:-]\s(?:and |so |but |then )?(?:(?:what|why|how(?: \w+)?|who|which(?: \w+)?|where"
    rf"|when)\s(?:{_AUX}\b|\w+\s{_AUX}\b)"
    rf"|{_AUX}\s(?:it|they|we|you|he|she|i|the|that|this)\b)",
    re.IGNORECASE,
)
"""A question behind what it is about: "those over 60, how many are there"."""
_TELLS = re.compile(
    rf"(?:(?:i|we|they|he|she|it|there|nobody|everyone|everybody|someone|people|neither|this|that"
    rf"|these|those|what|the|an?|our|my|their|his|her)"
    rf"\b(?:'(?:s|re|ve|m|d|ll)\b|(?:(?!\b(?:that|who|which|where|whose|with)\b)[^.,;?!]){{1,50}}?\b{_AUX}\b)"
    r"|neither\b|it'?s\b|that'?s\b|there'?s\b|they'?re\b|we'?(?:re|ve|d)\b"
    r"|the (?:\w+er|more|less|fewer|worse|better)\b.{2,60}?\bthe (?:\w+er|more|less|fewer|worse|better)\b)",
    re.IGNORECASE,
)
"""A subject with its verb, or "the older the riskier"."""
