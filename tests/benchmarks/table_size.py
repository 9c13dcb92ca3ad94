"""How long, and in how much memory, large tables are described.

Run: ``python tests/benchmarks/table_size.py [--rows 20000000] [--columns 5000]
[--pandas]``

Makes a CSV of 20 million rows by 10 columns (about 2 GB) and a table of 5,000 columns
in a temporary folder, describes each in a process of its own, and prints seconds and
peak memory as JSON lines; with ``--pandas`` also what reading the large file whole with
pandas takes in the same run. The targets: 60 s and 2 GB for the first, 30 s for the
second, 2 s for 1 MB.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

_DESCRIBE = """
import json, resource, sys, time
from assistant.table import read_table
start = time.perf_counter()
limit = int(sys.argv[2]) or None
table = read_table(sys.argv[1], memory_limit=limit)
seconds = time.perf_counter() - start
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"rows": table.facts.rows, "sampled": table.facts.sampled,
                  "columns": len(table.facts.columns),
                  "suspicions": len(table.facts.suspicions),
                  "seconds": round(seconds, 1), "peak_mb": round(peak)}))
"""

_PANDAS = """
import json, resource, sys, time
import pandas as pd
start = time.perf_counter()
frame = pd.read_csv(sys.argv[1])
seconds = time.perf_counter() - start
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"rows": len(frame), "seconds": round(seconds, 1),
                  "peak_mb": round(peak)}))
"""


def make_long(path: Path, rows: int, block: int = 100_000) -> None:
    """Write a CSV of ``rows`` by 10 columns, about 100 bytes a row."""
    rng = np.random.default_rng(0)
    lines = []
    for _ in range(block):
        a, b, c = rng.normal(size=3)
        lines.append(
            f"{a:.6f},{b:.4f},{c:.5f},{rng.integers(0, 100_000)},"
            f"{'ABCDE'[rng.integers(5)]}-segment,{rng.integers(18, 90)},"
            f"2024-0{rng.integers(1, 10)}-1{rng.integers(10)},"
            f"{'yes' if rng.random() < 0.2 else 'no'},"
            f"{rng.integers(10**11, 10**12)}-made-up-reference\n"
        )
    with path.open("w") as stream:
        stream.write("row_id,a,b,c,count,segment,age,day,flag,code\n")
        for start in range(0, rows, block):
            stream.writelines(
                f"{start + i},{line}" for i, line in enumerate(lines[: rows - start])
            )


def make_wide(path: Path, columns: int, rows: int = 1000) -> None:
    """Write a CSV of many columns."""
    rng = np.random.default_rng(0)
    values = rng.normal(size=(rows, columns)).round(4)
    with path.open("w") as stream:
        stream.write(",".join(f"feature_{i}" for i in range(columns)) + "\n")
        for row in values:
            stream.write(",".join(map(str, row)) + "\n")


def run(code: str, path: Path, limit: int = 0) -> dict[str, float]:
    """Run code on a file in a process of its own and return what it prints."""
    done = subprocess.run(
        [sys.executable, "-c", code, str(path), str(limit)],
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        return {"failed": done.returncode, "error": done.stderr[-300:]}
    return json.loads(done.stdout)


def warm_megabyte(path: Path) -> dict[str, float]:
    """Return the seconds of a 1 MB file in a process that has read one before."""
    from assistant.table import read_table

    read_table(path)
    start = time.perf_counter()
    table = read_table(path)
    return {"rows": table.facts.rows, "seconds": round(time.perf_counter() - start, 2)}


def main() -> None:
    """Run all parts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=20_000_000)
    parser.add_argument("--columns", type=int, default=5000)
    parser.add_argument("--pandas", action="store_true")
    parser.add_argument("--limit", type=int, default=1_000_000_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        small, wide, long = (Path(folder) / f"{n}.csv" for n in ("mb", "wide", "long"))
        make_long(small, 10_000)
        print(json.dumps({"part": "1 MB, warm", **warm_megabyte(small)}))
        make_wide(wide, options.columns)
        print(json.dumps({"part": "wide", "mb": wide.stat().st_size >> 20,
                          **run(_DESCRIBE, wide)}), flush=True)  # fmt: skip
        make_long(long, options.rows)
        described = run(_DESCRIBE, long, options.limit)
        size = long.stat().st_size >> 20
        print(json.dumps({"part": "long", "mb": size, **described}), flush=True)
        if options.pandas:
            print(json.dumps({"part": "long, pandas", **run(_PANDAS, long)}))


if __name__ == "__main__":
    main()
