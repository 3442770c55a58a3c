#!/usr/bin/env bash
# The README's pictures, made from the examples: docs/pictures.sh [ASSENT]. Needs pdftoppm (poppler-utils), chromium and
# python3, and an assent with PDF. The same versions of those programs give the same bytes; nothing here reads the clock.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
assent=$(realpath "${1:-target/debug/assent}")
out=$PWD/docs/pictures
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$out"

"$assent" packet examples/survivor-conversations --out "$work/packet" --to pdf,html > /dev/null
form="$work/packet/documents/assent-form.young-survivors.step-2.en"
[ -f "$form.pdf" ] || { echo 'this assent was built without PDF'; exit 1; }

# A form: its first page.
pdftoppm -r 72 -f 1 -l 1 -singlefile -png "$form.pdf" "$out/form"

# The committee's page, as a browser shows it.
chromium=$(command -v chromium || command -v chromium-browser || command -v google-chrome)
"$chromium" --headless=new --no-sandbox --disable-gpu --hide-scrollbars --force-device-scale-factor=1 \
    --force-color-profile=srgb --disable-lcd-text --blink-settings=preferredColorScheme=1 --user-data-dir="$work/profile" \
    --window-size=900,760 --screenshot="$out/committee.png" "file://$work/packet/index.html" > "$work/log" 2>&1

# The risk map and a finding, as drawings.
cp tests/commands/check.in/gap/study.yaml "$work/study.yaml"
(cd "$work" && COLUMNS=92 "$assent" check --color always --quiet --today 2026-06-01 --select consent-gap study.yaml > finding.txt) || [ $? -eq 1 ]
python3 - "$work" "$out" <<'PYTHON'
import html, pathlib, re, sys

work, out = map(pathlib.Path, sys.argv[1:])
page = (work / "packet/documents/risk-register.html").read_text(encoding="utf-8")
maps = [found for found in re.findall(r"<svg\b.*?</svg>", page, re.S) if "map:" in found][:2]
sizes = [tuple(int(side) for side in re.search(r'viewBox="0 0 (\d+) (\d+)"', found).groups()) for found in maps]
gap = 24
placed, left = [], 0
for found, (width, height) in zip(maps, sizes):
    placed.append(found.replace("<svg", f'<svg x="{left}"', 1))
    left += width + gap
width, height = left - gap, max(height for _, height in sizes)
(out / "risk-map.svg").write_text(
    f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img">'
    "<title>The risks before and with safeguards</title>" + "\n".join(placed) + "</svg>\n", encoding="utf-8")

COLOURS = {"91": "#d1242f", "31": "#d1242f", "94": "#0a5bb5", "34": "#0a5bb5", "96": "#0b6e74", "36": "#0b6e74",
           "92": "#1a7f37", "32": "#1a7f37", "93": "#8a6100", "33": "#8a6100"}
lines = (work / "finding.txt").read_text(encoding="utf-8").rstrip().split("\n")
wide, high, size = 8.4, 20, 14
columns = max(len(re.sub(r"\x1b\[[0-9;]*m", "", line)) for line in lines)
parts = []
for row, line in enumerate(lines):
    style, column = {}, 0
    for piece in re.split(r"(\x1b\[[0-9;]*m)", line):
        codes = re.fullmatch(r"\x1b\[([0-9;]*)m", piece)
        if codes:
            for code in (codes.group(1) or "0").split(";"):
                if code in ("", "0"):
                    style = {}
                elif code == "1":
                    style["font-weight"] = "600"
                elif code in COLOURS:
                    style["fill"] = COLOURS[code]
        elif piece:
            looks = "".join(f' {key}="{value}"' for key, value in sorted(style.items()))
            shown = piece.strip()
            if shown:
                at = 16 + (column + len(piece) - len(piece.lstrip())) * wide
                shown_text = html.escape(shown).replace(" ", "\u00a0")
                parts.append(f'<text x="{at:.1f}" y="{26 + row * high}" textLength="{len(shown) * wide:.1f}"'
                             f' lengthAdjust="spacingAndGlyphs"{looks}>{shown_text}</text>')
            column += len(piece)
width, height = round(32 + columns * wide), 20 + len(lines) * high
(out / "finding.svg").write_text(
    f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img">'
    "<title>A finding of assent check</title>"
    f'<rect width="{width}" height="{height}" rx="6" fill="#f6f6f3" stroke="#b9b6ad"/>'
    f'<g font-family="ui-monospace, DejaVu Sans Mono, monospace" font-size="{size}" fill="#1c1c1c">'
    + "\n".join(parts) + "</g></svg>\n", encoding="utf-8")
PYTHON
ls -l "$out" | awk 'NR > 1 { print $5, $9 }'
