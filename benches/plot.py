"""Draws the scaling of a run as SVG, both axes logarithmic: plot.py SCALING.csv FOLDER"""

import csv
import math
import sys
from pathlib import Path

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 640, 400, 70, 70, 40, 50
NAMES = {"studies": "studies in one call", "kilobytes": "size of one study, kB"}


def axis(values):
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    return low, max(high, low + 1)


def draw(what, rows):
    amounts, costs = [float(row["amount"]) for row in rows], [float(row["cpu_ms"]) for row in rows]
    memory = [float(row["mb"]) for row in rows]
    (x0, x1), (y0, y1) = axis(amounts), axis(costs + memory)
    x = lambda value: LEFT + (math.log10(value) - x0) / (x1 - x0) * (WIDTH - LEFT - RIGHT)
    y = lambda value: HEIGHT - BOTTOM - (math.log10(value) - y0) / (y1 - y0) * (HEIGHT - TOP - BOTTOM)
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12" role="img">',
        f"<title>assent check: processor time and memory by {NAMES[what]}</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
    ]
    for power in range(x0, x1 + 1):
        at = x(10**power)
        out.append(f'<path d="M{at:.1f} {TOP}V{HEIGHT - BOTTOM}" stroke="#ddd"/>')
        out.append(f'<text x="{at:.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{10**power:,}</text>')
    for power in range(y0, y1 + 1):
        at = y(10**power)
        out.append(f'<path d="M{LEFT} {at:.1f}H{WIDTH - RIGHT}" stroke="#ddd"/>')
        out.append(f'<text x="{LEFT - 8}" y="{at + 4:.1f}" text-anchor="end">{10**power:,}</text>')
    # Cost in proportion to the amount, through the last point: what "linear" looks like on these axes.
    first = max(amounts[0], amounts[-1] * 10**y0 / costs[-1])
    ideal = [(first, costs[-1] * first / amounts[-1]), (amounts[-1], costs[-1])]
    out.append(line(ideal, x, y, 'stroke="#999" stroke-dasharray="4 4"'))
    out.append(line(list(zip(amounts, costs)), x, y, 'stroke="#1f5f8b" stroke-width="2"'))
    out.append(line(list(zip(amounts, memory)), x, y, 'stroke="#b35900" stroke-width="2"'))
    for values, colour in [(costs, "#1f5f8b"), (memory, "#b35900")]:
        out += [f'<circle cx="{x(a):.1f}" cy="{y(v):.1f}" r="3" fill="{colour}"/>' for a, v in zip(amounts, values)]
    out.append(f'<text x="{LEFT}" y="20" fill="#1f5f8b">processor time, ms</text>')
    out.append(f'<text x="{LEFT + 150}" y="20" fill="#b35900">memory at its highest, MB</text>')
    out.append(f'<text x="{LEFT + 330}" y="20" fill="#666">dashed: in proportion</text>')
    out.append(f'<text x="{(WIDTH + LEFT - RIGHT) / 2}" y="{HEIGHT - 8}" text-anchor="middle">{NAMES[what]}</text>')
    return "\n".join(out + ["</svg>", ""])


def line(points, x, y, style):
    path = "L".join(f"{x(amount):.1f} {y(value):.1f}" for amount, value in points)
    return f'<path d="M{path}" fill="none" {style}/>'


def main():
    with open(sys.argv[1], encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for what in NAMES:
        chosen = [row for row in rows if row["what"] == what]
        if chosen:
            Path(sys.argv[2], f"scaling-{what}.svg").write_text(draw(what, chosen), encoding="utf-8")


main()
