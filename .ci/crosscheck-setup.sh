#!/bin/sh
# Makes sure that this machine can compare formulas with other databases: PostgreSQL's programs,
# and a Python environment with DuckDB under .build-crosscheck/venv. It says nothing and changes
# nothing where all of it is there. Which package index pip asks is the owner's choice.
set -u
cd "$(dirname "$0")/.." || exit 1
# shellcheck source=.ci/packages.sh
. .ci/packages.sh
venv=.build-crosscheck/venv
wanted=Tests/Crosscheck/requirements.txt

# Sets `missing` to the Debian packages that the comparison needs and does not find.
look() {
    missing=
    command -v psql >/dev/null 2>&1 || missing="$missing postgresql-client"
    if ! command -v initdb >/dev/null 2>&1 && ! ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1
    then
        missing="$missing postgresql"
    fi
    python3 -c 'import venv, ensurepip' >/dev/null 2>&1 || missing="$missing python3-venv"
    missing=${missing# }
}

install_missing "the comparison needs"

cmp -s "$wanted" "$venv/installed.txt" && exit 0
printf 'minhbach: installing DuckDB\n' >&2
python3 -m venv --clear "$venv" || stop "'python3 -m venv $venv' fails"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --requirement "$wanted" ||
    stop "could not install DuckDB (no network?); what is wanted stands in $wanted"
cp "$wanted" "$venv/installed.txt"
