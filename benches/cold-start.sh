#!/usr/bin/env bash
# What README's first command costs in a fresh clone: minutes, and megabytes of downloads and of target/.
# Everything happens in one folder, which is deleted at the end: cold-start.sh [FOLDER]
# FEATURES=--no-default-features measures the build without the PDF engine.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
folder=${1:-$(mktemp -d)}/cold-start
mkdir -p "$folder"
trap 'rm -rf "$folder"' EXIT
git clone --quiet "$root" "$folder/assent"
cd "$folder/assent"
command=$(grep -m 1 '^cargo run.* packet ' README.md)
[ -z "${FEATURES:-}" ] || command=${command/cargo run/cargo run $FEATURES}
export CARGO_HOME=$folder/cargo CARGO_TARGET_DIR=$folder/assent/target
load=$(cut -d' ' -f1 /proc/loadavg)
start=$SECONDS
cargo fetch --quiet --locked
fetched=$((SECONDS - start))
start=$SECONDS
eval "$command"
built=$((SECONDS - start))
echo "$command"
echo "processors: $(nproc), load when it began: $load"
echo "download: $fetched s, $(du -sm "$CARGO_HOME" | cut -f1) MB"
echo "build and run: $((built / 60)) min $((built % 60)) s, target/: $(du -sm "$CARGO_TARGET_DIR" | cut -f1) MB"
# Behind a pipe or in a substitution the shell would tell of another process.
times > "$folder/times"
echo "processor time of everything above (user, system): $(tail -n 1 "$folder/times")"
