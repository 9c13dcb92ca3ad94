"""Python that rebuilds and trains the same pipeline, without Tandem.

The learners and their settings are read off the fitted model; what stands around them
(typing, encoding) is written with scikit-learn's own parts. Invariant: where these
differ from the model's own, the script's first lines say so.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pprint import pformat
from string import Template
from typing import Any

from dialogs.sanitise import safe

from ..model import TandemModel
from .expressions import Imports
from .script_columns import script_columns
from .script_encoders import encoder_code
from .script_learner import fitting, learner_code
from .script_notes import Notes
from .surroundings import calibration, decision

_PART = '''\
def part_{number}(inputs, y):
    """{title}"""
    encoder = {encoder}
    model = {learner}
{extra}    return {pipeline}
'''


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
    written, notes = [], Notes()
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
    number: int, member: Any, columns: dict[str, Any], imports: Imports, notes: Notes
) -> str:
    """Return the function that builds and fits one part."""
    style, name = member.style, member.algorithm
    notes.styles.add(style)
    extra, fitted = fitting(member, columns)
    pipeline = f"Pipeline([('encoder', encoder), ('model', model)]).fit({fitted})"
    imports.add("sklearn.pipeline", "Pipeline")
    encoder = encoder_code(member, columns, imports)
    if encoder == '"passthrough"':
        notes.own = True
    return _PART.format(
        number=number,
        title=f"Return {name}, fitted; {member.loss.replace('_', ' ')}.",
        encoder=encoder,
        learner=learner_code(member, imports, notes),
        extra="".join(f"    {line}\n" for line in extra),
        pipeline=pipeline,
    )
