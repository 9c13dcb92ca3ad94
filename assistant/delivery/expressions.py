"""Estimators as Python source: the class and the settings that are not its defaults."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator

_PACKAGES = {"sklearn": "scikit-learn"}


class Imports:
    """The imports that a script needs."""

    def __init__(self) -> None:
        self.names: dict[str, set[str]] = {}

    def add(self, module: str, *names: str) -> None:
        """Note that these names come from a module."""
        self.names.setdefault(module, set()).update(names)

    def text(self) -> str:
        """Return the import lines, in order."""
        return "\n".join(
            f"from {module} import {', '.join(sorted(names))}"
            for module, names in sorted(self.names.items())
        )

    def needs(self) -> str:
        """Return the packages to install, in words."""
        roots = sorted({module.split(".")[0] for module in self.names})
        packages = [_PACKAGES.get(root, root) for root in roots]
        return ", ".join(["NumPy", *packages])


def expression(
    estimator: Any, imports: Imports, changed: Mapping[str, Any] | None = None
) -> str:
    """Return Python that makes an unfitted copy of an estimator.

    Parameters
    ----------
    estimator : estimator
        Of scikit-learn or with its interface.
    imports : Imports
        Gets what the expression needs.
    changed : mapping, optional
        Settings that replace the estimator's own; None leaves one at its default.
    """
    kind = type(estimator)
    imports.add(_public_module(kind), kind.__name__)
    settings = dict(estimator.get_params(deep=False))
    settings |= {k: v for k, v in (changed or {}).items() if k in settings or v}
    written = [
        f"{name}={_value(value, imports)}"
        for name, value in settings.items()
        if not _is_default(kind, name, value)
    ]
    return f"{kind.__name__}({', '.join(written)})"


def _public_module(kind: type[Any]) -> str:
    # sklearn.linear_model._logistic -> sklearn.linear_model; lightgbm.sklearn -> lightgbm
    parts = kind.__module__.split(".")
    if parts[0] in ("lightgbm", "catboost"):
        return parts[0]
    public = [p for p in parts if not p.startswith("_")]
    return ".".join(public[:2])


def _is_default(kind: type[Any], name: str, value: Any) -> bool:
    parameter = inspect.signature(kind).parameters.get(name)
    if parameter is None or parameter.default is inspect.Parameter.empty:
        return value is None
    default = parameter.default
    return type(value) is type(default) and bool(value == default)


def _value(value: Any, imports: Imports) -> str:
    if isinstance(value, BaseEstimator):
        return expression(value, imports)
    return repr(value.item() if isinstance(value, np.generic) else value)
