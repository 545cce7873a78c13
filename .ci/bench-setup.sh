#!/bin/sh
# Makes sure that this machine can run the benches: xmllint, valgrind, and a Python environment
# with the peers under .build-bench/venv. It says nothing and changes nothing where all of it is
# there. Which package index pip asks is the owner's choice (PIP_INDEX_URL, pip.conf).
set -u
cd "$(dirname "$0")/.." || exit 1

# shellcheck source=.ci/packages.sh
. .ci/packages.sh

# Sets `missing` to the Debian packages that the benches need and does not find.
look() {
    missing=
    command -v xmllint >/dev/null 2>&1 || missing="$missing libxml2-utils"
    command -v valgrind >/dev/null 2>&1 || missing="$missing valgrind"
    # Debian has a python3 whose venv lacks pip until python3-venv is there.
    python3 -c 'import venv, ensurepip' >/dev/null 2>&1 || missing="$missing python3-venv"
    missing=${missing# }
}

install_missing "the benches need"
install_python .build-bench/venv Tests/Benchmarks/peers/requirements.txt "the peers of the benches"
