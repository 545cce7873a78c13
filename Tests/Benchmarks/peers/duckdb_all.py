"""All KPIs of the nightly pipeline at all of its levels over twelve months with DuckDB.

    duckdb_all.py GLOB PROCEDURES OUT

The formulas of pipelines/kpis, written as one would write them for one fast pass instead of one
query a KPI: each case is spread over the months in which it was alive, those rows are counted by
unit, officer, procedure and month, and the levels are summed from the counts. Medians and peaks
cannot be summed and have queries of their own. It relies on what clean exports promise: no case
ends before it was accepted, and every case in progress has a status that says so.
"""

import os
import sys

import duckdb

from exports import LIST_COLUMNS
from working_time import office_days

# Months are counted from 2025-01 as 1.
CASES = """
CREATE TEMP TABLE cases AS
SELECT "Số hồ sơ" AS id, hash("Số hồ sơ") AS code, "Ngày cập nhật" AS updated,
    "Cơ quan/đơn vị" AS unit, "Cán bộ xử lý hiện tại" AS officer, "Mã thủ tục" AS procedure,
    "Ngày tiếp nhận" AS accepted, "Ngày hẹn trả" AS due, "Ngày kết thúc xử lý" AS resolved,
    "Trạng thái hồ sơ" AS status, "Hình thức nộp" = 'Trực tuyến' AS online,
    status = 'Yêu cầu bổ sung giấy tờ' AS waiting,
    status IN ('Đã xử lý xong', 'Đã trả kết quả') AS finished,
    (year(accepted) - 2025) * 12 + month(accepted) AS began,
    (year(due) - 2025) * 12 + month(due) AS promised,
    coalesce((year(resolved) - 2025) * 12 + month(resolved), 99) AS ended,
    resolved IS NOT NULL OR status NOT IN ('Không được tiếp nhận', 'Công dân yêu cầu rút hồ sơ',
        'Dừng xử lý', 'Đã xử lý xong', 'Đã trả kết quả') AS alive
FROM read_csv($files, header = true, delim = ',', quote = '"', escape = '"',
    auto_detect = false, timestampformat = '%d/%m/%Y %H:%M:%S', columns = $columns)
"""

# All but the latest record of each case go. Only codes that occur more than once pass through the
# window; the hash may take one too many there, never one too few.
LATEST = """
DELETE FROM cases WHERE rowid IN (
    SELECT rowid FROM cases
    WHERE code IN (SELECT code FROM cases GROUP BY code HAVING count(*) > 1)
    QUALIFY row_number() OVER (PARTITION BY id ORDER BY updated DESC) > 1
)
"""

# Working seconds from the first day of the year on, by a look into its days.
WORKED = """
CREATE TEMP TABLE worked AS
WITH finished AS (
    SELECT procedure, ended, date_diff('day', DATE '2025-01-01', accepted) + 1 AS first,
        date_diff('day', DATE '2025-01-01', resolved) + 1 AS last,
        date_diff('second', date_trunc('day', accepted), accepted) AS morning,
        date_diff('second', date_trunc('day', resolved), resolved) AS evening
    FROM cases WHERE finished AND ended BETWEEN 1 AND 12
)
SELECT procedure, ended AS month,
    ($before::INTEGER[])[last] + ($is_open::INTEGER[])[last] * (
        least(greatest(evening - 25200, 0), 16200) + least(greatest(evening - 48600, 0), 12600))
    - ($before::INTEGER[])[first] - ($is_open::INTEGER[])[first] * (
        least(greatest(morning - 25200, 0), 16200) + least(greatest(morning - 48600, 0), 12600))
    AS seconds
FROM finished
"""

COUNTS = """
CREATE TEMP TABLE counts AS
SELECT unit, officer, procedure, month,
    count(*) FILTER (month = began) AS received,
    count(*) FILTER (month = began AND online) AS online,
    count(*) FILTER (month = began AND month = ended AND finished AND resolved <= coalesce(due,
        resolved)) AS received_on_time,
    count(*) FILTER (month = ended AND finished) AS finished,
    count(*) FILTER (month = ended AND finished AND due IS NOT NULL) AS promised,
    count(*) FILTER (month = ended AND finished AND resolved <= due) AS on_time,
    count(*) FILTER (alive AND due IS NOT NULL) AS handled,
    count(*) FILTER (alive AND CASE WHEN month = ended THEN resolved <= due
        ELSE due IS NOT NULL AND (promised > month OR waiting) END) AS handled_in_time,
    count(*) FILTER (alive AND month < ended) AS open,
    count(*) FILTER (alive AND month < ended AND promised <= month) AS overdue
FROM (
    SELECT *, unnest(range(greatest(began, 1),
        CASE WHEN alive THEN least(ended, 12) ELSE began END + 1)) AS month
    FROM cases WHERE began <= 12
) GROUP BY ALL
"""

# Running number of overdue open cases. A mark at each month's start shows what was carried over;
# at one instant the ends come first, then the mark, then what becomes overdue.
PEAKS = """
CREATE TEMP TABLE peaks AS
WITH late AS (
    SELECT unit, "group", greatest(due, accepted) AS since, resolved AS until
    FROM cases JOIN procedures USING (procedure)
    WHERE alive AND (resolved > due OR resolved IS NULL AND due IS NOT NULL)
), spans AS (
    SELECT 'agency' AS level, 'H56' AS member, since, until FROM late
    UNION ALL SELECT 'unit', unit, since, until FROM late
    UNION ALL SELECT 'procedure_group', "group", since, until FROM late
), events AS (
    SELECT level, member, since AS instant, 2 AS turn, 1 AS change, 1 AS opened FROM spans
    UNION ALL SELECT level, member, until, 0, -1, 0 FROM spans WHERE until IS NOT NULL
    UNION ALL SELECT level, member, month, 1, 0, 0
    FROM (SELECT DISTINCT level, member FROM spans), unnest(range(TIMESTAMP '2025-01-01',
        TIMESTAMP '2026-01-01', INTERVAL 1 MONTH)) AS months(month)
), running AS (
    SELECT level, member, instant, sum(change) OVER state AS now, sum(opened) OVER state AS ever
    FROM events
    WINDOW state AS (
        PARTITION BY level, member ORDER BY instant, turn ROWS UNBOUNDED PRECEDING)
)
SELECT level, member, month(instant) AS month, max(now) AS peak
FROM running WHERE year(instant) = 2025 GROUP BY ALL HAVING max(ever) > 0
"""

FIGURES = """
COPY (
    WITH sums AS (
        SELECT month,
            CASE grouping(unit, officer, procedure, "group")
                WHEN 15 THEN 'agency' WHEN 7 THEN 'unit' WHEN 11 THEN 'officer'
                WHEN 13 THEN 'procedure' ELSE 'procedure_group' END AS level,
            coalesce(unit, officer, procedure, "group", 'H56') AS member,
            sum(received) AS received, sum(online) AS online,
            sum(received_on_time) AS received_on_time, sum(finished) AS finished,
            sum(promised) AS promised, sum(on_time) AS on_time, sum(handled) AS handled,
            sum(handled_in_time) AS handled_in_time, sum(open) AS open, sum(overdue) AS overdue
        FROM counts JOIN procedures USING (procedure)
        GROUP BY GROUPING SETS ((month), (month, unit), (month, officer),
            (month, procedure), (month, "group"))
    ), figures AS (
        SELECT 'received' AS kpi, month, level, member, received AS numerator, 1 AS denominator
        FROM sums WHERE received > 0
        UNION ALL SELECT 'finished', month, level, member, finished, 1
        FROM sums WHERE finished > 0
        UNION ALL SELECT 'on-time-of-finished', month, level, member, on_time, promised
        FROM sums WHERE promised > 0
        UNION ALL SELECT 'on-time-of-received', month, level, member, received_on_time, received
        FROM sums WHERE received > 0 AND level <> 'officer'
        UNION ALL SELECT 'online-share', month, level, member, online, received
        FROM sums WHERE received > 0 AND level <> 'officer'
        UNION ALL SELECT 'on-time-766', month, level, member, handled_in_time, handled
        FROM sums WHERE handled > 0 AND level <> 'officer'
        UNION ALL SELECT 'open-at-period-end', month, level, member, open, 1
        FROM sums WHERE open > 0
        UNION ALL SELECT 'overdue-open-at-period-end', month, level, member, overdue, 1
        FROM sums WHERE overdue > 0
        UNION ALL SELECT 'peak-overdue-open', month, level, member, peak, 1 FROM peaks
        UNION ALL SELECT 'mean-working-days', month, level, member, seconds, cases * 28800
        FROM times
        UNION ALL SELECT 'median-working-days', month, level, member, (middle * 2)::BIGINT, 57600
        FROM times
    )
    SELECT kpi, printf('2025-%02d', month) AS period, level, member, numerator::BIGINT AS
        numerator, denominator::BIGINT AS denominator
    FROM figures
) TO $out (HEADER)
"""

TIMES = """
CREATE TEMP TABLE times AS
SELECT month, if(grouping("group") = 1, 'agency', 'procedure_group') AS level,
    coalesce("group", 'H56') AS member, sum(seconds) AS seconds, count(*) AS cases,
    median(seconds) AS middle
FROM worked JOIN procedures USING (procedure)
GROUP BY GROUPING SETS ((month), (month, "group"))
"""


def main() -> None:
    files, procedures, out = sys.argv[1:]
    connection = duckdb.connect()
    connection.execute(f"SET threads = {os.cpu_count()}")
    connection.execute(
        """CREATE TEMP TABLE procedures AS SELECT code AS procedure, "group"
        FROM read_csv($file, header = true, all_varchar = true)""",
        {"file": procedures},
    )
    connection.execute(CASES, {"files": files, "columns": LIST_COLUMNS})
    connection.execute(LATEST)
    connection.execute(WORKED, office_days())
    for query in (TIMES, COUNTS, PEAKS):
        connection.execute(query)
    connection.execute(FIGURES, {"out": out})


main()
