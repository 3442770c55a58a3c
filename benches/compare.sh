#!/usr/bin/env bash
# Assent beside the tools that somebody would pick, on the same files, in one run: ratios that anyone can rerun.
# Writes benches/results.md and the plots beside it. Needs the program as a release gives it out, Python 3 and Node with npm;
# installs the other tools into target/bench. COUNTS, SCALE, SIZES and ROUNDS make it shorter; ASSENT names another binary.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export ASSENT=${ASSENT:-$PWD/target/dist/assent}
[ -x "$ASSENT" ] || { echo 'first: cargo build --profile dist --no-default-features'; exit 2; }
bench=$PWD/target/bench
mkdir -p "$bench"
[ -x "$bench/venv/bin/check-jsonschema" ] || {
    python3 -m venv "$bench/venv"
    "$bench/venv/bin/pip" --quiet --disable-pip-version-check install check-jsonschema==0.39.0 pyyaml==6.0.2
}
# deon needs a package of its own year to build; where it does not install, the table says so.
[ -x "$bench/venv/bin/deon" ] ||
    "$bench/venv/bin/pip" --quiet --disable-pip-version-check install deon==0.3.0 || echo 'deon does not install here'
[ -d "$bench/node_modules/ajv" ] || npm install --silent --no-audit --no-fund --prefix "$bench" ajv@8 ajv-formats@3 yaml@2
"$ASSENT" schema study > "$bench/study.json"
cp benches/peers/ajv.mjs "$bench/"
"$bench/venv/bin/python" benches/measure.py "$bench" "$@"
"$bench/venv/bin/python" benches/plot.py benches/scaling.csv benches
