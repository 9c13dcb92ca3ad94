"""Headers written without a gap between their words: JOBNO, OWNERSEX, labhrs.

A part in capitals is cut in two where both halves are known words of headers; any part where
its second half is a usual ending, a unit or a number, behind a known word or in capitals.
Invariant: what is a known word itself is never cut.
"""

from __future__ import annotations

from functools import cache, lru_cache

from ..toml_data import toml_data

_ENDINGS = frozenset(
    "no id nr num nbr cd dt ts kg pct eur usd amt cnt qty hrs yrs days mins min flg ind typ cls lvl avg tot"
    " sum ref cat grp mm cm km".split()
)
"""What stands behind the word in headers of capitals: its unit, or that it is a number."""
_LEAST = 3
"""Letters of a half; an ending may be shorter."""
_SHORTEST = 5
"""Letters from which a part may be two words."""


@cache
def _known() -> frozenset[str]:
    body = toml_data("hearing/thesaurus.toml")
    members = (
        m.casefold()
        for section in ("groups", "foreign")
        for group in body[section].values()
        for m in group
    )
    return frozenset(
        (*members, *toml_data("hearing/thesaurus.toml")["headers"]["words"])
    )


@lru_cache(maxsize=20_000)
def cut(part: str) -> tuple[str, ...]:
    """Return the words of a header's part, which is one in most headers.

    Parameters
    ----------
    part : str
        Letters of one case, as they stand in the header.

    Examples
    --------
    >>> cut("OWNERSEX"), cut("JOBNO"), cut("labhrs"), cut("casino")
    (('owner', 'sex'), ('job', 'no'), ('lab', 'hrs'), ('casino',))
    """
    low = part.casefold()
    if len(low) < _SHORTEST or not low.isalpha() or low in _known() or _plural(low):
        return (low,)
    for at in range(len(low) - _LEAST, _LEAST - 1, -1):
        both = low[:at] in _known() and low[at:] in _known()
        if both and part.isupper():
            return (low[:at], low[at:])
    for at in range(len(low) - 2, _LEAST, -1):
        # A known word with another behind it of which only consonants are left.
        if (
            part.isupper()
            and low[:at] in _known()
            and not set(low[at:]) & set("aeiouy")
        ):
            return (low[:at], low[at:])
    for at in range(_LEAST, len(low) - 1):
        known = low[:at] in _known()
        if low[at:] in _ENDINGS and (known or part.isupper()):
            return (low[:at], low[at:])
    return (low,)


def _plural(word: str) -> bool:
    return word.removesuffix("s") in _known() or word.removesuffix("es") in _known()
