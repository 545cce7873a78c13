"""Measures minhbach and its neighbours side by side: see Tests/BENCHMARKS.md.

Needs nothing but Python's standard library; the peers' scripts run under --python, which has
duckdb, polars and lxml.
"""

import argparse
import os
import sys
from pathlib import Path

from benches import BENCHES, BY_HAND
from ground import Ground
from report import Report


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("benches", nargs="*", metavar="BENCH", help="all but big, if none is named")
    parser.add_argument("--program", required=True, help="the minhbach to measure")
    parser.add_argument("--python", default=sys.executable, help="a Python that has the peers")
    parser.add_argument("--folder", required=True, help="where data and workspaces lie")
    parser.add_argument("--runs", type=int, default=5, help="measured runs of each")
    parser.add_argument("--smoke", action="store_true", help="tiny sizes, one run each")
    chosen = parser.parse_args()
    unknown = [name for name in chosen.benches if name not in BENCHES and name not in BY_HAND]
    if unknown:
        known = ", ".join([*BENCHES, *BY_HAND])
        parser.error(f"no bench {', '.join(unknown)}; there are {known}")
    return chosen


def main() -> None:
    chosen = arguments()
    ground = Ground(
        program=str(Path(chosen.program).resolve()),
        python=str(Path(chosen.python).absolute()),
        folder=Path(chosen.folder).resolve(),
        runs=1 if chosen.smoke else chosen.runs,
        is_smoke=chosen.smoke,
    )
    report = Report()
    for name in chosen.benches or list(BENCHES):
        bench = BENCHES.get(name) or BY_HAND[name]
        bench(ground, report)
    if not chosen.smoke:
        table = report.table(ground)
        print("\n" + table)
        (ground.folder / "results.md").write_text(table, encoding="utf-8")
    ground.clear()


if __name__ == "__main__":
    # The peers import modules that lie beside them, in the checkout.
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    main()
