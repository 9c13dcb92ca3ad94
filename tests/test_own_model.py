"""A person's own class may win, is kept in a file, and loads where they say so."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import tomli_w
from skops import io as skops_io

from assistant import load_model, run
from assistant.cli import main
from assistant.errors import ModelUnreadable
from assistant.trusting import modules_of

ROOT = Path(__file__).resolve().parents[1]

OURS = """
import collections

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer


class Notes:
    def __init__(self, rows):
        self.rows = rows


class Knows(ClassifierMixin, BaseEstimator):
    '''Knows what no search finds: on which sum of digits a boat leaks.'''

    def fit(self, X, y):
        self.classes_ = np.unique(y)
        self.notes_ = Notes(len(y))
        self.rate_ = np.array([y[self._odd(X) == k].mean() for k in (0, 1)])
        return self

    def _odd(self, X):
        number = np.asarray(X)[:, -1].astype(float).astype(int)
        return np.array([sum(map(int, str(abs(n)))) % 2 for n in number])

    def predict_proba(self, X):
        p = self.rate_[self._odd(X)]
        return np.column_stack([1 - p, p])

    def predict(self, X):
        return self.classes_[self.predict_proba(X).argmax(axis=1)]


class Forgets(Knows):
    def fit(self, X, y):
        super().fit(X, y)
        self.queue_ = collections.deque([1])
        return self


def whole(X):
    return X[["number"]]


def knows():
    return make_pipeline(FunctionTransformer(whole), Knows())


def forgets():
    return make_pipeline(FunctionTransformer(whole), Forgets())
"""


def _place(folder: Path, function: str) -> Path:
    """Write the table, the module and the brief; return the brief."""
    rng = np.random.default_rng(3)
    number = rng.integers(1000, 3000, 600)
    odd = np.array([sum(map(int, str(n))) % 2 for n in number])
    leaks = np.where(rng.random(600) < np.where(odd, 0.9, 0.1), "yes", "no")
    frame = pd.DataFrame({"age": rng.integers(1, 40, 600), "number": number})
    frame.assign(leaks=leaks).to_csv(folder / "boats.csv", index=False)
    (folder / "ours.py").write_text(OURS, "utf-8")
    brief = {
        "table": {"path": "boats.csv", "target": "leaks"},
        "goal": {"event": "yes"},
        "success": {"objective": "log_loss"},
        "limits": {"trials": 3, "seconds": 60},
        "compare": {"estimator": f"ours:{function}"},
    }
    path = folder / "brief.toml"
    path.write_text(tomli_w.dumps(brief), "utf-8")
    return path


def _tandem(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "assistant", *arguments],
        capture_output=True,
        text=True,
        timeout=180,
        cwd=folder,
        env={**os.environ, "TANDEM_HOME": str(folder / "home"),
             "PYTHONPATH": str(ROOT)},
    )  # fmt: skip


@pytest.fixture(scope="module")
def won(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which an own class won a search."""
    folder = tmp_path_factory.mktemp("boats")
    _place(folder, "knows")
    done = _tandem(folder, "run", "brief.toml", "--json", "--out", "out")
    assert done.returncode == 0, done.stderr
    body = json.loads(done.stdout)
    assert body["winner"]["family"] == "own"
    assert body["trust"] == ["ours"]
    return folder


def test_it_is_refused_until_its_module_is_trusted(
    won: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(won)
    assert main(["predict", "out/model.skops", "boats.csv", "-o", "scored.csv"]) == 4
    told = capsys.readouterr().err
    assert "ours.Knows" in told
    assert "--trust ours" in told
    assert not (won / "scored.csv").exists()
    done = _tandem(
        won, "predict", "out/model.skops", "boats.csv", "-o", "scored.csv",
        "--trust", "ours",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    scored = pd.read_csv(won / "scored.csv")
    right = scored["prediction"] == pd.read_csv(won / "boats.csv")["leaks"]
    assert right.mean() > 0.8


def test_trust_in_another_module_opens_nothing(won: Path) -> None:
    for other in ("our", "ours2", "sklearn"):
        with pytest.raises(ModelUnreadable, match="say so"):
            load_model(won / "out" / "model.skops", trust=[other])


def test_a_module_that_is_not_there_is_named(won: Path, tmp_path: Path) -> None:
    told = _tandem(
        tmp_path, "predict", str(won / "out" / "model.skops"), str(won / "boats.csv"),
        "--trust", "ours",
    )  # fmt: skip
    assert told.returncode == 4
    assert "ours" in told.stderr
    assert "cannot be imported" in told.stderr


def test_python_says_it_too_and_answers_the_same(
    won: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(won)
    model = load_model(won / "out" / "model.skops", trust=["ours"])
    frame = pd.read_csv(won / "boats.csv")
    assert (model.predict(frame) == frame["leaks"]).mean() > 0.8
    assert model.metadata["trust"] == ["ours"]


def test_what_no_file_can_hold_is_compared_and_does_not_win(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    brief = _place(tmp_path, "forgets")
    monkeypatch.chdir(tmp_path)
    trials = []
    done = run(
        brief, home=tmp_path / "home",
        progress=lambda told: trials.append(told) if isinstance(told, dict) else None,
    )  # fmt: skip
    assert done.body["winner"]["family"] != "own"
    assert done.body["trust"] == []
    assert done.model.predict(pd.read_csv(tmp_path / "boats.csv")).shape == (600,)
    (own,) = [t for t in trials if t.get("family") == "own"]
    assert own["status"] == "done"
    assert "collections.deque" in own["reason"]
    others = [t["score"] for t in trials if t.get("family") not in ("own", None)]
    assert own["score"] < min(others)


def test_no_word_lets_in_what_is_pythons_own(tmp_path: Path) -> None:
    path = tmp_path / "model.skops"
    skops_io.dump({"format": "tandem-model-1", "estimator": os.system}, path)
    held = skops_io.get_untrusted_types(file=path)
    assert held
    for trust in ((), ("posix", "nt", "os"), modules_of(held)):
        with pytest.raises(ModelUnreadable, match="have not opened it") as told:
            load_model(path, trust=trust)
        assert "trust" not in told.value.text


def test_an_edited_module_is_run_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from assistant.search.archive import fingerprint
    from assistant.search.families.own import load
    from assistant.search.trial import Setting

    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    file = tmp_path / "edited_ours.py"
    setting = Setting("own", "own", "scaled", {"path": "edited_ours:one"})
    text = "from sklearn.dummy import DummyClassifier\n\n\ndef one():\n"
    names, made = [], []
    for i, kind in enumerate(("prior", "uniform")):
        file.write_text(
            f"{text}    return DummyClassifier(strategy={kind!r})\n", "utf-8"
        )
        os.utime(file, (1_700_000_000 + i, 1_700_000_000 + i))
        names.append(fingerprint("rows", setting))
        made.append(load("edited_ours:one").strategy)
    assert made == ["prior", "uniform"]
    assert names[0] != names[1]
