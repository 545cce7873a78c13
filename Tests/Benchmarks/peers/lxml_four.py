"""Four figures by unit and month with lxml: received, finished, with a due date, on time.

    lxml_four.py FILE OUT

Event-driven, and each element is dropped once it has been read, so that memory holds the cases
and not the document. Instants are compared as the digits that they are. The format tells no time
of change: the latest event of a record stands for it.
"""

import csv
import sys
from collections import Counter

from lxml import etree

FINISHED = {"9", "10"}


def latest_records(path: str) -> dict[str, tuple]:
    """Time of change, unit, acceptance, due date, end and whether it is finished, by code."""
    cases: dict[str, tuple] = {}
    for _, element in etree.iterparse(path, events=("end",), tag="HoSo"):
        field = {child.tag: child.text for child in element}
        accepted = field.get("NgayTiepNhan")
        resolved = field.get("NgayKetThucXuLy")
        updated = field.get("NgayTra") or resolved or accepted or field.get("NgayNopHoSo") or ""
        code = field["MaHoSo"]
        known = cases.get(code)
        if known is None or updated > known[0]:
            is_finished = field["TrangThaiHoSo"] in FINISHED
            due = field.get("NgayHenTra")
            cases[code] = (updated, field["DonViXuLy"], accepted, due, resolved, is_finished)
        element.clear(keep_tail=True)
        while element.getprevious() is not None:
            del element.getparent()[0]
    return cases


def main() -> None:
    path, out = sys.argv[1:]
    received: Counter = Counter()
    finished: Counter = Counter()
    promised: Counter = Counter()
    on_time: Counter = Counter()
    for _, unit, accepted, due, resolved, is_finished in latest_records(path).values():
        if accepted and accepted[:4] == "2025":
            received[accepted[4:6], unit] += 1
        if is_finished and resolved and resolved[:4] == "2025":
            key = (resolved[4:6], unit)
            finished[key] += 1
            if due:
                promised[key] += 1
                on_time[key] += resolved <= due
    with open(out, "w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["kpi", "period", "level", "member", "numerator", "denominator"])
        for (month, unit), count in received.items():
            rows.writerow(["received", f"2025-{month}", "unit", unit, count, 1])
        for (month, unit), count in finished.items():
            rows.writerow(["finished", f"2025-{month}", "unit", unit, count, 1])
        for key, count in promised.items():
            month, unit = key
            figure = [on_time[key], count]
            rows.writerow(["on-time-of-finished", f"2025-{month}", "unit", unit, *figure])


main()
