#!/usr/bin/env bash
# Where the time of `assent check` on one study goes, counted in instructions, which no other program on the machine changes.
# Needs valgrind and a release build with names: cargo build --profile profiling --no-default-features
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
assent=${ASSENT:-$PWD/target/profiling/assent}
study=${1:-examples/survivor-conversations}
[ -x "$assent" ] || { echo 'first: cargo build --profile profiling --no-default-features'; exit 2; }
out=$PWD/target/bench
mkdir -p "$out"
for times in 1 2; do
    # The second study costs no start: the difference between two and one is what each further study costs.
    folder=$out/where-$times
    [ -d "$folder" ] || for ((at = 0; at < times; at++)); do mkdir -p "$folder" && cp -r "$study" "$folder/$at"; done
    valgrind --tool=callgrind --callgrind-out-file="$out/callgrind.$times" "$assent" check "$folder" --today 2026-06-01 --jobs 1 \
        > /dev/null 2> "$out/callgrind.$times.log" || [ $? -eq 1 ]
done
python3 benches/where.py "$out/callgrind.1" "$out/callgrind.2"
