"""On pure noise the reported score is chance, and is said to be.

    python tests/benchmarks/noise.py [--draws 50] [--seconds 6]

Each draw: 200 rows, 8 of them positive, 20 columns that know nothing. Rare rows that
are copied across a split would show as an area far above one half. The score is that of
rows held back, which no choice has seen, so choosing the best of many flatters it not:
its range is to hold chance nine times in ten, as any range that is told.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

from assistant import run

ROWS, EVENTS, COLUMNS = 200, 8, 20


def table(seed: int) -> pd.DataFrame:
    """Return one draw."""
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(
        rng.normal(size=(ROWS, COLUMNS)).round(4),
        columns=[f"column_{i}" for i in range(COLUMNS)],
    )
    chosen = rng.choice(ROWS, EVENTS, replace=False)
    return frame.assign(outcome=np.where(np.isin(np.arange(ROWS), chosen), "yes", "no"))


def one(seed: int, seconds: float, folder: Path) -> tuple[float, float, float, bool]:
    """Return the area reported, its range, and whether chance is called chance."""
    path = folder / f"noise_{seed}.csv"
    table(seed).to_csv(path, index=False)
    brief = {
        "table": {"path": str(path), "target": "outcome"},
        "goal": {"event": "yes"},
        "success": {"objective": "roc_auc"},
        "limits": {"seconds": seconds},
    }
    done = run(brief, home=folder / f"home_{seed}", out=folder / f"out_{seed}")
    told = done.body["objective"]
    said = " ".join(w["text"] for w in done.body["warnings"]).casefold()
    doubt = any(s in said for s in ("not clearly better", "found nothing", "only 8 ",
                                    "too few", "such cases"))  # fmt: skip
    return float(told["value"]), float(told["low"]), float(told["high"]), doubt


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=6.0)
    asked = parser.parse_args()
    rows = []
    with tempfile.TemporaryDirectory() as scratch:
        for seed in range(asked.draws):
            rows.append(one(seed, asked.seconds, Path(scratch)))
            value, low, high, doubt = rows[-1]
            print(f"{seed:3d}  {value:.2f} ({low:.2f} to {high:.2f})  doubt {doubt}")
    values = np.array([r[0] for r in rows])
    error = values.std(ddof=1) / np.sqrt(len(values))
    covered = np.mean([low <= 0.5 <= high for _, low, high, _ in rows])
    print(
        f"mean reported area {values.mean():.3f} ± {error:.3f} (chance is .5); chance "
        f"lies in {100 * covered:.0f} % of the ranges (90 are meant); doubt is said in "
        f"{100 * np.mean([r[3] for r in rows]):.0f} %"
    )


if __name__ == "__main__":
    main()
