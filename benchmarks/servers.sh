# Two PostgreSQL servers for a benchmark, ended with it. To be sourced by bash after $pg_bin, $work, $source_port and
# $destination_port are set; whoever sets a trap of its own for the end calls stop_servers there.

# PostgreSQL does not run as root.
as_server() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
mkdir -p "$work"
[ "$(id -u)" != 0 ] || chown postgres "$work"
chmod 755 "$work"

start_server() { # port, further options of the server
    as_server "$pg_bin/initdb" -D "$work/pg-$1" -U postgres -A trust -E UTF8 --locale=C >/dev/null
    as_server "$pg_bin/pg_ctl" -D "$work/pg-$1" -w -l "$work/pg-$1.log" -o "-p $1 -c listen_addresses=127.0.0.1 \
        -c unix_socket_directories=/tmp -c shared_buffers=1GB -c max_wal_size=16GB -c checkpoint_timeout=60min \
        -c autovacuum=off ${2:-}" start >/dev/null
}
stop_servers() {
    for port in $source_port $destination_port; do
        [ ! -d "$work/pg-$port" ] || as_server "$pg_bin/pg_ctl" -D "$work/pg-$port" -m immediate stop >/dev/null 2>&1 || true
    done
}
trap stop_servers EXIT

uri() { echo "postgresql://postgres@127.0.0.1:$1/$2"; }
jdbc() { echo "jdbc:postgresql://127.0.0.1:$1/$2?user=postgres"; }
