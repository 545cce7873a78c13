"""Runs one command as a whole process and writes what it took: measure.py OUT LOG COMMAND...

A process of its own, because Linux counts the memory of the parent at the time of the start as
the child's: this one is small whatever the benches hold.
"""

import json
import os
import sys
import time


def main() -> None:
    out, log, *command = sys.argv[1:]
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    streams = [(os.POSIX_SPAWN_OPEN, 1, log, flags, 0o644), (os.POSIX_SPAWN_DUP2, 1, 2)]
    begun = time.monotonic()
    child = os.posix_spawnp(command[0], command, os.environ, file_actions=streams)
    _, status, usage = os.wait4(child, 0)
    seconds = time.monotonic() - begun
    with open(out, "w", encoding="utf-8") as file:
        json.dump(
            {
                "seconds": seconds,
                "peak": usage.ru_maxrss * 1024,
                "exit": os.waitstatus_to_exitcode(status),
            },
            file,
        )


main()
