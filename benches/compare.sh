#!/usr/bin/env bash
# Assent beside the tools that somebody would pick, on the same work, in one run: ratios that anyone can rerun.
# Writes benches/results.md. Needs a release build, Python 3 and Node with npm; installs the other tools into target/bench.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
assent=${ASSENT:-$PWD/target/release/assent}
[ -x "$assent" ] || { echo 'first: cargo build --release (or --release --no-default-features)'; exit 2; }
bench=$PWD/target/bench
mkdir -p "$bench"
[ -x "$bench/venv/bin/deon" ] || {
    python3 -m venv "$bench/venv"
    "$bench/venv/bin/pip" --quiet --disable-pip-version-check install check-jsonschema==0.39.0 pyyaml==6.0.2 deon==0.3.0
}
[ -d "$bench/node_modules/ajv" ] || npm install --silent --no-audit --no-fund --prefix "$bench" ajv@8 ajv-formats@3 yaml@2
"$assent" schema study > "$bench/study.json"

# The studies: copies of one example.
studies() { # COUNT
    local folder=$bench/studies-$1
    [ -d "$folder" ] || for ((i = 0; i < $1; i++)); do
        mkdir -p "$folder/$i"
        cp -r examples/survivor-conversations/{study.yaml,files,guides} "$folder/$i/"
    done
    echo "$folder"
}
cat > "$bench/pyyaml.py" <<'P'
import glob, sys, yaml
for name in glob.glob(sys.argv[1] + "/*/study.yaml"):
    with open(name, encoding="utf-8") as file:
        yaml.load(file, Loader=yaml.CSafeLoader)
P
cat > "$bench/ajv.mjs" <<'J'
import Ajv from "ajv/dist/2020.js"; import formats from "ajv-formats"; import YAML from "yaml";
import fs from "node:fs"; import path from "node:path";
const ajv = new Ajv.default({ allErrors: true, strict: false }); formats.default(ajv);
const check = ajv.compile(JSON.parse(fs.readFileSync(process.argv[2], "utf8")));
for (const name of fs.readdirSync(process.argv[3])) {
  const study = YAML.parse(fs.readFileSync(path.join(process.argv[3], name, "study.yaml"), "utf8"));
  if (!check(study)) process.exitCode = 1;
}
J

rows=$bench/rows
: > "$rows"
# The median of some runs, in milliseconds; the work must end with status 0 or 1.
median() { # RUNS COMMAND…
    local runs=$1 times=() start
    shift
    for ((run = 0; run < runs; run++)); do
        start=$(date +%s%N)
        "$@" > /dev/null 2>&1 || [ $? -eq 1 ] || { echo "failed: $*" >&2; exit 2; }
        times+=($((($(date +%s%N) - start) / 1000)))
    done
    printf '%s\n' "${times[@]}" | sort -n | sed -n "$(((runs + 1) / 2))p" | awk '{printf "%.1f", $1 / 1000}'
}
row() { # WORK TOOL MILLISECONDS
    echo "| $1 | $2 | $3 |" | tee -a "$rows"
}

row 'start and print the version' assent "$(median 9 "$assent" --version)"
row 'start and print the version' check-jsonschema "$(median 5 "$bench/venv/bin/check-jsonschema" --version)"
row 'one checklist document' "assent render ethical-tasks" "$(median 5 "$assent" render ethical-tasks --study examples/survivor-conversations --to md -o "$bench/tasks.md")"
row 'one checklist document' deon "$(median 5 "$bench/venv/bin/deon" --format markdown)"
for count in ${COUNTS:-1 100 2000}; do
    folder=$(studies $count)
    runs=$((count > 100 ? 1 : 5))
    row "$count studies" 'assent check (parse, schema, 300 checks, documents proofread)' "$(median $runs "$assent" check "$folder" --today 2026-06-01)"
    row "$count studies" 'PyYAML, libyaml loader (parse only)' "$(median $runs "$bench/venv/bin/python" "$bench/pyyaml.py" "$folder")"
    row "$count studies" 'ajv with yaml (parse, schema)' "$(median $runs node "$bench/ajv.mjs" "$bench/study.json" "$folder")"
    [ "$count" -gt 100 ] ||
        row "$count studies" 'check-jsonschema (parse, schema)' "$(median $runs "$bench/venv/bin/check-jsonschema" --schemafile "$bench/study.json" "$folder"/*/study.yaml)"
done
memory() { /usr/bin/time -f %M "$assent" check "$(studies "$1")" --today 2026-06-01 2>&1 > /dev/null | tail -n 1; }
{
    echo '# Results'
    echo
    echo "Written by \`benches/compare.sh\` on $(date -u +%Y-%m-%d): $(nproc) processors ($(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -n 1)), $(uname -sm), load $(cut -d' ' -f1 /proc/loadavg) at the end, Assent $("$assent" --version | cut -d' ' -f2)."
    echo 'Milliseconds, whole process, median of several runs. Only the ratios within one table mean something.'
    echo
    echo '| work | tool | ms |'
    echo '|---|---|---|'
    cat "$rows"
    echo
    printf 'Memory of `assent check` at its highest:'
    for count in ${COUNTS:-1 100 2000}; do printf ' %s kB for %s in one call;' "$(memory "$count")" "$count"; done
    echo
} > benches/results.md
