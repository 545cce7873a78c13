#!/bin/sh
# Runs a command with a PostgreSQL server of its own: a cluster in a temporary folder, reached by a
# socket in it alone, gone when the command ends. The server refuses to run as root, so that root
# hands it to another user.
set -u
folder=$(mktemp -d) || exit 1
programs=$(command -v initdb || ls -d /usr/lib/postgresql/*/bin/initdb | tail -1)
programs=$(dirname "$(readlink -f "$programs")")
if [ "$(id -u)" = 0 ]; then
    owner=$(getent passwd postgres >/dev/null && echo postgres || echo nobody)
    chown "$owner" "$folder"
    as_owner() { setpriv --reuid "$owner" --regid "$(id -g "$owner")" --clear-groups "$@"; }
else
    as_owner() { "$@"; }
fi
stop() {
    as_owner "$programs/pg_ctl" -D "$folder/cluster" -m immediate -s stop
    rm -rf "$folder"
}
trap stop EXIT
trap 'exit 1' INT TERM
cd "$folder" || exit 1
as_owner "$programs/initdb" -D "$folder/cluster" -U minhbach -A trust -E UTF8 --locale=C \
    >"$folder/log" 2>&1 || { cat "$folder"/*log >&2; exit 1; }
as_owner "$programs/pg_ctl" -D "$folder/cluster" -s -w -l "$folder/server.log" \
    -o "-c listen_addresses='' -c unix_socket_directories='$folder' -c fsync=off" start ||
    { cat "$folder"/*log >&2; exit 1; }
cd - >/dev/null || exit 1
chmod 755 "$folder"
PGHOST="$folder" PGUSER=minhbach PGDATABASE=postgres "$@"
