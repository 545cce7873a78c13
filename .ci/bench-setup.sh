#!/bin/sh
# Makes sure that this machine can run the benches: xmllint, valgrind, and a Python environment
# with the peers under .build-bench/venv. It says nothing and changes nothing where all of it is
# there. Which package index pip asks is the owner's choice (PIP_INDEX_URL, pip.conf).
set -u
cd "$(dirname "$0")/.." || exit 1
venv=.build-bench/venv
wanted=Tests/Benchmarks/peers/requirements.txt

stop() {
    printf 'minhbach: %s\n' "$1" >&2
    exit 1
}

# Sets `missing` to the Debian packages that the benches need and does not find.
look() {
    missing=
    command -v xmllint >/dev/null 2>&1 || missing="$missing libxml2-utils"
    command -v valgrind >/dev/null 2>&1 || missing="$missing valgrind"
    # Debian has a python3 whose venv lacks pip until python3-venv is there.
    python3 -c 'import venv, ensurepip' >/dev/null 2>&1 || missing="$missing python3-venv"
    missing=${missing# }
}

look
if [ -n "$missing" ]; then
    command -v apt-get >/dev/null 2>&1 || stop "the benches need packages that this system \
lacks, by their Debian names: $missing. Install them by hand; there is no apt-get here."
    if [ "$(id -u)" = 0 ]; then
        root=
    elif command -v sudo >/dev/null 2>&1; then
        root=sudo
    else
        stop "the benches need $missing, and only root can install packages. \
Run as root: apt-get update && apt-get install -y $missing"
    fi
    printf 'minhbach: installing %s\n' "$missing" >&2
    # An update that fails is no fault by itself: the lists that are there may do.
    $root /usr/bin/env DEBIAN_FRONTEND=noninteractive apt-get -qq update >/dev/null || true
    # Word splitting is wanted: one word, one package.
    # shellcheck disable=SC2086
    $root /usr/bin/env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 \
        install -y --no-install-recommends $missing >/dev/null || true
    look
    [ -z "$missing" ] || stop "could not install $missing (no network, or no right to install?). \
Run as root: apt-get update && apt-get install -y $missing"
fi

# The list is copied once all of it is installed, so a half-made environment is made again.
cmp -s "$wanted" "$venv/installed.txt" && exit 0
printf 'minhbach: installing the peers of the benches\n' >&2
python3 -m venv --clear "$venv" || stop "'python3 -m venv $venv' fails"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --requirement "$wanted" ||
    stop "could not install the peers (no network?); they stand in $wanted"
cp "$wanted" "$venv/installed.txt"
