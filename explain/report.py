"""The report to hand on: one HTML file, readable offline, business page first.

No script, no request, no font from elsewhere. Every string that came from data passes
`plots.text`. A second, technical part has the same numbers for a data scientist.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from importlib.resources import files
from typing import Any

from dialogs.looks_model import swarm
from dialogs.message import Level, Picture

from .bars import baseline_picture, drivers_picture
from .driving_told import reason_lines
from .expecting import expectation_lines
from .metric_words import metric_text, name_of
from .phrases import capital, say
from .plots import svg
from .report_facts import (
    assumption_rows,
    brief_toml,
    metric_rows,
    repair_lines,
    reproduce_rows,
    trial_rows,
)
from .svg import text
from .telling import contract_text

Result = Mapping[str, Any]


def html(
    result: Result,
    metadata: Mapping[str, Any] | None = None,
    *,
    pictures: Sequence[Picture] = (),
) -> str:
    """Return the report as one self-contained HTML page.

    Parameters
    ----------
    result : mapping
        In the form of `tandem run --json`.
    metadata : mapping, optional
        The model's papers: table name and digest, versions, constraints.
    pictures : sequence of Picture
        Further pictures for the technical part, such as calibration.

    Returns
    -------
    str
    """
    papers = metadata or {}
    brief = result.get("brief") or papers.get("brief") or {}
    parts = [
        _head(result, brief, papers),
        _agreement(result, brief),
        _beside(result),
        _reasons(result),
        _expected(result, brief),
        _care(result),
        _fair(result),
        _use(brief),
        '<div class="technical">',
        f"<h1>{_say('report.technical')}</h1>",
        _curves(result),
        *(_shown(p) for p in pictures),
        _section(
            "report.metrics", _table(["metric", "value", "range"], metric_rows(result))
        ),
        _baselines(result),
        _search(result),
        _assumed(result, papers, brief),
        _again(result, papers, brief),
        "</div>",
    ]
    return _page(text(_title(brief, papers), 120), [p for p in parts if p])


def _page(title: str, parts: Sequence[str]) -> str:
    css = files(__package__).joinpath("words/report.css").read_text("utf-8")
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        # An inline icon: without one a browser asks for a file that is not there.
        '<link rel="icon" href="data:,">'
        f"<title>{title}</title><style>{css}</style></head>\n<body>\n"
        + "\n".join(parts)
        + "\n</body></html>\n"
    )


def _say(key: str, **slots: Any) -> str:
    """Return a phrase, escaped as a whole."""
    return escape(say(key, Level.PLAIN, **slots))


def _title(brief: Mapping[str, Any], papers: Mapping[str, Any]) -> str:
    target = (brief.get("table") or {}).get("target") or "the target"
    table = (papers.get("table") or {}).get("name") or (brief.get("table") or {}).get(
        "path"
    )
    return say("report.title", target=target, table=table or "the table")


def _head(result: Result, brief: Mapping[str, Any], papers: Mapping[str, Any]) -> str:
    rows = result.get("rows") or {}
    sub = say(
        "report.sub",
        train=f"{int(rows.get('train') or 0):,}",
        test=f"{int(rows.get('test') or 0):,}",
    )
    return (
        f'<h1>{text(_title(brief, papers), 160)}</h1><p class="sub">{escape(sub)}</p>'
    )


def _section(key: str, body: str) -> str:
    return f"<h2>{_say(key)}</h2>{body}" if body else ""


def _items(lines: Iterable[str], css: str = "") -> str:
    shown = [line.removeprefix("- ") for line in lines]
    if not shown:
        return ""
    items = "".join(f"<li>{_bold(line)}</li>" for line in shown)
    return f'<ul class="{css}">{items}</ul>'


def _bold(line: str) -> str:
    """Return a line with its **bold** parts as elements, everything else escaped."""
    parts = text(line, 600).split("**")
    return "".join(f"<b>{p}</b>" if i % 2 else p for i, p in enumerate(parts))


def _agreement(result: Result, brief: Mapping[str, Any]) -> str:
    lines = contract_text(result, brief, Level.PLAIN)
    head, rest = lines[0], lines[1:]
    agreed = [line for line in rest if line[:1] in "✓✗?"]
    others = [line.removeprefix("- ") for line in rest if line[:1] not in "✓✗?"]
    css = {"✓": "met", "✗": "missed", "?": ""}
    items = "".join(
        f'<li class="{css[line[0]]}">{text(line, 400)}</li>' for line in agreed
    )
    body = f"<p>{text(head, 400)}</p>"
    body += f'<ul class="contract">{items}</ul>' if items else ""
    body += "".join(f"<p>{text(line, 600)}</p>" for line in others)
    return _section("report.agreement", body)


def _beside(result: Result) -> str:
    picture = baseline_picture(result, Level.PLAIN)
    return "" if picture is None else _shown(picture)


def _shown(picture: Picture) -> str:
    title = f"<h3>{text(picture.title, 160)}</h3>" if picture.title else ""
    return title + svg(picture)


def _reasons(result: Result) -> str:
    lines = reason_lines(result, Level.PLAIN)
    bullets = [line for line in lines if line.startswith("- ")]
    last = [line for line in lines[1:] if not line.startswith("- ")]
    body = _items(bullets)
    if result.get("drivers"):
        body = _shown(drivers_picture(result["drivers"], Level.PLAIN)) + body
    body += "".join(f"<p>{text(line, 300)}</p>" for line in last or lines[:1])
    return _section("report.reasons", body)


def _expected(result: Result, brief: Mapping[str, Any]) -> str:
    lines = expectation_lines(result, brief, Level.PLAIN)
    return _section("report.expected", _items(lines[1:]))


def _care(result: Result) -> str:
    texts = [str(w["text"]) for w in result.get("warnings") or [] if w.get("text")]
    return _section("report.care", _items(texts, "care"))


def _fair(result: Result) -> str:
    """Return how groups of people are treated, a list a column."""
    body = ""
    for group in result.get("fairness") or []:
        head, *lines = [str(line) for line in group["lines"]]
        body += f"<h3>{text(head.rstrip(':'), 160)}</h3>{_items(lines)}"
    return _section("report.fair", body)


def _use(brief: Mapping[str, Any]) -> str:
    lines = [say("report.use_where"), say("report.use_check"), say("result.not_cause")]
    never = (brief.get("limits") or {}).get("never_columns")
    if never:
        lines.append(say("report.use_never", names=", ".join(map(str, never))))
    return _section("report.use", _items(lines))


def _curves(result: Result) -> str:
    whole = swarm(result)
    body = "" if whole is None else svg(whole) + _key(whole)
    for driver in (result.get("drivers") or [])[:6]:
        points = driver.get("points") or []
        if len(points) < 2:
            continue
        y = [float(p[1]) for p in points]
        se = [1.96 * float(p[2]) for p in points]
        title = say("report.curve", x=driver["column"])
        data = {
            "x": [str(p[0]) for p in points],
            "labels": [str(p[0]) for p in points],
            "y": y,
            "values": y,
            "low": [v - e for v, e in zip(y, se, strict=True)],
            "high": [v + e for v, e in zip(y, se, strict=True)],
            "x_title": str(driver["column"]),
            "y_title": say("report.curve_y"),
        }
        kind = "bars" if driver.get("shape") == "levels" else "curve"
        body += _shown(Picture(kind, title, data))
    return _section("report.shapes", body)


def _key(picture: Picture) -> str:
    key = picture.data.get("key")
    return f'<p class="small">{text(key, 300)}</p>' if key else ""


def _table(headers: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    if not rows:
        return ""
    return svg(Picture("table", "", {"headers": headers, "rows": rows}))


def _baselines(result: Result) -> str:
    objective = str((result.get("objective") or {}).get("name", ""))
    rows = [
        [
            str(b.get("text") or b.get("name")),
            metric_text(objective, b, Level.TECHNICAL)
            if b.get("value") is not None
            else "",
        ]
        for b in result.get("baselines") or []
    ]
    return _section("report.baselines", _table(["baseline", name_of(objective)], rows))


def _search(result: Result) -> str:
    winner = result.get("winner") or {}
    body = ""
    if winner.get("description"):
        body += f"<p>{text(capital(str(winner['description'])), 600)}</p>"
    if winner.get("params"):
        rows = [[k, v] for k, v in sorted(dict(winner["params"]).items())]
        body += _table(["setting", "value"], rows)
    body += _table(["trials", "count"], trial_rows(result))
    body += _items(str(n["text"]) for n in result.get("nudges") or [] if n.get("text"))
    return _section("report.search", body)


def _assumed(
    result: Result, papers: Mapping[str, Any], brief: Mapping[str, Any]
) -> str:
    reasons = _table(["part", "why"], assumption_rows(result))
    repairs = _items(repair_lines(brief, papers))
    return _section("report.assumed", reasons) + _section("report.repairs", repairs)


def _again(result: Result, papers: Mapping[str, Any], brief: Mapping[str, Any]) -> str:
    body = _table(["what", "value"], reproduce_rows(result, papers))
    if brief:
        body += f"<h3>{_say('report.brief')}</h3><pre>{escape(brief_toml(brief))}</pre>"
    return _section("report.again", body)
