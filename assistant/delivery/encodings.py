"""What a person asked of gaps and categories, in the encoder of an exported script."""

from __future__ import annotations

from typing import Any

from .expressions import Imports

_FILLS = {
    "median": 'strategy="median"',
    "mean": 'strategy="mean"',
    "zero": 'strategy="constant", fill_value=0',
}
_CODES = """OrdinalEncoder(
                handle_unknown="use_encoded_value", unknown_value=np.nan,
                encoded_missing_value=np.nan,
            )"""
_ONE_HOT = """OneHotEncoder(
                drop="if_binary", handle_unknown="ignore", sparse_output=False,
            )"""


def asked_encoding(text: str, member: Any, imports: Imports) -> str:
    """Return an encoder's text with what the person asked for in place of the usual.

    Parameters
    ----------
    text : str
        The expression of the encoder.
    member : TableClassifier or TableRegressor
        The fitted part of the model; one saved before has no such wish.
    imports : Imports
        Of the script.
    """
    impute = getattr(member, "impute", "")
    if impute:
        text = text.replace(_FILLS["median"], _FILLS[impute])
    if impute and member.style == "codes":
        imports.add("sklearn.impute", "SimpleImputer")
        fill = f"SimpleImputer({_FILLS[impute]}, keep_empty_features=True)"
        text = text.replace('"passthrough"', fill)
    if getattr(member, "encode", "") == "one_hot":
        imports.add("sklearn.preprocessing", "OneHotEncoder")
        text = text.replace(_CODES, _ONE_HOT)
    return text
