"""The encoder of one part of the script, in scikit-learn's own words."""

from __future__ import annotations

from typing import Any

from ..search.columns import Words
from .encodings import asked_encoding
from .expressions import Imports

_ENCODERS = {
    "codes": """\
ColumnTransformer(
        [
            ("numbers", "passthrough", NUMBERS + date_parts(inputs)),
            ("categories", OrdinalEncoder(
                handle_unknown="use_encoded_value", unknown_value=np.nan,
                encoded_missing_value=np.nan,
            ), CATEGORIES),
            {many}{texts}
        ],
        verbose_feature_names_out=False,
    )""",
    "scaled": """\
ColumnTransformer(
        [
            ("numbers", make_pipeline(
                SimpleImputer(
                    strategy="median", add_indicator=True, keep_empty_features=True
                ),
                StandardScaler(),
            ), NUMBERS + date_parts(inputs)),
            ("categories", OneHotEncoder(
                drop="if_binary", handle_unknown="ignore", sparse_output=False,
            ), CATEGORIES),
            {many}{texts}
        ],
        verbose_feature_names_out=False,
    )""",
    "spline": """\
ColumnTransformer(
        [
            ("numbers", make_pipeline(
                SimpleImputer(strategy="median", keep_empty_features=True),
                StandardScaler(),
                SplineTransformer(n_knots=6, knots="quantile", extrapolation="linear"),
            ), NUMBERS + date_parts(inputs)),
            ("categories", OneHotEncoder(
                drop="if_binary", handle_unknown="ignore", sparse_output=False,
            ), CATEGORIES),
            {many}{texts}
        ],
        verbose_feature_names_out=False,
    )""",
}
_MANY = '("many values", TargetEncoder(smooth=10.0, random_state=SEED), MANY_VALUES),'
_TEXT = """
            *[
                (name, make_pipeline(
                    TfidfVectorizer(
                        analyzer="char_wb", ngram_range=(2, 4), max_features=4000,
                        sublinear_tf=True,
                    ),
                    TruncatedSVD({size}, random_state=SEED),
                ), name)
                for name in TEXTS
            ],"""

_PREPROCESSING = {
    "codes": ("OrdinalEncoder",),
    "scaled": ("OneHotEncoder", "StandardScaler"),
    "spline": ("OneHotEncoder", "SplineTransformer", "StandardScaler"),
}


def encoder_code(member: Any, columns: dict[str, Any], imports: Imports) -> str:
    """Return the expression that makes a part's encoder."""
    if not hasattr(member.encoder_, "parts_"):
        return '"passthrough"'
    imports.add("sklearn.compose", "ColumnTransformer")
    imports.add("sklearn.preprocessing", *_PREPROCESSING[member.style])
    if member.style != "codes":
        imports.add("sklearn.pipeline", "make_pipeline")
        imports.add("sklearn.impute", "SimpleImputer")
    many = texts = ""
    if columns["many"]:
        imports.add("sklearn.preprocessing", "TargetEncoder")
        many = _MANY
    if columns["texts"]:
        imports.add("sklearn.pipeline", "make_pipeline")
        imports.add("sklearn.feature_extraction.text", "TfidfVectorizer")
        imports.add("sklearn.decomposition", "TruncatedSVD")
        texts = _TEXT.format(size=_text_size(member.encoder_))
    text = asked_encoding(_ENCODERS[member.style], member, imports)
    return text.format(many=many, texts=texts)


def _text_size(encoder: Any) -> int:
    learned = [
        getattr(part, "projection_", None)
        for _, part in encoder.parts_
        if isinstance(part, Words)
    ]
    sizes = [projection.n_components for projection in learned if projection]
    return int(min(sizes, default=2))
