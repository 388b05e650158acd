#!/usr/bin/env bash
# Copies data sets from one PostgreSQL server to another with Sluice and with its peers, in turns on the same servers,
# and prints the medians and ratios as Markdown, with the goals beside them.
#
#   benchmarks/copy.sh [ROUNDS]            default 5
#
#   ROWS_NARROW, ROWS_MIXED, ROWS_WIDE, ROWS_REFERENCE   rows of the data sets; 0 leaves one out
#   PG_BIN                                 folder of initdb and pg_ctl (default: the newest below /usr/lib/postgresql)
#   WORK                                   folder for servers and results (default: a new one in /tmp)
#
# Needs: a PostgreSQL server's programs, psql, JDK 17, Maven; pgcopydb is measured where it is installed.
set -euo pipefail

rounds=${1:-5}
root=$(cd "$(dirname "$0")/.." && pwd)
pg_bin=${PG_BIN:-$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)}
work=${WORK:-$(mktemp -d /tmp/sluice-benchmark.XXXXXX)}
declare -A rows=(
    [narrow]=${ROWS_NARROW:-5000000}
    [mixed]=${ROWS_MIXED:-1500000}
    [wide]=${ROWS_WIDE:-300000}
    [reference]=${ROWS_REFERENCE:-2000000}
)
source_port=54711
destination_port=54712
results=$work/results.tsv
mkdir -p "$work/workspace/datasources" "$work/workspace/jobs"

. "$root/benchmarks/servers.sh"

sql() { PGOPTIONS='-c client_min_messages=warning' psql -q -X -v ON_ERROR_STOP=1 -h 127.0.0.1 -U postgres -p "$1" -d "$2"; }
data_set_sql() {
    java -cp "$root/benchmarks/target/classes:$root/testkit/target/classes" dev.sluice.benchmarks.DatasetSql "$@"
}

job() { # name, database, writer's extra keys, channels
    cat >"$work/workspace/jobs/$1.json" <<JSON
{"type": "job", "version": "2.0",
 "steps": [
   {"stepType": "postgresql", "name": "Reader", "category": "reader",
    "parameter": {"datasource": "source_$2", "table": "t", "column": ["*"]}},
   {"stepType": "postgresql", "name": "Writer", "category": "writer",
    "parameter": {"datasource": "destination_$2", "table": "t", "column": ["*"], $3}}],
 "setting": {"errorLimit": {"strategy": "Ignore"}, "speed": {"concurrent": $4, "throttle": false}}}
JSON
}
data_source() { # name, port, database
    cat >"$work/workspace/datasources/$1.json" <<JSON
{"name": "$1", "type": "postgresql", "address": [{"host": "127.0.0.1", "port": $2}], "database": "$3",
 "username": "postgres"}
JSON
}
sluice() { "$root/sluice" run "$work/workspace/jobs/$1.json" --workspace "$work/workspace" --no-progress >>"$work/sluice.log" 2>&1; }

empty_destination() { # data set
    data_set_sql "$1" t 0 | sql $destination_port "$1"
    echo 'CHECKPOINT' | sql $destination_port "$1"
}
measure() { # data set, contender, command ...
    local set=$1 contender=$2
    shift 2
    local TIMEFORMAT='%R %U %S' took
    took=$({ time "$@" >>"$work/contenders.log" 2>&1; } 2>&1)
    echo "$set $contender $took" | awk '{print $1 "\t" $2 "\t" $3 "\t" ($4 + $5)}' >>"$results"
}
check_rows() { # data set, expected rows
    local found
    found=$(echo 'SELECT count(*) FROM t' | sql $destination_port "$1" | sed -n 3p | tr -d ' ')
    [ "$found" = "$2" ] || { echo "$1: $found rows instead of $2" >&2; exit 1; }
}
pipe() { # data set, COPY options
    psql -q -X "$(uri $source_port "$1")" -c "COPY t TO STDOUT $2" |
        psql -q -X "$(uri $destination_port "$1")" -c "COPY t FROM STDIN $2"
}
copydb() {
    rm -rf "$work/pgcopydb"
    pgcopydb copy table-data --source "$(uri $source_port "$1")" --target "$(uri $destination_port "$1")" \
        --dir "$work/pgcopydb" --table-jobs 1
}
jdbc_inserts() {
    java -Xmx256m -XX:+UseSerialGC -cp "$root/benchmarks/target/classes:$root/cli/target/lib/*" \
        dev.sluice.benchmarks.JdbcInsertPeer "$(jdbc $source_port "$1")" "$(jdbc $destination_port "$1")" t
}

(cd "$root" && mvn -q -B -Dmaven.test.skip=true -Dspotless.check.skip package -pl benchmarks,cli -am)
"$root/sluice" version >/dev/null
start_server $source_port
start_server $destination_port
for set in "${!rows[@]}"; do
    [ "${rows[$set]}" -gt 0 ] || continue
    for port in $source_port $destination_port; do echo "CREATE DATABASE $set" | sql $port postgres; done
    data_set_sql "$set" t "${rows[$set]}" | sql $source_port "$set"
    echo 'VACUUM ANALYZE t' | sql $source_port "$set"
    data_source "source_$set" $source_port "$set"
    data_source "destination_$set" $destination_port "$set"
    job "copy-$set" "$set" '"writeMode": "copy"' 1
    job "insert-$set" "$set" '"writeMode": "insert"' 1
    job "copy2-$set" "$set" '"writeMode": "copy"' 2
done

# One row in a hundred is there already: the narrow table's keys go from 1.
dirty_destination() {
    empty_destination narrow
    echo "INSERT INTO t SELECT i * 100, 1, 1, '' FROM generate_series(1, ${rows[narrow]} / 100) i" | sql $destination_port narrow
}
# A proxy in front of both servers, without and with a round trip of 20 ms.
proxied_job() { # name, milliseconds each way
    local side port
    for side in source destination; do
        [ $side = source ] && port=$source_port || port=$destination_port
        mkfifo "$work/$1-$side.end" "$work/$1-$side.port"
        java -Xmx64m -XX:+UseSerialGC -cp "$root/benchmarks/target/classes:$root/testkit/target/classes:$root/core/target/classes" \
            dev.sluice.benchmarks.SlowNetwork 127.0.0.1 $port "$2" <"$work/$1-$side.end" >"$work/$1-$side.port" &
        exec {end}>"$work/$1-$side.end"
        proxies+=("$end")
        read -r port <"$work/$1-$side.port"
        data_source "${side}_$1" "$port" narrow
    done
    job "$1" "$1" '"writeMode": "copy"' 1
}
proxies=()
if [ "${rows[narrow]}" -gt 0 ]; then
    proxied_job sluice-proxy 0
    proxied_job sluice-20ms 10
fi
stream_job() {
    cat >"$work/workspace/jobs/stream.json" <<'JSON'
{"type": "job", "version": "2.0",
 "steps": [
   {"stepType": "stream", "name": "Reader", "category": "reader",
    "parameter": {"sliceRecordCount": 10000000, "column": [
      {"type": "string", "value": "DataX"}, {"type": "long", "value": 19890604},
      {"type": "date", "value": "1989-06-04 00:00:00"}, {"type": "bool", "value": true},
      {"type": "bytes", "value": "test"}]}},
   {"stepType": "stream", "name": "Writer", "category": "writer", "parameter": {"print": false}}],
 "setting": {"errorLimit": {"record": 0}, "speed": {"concurrent": 1, "throttle": false}}}
JSON
}
stream_job

for round in $(seq "$rounds"); do
    for set in narrow mixed wide reference; do
        [ "${rows[$set]}" -gt 0 ] || continue
        echo "round $round of $rounds: $set" >&2
        for contender in psql-binary sluice psql-text sluice-insert sluice-2-channels pgcopydb jdbc-inserts \
            sluice-proxy sluice-20ms; do
            empty_destination "$set"
            case $contender in
            psql-binary) measure "$set" $contender pipe "$set" '(FORMAT binary)' ;;
            psql-text) measure "$set" $contender pipe "$set" '' ;;
            sluice) measure "$set" $contender sluice "copy-$set" ;;
            sluice-insert) measure "$set" $contender sluice "insert-$set" ;;
            sluice-2-channels) measure "$set" $contender sluice "copy2-$set" ;;
            pgcopydb)
                command -v pgcopydb >/dev/null || continue
                measure "$set" $contender copydb "$set"
                ;;
            sluice-proxy | sluice-20ms)
                [ "$set" = narrow ] || continue
                measure "$set" $contender sluice "$contender"
                ;;
            jdbc-inserts)
                # The driver has no object for every type of the other sets.
                [ "$set" = narrow ] || continue
                measure "$set" $contender jdbc_inserts "$set"
                ;;
            esac
            check_rows "$set" "${rows[$set]}"
        done
    done
    if [ "${rows[narrow]}" -gt 0 ]; then
        dirty_destination
        measure narrow sluice-1%-dirty sluice copy-narrow
    fi
    measure stream sluice sluice stream
done

awk -F '\t' '
    function median(values, count,   sorted, n, i, j, swap) {
        n = split(values, sorted, " ")
        for (i = 2; i <= n; i++) for (j = i; j > 1 && sorted[j - 1] + 0 > sorted[j] + 0; j--) {
            swap = sorted[j]; sorted[j] = sorted[j - 1]; sorted[j - 1] = swap
        }
        return n % 2 ? sorted[(n + 1) / 2] : (sorted[n / 2] + sorted[n / 2 + 1]) / 2
    }
    {
        key = $1 SUBSEP $2
        if (!(key in wall)) order[++keys] = key
        wall[key] = wall[key] " " $3; cpu[key] = cpu[key] " " $4
    }
    END {
        print "| data set | contender | wall s (median) | to psql binary | client CPU s | to psql binary |"
        print "|---|---|---|---|---|---|"
        for (k = 1; k <= keys; k++) {
            split(order[k], part, SUBSEP)
            base = part[1] SUBSEP "psql-binary"
            w = median(wall[order[k]]); c = median(cpu[order[k]])
            rw = rc = "-"
            if (base in wall) { rw = sprintf("%.2f", w / median(wall[base])); rc = sprintf("%.2f", c / median(cpu[base])) }
            printf "| %s | %s | %.2f | %s | %.2f | %s |\n", part[1], part[2], w, rw, c, rc
        }
    }' "$results"
echo
echo "Machine: $(nproc) cores, $(awk '/MemTotal/ {printf "%.0f", $2 / 1048576}' /proc/meminfo) GiB memory; PostgreSQL $("$pg_bin/postgres" --version | awk '{print $3}'); $rounds rounds; results in $results"
