#!/bin/sh
# Makes sure that this machine can build minhbach: a Swift toolchain that is new enough, and the
# headers of the system libraries. It says nothing and changes nothing where all of it is there.
# Swift itself is not installed: how it comes to a machine is the owner's choice.
set -u

folder=${0%/*}
[ "$folder" != "$0" ] || folder=.
# shellcheck source=.ci/packages.sh
. "$folder/packages.sh"

# Sets `missing` to the Debian packages that the build needs and does not find.
look() {
    missing=
    command -v git >/dev/null 2>&1 || missing="$missing git"
    command -v pkg-config >/dev/null 2>&1 || missing="$missing pkg-config"
    for pair in libxml-2.0:libxml2-dev zlib:zlib1g-dev sqlite3:libsqlite3-dev; do
        pkg-config --exists "${pair%%:*}" 2>/dev/null || missing="$missing ${pair#*:}"
    done
    missing=${missing# }
}

# ISA-L inflates three times as fast as zlib, but the build does without: this tries to install it
# and takes no for an answer.
install_isal() {
    [ -e /usr/include/isa-l/igzip_lib.h ] && return
    command -v apt-get >/dev/null 2>&1 || return
    if [ "$(id -u 2>/dev/null)" = 0 ]; then root=; else root="sudo -n"; fi
    $root true 2>/dev/null || return
    # A system that was never updated knows no packages.
    set -- /var/lib/apt/lists/*_Packages*
    [ -e "$1" ] || $root apt-get -qq update >/dev/null 2>&1
    apt-cache show libisal-dev >/dev/null 2>&1 || return
    $root /usr/bin/env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 \
        install -y --no-install-recommends libisal-dev >/dev/null 2>&1
}

command -v swift >/dev/null 2>&1 || stop \
    "Swift is missing. Install the Swift 6.3 toolchain (https://www.swift.org/install/linux/) \
and put it on PATH."

# The first line is "Swift version 6.3.1 (swift-6.3.1-RELEASE)", with a vendor before it or not.
words=$(swift --version 2>/dev/null) || stop "'swift --version' fails; is the toolchain complete?"
version=${words#*Swift version }
version=${version%%[!0-9.]*}
major=${version%%.*}
minor=${version#*.}
minor=${minor%%.*}
case "$major:$minor" in
    *[!0-9]*:* | *:*[!0-9]* | :* | *:) stop "'swift --version' names no version: $words" ;;
esac
if [ "$major" -lt 6 ] || { [ "$major" -eq 6 ] && [ "$minor" -lt 3 ]; }; then
    stop "Swift $version is too old; minhbach needs 6.3 or newer \
(https://www.swift.org/install/linux/)."
fi

install_isal
install_missing "the build needs"
