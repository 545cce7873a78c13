"""The office days of 2025 (pipelines/calendars/vn.yaml), as lists that a query can look into."""

from datetime import date, timedelta

SECONDS_A_DAY = 8 * 3600

CLOSED = {
    date(2025, month, day)
    for month, day in [
        (1, 1), (1, 27), (1, 28), (1, 29), (1, 30), (1, 31), (4, 7), (4, 30), (5, 1), (5, 2),
        (9, 1), (9, 2),
    ]
}
MADE_UP = {date(2025, 4, 26)}


def office_days() -> dict[str, list[int]]:
    """Of each day of the year: whether offices are open (1), and the open seconds before it."""
    days: dict[str, list[int]] = {"is_open": [], "before": []}
    before = 0
    day = date(2025, 1, 1)
    while day.year == 2025:
        is_open = day in MADE_UP or day.weekday() < 5 and day not in CLOSED
        days["is_open"].append(int(is_open))
        days["before"].append(before)
        before += SECONDS_A_DAY if is_open else 0
        day += timedelta(days=1)
    return days
