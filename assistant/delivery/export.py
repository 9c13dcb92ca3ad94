"""Python that rebuilds and trains the same pipeline, without Tandem.

The learners and their settings are read off the fitted model; what stands around them
(typing, encoding) is written with scikit-learn's own parts. Invariant: where these
differ from the model's own, the script's first lines say so.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from importlib.resources import files
from pprint import pformat
from string import Template
from typing import Any

from sklearn.base import BaseEstimator

from dialogs.sanitise import safe

from ..model import TandemModel
from ..search.columns import Words
from ..search.families.target import ScaledTarget
from .encodings import asked_encoding
from .expressions import Imports, expression
from .script_columns import script_columns
from .surroundings import calibration, decision

_PART = '''\
def part_{number}(inputs, y):
    """{title}"""
    encoder = {encoder}
    model = {learner}
{extra}    return {pipeline}
'''

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

_SIGNS = {
    "lightgbm": "monotone_constraints",
    "catboost": "monotone_constraints",
    "ebm": "monotone_constraints",
}
"""How each learner calls the directions; scikit-learn's say ``monotonic_cst``."""

_UNWEIGHTED = ("neighbours", "neural", "own")


def python_code(model: TandemModel) -> str:
    """Return a script that trains the same model and scores tables with it.

    Parameters
    ----------
    model : TandemModel
        Fitted; a blend gives one part for each of its learners.

    Returns
    -------
    str
        Python that needs pandas, scikit-learn and the learners' own libraries.
    """
    members = _members(model.estimator)
    imports = Imports()
    imports.add("sklearn.model_selection", "train_test_split")
    imports.add("sklearn.metrics", "log_loss", "roc_auc_score")
    columns = script_columns(model, members)
    written, notes = [], _Notes()
    for number, (_, member) in enumerate(members, start=1):
        written.append(_part(number, member, columns, imports, notes))
    weights = ", ".join(
        f"({round(weight, 9)!r}, part_{i})"
        for i, (weight, _) in enumerate(members, start=1)
    )
    parts = "\n\n".join([*written, f"PARTS = [{weights}]  # weight, part"])
    title = safe(model.target, 60).replace("\\", " ").replace('"', "'")
    return _template().substitute(
        title=title,
        needs=imports.needs(),
        differences="\n".join(f"- {line}" for line in notes.lines(columns, model)),
        imports=imports.text(),
        parts=parts,
        seed=int(getattr(members[0][1], "seed", 0) or 0),
        calibrated=calibration(model),
        decision=decision(model),
        **{name: _literal(value) for name, value in columns.items()},
    )


def _template() -> Template:
    source = files("assistant.delivery").joinpath("pipeline_template.txt")
    return Template(source.read_text("utf-8"))


def _literal(value: Any) -> str:
    return pformat(value, width=88, compact=True, sort_dicts=False)


def _members(estimator: Any) -> list[tuple[float, Any]]:
    """Return weight and model of each part; equal parts of the folds count as one."""
    models = getattr(estimator, "models", None)
    if not models:
        return [(1.0, estimator)]
    found: dict[str, tuple[float, Any]] = {}
    for weight, member in _flat(estimator, 1.0):
        key = repr((member.algorithm, member.params, member.style))
        before = found[key][0] if key in found else 0.0
        found[key] = before + float(weight), found.get(key, (0.0, member))[1]
    whole = sum(weight for weight, _ in found.values())
    return [(weight / whole, m) for weight, m in found.values() if weight > 0]


def _flat(estimator: Any, weight: float) -> Iterator[tuple[float, Any]]:
    """Yield the learners with their weights; a part may itself be of several."""
    models = getattr(estimator, "models", None)
    if not models:
        yield weight, estimator
        return
    whole = float(sum(estimator.weights))
    for share, member in zip(estimator.weights, models, strict=True):
        yield from _flat(member, weight * float(share) / whole)


def _part(
    number: int, member: Any, columns: dict[str, Any], imports: Imports, notes: _Notes
) -> str:
    """Return the function that builds and fits one part."""
    style, name = member.style, member.algorithm
    notes.styles.add(style)
    extra, fitted = _fitting(member, columns)
    pipeline = f"Pipeline([('encoder', encoder), ('model', model)]).fit({fitted})"
    imports.add("sklearn.pipeline", "Pipeline")
    encoder = _encoder(member, columns, imports)
    if encoder == '"passthrough"':
        notes.own = True
    return _PART.format(
        number=number,
        title=f"Return {name}, fitted; {member.loss.replace('_', ' ')}.",
        encoder=encoder,
        learner=_learner(member, imports, notes),
        extra="".join(f"    {line}\n" for line in extra),
        pipeline=pipeline,
    )


def _encoder(member: Any, columns: dict[str, Any], imports: Imports) -> str:
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


def _learner(member: Any, imports: Imports, notes: _Notes) -> str:
    """Return the expression that makes the learner, with the trees it ended with."""
    if member.algorithm == "own":
        module, _, function = str((member.params or {})["path"]).partition(":")
        imports.add(module, function)
        notes.own = True
        return f"{function}()"
    learner = member.learner_
    if isinstance(learner, ScaledTarget):
        imports.add("sklearn.compose", "TransformedTargetRegressor")
        imports.add("sklearn.preprocessing", "StandardScaler")
        inner = expression(learner.regressor, imports)
        return f"TransformedTargetRegressor({inner}, transformer=StandardScaler())"
    changed: dict[str, Any] = {}
    rounds = int(getattr(member, "rounds_", 0) or 0)
    for setting in ("n_estimators", "iterations"):
        if rounds and setting in learner.get_params() and member.algorithm in (
            "lightgbm", "catboost"
        ):  # fmt: skip
            changed[setting] = rounds
    if member.algorithm == "hist_boosting" and rounds:
        changed |= {"max_iter": rounds, "early_stopping": False}
    # Directions follow the script's own order of features, which it finds out itself.
    changed |= {"monotone_constraints": None, "monotonic_cst": None}
    return expression(learner, imports, changed)


def _fitting(member: Any, columns: dict[str, Any]) -> tuple[list[str], str]:
    """Return lines before the fit, and its arguments."""
    lines, fitted = [], "inputs, y"
    known = _accepted(member.learner_)
    setting = _SIGNS.get(member.algorithm, "monotonic_cst")
    if columns["directions"] and (setting in known or member.algorithm in _SIGNS):
        lines += [
            "encoder.fit(inputs, y)",
            "names = encoder.get_feature_names_out()",
            f"model.set_params({setting}=[DIRECTIONS.get(n, 0) for n in names])",
        ]
    if member.algorithm == "lightgbm" and columns["categories"]:
        lines += [
            "first = len(NUMBERS) + len(date_parts(inputs))",
            "codes = list(range(first, first + len(CATEGORIES)))",
        ]
        fitted += ", model__categorical_feature=codes"
    if member.loss == "relative" and member.algorithm not in _UNWEIGHTED:
        lines += [
            "# An error counts as a share of the value; small values do not rule alone.",
            "size = np.abs(y)",
            "weights = 1 / np.maximum(size, 0.05 * np.median(size) or 1)",
        ]
        fitted += ", model__sample_weight=weights / weights.mean()"
    return lines, fitted


def _accepted(learner: BaseEstimator | None) -> set[str]:
    return (
        set() if learner is None else set(inspect.signature(type(learner)).parameters)
    )


class _Notes:
    """What the script does in another way than the model."""

    def __init__(self) -> None:
        self.styles: set[str] = set()
        self.own = False

    def lines(self, columns: dict[str, Any], model: TandemModel) -> list[str]:
        """Return one line for each difference."""
        found = ["texts that mean a gap, and odd ways to write numbers, are fewer"]
        if columns["categories"] and "codes" in self.styles:
            found.append(
                "codes of categories follow the alphabet, not how common they are"
            )
        if {"scaled", "spline"} & self.styles:
            found.append("numbers are scaled by mean and spread; far values stay far")
        if "spline" in self.styles:
            found.append("curves are B-splines, not restricted cubic pieces")
        if columns["many"]:
            found.append(
                "categories of many values: how common a value is, is left out"
            )
        if columns["dates"]:
            found.append("dates are taken apart into numbers, without circles")
        if columns["texts"]:
            found.append("texts: pieces of words projected; their length is left out")
        if self.own:
            found.append("your own estimator is imported from where it was")
        if model.calibrator.kind != "none":
            found.append("the calibration is the model's, not learned again")
        return [*found, "a booster grows as many trees as the model ended with"]
