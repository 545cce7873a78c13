"""Four figures by unit and month with Polars: received, finished, with a due date, on time.

    polars_four.py GLOB OUT

A lazy query on the streaming engine: all types given, only the columns that are needed, each made
as small as the figures allow before the latest record of each case is found. `max_by` was the
fastest way to that of five that were measured (Tests/BENCHMARKS.md).
"""

import sys

import polars as pl

from exports import LIST_COLUMNS


def instant(column: str) -> pl.Expr:
    """The instant that a text holds."""
    return pl.col(column).str.to_datetime("%d/%m/%Y %H:%M:%S", time_unit="us")


def month(column: str) -> pl.Expr:
    """The month of 2025 in which an instant lies, or null."""
    return pl.when(pl.col(column).dt.year() == 2025).then(pl.col(column).dt.month())


def table(kpi: str, counts: pl.DataFrame, numerator: str, denominator: str) -> pl.DataFrame:
    """The figures of a KPI as they are compared."""
    return counts.filter(pl.col(denominator) > 0).select(
        kpi=pl.lit(kpi),
        period=pl.format("2025-{}", pl.col("month").cast(pl.String).str.zfill(2)),
        level=pl.lit("unit"),
        member="unit",
        numerator=numerator,
        denominator=denominator,
    )


def main() -> None:
    files, out = sys.argv[1:]
    is_finished = pl.col("Trạng thái hồ sơ").is_in(["Đã xử lý xong", "Đã trả kết quả"])
    cases = (
        pl.scan_csv(files, schema={column: pl.String for column in LIST_COLUMNS})
        .select(
            id="Số hồ sơ",
            unit="Cơ quan/đơn vị",
            is_finished=is_finished,
            accepted=instant("Ngày tiếp nhận"),
            due=instant("Ngày hẹn trả"),
            resolved=instant("Ngày kết thúc xử lý"),
            updated=instant("Ngày cập nhật"),
        )
        .select(
            "id",
            "unit",
            "updated",
            received=month("accepted"),
            finished=pl.when("is_finished").then(month("resolved")),
            promised=pl.col("due").is_not_null(),
            on_time=pl.col("resolved") <= pl.col("due"),
        )
        .group_by("id")
        .agg(pl.col("unit", "received", "finished", "promised", "on_time").max_by("updated"))
    )
    received = (
        cases.filter(pl.col("received").is_not_null())
        .group_by("unit", month=pl.col("received"))
        .agg(count=pl.len(), one=pl.lit(1, pl.UInt32))
    )
    finished = (
        cases.filter(pl.col("finished").is_not_null())
        .group_by("unit", month=pl.col("finished"))
        .agg(
            count=pl.len(),
            one=pl.lit(1, pl.UInt32),
            promised=pl.col("promised").sum(),
            on_time=pl.col("on_time").sum(),
        )
    )
    received, finished = pl.collect_all([received, finished], engine="streaming")
    pl.concat(
        [
            table("received", received, "count", "one"),
            table("finished", finished, "count", "one"),
            table("on-time-of-finished", finished, "on_time", "promised"),
        ]
    ).write_csv(out)


main()
