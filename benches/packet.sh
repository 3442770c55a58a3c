#!/usr/bin/env bash
# A whole packet beside the tools that make the same files from the same text: benches/packet.sh [ASSENT].
# Writes benches/results-packet.md. ASSENT is a binary with PDF; the others are pandoc with typst and with xelatex, and LibreOffice.
# Needs Python 3; installs pandoc and typst into target/bench. A row whose tool is missing (xelatex, soffice) is left out.
# EXAMPLES and ROUNDS make it shorter or longer; PROFILE says of which build profile the binary is, where it cannot be seen.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
assent=$(realpath "${1:-target/release/assent}")
"$assent" render --help | grep -q 'possible values:.*pdf' || { echo 'this binary has no PDF: cargo build --release'; exit 2; }
bench=$PWD/target/bench
mkdir -p "$bench"
[ -x "$bench/venv/bin/python" ] || python3 -m venv "$bench/venv"
"$bench/venv/bin/pip" --quiet --disable-pip-version-check install pypandoc_binary==1.17 typst==0.15.2
exec "$bench/venv/bin/python" benches/packet.py "$assent" "$bench/packet"
