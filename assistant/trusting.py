"""Which types a model file may hold, and whose word lets in others.

A file is data until a type of it is made: making one can run code. So a fixed list is
allowed, and beyond it only what lies in modules that the caller names. Invariant: no
module of Python's own is ever let in, for there a file finds what harms.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from functools import cache
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from .errors import ModelUnreadable

if TYPE_CHECKING:
    from .search import FittedChoice

NEVER = frozenset({*sys.stdlib_module_names, "builtins", "__main__"})
"""Python's own modules; the program itself has no name that another run could import."""


@cache
def allowed_types() -> tuple[str, ...]:
    """Return the types that a model file may hold, besides skops' own."""
    text = files("assistant").joinpath("allowed_types.json").read_text("utf-8")
    return tuple(json.loads(text))


def strange_types(unknown: Iterable[str]) -> list[str]:
    """Return those of some types that are not on the list, sorted."""
    return sorted(set(unknown) - set(allowed_types()))


def modules_of(strange: Iterable[str]) -> tuple[str, ...]:
    """Return the modules that would have to be trusted for these types."""
    roots = {name.partition(".")[0] for name in strange}
    return tuple(sorted(roots - NEVER))


def needed_trust(winner: FittedChoice) -> tuple[str, ...]:
    """Return the modules whose types the fitted winner holds beyond the list.

    Only a person's own estimator holds any: nothing else is looked at, which takes time.
    """
    if winner.family != "own":
        return ()
    from skops import io as skops_io

    data = skops_io.dumps(winner.estimator)
    return modules_of(strange_types(skops_io.get_untrusted_types(data=data)))


def refuse_strange(source: str, strange: Sequence[str], trust: Sequence[str]) -> None:
    """Raise unless each type lies in a trusted module that can be imported.

    Parameters
    ----------
    source : str
        The file, for the sentence.
    strange : sequence of str
        Types that are not on the list.
    trust : sequence of str
        Names of modules.

    Raises
    ------
    ModelUnreadable
        With what would let the file in, where anything honest does.
    """
    shown = ", ".join(strange[:4])
    own = modules_of(strange)
    if any(name.partition(".")[0] in NEVER for name in strange):
        raise ModelUnreadable(
            "This model file is not safe to load",
            f"{source} holds {shown}, which no model of mine needs. "
            "I have not opened it.",
        )
    if not all(_within(name, trust) for name in strange):
        raise ModelUnreadable(
            "This model file is not safe to load unless you say so",
            f"{source} holds {shown}: no part of Tandem. I have not opened it. If you "
            f"wrote {', '.join(own)}, or trust who did, say so: "
            f"{' '.join(f'--trust {m}' for m in own)} on the command line, or in Python "
            f"load_model(path, trust={list(own)}).",
        )
    for module in dict.fromkeys(name.rpartition(".")[0] for name in strange):
        _import(module)


def _within(name: str, trust: Sequence[str]) -> bool:
    return any(name.startswith(f"{module}.") for module in trust)


def _import(module: str) -> None:
    # As the search does: a person's own modules are looked for where they work.
    here = str(Path.cwd())
    if here not in sys.path:
        sys.path.append(here)
    try:
        import_module(module)
    except Exception as error:  # whatever the module itself raises
        raise ModelUnreadable(
            "A module that this model needs is not here",
            f"It holds what {module} defines, and that cannot be imported ({error}). "
            "Go to the folder where it lies, or install it, and try again.",
        ) from error


def why_unkeepable(estimator: Any, matrix: Any) -> str:
    """Return why an estimator cannot be kept in a model file; empty where it can.

    Parameters
    ----------
    estimator : estimator
        Fitted.
    matrix : array-like, n rows
        To ask it and what is loaded again: both must say the same.
    """
    from skops import io as skops_io

    try:
        data = skops_io.dumps(estimator)
        unknown = skops_io.get_untrusted_types(data=data)
        bad = [n for n in strange_types(unknown) if n.partition(".")[0] in NEVER]
        if bad:
            return f"it holds {', '.join(bad[:3])}"
        again = skops_io.loads(data, trusted=unknown)
        same = np.allclose(
            _answers(again, matrix), _answers(estimator, matrix), equal_nan=True
        )
    except Exception as error:  # their own code: whatever it raises
        return f"{type(error).__name__}: {error}"[:200]
    return "" if same else "loaded again it answers otherwise"


def _answers(estimator: Any, matrix: Any) -> NDArray[Any]:
    ask = getattr(estimator, "predict_proba", None) or estimator.predict
    return np.asarray(ask(matrix), dtype=float)
