"""Four figures by unit and month with DuckDB: received, finished, with a due date, on time.

    duckdb_four.py GLOB OUT

What a good script of today does: all types given (nothing is sniffed), only the columns that are
needed, each made as small as the figures allow before records are compared, one query, all cores.
Only records whose code occurs more than once go through the window that finds the latest; the
hash may take one too many there, never one too few. Of ten ways that were measured this was the
fastest (Tests/BENCHMARKS.md).
"""

import os
import sys

import duckdb

from exports import LIST_COLUMNS

QUERY = """
COPY (
    WITH records AS MATERIALIZED (
        SELECT "Số hồ sơ" AS id, hash("Số hồ sơ") AS code, "Ngày cập nhật" AS updated,
            "Cơ quan/đơn vị" AS unit,
            CASE WHEN year("Ngày tiếp nhận") = 2025
                THEN month("Ngày tiếp nhận")::UTINYINT END AS received,
            CASE WHEN "Trạng thái hồ sơ" IN ('Đã xử lý xong', 'Đã trả kết quả')
                AND year("Ngày kết thúc xử lý") = 2025
                THEN month("Ngày kết thúc xử lý")::UTINYINT END AS finished,
            "Ngày hẹn trả" IS NOT NULL AS promised,
            "Ngày kết thúc xử lý" <= "Ngày hẹn trả" AS on_time
        FROM read_csv($files, header = true, delim = ',', quote = '"', escape = '"',
            auto_detect = false, timestampformat = '%d/%m/%Y %H:%M:%S', columns = $columns)
    ), repeated AS MATERIALIZED (
        SELECT code FROM records GROUP BY code HAVING count(*) > 1
    ), cases AS (
        SELECT unit, received, finished, promised, on_time
        FROM records WHERE code NOT IN (FROM repeated)
        UNION ALL (
            SELECT unit, received, finished, promised, on_time
            FROM records WHERE code IN (FROM repeated)
            QUALIFY row_number() OVER (PARTITION BY id ORDER BY updated DESC) = 1
        )
    ), received AS (
        SELECT unit, received AS month, count(*) AS cases
        FROM cases WHERE received IS NOT NULL GROUP BY ALL
    ), finished AS (
        SELECT unit, finished AS month, count(*) AS cases, count(*) FILTER (promised) AS promised,
            count(*) FILTER (on_time) AS on_time
        FROM cases WHERE finished IS NOT NULL GROUP BY ALL
    ), figures AS (
        SELECT 'received' AS kpi, month, unit, cases AS numerator, 1 AS denominator
        FROM received
        UNION ALL
        SELECT 'finished', month, unit, cases, 1 FROM finished
        UNION ALL
        SELECT 'on-time-of-finished', month, unit, on_time, promised FROM finished
        WHERE promised > 0
    )
    SELECT kpi, printf('2025-%02d', month) AS period, 'unit' AS level, unit AS member,
        numerator, denominator
    FROM figures
) TO $out (HEADER)
"""

files, out = sys.argv[1:]
connection = duckdb.connect()
connection.execute(f"SET threads = {os.cpu_count()}")
connection.execute(QUERY, {"files": files, "columns": LIST_COLUMNS, "out": out})
