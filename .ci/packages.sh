# For the setup scripts, which read it in: how missing packages of Debian and of Python get here.
# Whoever reads it in defines `look`, which sets `missing` to the packages that are not there.

stop() {
    printf 'minhbach: %s\n' "$1" >&2
    exit 1
}

# Installs what is missing, or says how; $1 is whose want it is: "the build needs".
install_missing() {
    look
    [ -n "$missing" ] || return 0
    command -v apt-get >/dev/null 2>&1 || stop "$1 packages that this system lacks, by their \
Debian names: $missing. Install them by hand; there is no apt-get here."
    if [ "$(id -u)" = 0 ]; then
        root=
    elif command -v sudo >/dev/null 2>&1; then
        root=sudo
    else
        stop "$1 $missing, and only root can install packages. \
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
}

# Makes the Python environment $1 with what the list $2 names; $3 says what that is.
# The list is copied once all of it is installed, so a half-made environment is made again.
install_python() {
    cmp -s "$2" "$1/installed.txt" && return 0
    printf 'minhbach: installing %s\n' "$3" >&2
    python3 -m venv --clear "$1" || stop "'python3 -m venv $1' fails"
    "$1/bin/python" -m pip install --quiet --disable-pip-version-check --requirement "$2" ||
        stop "could not install $3 (no network?); what is wanted stands in $2"
    cp "$2" "$1/installed.txt"
}
