"""Counts the instructions of a small fixed night under callgrind: see Tests/BENCHMARKS.md.

    count.py --program PROGRAM --folder FOLDER [--record]

The count must lie within two in a hundred of the one in instructions.txt, on either side: a
faster program is recorded, so that what was won is not lost again.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
KEPT = HERE / "instructions.txt"
CASES = 20_000
TOLERANCE = 0.02
COLLECTED = re.compile(r"Collected : (\d+)")


def count(program: str, folder: Path) -> int:
    """Instructions of one cold night on one thread."""
    world, space, log = folder / "world", folder / "workspace", folder / "log"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    options = ["--seed", "1", "--formats", "csv", "--exports", "6", "--clean", "--out", str(world)]
    generate = [program, "generate", "--cases", str(CASES), *options]
    subprocess.run(generate, check=True, stdout=subprocess.DEVNULL)
    # Debug information of the compiler is newer than what older valgrinds can read.
    bare = folder / "minhbach"
    subprocess.run(["strip", "--strip-debug", "-o", str(bare), program], check=True)
    # Nothing of the caller's environment, and no chance: hashes have no seed.
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(folder), "LC_ALL": "C", "TZ": "UTC",
        "SWIFT_DETERMINISTIC_HASHING": "1",
    }
    night = [
        str(bare), "run", str(HERE / "pipelines" / "night-csv.yaml"),
        "--input", f"cases={world}/cases/*.csv", "--workspace", str(space),
        "--as-of", "2026-07-01T02:00:00", "--threads", "1", "--log", "line",
    ]
    callgrind = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"]
    with open(log, "w", encoding="utf-8") as file:
        done = subprocess.run(
            [*callgrind, *night], env=environment, stdout=file, stderr=file, check=False
        )
    text = log.read_text(encoding="utf-8", errors="replace")
    found = COLLECTED.search(text)
    if done.returncode != 0 or found is None:
        sys.exit(f"exit {done.returncode}: {' '.join([*callgrind, *night])}\n{text[-4000:]}")
    return int(found[1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    parser.add_argument("--folder", required=True)
    parser.add_argument("--record", action="store_true", help="keep the count from now on")
    chosen = parser.parse_args()
    folder = Path(chosen.folder).resolve() / "count"
    now = count(str(Path(chosen.program).resolve()), folder)
    shutil.rmtree(folder)
    if chosen.record:
        KEPT.write_text(f"{now}\n", encoding="utf-8")
        print(f"bench-count {now} instructions, recorded")
        return
    before = int(KEPT.read_text(encoding="utf-8"))
    change = now / before - 1
    print(f"bench-count {now} instructions, {change:+.2%} against the {before} that are recorded")
    if abs(change) > TOLERANCE:
        sys.exit("more than 2 %: if it is meant, record it with `make bench-count RECORD=1`")


main()
