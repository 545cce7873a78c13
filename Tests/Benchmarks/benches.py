"""The benches, each a function that measures, compares figures and reports."""

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from ground import PROCEDURES, Ground, Sample
from report import Report

REFERENCE = 2_000_000
Bench = Callable[[Ground, Report], None]


def reference(ground: Ground) -> Path:
    """The reference night: 2.1 million records of 2 million cases, 30 exports, 610 MB."""
    return ground.world(REFERENCE, "night", "--formats", "csv", "--exports", "30")


def against_four(
    ground: Ground, report: Report, name: str, files: str, **limits: float | None
) -> tuple[list[Sample], list[Sample]]:
    """A cold night against DuckDB's four figures."""
    space, out = ground.work / "cold", ground.figures("duckdb-four")
    ours, peer = ground.alternate(
        lambda: ground.cold_night(files, space),
        lambda: ground.peer("duckdb_four.py", files, str(out)),
    )
    ground.compare(space, out)
    report.add(name, ours, peer, "DuckDB, four figures", **limits)
    return ours, peer


def night_cold(ground: Ground, report: Report) -> None:
    files = f"{reference(ground)}/cases/*.csv"
    space = ground.work / "cold"
    duckdb, polars = ground.figures("duckdb-four"), ground.figures("polars-four")
    ours, of_duckdb, of_polars = ground.alternate(
        lambda: ground.cold_night(files, space),
        lambda: ground.peer("duckdb_four.py", files, str(duckdb)),
        lambda: ground.peer("polars_four.py", files, str(polars)),
    )
    ground.compare(space, duckdb)
    ground.compare(space, polars)
    report.add(
        "night-cold", ours, of_duckdb, "DuckDB, four figures", must=0.35, aim=0.25, must_memory=0.5
    )
    report.add("night-cold-polars", ours, of_polars, "Polars, four figures")


def archive_alone(ground: Ground, report: Report) -> None:
    """A lower bound of night-cold: its archive copies and hashes, and nothing else."""
    files = f"{reference(ground)}/cases/*.csv"
    copies, out = ground.work / "archive-alone", ground.figures("duckdb-four")
    bound, peer = ground.alternate(
        lambda: ground.peer("archive_alone.py", files, str(copies)),
        lambda: ground.peer("duckdb_four.py", files, str(out)),
    )
    report.add("archive-alone", bound, peer, "DuckDB, four figures")


def night_all(ground: Ground, report: Report) -> None:
    files = f"{reference(ground)}/cases/*.csv"
    space, out = ground.work / "cold", ground.figures("duckdb-all")
    ours, peer = ground.alternate(
        lambda: ground.cold_night(files, space),
        lambda: ground.peer("duckdb_all.py", files, str(PROCEDURES), str(out)),
    )
    ground.compare(space, out)
    report.add("night-all", ours, peer, "DuckDB, all figures", must=0.10, aim=0.05)


def night_every_kpi(ground: Ground, report: Report) -> None:
    """All that is shipped, form II.06 among it, against the eleven KPIs of the other nights."""
    files = f"{reference(ground)}/cases/*.csv"
    space, every = ground.work / "cold", ground.work / "every-kpi"
    eleven, ours = ground.alternate(
        lambda: ground.cold_night(files, space),
        lambda: ground.cold_night(files, every, "40"),
    )
    out = ground.figures("duckdb-four")
    ground.peer("duckdb_four.py", files, str(out))
    ground.compare(every, out)
    report.add("night-every-kpi", ours, eleven, "night-cold", must=1.10)


def night_unchanged(ground: Ground, report: Report) -> None:
    files = f"{reference(ground)}/cases/*.csv"
    space, out = ground.work / "unchanged", ground.figures("duckdb-four")
    cold, again = ground.alternate(
        lambda: ground.cold_night(files, space),
        lambda: ground.night(files, space, day=1),
    )
    ground.peer("duckdb_four.py", files, str(out))
    ground.compare(space, out)
    report.add("night-unchanged", again, cold, "night-cold", must=0.15, aim=0.05)


def night_one_new(ground: Ground, report: Report) -> None:
    """One export of thirty is another one each night; the others are linked, not copied."""
    folder = ground.work / "one-new"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    exports = sorted((reference(ground) / "cases").iterdir())
    for export in exports:
        os.link(export, folder / export.name)
    files, changing = f"{folder}/*.csv", exports[len(exports) // 2]
    records = changing.read_bytes().splitlines(keepends=True)
    space, out = ground.work / "one-new-workspace", ground.figures("duckdb-four")
    ground.cold_night(files, space)
    day = 0

    def unchanged() -> Sample:
        nonlocal day
        day += 1
        return ground.night(files, space, day)

    def one_new() -> Sample:
        nonlocal day
        day += 1
        place = folder / changing.name
        place.unlink()
        place.write_bytes(b"".join(records[:-day]))
        return ground.night(files, space, day)

    cold, quiet, changed = ground.alternate(
        lambda: ground.cold_night(files, ground.work / "cold"), unchanged, one_new
    )
    ground.peer("duckdb_four.py", files, str(out))
    ground.compare(space, out)
    share = 1.5 / len(exports)
    allowed = [
        Sample(still.seconds + share * whole.seconds, whole.peak)
        for still, whole in zip(quiet, cold)
    ]
    report.add("night-one-new", changed, allowed, "night-unchanged + 1.5/30 night-cold", must=1)


def gz(ground: Ground, report: Report) -> None:
    world = ground.world(REFERENCE, "gz", "--formats", "csv", "--exports", "30", "--compress")
    against_four(ground, report, "gz", f"{world}/cases/*.csv.gz", must=0.7, aim=0.2)


def xml(ground: Ground, report: Report) -> None:
    world = ground.world(500_000, "xml", "--formats", "xml", "--exports", "1")
    [file] = (world / "xml").iterdir()
    space, out = ground.work / "xml", ground.figures("lxml-four")
    ours, lint, lxml = ground.alternate(
        lambda: ground.cold_night(str(file), space, "xml"),
        lambda: ground.run("xmllint", "--stream", "--noout", str(file)),
        lambda: ground.peer("lxml_four.py", str(file), str(out)),
    )
    ground.compare(space, out)
    report.add("xml", ours, lint, "xmllint --stream --noout", must=0.8, aim=0.4)
    report.add("xml-lxml", ours, lxml, "lxml, four figures", must=0.25)


def many_small(ground: Ground, report: Report) -> None:
    exports = 400 if ground.is_smoke else 3000
    options = ("--formats", "csv", "--exports", str(exports))
    world = ground.world(REFERENCE, f"small-{exports}", *options)
    whole = world / "whole.csv"
    if not whole.exists():
        join(sorted((world / "cases").iterdir()), whole)
    many, one = ground.work / "many-small", ground.work / "one-large"
    out = ground.figures("duckdb-four")
    ours, peer = ground.alternate(
        lambda: ground.cold_night(f"{world}/cases/*.csv", many),
        lambda: ground.cold_night(str(whole), one),
    )
    ground.peer("duckdb_four.py", str(whole), str(out))
    ground.compare(many, out)
    ground.compare(one, out)
    report.add("many-small", ours, peer, "one file of the same bytes", must=1.2)


def join(exports: list[Path], whole: Path) -> None:
    """Writes exports behind one another, with one header."""
    part = whole.with_suffix(".part")
    with open(part, "wb") as file:
        for number, export in enumerate(exports):
            with open(export, "rb") as records:
                if number > 0:
                    records.readline()
                shutil.copyfileobj(records, file)
    part.rename(whole)


def scale(ground: Ground, report: Report) -> None:
    """Sizes against DuckDB, and each against a straight line through the reference night."""
    sizes = [0.5, 2, 8, 20]
    taken = {}
    for size in sizes:
        cases = int(size * 1_000_000)
        name = "night" if cases == REFERENCE else "scale"
        world = ground.world(cases, name, "--formats", "csv", "--exports", "30")
        taken[size] = against_four(
            ground, report, f"scale-{size:g}", f"{world}/cases/*.csv"
        )[0]
    base = taken[2]
    for size in (0.5, 8, 20):
        line = [Sample(one.seconds * size / 2, one.peak * size / 2) for one in base]
        name = f"scale-{size:g}-linear"
        report.add(name, taken[size], line, "scale-2, in proportion", must=1.15, must_memory=1.15)


def big(ground: Ground, report: Report) -> None:
    """A hundred million cases within 8 GiB, once; its figures are held to the generator's."""
    cases, limit = 100_000_000, 8 * 2**30
    if not ground.has_option("--memory"):
        sys.exit("big needs a program whose run has --memory; this one has none")
    ground.need(3 * 30_000_000_000, f"{cases} cases with their archive")
    small = f"{reference(ground)}/cases/*.csv"
    [base] = ground.alternate(lambda: ground.cold_night(small, ground.work / "cold"))
    world = ground.world(cases, "big", "--formats", "csv", "--exports", "365")
    space = ground.work / "big"
    ours = [ground.cold_night(f"{world}/cases/*.csv", space, "csv", "--memory", "8GiB")]
    ground.compare(space, world / "truth.csv")
    line = [Sample(one.seconds * cases / REFERENCE, limit) for one in base]
    report.add("big", ours, line, "scale-2, in proportion; 8 GiB", must=2, must_memory=1)


# In this order, unless some are named.
BENCHES: dict[str, Bench] = {
    "night-cold": night_cold,
    "archive-alone": archive_alone,
    "night-all": night_all,
    "night-every-kpi": night_every_kpi,
    "night-unchanged": night_unchanged,
    "night-one-new": night_one_new,
    "gz": gz,
    "xml": xml,
    "many-small": many_small,
    "scale": scale,
}
# Only when named.
BY_HAND: dict[str, Bench] = {"big": big}
