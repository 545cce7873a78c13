#!/bin/sh
# Makes sure that this machine can compare formulas with other databases: PostgreSQL's programs,
# and a Python environment with DuckDB under .build-crosscheck/venv. It says nothing and changes
# nothing where all of it is there. Which package index pip asks is the owner's choice.
set -u
cd "$(dirname "$0")/.." || exit 1
# shellcheck source=.ci/packages.sh
. .ci/packages.sh

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
install_python .build-crosscheck/venv Tests/Crosscheck/requirements.txt "DuckDB"
