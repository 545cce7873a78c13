"""What every cold night does before anything is parsed: reads, hashes and copies the exports.

    archive_alone.py GLOB FOLDER

No peer: a lower bound. One process a core, SHA-256 by OpenSSL, blocks of a megabyte, no fsync.
"""

import glob
import hashlib
import os
import shutil
import sys
from multiprocessing import Process

BLOCK = 1 << 20


def archive(files: list[str], folder: str) -> None:
    """Copies files under their SHA-256."""
    for file in files:
        draft = os.path.join(folder, f"draft-{os.getpid()}")
        digest = hashlib.sha256()
        with open(file, "rb", buffering=0) as source, open(draft, "wb", buffering=0) as copy:
            while block := source.read(BLOCK):
                digest.update(block)
                copy.write(block)
        os.rename(draft, os.path.join(folder, digest.hexdigest()))


def main() -> None:
    files, folder = sorted(glob.glob(sys.argv[1])), sys.argv[2]
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    cores = len(os.sched_getaffinity(0))
    workers = [Process(target=archive, args=(files[core::cores], folder)) for core in range(cores)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
        if worker.exitcode != 0:
            sys.exit("a worker failed")


main()
