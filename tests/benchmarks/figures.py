"""All figures in one table, from one commit.

    PYTHONPATH=.:tests python tests/benchmarks/figures.py DATA_FOLDER --kept FOLDER
        [--only WORD ...]

Runs the benchmarks of ``figures.toml`` one after another and prints a Markdown table of
aims and what was measured. What each printed is kept in the folder, and one that ran to
its end is not run again: hours can be taken up where they were left. What is compared
with other tools is run by ``versus.py`` and ``versus_business.py``, which keep their
own results.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import time
import tomllib
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parents[1]


def commit() -> str:
    """Return the commit that is measured, marked where files differ from it."""
    told = subprocess.run(
        ["git", "describe", "--always", "--dirty"],
        cwd=REPOSITORY, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return told.stdout.strip()


def measured(figure: dict[str, Any], data: Path, kept: Path) -> tuple[str, str]:
    """Return what a benchmark printed, and how it ended.

    A benchmark that ended before is not run again.
    """
    script, *rest = figure["run"].format(data=data).split()
    name = re.sub(r"\W+", "-", f"{figure['part']}-{figure['what']}").strip("-")
    file = kept / f"{name}.txt"
    ending = file.with_suffix(".end")
    if not ending.exists():
        begun = time.monotonic()
        with file.open("w", encoding="utf-8") as out:
            code = subprocess.run(
                [sys.executable, HERE / script, *rest], stdout=out, cwd=REPOSITORY,
                env={**os.environ, "PYTHONPATH": f"{REPOSITORY}:{REPOSITORY / 'tests'}"},
                check=False,
            ).returncode  # fmt: skip
        busy = os.getloadavg()[2]
        took = time.monotonic() - begun
        ending.write_text(f"exit {code}, {took:.0f} s, load {busy:.1f}", "utf-8")
    return file.read_text("utf-8"), ending.read_text("utf-8")


def row(figure: dict[str, Any], told: str, ending: str) -> str:
    """Return a figure as a row of the table."""
    lines = [
        re.sub(r"\s+", " ", line).strip().replace("|", "/")
        for line in told.splitlines()
        if line.strip() and re.search(figure["keep"], line)
    ]
    shown = "<br>".join(lines[-int(figure.get("last", 12)) :])
    return f"| {figure['part']} | {figure['what']} | {figure['aim']} | {shown} | {ending} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--kept", type=Path, required=True)
    parser.add_argument("--only", nargs="+", default=[""])
    asked = parser.parse_args()
    figures = tomllib.loads((HERE / "figures.toml").read_text("utf-8"))["figure"]
    # What another commit printed is none of this one's.
    kept = asked.kept / commit()
    kept.mkdir(parents=True, exist_ok=True)
    print(f"Commit {kept.name}.\n")
    print("| part | what | aim | measured | ended |\n|---|---|---|---|---|")
    for figure in figures:
        if any(word in figure["run"] + figure["what"] for word in asked.only):
            told, ending = measured(figure, asked.data.resolve(), kept)
            print(row(figure, told, ending), flush=True)


if __name__ == "__main__":
    main()
