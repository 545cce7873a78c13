#!/bin/sh
# Makes sure that this machine can run the benches: xmllint, valgrind, and a Python environment
# with the peers under .build-bench/venv. It says nothing and changes nothing where all of it is
# there. Which package index pip asks is the owner's choice (PIP_INDEX_URL, pip.conf).
set -u
cd "$(dirname "$0")/.." || exit 1
venv=.build-bench/venv
wanted=Tests/Benchmarks/peers/requirements.txt

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

# The list is copied once all of it is installed, so a half-made environment is made again.
cmp -s "$wanted" "$venv/installed.txt" && exit 0
printf 'minhbach: installing the peers of the benches\n' >&2
python3 -m venv --clear "$venv" || stop "'python3 -m venv $venv' fails"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --requirement "$wanted" ||
    stop "could not install the peers (no network?); they stand in $wanted"
cp "$wanted" "$venv/installed.txt"
