"""A message as comparable words: one form of quotes, spaces and case, stems."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from threading import Lock

import snowballstemmer

from ..toml_data import toml_data
from .compounds import cut

MOST_CHARACTERS = 4000
"""Of a message that is read; a longer paste is cut, and the caller says so."""

_QUOTES = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "−": "-"}
)
_VULGAR = str.maketrans(
    {"½": " 1/2", "¼": " 1/4", "¾": " 3/4", "⅓": " 1/3", "⅔": " 2/3", "⅕": " 1/5", "⅛": " 1/8",
     "⅒": " 1/10"}
)  # fmt: skip
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[\W_]+")


_FORMS = (
    (r"\b(twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
     r"(one|two|three|four|five|six|seven|eight|nine)\b", r"\1-\2"),
    (r"(?<=\d) ?([a-z]{3,14}) ?/ ?(hour|day|week|month|shift|year)\b", r" \1 a \2"),
    (r"(?<=\d)p\b(?!\s?[=<>])", " pence"),
    (r"\ban? (quid|pound|dollar|euro|buck) (?=(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)\b)", r"one \1 "),
    (r"\b(zero|nought|one|two|three|four|five|six|seven|eight|nine) comma "
     r"(?=(?:zero|one|two|three|four|five|six|seven|eight|nine)\b)", r"\1 point "),
    (r"\b((?:i|we|they) (?:(?:really|just|still) )?(?:do ?n[o']?t|do not|dunno)) no\b", r"\1 know"),
    (r"\b(want|wan|need|like) to no\b(?= (?:who|which|what|how|if|when|why|whether)\b)", r"\1 to know"),
)  # fmt: skip
"""Numbers written in one word or with a spoken comma, and "no" for "know"."""


def normal(text: str, names: Iterable[str] = ()) -> str:
    """Return the text with one kind of quote, dash and space, cut to a length.

    Parameters
    ----------
    text : str
        As typed.
    names : iterable of str
        Headers of the table: what is one of them is no slang, whatever it looks like.
    """
    start = text[:MOST_CHARACTERS].translate(_VULGAR)
    cut = unicodedata.normalize("NFKC", start).translate(_QUOTES)
    shown = "".join(c if unicodedata.category(c)[0] != "C" else " " for c in cut)
    spaced = re.sub(r"\+ ?(?:/|or|and) ?-", "±", " ".join(shown.split()))
    spaced = re.sub(r"(?<=\d) ?(?:m2|m²|sqm|qm)\b", " square metres", spaced)
    for form, plain in _FORMS:
        spaced = re.sub(form, plain, spaced, flags=re.IGNORECASE)
    return _spelled_out(spaced, {n.casefold() for n in names if len(n) <= _SHORT})


_SHORT = 7
"""Letters of a header that may look like slang."""


def _spelled_out(text: str, own: Collection[str]) -> str:
    """Return a text with its slang in full, but for what is a header of the table."""
    slang: Mapping[str, str] = toml_data("hearing/slang.toml")["words"]

    def plain(match: re.Match[str]) -> str:
        word = match.group()
        low = word.casefold()
        return slang[low] if low in slang and low not in own else word

    return _WORD.sub(plain, text)


def words(text: str) -> list[str]:
    """Return the words in lower case."""
    return [m.group().casefold() for m in _WORD.finditer(text)]


_IRREGULAR = {
    form: base
    for base, forms in (
        ("sell", "sold"), ("buy", "bought"), ("pay", "paid"), ("give", "gave given"),
        ("go", "went gone goes"), ("break", "broke broken"), ("win", "won"), ("lose", "lost losing"),
        ("spend", "spent"), ("come", "came"), ("lend", "lent"), ("bring", "brought"), ("make", "made"),
        ("take", "took taken"), ("build", "built"), ("drive", "drove driven"), ("eat", "ate eaten"),
        ("send", "sent"), ("sleep", "slept"), ("weigh", "weight"), ("woman", "women"),
        ("child", "children"), ("die", "died dies dead death"), ("speak", "spoke spoken"),
        ("fall", "fell fallen"), ("leave", "left"), ("catch", "caught"), ("hold", "held"), ("uphold", "upheld"),
        ("withdraw", "withdrew withdrawn"),
        ("rise", "rose risen"),  ("find", "found"),
    )
    for form in forms.split()
}  # fmt: skip


_STEMMING = Lock()


@lru_cache(maxsize=1)
def _stemmer() -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer("english")


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Return a word's stem, so that 'leaving' meets 'leaves'."""
    low = word.casefold().removesuffix("'s")
    low = _IRREGULAR.get(low) or _IRREGULAR.get(low.removesuffix("s")) or low
    if low.startswith("re") and low[2:] in _IRREGULAR:
        low = "re" + _IRREGULAR[low[2:]]  # remade, resold
    return root(low)


@lru_cache(maxsize=20_000)
def root(word: str) -> str:
    """Return a word's stem by its ending alone: 'sold' stays what it is."""
    low = word.casefold()
    if len(low) == 4 and low[-1] == "s" and not set(low[:2]) & set("aeiou"):
        low = low[:-1]  # the plural of an abbreviation: "BMIs"
    # A stemmer keeps the word it works on: the bank is read by a thread of its own.
    with _STEMMING:
        return str(_stemmer().stemWord(low))


def stems(text: str) -> list[str]:
    """Return the stems of a text's words."""
    return [stem(w) for w in words(text)]


def parts(name: str) -> list[str]:
    """Return a header's words: 'MonthlyCharges' and 'monthly_charges' alike."""
    return list(_parts(name))


@lru_cache(maxsize=20_000)
def _parts(name: str) -> tuple[str, ...]:
    return tuple(word for p in _CAMEL.split(name) if p for word in cut(p))
