#!/usr/bin/env bash
# Brings backlogs of changes from one PostgreSQL server to another with Sluice, with native logical replication and (in the
# first round) with Debezium's engine, in turns, each from its own copy of one replication slot into a destination made anew;
# then measures how long single transactions take at a steady rate. Prints medians and ratios as Markdown; the goals are in
# docs/performance.md.
#
#   benchmarks/apply.sh [ROUNDS]           default 3
#   benchmarks/apply.sh smoke              one round of small backlogs: does everything work?
#
#   ROWS_INSERTS, ROWS_UPDATES, ROWS_DELETES, ROWS_LARGE   changes of the backlogs; 0 leaves one out
#   TRANSACTIONS_TPCB                      transactions of pgbench's script, of four changes each; 0 leaves it out
#   STEADY_SECONDS                         how long the steady rate is held; 0 leaves it out
#   BACKLOGS                               names of those to measure, with spaces between (default: all)
#   PEERS                                  native, sluice, debezium (default: all)
#   PG_BIN                                 folder of initdb and pg_ctl (default: the newest below /usr/lib/postgresql)
#   WORK                                   folder for servers and results (default: a new one in /tmp)
#
# Needs: a PostgreSQL server's programs from version 13 on, pgbench and psql, JDK 17, Maven; Linux, for /proc.
set -euo pipefail

if [ "${1:-}" = smoke ]; then
    rounds=1 size=50000 seconds=3
else
    rounds=${1:-3} size=500000 seconds=30
fi
root=$(cd "$(dirname "$0")/.." && pwd)
pg_bin=${PG_BIN:-$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)}
work=${WORK:-$(mktemp -d /tmp/sluice-benchmark.XXXXXX)}
inserts=${ROWS_INSERTS:-$((size * 2))}
updates=${ROWS_UPDATES:-$size}
deletes=${ROWS_DELETES:-$size}
large=${ROWS_LARGE:-$((size * 4))}
tpcb=${TRANSACTIONS_TPCB:-$((size / 5))}
steady=${STEADY_SECONDS:-$seconds}
backlogs=${BACKLOGS:-inserts tpcb updates updates-full deletes large}
peers=${PEERS:-native sluice debezium}
rate=500
source_port=54721
destination_port=54722
results=$work/results.tsv
classes="$root/benchmarks/target/classes:$root/benchmarks/target/lib/*"
mkdir -p "$work/workspace/datasources" "$work/workspace/jobs"

. "$root/benchmarks/servers.sh"

run=
trap '[ -z "$run" ] || kill "$run"; stop_servers' EXIT

# The backlog is made without waiting for the source's disk.
export PGOPTIONS='-c client_min_messages=warning'
sql() { psql -q -X -A -t -v ON_ERROR_STOP=1 -h 127.0.0.1 -U postgres -p "$1" -d "$2"; }
make_changes() { PGOPTIONS='-c synchronous_commit=off' sql $source_port "$1"; }
benchmark() {
    local class=$1
    shift
    java -Xmx256m -XX:+UseSerialGC -cp "$classes" "dev.sluice.benchmarks.$class" "$@"
}

# What both sides have before the backlog.
tables() {
    case $1 in
    inserts | large) echo 'CREATE TABLE t (id int8 PRIMARY KEY, account int4, balance int4, filler text, at timestamptz);' ;;
    updates* | deletes)
        local rows=$updates
        [ "$1" != deletes ] || rows=$deletes
        echo "CREATE TABLE t (id int8, account int4, balance int4, filler text, at timestamptz);
              INSERT INTO t SELECT i, i % 1000, 0, repeat('x', 60), '2026-01-01' FROM generate_series(1, $rows) i;
              ALTER TABLE t ADD PRIMARY KEY (id);"
        ;;
    steady) echo 'CREATE TABLE t (id int4 PRIMARY KEY, at timestamptz);' ;;
    esac
    echo 'CREATE TABLE done (id int4 PRIMARY KEY);'
}
fill() { # port, database, backlog
    [ "$3" != tpcb ] || "$pg_bin/pgbench" -q -i -s 10 -h 127.0.0.1 -U postgres -p "$1" "$2" >/dev/null 2>&1
    tables "$3" | sql "$1" "$2"
    echo 'VACUUM (FREEZE, ANALYZE)' | sql "$1" "$2"
}

# Ten changes a transaction; a prime number's multiples meet every row once, in no order that a table has.
each_row() { # rows, statement of the row i
    echo "DO \$\$ BEGIN
        FOR n IN 1..$1 LOOP DECLARE i int8 := (n::int8 * 7368787) % $1 + 1; BEGIN $2; END;
            IF n % 10 = 0 THEN COMMIT; END IF;
        END LOOP; END \$\$;"
}
changes() {
    case $1 in
    inserts) each_row "$inserts" "INSERT INTO t VALUES (n, n % 1000, n, repeat('x', 60), clock_timestamp())" ;;
    updates | updates-full) each_row "$updates" "UPDATE t SET balance = balance + n, at = clock_timestamp() WHERE id = i" ;;
    deletes) each_row "$deletes" 'DELETE FROM t WHERE id = i' ;;
    large) echo "INSERT INTO t SELECT i, i % 1000, i, repeat('x', 60), now() FROM generate_series(1, $large) i;" ;;
    esac
}
make_backlog() { # backlog
    if [ "$1" = tpcb ]; then
        PGOPTIONS='-c synchronous_commit=off' "$pg_bin/pgbench" -n -c 2 -t $((tpcb / 2)) \
            -h 127.0.0.1 -U postgres -p $source_port "$1" >/dev/null 2>&1
    else
        changes "$1" | make_changes "$1"
    fi
    echo 'INSERT INTO done VALUES (1)' | make_changes "$1"
}
count() {
    case $1 in
    inserts) echo "$inserts" ;;
    tpcb) echo $((tpcb * 4)) ;;
    updates*) echo "$updates" ;;
    deletes) echo "$deletes" ;;
    large) echo "$large" ;;
    esac
}

data_source() { # name, port, database
    cat >"$work/workspace/datasources/$1.json" <<JSON
{"name": "$1", "type": "postgresql", "address": [{"host": "127.0.0.1", "port": $2}], "database": "$3",
 "username": "postgres"}
JSON
}
job() { # database of the source
    data_source source $source_port "$1"
    data_source destination $destination_port run
    cat >"$work/workspace/jobs/apply.json" <<'JSON'
{"Name": "apply", "JobType": "DatabaseRealtimeMigration", "MigrationType": "RealtimeIncremental",
 "SourceDataSourceSettings": [{"DataSourceName": "source"}],
 "DestinationDataSourceSettings": [{"DataSourceName": "destination"}],
 "TableMappings": [{"SourceObjectSelectionRules": [
   {"ObjectType": "Schema", "Action": "Include", "ExpressionType": "Exact", "Expression": "public"}]}],
 "JobSettings": {"RuntimeSettings": [{"Name": "sluice.ddl.capture", "Value": "catalogue"}]}}
JSON
}

# A database at the source with its publication and the slot that all slots are copied from, and its twin at the destination.
prepare() { # backlog
    echo "CREATE DATABASE \"$1\"" | sql $source_port postgres
    fill $source_port "$1" "$1"
    [ "$1" != tpcb ] || echo 'ALTER TABLE pgbench_history REPLICA IDENTITY FULL' | sql $source_port "$1"
    [ "$1" != updates-full ] || echo 'ALTER TABLE t REPLICA IDENTITY FULL' | sql $source_port "$1"
    echo 'CREATE PUBLICATION di_pub_apply FOR ALL TABLES' | sql $source_port "$1"
    echo "SELECT pg_create_logical_replication_slot('first', 'pgoutput')" | sql $source_port "$1" >/dev/null
    echo 'DROP DATABASE IF EXISTS before' | sql $destination_port postgres
    echo 'CREATE DATABASE before' | sql $destination_port postgres
    fill $destination_port before "$1"
    job "$1"
}
begin_anew() { # backlog, slot
    echo 'DROP DATABASE IF EXISTS run WITH (FORCE)' | sql $destination_port postgres
    echo 'CREATE DATABASE run TEMPLATE before' | sql $destination_port postgres
    echo 'CHECKPOINT' | sql $destination_port postgres
    echo 'CHECKPOINT' | sql $source_port postgres
    rm -rf "$work/workspace/.sluice"
    echo "SELECT pg_copy_logical_replication_slot('first', '$2')" | sql $source_port "$1" >/dev/null
}
subscribe() { # backlog, slot, synchronous_commit, enabled
    echo "CREATE SUBSCRIPTION native CONNECTION '$(uri $source_port "$1")' PUBLICATION di_pub_apply WITH (create_slot = false,
        slot_name = '$2', copy_data = false, binary = true, synchronous_commit = '$3', enabled = $4)" |
        sql $destination_port run
}
unsubscribe() {
    echo 'ALTER SUBSCRIPTION native DISABLE; ALTER SUBSCRIPTION native SET (slot_name = NONE); DROP SUBSCRIPTION native' |
        sql $destination_port run
}
drop_slot() { # database, slot
    echo "SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE slot_name = '$2'" | sql $source_port "$1" >/dev/null
    until echo "SELECT pg_drop_replication_slot('$2')" | sql $source_port "$1" >/dev/null 2>&1; do sleep 0.1; done
}

fingerprint() { # port, database
    echo "SELECT format('SELECT %L, count(*), sum(hashtextextended(t::text, 0)) FROM %s t;', c.oid::regclass, c.oid::regclass)
            FROM pg_class c WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> 'sluice_progress'
            ORDER BY relname" | sql "$1" "$2" | sql "$1" "$2"
}
measure() { # backlog, contender, program ...
    local backlog=$1 contender=$2 slot=di_slot_apply measured
    shift 2
    begin_anew "$backlog" $slot
    case $contender in
    native) subscribe "$backlog" $slot off false ;;
    native-durable) subscribe "$backlog" $slot on false ;;
    esac
    measured=$(benchmark BacklogWatch "$(jdbc $source_port "$backlog")" "$(jdbc $destination_port run)" $slot \
        "$work/contenders.log" "$@")
    [[ $contender != native* ]] || unsubscribe
    drop_slot "$backlog" $slot
    [ "$(fingerprint $destination_port run)" = "$expected" ] || {
        echo "$backlog by $contender: source and destination differ" >&2
        exit 1
    }
    printf '%s\t%s\t%s\t%s\n' "$backlog" "$contender" "$(count "$backlog")" "$measured" >>"$results"
}
enable=(psql -q -X "$(uri $destination_port run)" -c 'ALTER SUBSCRIPTION native ENABLE')
contend() { # backlog, peer, round
    case $2 in
    native)
        measure "$1" native "${enable[@]}"
        [ "$1" != updates ] || measure "$1" native-durable "${enable[@]}"
        ;;
    sluice) measure "$1" sluice "$root/sluice" run "$work/workspace/jobs/apply.json" --until caught-up --no-progress \
        --workspace "$work/workspace" ;;
    debezium)
        # It takes long, and what it needs differs little from round to round.
        [ "$3" != 1 ] || measure "$1" debezium java -Xmx1g -cp "$classes" dev.sluice.benchmarks.DebeziumPeer \
            $source_port "$1" di_pub_apply di_slot_apply "$(jdbc $destination_port run)"
        ;;
    esac
}

"$root/sluice" version >/dev/null
(cd "$root" && mvn -q -B -Dmaven.test.skip=true -Dspotless.check.skip package \
    dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory=target/lib -pl benchmarks -am)
start_server $source_port '-c wal_level=logical'
start_server $destination_port '-c wal_level=logical'

for backlog in $backlogs; do
    [ "$(count "$backlog")" -gt 0 ] || continue
    echo "making the backlog $backlog" >&2
    prepare "$backlog"
    make_backlog "$backlog"
    expected=$(fingerprint $source_port "$backlog")
    for round in $(seq "$rounds"); do
        echo "round $round of $rounds: $backlog" >&2
        for peer in $peers; do contend "$backlog" "$peer" "$round"; done
    done
    drop_slot "$backlog" first
    echo "DROP DATABASE \"$backlog\" WITH (FORCE)" | sql $source_port postgres
done

# Single transactions at a steady rate, each peer following from before the first one.
steady() { # contender
    local slot=di_slot_apply measured
    begin_anew steady $slot
    # What the peers before wrote is behind the slot.
    echo "TRUNCATE t; SELECT pg_replication_slot_advance('$slot', pg_current_wal_lsn())" | sql $source_port steady >/dev/null
    case $1 in
    native) subscribe steady $slot off true ;;
    sluice)
        "$root/sluice" run "$work/workspace/jobs/apply.json" --no-progress --workspace "$work/workspace" \
            >>"$work/contenders.log" 2>&1 &
        run=$!
        ;;
    esac
    measured=$(benchmark SteadyLoad "$(jdbc $source_port steady)" "$(jdbc $destination_port run)" $rate "$steady")
    if [ -n "$run" ]; then
        kill "$run"
        wait "$run" || true
        run=
    else
        unsubscribe
    fi
    drop_slot steady $slot
    printf 'steady\t%s\t%s\t%s\n' "$1" "$rate" "$measured" >>"$work/steady.tsv"
}
if [ "$steady" -gt 0 ]; then
    prepare steady
    for round in $(seq "$rounds"); do
        echo "round $round of $rounds: steady" >&2
        for contender in native sluice; do
            [[ " $peers " != *" $contender "* ]] || steady $contender
        done
    done
    drop_slot steady first
fi

awk -F '\t' '
    function median(values, count,   sorted, n, i, j, swap) {
        n = split(values, sorted, " ")
        for (i = 2; i <= n; i++) for (j = i; j > 1 && sorted[j - 1] + 0 > sorted[j] + 0; j--) {
            swap = sorted[j]; sorted[j] = sorted[j - 1]; sorted[j - 1] = swap
        }
        return n % 2 ? sorted[(n + 1) / 2] : (sorted[n / 2] + sorted[n / 2 + 1]) / 2
    }
    function ratio(a, b) { return b > 0 ? sprintf("%.2f", a / b) : "-" }
    {
        key = $1 SUBSEP $2
        if (!(key in apply)) order[++keys] = key
        changes[key] = $3
        apply[key] = apply[key] " " $4; whole[key] = whole[key] " " $5
        sender[key] = sender[key] " " $6; client[key] = client[key] " " $7; backend[key] = backend[key] " " $8
    }
    END {
        print "| backlog | contender | changes | apply s (median) | changes/s | to native | to native-durable | whole process s | walsender CPU s | client CPU s | backend CPU s | backend CPU to native |"
        print "|---|---|---|---|---|---|---|---|---|---|---|---|"
        for (k = 1; k <= keys; k++) {
            key = order[k]
            split(key, part, SUBSEP)
            native = part[1] SUBSEP "native"; durable = part[1] SUBSEP "native-durable"
            seconds = median(apply[key])
            printf "| %s | %s | %d | %.2f | %d | %s | %s | %s | %.2f | %s | %.2f | %s |\n", part[1], part[2], changes[key],
                seconds, changes[key] / seconds, native in apply ? ratio(median(apply[native]), seconds) : "-",
                durable in apply ? ratio(median(apply[durable]), seconds) : "-",
                part[2] ~ /^native/ ? "-" : sprintf("%.2f", median(whole[key])), median(sender[key]),
                part[2] ~ /^native/ ? "-" : sprintf("%.2f", median(client[key])), median(backend[key]),
                native in apply ? ratio(median(backend[key]), median(backend[native])) : "-"
        }
    }' "$results"
echo
if [ -f "$work/steady.tsv" ]; then
    awk -F '\t' -v seconds="$steady" '
        { if (!($2 in rate)) order[++n] = $2; rate[$2] = $3; p50[$2] = p50[$2] " " $4; p95[$2] = p95[$2] " " $5; p99[$2] = p99[$2] " " $6 }
        END {
            print "| transactions/s, for " seconds " s | contender | p50 ms, by round | p95 ms | p99 ms |"
            print "|---|---|---|---|---|"
            for (i = 1; i <= n; i++) printf "| %s | %s |%s |%s |%s |\n", rate[order[i]], order[i], p50[order[i]], p95[order[i]], p99[order[i]]
        }' "$work/steady.tsv"
    echo
fi
echo "Machine: $(nproc) cores, $(awk '/MemTotal/ {printf "%.0f", $2 / 1048576}' /proc/meminfo) GiB memory; PostgreSQL $("$pg_bin/postgres" --version | awk '{print $3}'); $rounds rounds; results in $work"
