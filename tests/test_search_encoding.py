"""Any table becomes the same matrix, whatever its gaps, dtypes and new values."""

from __future__ import annotations

import io
import zipfile

import numpy as np
import pandas as pd
import pytest
import skops.io as sio
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import roc_auc_score

from assistant.search.columns import Words
from assistant.search.encoding import TableEncoder
from assistant.search.ensemble import blend, greedy_weights
from assistant.search.losses import row_losses
from assistant.search.pipelines import TableClassifier, TableRegressor
from explain import explain

ROLES = {
    'size: "m²"': "number",
    "colour": "category",
    "code": "category",
    "when": "date",
    "note": "text",
    "flag": "category",
}
STYLES = ("codes", "scaled", "spline")


def table(rows: int = 120, seed: int = 0) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    size = rng.normal(50, 10, rows)
    size[::9] = np.nan
    return pd.DataFrame(
        {
            'size: "m²"': size,
            "colour": pd.Series(rng.choice(["red", "blue", None], rows), dtype="str"),
            "code": rng.choice([f"c{i}" for i in range(60)], rows),
            "when": pd.date_range("2024-01-01", periods=rows, freq="7h"),
            "note": rng.choice(["late again", "all fine", "broken box", ""], rows),
            "flag": rng.random(rows) > 0.5,
            "unused": 1,
        }
    )


def target(rows: int = 120, classes: int = 2, seed: int = 1):
    return np.arange(rows) % classes if classes else np.arange(rows, dtype=float)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("classes", [0, 2, 4])
def test_one_row_new_values_and_gaps_have_the_same_width(style, classes):
    X, y = table(), target(classes=classes)
    encoder = TableEncoder(ROLES, style, classes)
    width = encoder.fit_transform(X, y).shape[1]
    assert len(encoder.feature_columns_) == len(encoder.feature_names_) == width
    assert set(encoder.feature_columns_) == set(ROLES)
    odd = X.iloc[[0, 1]].copy()
    odd["colour"] = ["never seen", None]
    odd["code"] = ["c999", None]
    odd["when"] = [pd.NaT, pd.Timestamp("2031-05-05")]
    odd["note"] = [None, "\x00 new 字"]
    odd['size: "m²"'] = [np.inf, np.nan]
    for frame in (X.iloc[[5]], odd, X.iloc[:0]):
        encoded = encoder.transform(frame)
        assert encoded.shape == (len(frame), width)
        if style != "codes":
            assert np.isfinite(encoded).all()


def test_values_do_not_depend_on_the_dtype():
    whole = pd.DataFrame({"n": [1, 2, 3, 1, 2, 3] * 4})
    gaps = pd.DataFrame({"n": [1.0, 2.0, np.nan]})
    encoder = TableEncoder({"n": "category"}, "scaled", 2)
    encoder.fit(whole, target(24))
    assert encoder.transform(gaps)[0].tolist() == encoder.transform(whole)[0].tolist()


def test_the_hour_of_a_date_reaches_the_model():
    X = table(400)
    y = (X["when"].dt.hour < 12).to_numpy().astype(int)
    for style, algorithm in (("codes", "tree"), ("scaled", "linear")):
        model = TableClassifier(algorithm, {}, {"when": "date"}, style, "log_loss", 2)
        assert (model.fit(X, y).predict(X) == y).mean() > 0.95


def test_no_row_sees_its_own_answer_in_a_target_encoding():
    # Two rows a value, at random: a row's own outcome is all there is to leak.
    X = pd.DataFrame({"id": [f"v{i // 2}" for i in range(300)]})
    y = np.random.default_rng(0).integers(0, 2, 300)
    encoded = TableEncoder({"id": "category"}, "codes", 2).fit_transform(X, y)
    assert abs(np.corrcoef(encoded[:, 0], y)[0, 1]) < 0.25


@pytest.mark.parametrize("algorithm", ["tree", "lightgbm", "linear"])
def test_what_rests_on_the_target_is_learned_inside_the_folds(algorithm):
    # Many values and a target by chance: learned outside, the encoding would know it.
    rng = np.random.default_rng(3)
    X = pd.DataFrame({"shop": rng.choice([f"s{i}" for i in range(200)], 600)})
    y = rng.integers(0, 2, 600)
    style = "scaled" if algorithm == "linear" else "codes"
    told = np.empty(600)
    for fold in range(3):
        held = np.arange(600) % 3 == fold
        model = TableClassifier(
            algorithm, {}, {"shop": "category"}, style, "log_loss", 2
        ).fit(X[~held], y[~held])
        told[held] = model.predict_proba(X[held])[:, 1]
        # Nothing of the held-back rows is in what was learned.
        part = model.encoder_.parts_[0][1]
        assert set(part.values_) == set(X["shop"][~held])
    assert abs(roc_auc_score(y, told) - 0.5) < 0.06


def test_a_column_full_of_gaps_and_no_columns_at_all():
    X = pd.DataFrame({"a": [None] * 30, "b": [np.nan] * 30})
    encoder = TableEncoder({"a": "category", "b": "number"}, "scaled", 2)
    assert encoder.fit_transform(X, target(30)).shape == (30, 1)
    assert encoder.transform(X.iloc[:3]).shape == (3, 1)


MODELS = {
    "constant": ("codes", {}),
    "linear": ("scaled", {}),
    "spline": ("spline", {}),
    "tree": ("codes", {"max_depth": 3}),
    "extra_trees": ("codes", {"n_estimators": 5}),
    "random_forest": ("codes", {"n_estimators": 5}),
    "lightgbm": ("codes", {"learning_rate": 0.3}),
    "hist_boosting": ("codes", {"learning_rate": 0.3, "max_iter": 25}),
    "neighbours": ("scaled", {}),
    "svm": ("scaled", {}),
    "neural": ("scaled", {"hidden_layer_sizes": [4]}),
}


def model_of(algorithm: str, classes: int, **settings):
    style, params = MODELS[algorithm]
    kind = TableClassifier if classes else TableRegressor
    loss = settings.pop("loss", "log_loss" if classes else "squared")
    return kind(algorithm, params, ROLES, style, loss, classes, **settings)


@pytest.mark.parametrize("algorithm", MODELS)
@pytest.mark.parametrize("classes", [0, 2, 3])
def test_every_model_answers_and_survives_its_file(algorithm, classes):
    X, y = table(), target(classes=classes)
    model = model_of(algorithm, classes).fit(X, y)
    data = sio.dumps(model)
    again = sio.loads(data, trusted=sio.get_untrusted_types(data=data))
    if classes:
        p = model.predict_proba(X)
        assert p.shape == (len(X), classes)
        assert np.allclose(p.sum(axis=1), 1)
        assert np.array_equal(again.predict_proba(X), p)
    assert np.array_equal(again.predict(X), model.predict(X))


def test_nothing_unknown_is_in_a_file():
    model = model_of("linear", 2).fit(table(), target())
    for name in sio.get_untrusted_types(data=sio.dumps(model)):
        assert name.startswith("assistant.search.")


def test_a_class_that_a_fold_never_saw_has_its_column():
    X = table()
    y = np.where(np.arange(120) % 2, 0, 3)
    for algorithm in ("linear", "lightgbm", "tree"):
        p = model_of(algorithm, 5).fit(X, y).predict_proba(X)
        assert p.shape == (120, 5)
        assert p[:, [1, 2, 4]].max() == 0


@pytest.mark.parametrize("algorithm", ["lightgbm", "hist_boosting", "tree"])
def test_a_direction_holds(algorithm):
    rng = np.random.default_rng(0)
    X = pd.DataFrame({"a": rng.normal(size=300), "b": rng.normal(size=300)})
    y = (np.sin(3 * X["a"]) + X["b"] + rng.normal(size=300)).to_numpy()
    style, params = MODELS[algorithm]
    roles = {"a": "number", "b": "number"}
    model = TableRegressor(
        algorithm, params, roles, style, "squared", monotonic={"a": 1}
    ).fit(X, y)
    grid = pd.DataFrame({"a": np.linspace(-3, 3, 200), "b": 0.3})
    assert (np.diff(model.predict(grid)) >= -1e-9).all()


@pytest.mark.parametrize(
    ("algorithm", "loss"),
    [
        (a, loss)
        for a in ("linear", "lightgbm", "hist_boosting")
        for loss in ("absolute", "relative", "pinball", "poisson")
    ],
)
def test_each_loss_beats_the_constant_that_is_best_for_it(algorithm, loss):
    rng = np.random.default_rng(0)
    X = pd.DataFrame({"a": rng.normal(size=500)})
    y = np.exp(X["a"] + 0.2 * rng.normal(size=500)).to_numpy()
    scores = []
    for name in ("constant", algorithm):
        style, params = MODELS[name]
        model = TableRegressor(
            name, params, {"a": "number"}, style, loss, quantile=0.9
        ).fit(X[:400], y[:400])
        scores.append(row_losses(loss, y[400:], model.predict(X[400:]), 0.9).mean())
    assert scores[1] < scores[0]


def test_a_blend_is_the_weighted_average_of_its_parts():
    X, y = table(), target()
    parts = [model_of(a, 2).fit(X, y) for a in ("linear", "tree", "constant")]
    mixed = blend(parts, [0.5, 0.3, 0.2])
    expected = np.average(
        [m.predict_proba(X) for m in parts], axis=0, weights=[0.5, 0.3, 0.2]
    )
    assert np.allclose(mixed.predict_proba(X), expected)
    data = sio.dumps(mixed)
    again = sio.loads(data, trusted=sio.get_untrusted_types(data=data))
    assert np.allclose(again.predict_proba(X), expected)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 4))
def test_a_blend_is_never_worse_than_its_best_part(seed, most):
    rng = np.random.default_rng(seed)
    y = rng.integers(0, 2, 80)
    parts = [np.clip(0.5 + 0.3 * (y - 0.5) + rng.normal(0, 0.2, 80), 0.01, 0.99)
             for _ in range(5)]  # fmt: skip
    weights = greedy_weights("log_loss", y, parts, most=most)
    assert np.isclose(weights.sum(), 1)
    assert np.count_nonzero(weights) <= most
    mixed = row_losses("log_loss", y, np.tensordot(weights, parts, 1)).mean()
    assert mixed <= min(row_losses("log_loss", y, p).mean() for p in parts) + 1e-9


@pytest.mark.parametrize("algorithm", ["linear", "lightgbm"])
def test_reasons_come_back_in_the_columns_of_the_table(algorithm):
    X, y = table(), target()
    X["when"] += pd.to_timedelta(y * 200, unit="D")
    model = model_of(algorithm, 2).fit(X, y)
    given = X[list(ROLES)]
    assert len(model.encoder_.feature_names_) > 3 * len(ROLES)
    found = explain(model, given, rows=range(3))
    assert tuple(found.feature_names) == tuple(ROLES)
    deployed = model.predict_proba(given.iloc[:3])[:, 1]
    assert np.abs(found.base_values + found.values.sum(axis=1) - deployed).max() <= 1e-6
    # A date is many numbers inside, and one reason outside: here the one that counts.
    sizes = np.abs(found.values).mean(axis=0)
    assert tuple(ROLES)[int(sizes.argmax())] == "when"


NAMES = pd.Series(["Anna Berg, Malmö", "Bo Ek", None, "Cy\nDahl", "Anna Ek"] * 30)


def test_words_are_saved_as_one_text_and_answer_the_same() -> None:
    words = Words()
    before = words.fit_transform(NAMES, np.empty(0))
    saved = sio.dumps(words)
    schema = zipfile.ZipFile(io.BytesIO(saved)).read("schema.json")
    assert schema.count(b"__class__") < len(words.pieces_.split("\n"))
    again = sio.loads(saved, trusted=sio.get_untrusted_types(data=saved))
    assert np.allclose(again.transform(NAMES), before)


def test_words_of_an_older_model_file_are_read() -> None:
    words = Words()
    before = words.fit_transform(NAMES, np.empty(0))
    state = words.__getstate__()
    counter = TfidfVectorizer(
        analyzer="char_wb", ngram_range=(2, 4), max_features=4000, sublinear_tf=True
    ).fit(NAMES.fillna(""))
    old = {k: v for k, v in state.items() if k not in {"pieces_", "idf_"}}
    again = Words.__new__(Words)
    again.__setstate__({**old, "counter_": counter})
    assert np.allclose(again.transform(NAMES), before)
