"""Where the benches run: worlds, workspaces, and processes that are measured."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROCEDURES = HERE.parent.parent / "sample-data" / "procedures.csv"

# The first night. It lies behind the year of the worlds, so that no figure depends on it.
FIRST_NIGHT = date(2026, 7, 1)

# Bytes of a case in a list, copies and versions included.
BYTES_A_CASE = 320


@dataclass
class Sample:
    """What one process took: wall seconds, peak bytes."""

    seconds: float
    peak: float


@dataclass
class Ground:
    program: str
    python: str
    folder: Path
    runs: int
    is_smoke: bool

    @property
    def work(self) -> Path:
        """Workspaces and output, beside the data on the same disk."""
        return self.folder / "work"

    def clear(self) -> None:
        """Removes workspaces and output; the data stay for the next time."""
        shutil.rmtree(self.work, ignore_errors=True)

    def world(self, cases: int, name: str, *options: str) -> Path:
        """The folder of a clean world, generated unless it is there."""
        if self.is_smoke:
            cases = max(cases // 100, 5000)
        path = self.folder / "data" / f"{name}-{cases}"
        stamp = path.with_suffix(".made")
        if not stamp.exists():
            shutil.rmtree(path, ignore_errors=True)
            self.need(cases * BYTES_A_CASE * 3, f"{cases} cases")
            path.parent.mkdir(parents=True, exist_ok=True)
            command = [self.program, "generate", "--cases", str(cases), "--seed", "20250701"]
            command += ["--clean", "--out", str(path), *options]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            # No bench reads the survey, and it is large.
            shutil.rmtree(path / "surveys")
            stamp.touch()
        return path

    def need(self, size: int, what: str) -> None:
        """Stops unless the disk has room, archive copies and workspaces included."""
        self.folder.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(self.folder).free
        if free < size:
            sys.exit(f"{what} need {size / 1e9:.0f} GB, {self.folder} has {free / 1e9:.0f} GB free")

    def has_option(self, option: str) -> bool:
        """Whether the program's run knows an option."""
        command = [self.program, "run", "--help"]
        return option in subprocess.run(command, capture_output=True, text=True, check=True).stdout

    def run(self, *command: str) -> Sample:
        """Runs a command as a whole process; stops if it fails."""
        self.work.mkdir(parents=True, exist_ok=True)
        out, log = self.work / "sample.json", self.work / "log"
        # What others left to be written must not be paid for by this one.
        os.sync()
        measure = [sys.executable, "-S", str(HERE / "measure.py"), str(out), str(log)]
        subprocess.run([*measure, *command], check=True)
        taken = json.loads(out.read_text())
        if taken["exit"] != 0:
            sys.exit(f"exit {taken['exit']}: {' '.join(command)}\n{log.read_text()[-4000:]}")
        return Sample(taken["seconds"], taken["peak"])

    def night(
        self, files: str, workspace: Path, day: int = 0, pipeline: str = "csv", *options: str
    ) -> Sample:
        """A nightly run of minhbach over exports, so many days after the first."""
        as_of = f"{FIRST_NIGHT + timedelta(days=day)}T02:00:00"
        return self.run(
            self.program, "run", str(HERE / "pipelines" / f"night-{pipeline}.yaml"),
            "--input", f"cases={files}", "--workspace", str(workspace),
            "--as-of", as_of, "--log", "line", *options,
        )

    def cold_night(
        self, files: str, workspace: Path, pipeline: str = "csv", *options: str
    ) -> Sample:
        """The same in an empty workspace."""
        self.put_away(workspace)
        return self.night(files, workspace, 0, pipeline, *options)

    def put_away(self, workspace: Path) -> None:
        """Takes an old workspace out of the way.

        One of many files is removed when all is measured: a file system that looks at every inode
        just freed makes whoever makes thousands of files next pay for it.
        """
        if not workspace.exists():
            return
        if sum(1 for _ in (workspace / "objects").glob("*/*")) < 1000:
            shutil.rmtree(workspace, ignore_errors=True)
            return
        spent = self.work / "spent"
        spent.mkdir(exist_ok=True)
        workspace.rename(spent / str(len(list(spent.iterdir()))))

    def peer(self, script: str, *words: str) -> Sample:
        """A peer's script; it writes its figures to the file that is named last."""
        return self.run(self.python, str(HERE / "peers" / script), *words)

    def figures(self, name: str) -> Path:
        """Where a peer writes its figures."""
        return self.work / f"{name}.csv"

    def compare(self, workspace: Path, other: Path) -> None:
        """Stops unless the run in a workspace and a peer have the same figures.

        In a process of its own: the figures of a large night would make this one large.
        """
        results = workspace / "current" / "results.csv"
        command = [sys.executable, str(HERE / "figures.py"), str(results), str(other)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            sys.exit(f"{done.stderr}the figures of {other.name} are not those of {results}")

    def alternate(self, *rivals: Callable[[], Sample]) -> list[list[Sample]]:
        """Runs rivals in turn: once unmeasured to fill the caches, then as often as wanted."""
        samples: list[list[Sample]] = [[] for _ in rivals]
        for turn in range(0 if self.is_smoke else -1, self.runs):
            for own, rival in zip(samples, rivals):
                sample = rival()
                if turn >= 0:
                    own.append(sample)
        return samples
