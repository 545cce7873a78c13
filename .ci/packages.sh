# For `setup.sh` and `bench-setup.sh`, which read it in: how missing Debian packages are installed.
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
