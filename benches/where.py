"""Instructions by part of `assent check`, from two callgrind profiles: one study, and two in one call."""

import re
import subprocess
import sys
from pathlib import Path

PARTS = [
    ("everything", r"^assent::main$"),
    ("packs read", r"^assent::guidelines::(load::ready|library::Library::(pack|in_force))$"),
    ("templates and words read", r"^assent::documents::library::Library::with_own$"),
    ("files read and parsed", r"^assent::commands::workspace::Workspace::open$"),
    ("of it: YAML", r"^assent::yaml::parse_text$"),
    ("of it: shape and types", r"^assent::study::load::from_parsed$"),
    ("checks", r"^assent::checks::(run_in|run_one)$"),
    ("documents composed", r"^assent::documents::compose::to_proofread$"),
    ("of it: templates", r"^minijinja::template::Template::render_captured_to$"),
    ("documents proofread", r"^assent::proof::run$"),
    ("of it: Markdown to passages", r"^assent::documents::markdown::reader::read_part$"),
    ("of it: reading level", r"^assent::proof::reading::level$"),
    ("of it: languages", r"^assent::proof::languages::run$"),
    ("tasks assessed", r"^assent::assessment::assess$"),
]


def inclusive(profile):
    command = ["callgrind_annotate", "--inclusive=yes", "--threshold=100", "--auto=no", profile]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    costs = {}
    for line in text.splitlines():
        found = re.match(r"\s*([\d,]+) \(\s*[\d.]+%\)\s+\S*?:(.*?)(?: \[.*)?$", line)
        if found:
            cost, name = int(found[1].replace(",", "")), found[2]
            costs[name] = max(cost, costs.get(name, 0))
    return costs


def part(costs, pattern):
    found = [cost for name, cost in costs.items() if re.search(pattern, name)]
    if not found:
        sys.exit(f"no function is called {pattern}: the compiler put it into another, or it has a new name; mend PARTS")
    return max(found)


def main():
    one, two = (inclusive(profile) for profile in sys.argv[1:])
    page = ["# Where the time of a check goes", "", "Written by `benches/where.sh`: `assent check` on a study with its records, in million instructions."]
    page += ["", "| part | one study | each further study |", "|---|---|---|"]
    for name, pattern in PARTS:
        first = part(one, pattern)
        page.append(f"| {name} | {first / 1e6:.1f} | {max(part(two, pattern) - first, 0) / 1e6:.1f} |")
    Path(__file__).with_name("where.md").write_text("\n".join([*page, ""]), encoding="utf-8")


main()
