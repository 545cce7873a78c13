"""Compares figures: those of a run with those of a peer, or with what the generator knows.

    figures.py RESULTS PEER
    figures.py RESULTS truth.csv

A peer writes `kpi,period,level,member,numerator,denominator`. It may know fewer KPIs or levels;
of those that it names, every figure of every month must be there on both sides and be equal.
"""

import csv
import sys
from fractions import Fraction

Key = tuple[str, str, str, str]
Figures = dict[Key, tuple[int, int] | Fraction]


def figure(kpi: str, numerator: str, denominator: str) -> tuple[int, int] | Fraction:
    """A share as its two counts; a median as the number that it is, since 2/4 may stand as 1/2."""
    if kpi.startswith("median-"):
        return Fraction(int(numerator), int(denominator))
    return int(numerator), int(denominator)


def read(path: str) -> Figures:
    """The figures of a results.csv, or of a peer."""
    figures: Figures = {}
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            key = (row["kpi"], row["period"], row["level"], row["member"])
            if key in figures:
                sys.exit(f"{path}: twice: {key}")
            figures[key] = figure(row["kpi"], row["numerator"], row["denominator"])
    return figures


def read_truth(path: str) -> Figures:
    """The agency's figures by month that a world's truth.csv expects; medians are left out."""
    parts: dict[Key, dict[str, str]] = {}
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["input"] != "figures":
                continue
            kpi, period, part = row["measure"].split(" ")
            is_month = len(period) == 7 and period[5:].isdigit()
            if is_month and not kpi.startswith(("median-", "satisfaction-")):
                parts.setdefault((kpi, period, "agency", "H56"), {})[part] = row["expected"]
    return {
        key: figure(key[0], part.get("value") or part["numerator"], part.get("denominator", "1"))
        for key, part in parts.items()
    }


def main() -> None:
    ours_path, other_path = sys.argv[1:]
    is_truth = other_path.endswith("truth.csv")
    figures = read(ours_path)
    other = read_truth(other_path) if is_truth else read(other_path)
    if is_truth:
        # The truth knows every KPI that is shipped, a bench computes some of them.
        computed = {key[0] for key in figures}
        other = {key: value for key, value in other.items() if key[0] in computed}
    known = {(kpi, level) for kpi, _, level, _ in other}
    ours = {key: value for key, value in figures.items() if (key[0], key[2]) in known}
    if not other:
        sys.exit(f"{other_path}: no figure")
    wrong = [key for key in sorted(ours.keys() | other.keys()) if ours.get(key) != other.get(key)]
    for key in wrong[:10]:
        print(*key, "ours:", ours.get(key), "other:", other.get(key), file=sys.stderr)
    if wrong:
        sys.exit(f"{len(wrong)} of {len(other)} figures differ: {ours_path}, {other_path}")
    print(f"{len(other)} figures are equal")


main()
