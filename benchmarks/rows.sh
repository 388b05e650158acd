#!/usr/bin/env bash
# Measures with JMH what one row costs on its way through the client, in nanoseconds.
#
#   benchmarks/rows.sh [JMH OPTIONS]       such as: benchmarks/rows.sh -prof gc find
#
# Needs: JDK 17, Maven.
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
(cd "$root" && mvn -q -B -Dmaven.test.skip=true -Dspotless.check.skip package \
    dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory=target/lib -pl benchmarks -am)
exec java -cp "$root/benchmarks/target/classes:$root/benchmarks/target/lib/*" org.openjdk.jmh.Main "$@"
