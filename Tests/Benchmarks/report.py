"""What the benches found: a line each while they run, a table in the end."""

import datetime
import os
import platform
import statistics
import subprocess
from dataclasses import dataclass, field

from ground import Ground, Sample


@dataclass
class Row:
    """One comparison; `must` and `aim` are limits of the ratio, `must_memory` of the memory's."""

    name: str
    peer_name: str
    ours: float
    peer: float
    ours_memory: float
    peer_memory: float
    must: float | None
    aim: float | None
    must_memory: float | None

    @property
    def ratio(self) -> float:
        return self.ours / self.peer

    @property
    def memory_ratio(self) -> float:
        return self.ours_memory / self.peer_memory

    def verdict(self) -> str:
        if self.must is None and self.must_memory is None:
            return ""
        reached = (self.must is None or self.ratio <= self.must) and (
            self.must_memory is None or self.memory_ratio <= self.must_memory
        )
        return "reached" if reached else "missed"

    def markdown(self) -> str:
        def limit(value: float | None) -> str:
            return "" if value is None else f"{value:g}"

        memory = f"{self.ours_memory / 1e6:.0f} / {self.peer_memory / 1e6:.0f} MB"
        cells = [
            self.name, self.peer_name, f"{self.ours:.3f}", f"{self.peer:.3f}",
            f"**{self.ratio:.3f}**", limit(self.must), limit(self.aim), memory,
            f"{self.memory_ratio:.2f}", limit(self.must_memory), self.verdict(),
        ]
        return "| " + " | ".join(cells) + " |"


def median(samples: list[Sample]) -> tuple[float, float]:
    """Median seconds and median peak memory."""
    return (
        statistics.median(sample.seconds for sample in samples),
        statistics.median(sample.peak for sample in samples),
    )


@dataclass
class Report:
    """The rows so far."""

    rows: list[Row] = field(default_factory=list)

    def add(
        self,
        name: str,
        ours: list[Sample],
        peer: list[Sample],
        peer_name: str,
        must: float | None = None,
        aim: float | None = None,
        must_memory: float | None = None,
    ) -> None:
        """Takes what was measured and prints its line."""
        (seconds, memory), (peer_seconds, peer_memory) = median(ours), median(peer)
        row = Row(
            name, peer_name, seconds, peer_seconds, memory, peer_memory, must, aim, must_memory
        )
        self.rows.append(row)
        print(
            f"bench {name} ours={row.ours:.3f} peer={row.peer:.3f} ratio={row.ratio:.3f}"
            f" mem_ratio={row.memory_ratio:.3f}",
            flush=True,
        )

    def table(self, ground: Ground) -> str:
        """All rows as Markdown, with the machine and the versions."""
        today = datetime.date.today().isoformat()
        head = [
            f"{today}, {ground.runs} runs each, medians. {machine()}. {versions(ground)}.",
            "",
            "| bench | peer | ours s | peer s | ratio | must | aim | memory | ratio | must | |",
            "|---|---|--:|--:|--:|--:|--:|--:|--:|--:|---|",
        ]
        return "\n".join(head + [row.markdown() for row in self.rows]) + "\n"


def machine() -> str:
    """Processor, cores, memory, kernel."""
    model = platform.processor() or platform.machine()
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        names = [line.split(":", 1)[1].strip() for line in file if line.startswith("model name")]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{names[0] if names else model}, {os.cpu_count()} cores, {memory:.0f} GiB,"
        f" Linux {platform.release()}"
    )


def versions(ground: Ground) -> str:
    """Versions of minhbach and of the peers."""
    def first_line(*command: str) -> str:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return ((done.stdout or done.stderr).splitlines() or ["?"])[0]

    script = (
        "import sys, duckdb, polars, lxml; print('Python', sys.version.split()[0], 'DuckDB',"
        " duckdb.__version__, 'Polars', polars.__version__, 'lxml', lxml.__version__)"
    )
    commit = first_line("git", "describe", "--always", "--dirty")
    return ", ".join(
        [
            f"minhbach {first_line(ground.program, '--version')} ({commit})",
            first_line(ground.python, "-c", script),
            first_line("xmllint", "--version").removeprefix("xmllint: "),
        ]
    )
