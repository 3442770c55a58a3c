"""Runs Assent and its peers on the same files and writes benches/results.md and benches/scaling.csv.

Each tool is run in turn, round by round, so that whatever else the machine does falls on all of them. Wall-clock time is the
median of the rounds. Processor time is what the kernel charged to the process: it hardly changes with the machine's load.
"""

import os
import platform
import re
import resource
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

BENCH = Path(sys.argv[1])
ROOT = Path(__file__).resolve().parent.parent
ASSENT = os.environ["ASSENT"]
PYTHON, NODE = str(BENCH / "venv/bin/python"), shutil.which("node")
SCHEMA = str(BENCH / "study.json")
VALIDATOR = str(BENCH / "venv/bin/check-jsonschema")
EXAMPLE = ROOT / "examples/survivor-conversations"
DAY = ["--today", "2026-06-01"]
PLAIN = os.environ.get("PLAIN")
OURS = "Assent: parse, schema, every check, documents composed and proofread"
PARSER = "PyYAML, libyaml loader: parse"


def numbers(name, default):
    return [int(number) for number in os.environ.get(name, default).split()]


COUNTS, SCALE = numbers("COUNTS", "1 100 2000"), numbers("SCALE", "1 10 100 1000 10000")
SIZES, ROUNDS = numbers("SIZES", "1 4 16 64 256 1024 4096 15900"), numbers("ROUNDS", "7")[0]
MANY = min(ROUNDS, 5)


def run(command):
    """Wall-clock and processor time in milliseconds, and the largest resident set in MB."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        sys.exit(f"failed: {' '.join(command[:6])}")
    return wall * 1000, (usage.ru_utime + usage.ru_stime) * 1000, usage.ru_maxrss / 1024


def in_turn(tools, times):
    """What each tool took in each round, all tools taken in turn; check-jsonschema has one round where many studies wait."""
    runs = {name: [] for name in tools}
    for at in range(times):
        for name, command in tools.items():
            if at == 0 or len(command) < 1000:
                runs[name].append(run(command))
    return runs


def medians(runs):
    return {name: tuple(statistics.median(column) for column in zip(*rows)) for name, rows in runs.items()}


def rounds(tools, times):
    """The medians of each tool, all tools taken in turn."""
    return medians(in_turn(tools, times))


def beside(runs, one, other):
    """How much longer one tool took than the other that ran beside it: in words, for wall-clock and for processor time."""
    words = []
    for column in (0, 1):
        ratios = sorted(a[column] / b[column] for a, b in zip(runs[one], runs[other]))
        words.append(f"{statistics.median(ratios):.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f})")
    return words


def studies(count):
    """A folder with variants of one example: every sentence that ends a line says another thing in each, so that no tool can
    save work by having seen it before."""
    folder = BENCH / f"variants-{count}"
    if not folder.exists():
        for at in range(count):
            for part in ["study.yaml", "files", "guides"]:
                source, target = EXAMPLE / part, folder / str(at) / part
                if source.is_dir():
                    shutil.copytree(source, target)
                else:
                    target.parent.mkdir(parents=True)
                    text = source.read_text(encoding="utf-8")
                    target.write_text(re.sub(r"(?<=[a-z])\.$", f" in place {at}.", text, flags=re.M), encoding="utf-8")
    return str(folder)


def sized(kilobytes):
    """A study of about a size: an example, with as many more risks as it takes."""
    folder = BENCH / f"size-{kilobytes}"
    if not folder.exists():
        folder.mkdir(parents=True)
        base = (ROOT / "examples/minimal/study.yaml").read_text(encoding="utf-8")
        if kilobytes * 1000 < len(base):
            base = "assent: 1\nstudy: {id: small, title: What young people want from a helpline, language: en}\n\nrisks:\n"
        begin, end = base.split("\nrisks:\n")
        risks, size = [], len(base)
        while size < kilobytes * 1000:
            risks.append(
                f"  - id: generated-{len(risks)}\n"
                f"    what: A colleague overhears answer number {len(risks)} while somebody types it.\n"
                "    to: [workers]\n    likelihood: 2\n    severity: 2\n"
                "    mitigation: [People answer where and when they choose.]\n"
                "    owner: keeper\n    residual: {likelihood: 1, severity: 2}\n"
            )
            size += len(risks[-1])
        (folder / "study.yaml").write_text(begin + "\nrisks:\n" + "".join(risks) + end, encoding="utf-8")
    return str(folder)


def shown(number):
    return f"{number:,.0f}" if number >= 100 else f"{number:.1f}"


def megabytes(number):
    """A process counts the memory of the one that started it: below this script's own, nothing can be told."""
    floor = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return f"below {floor:.0f}" if number <= floor else shown(number)


def cells(row):
    wall, cpu, memory = row
    return [shown(wall), shown(cpu), megabytes(memory)]


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return lines + ["| " + " | ".join(row) + " |" for row in rows] + [""]


def machine():
    info = Path("/proc/cpuinfo").read_text(encoding="utf-8") if Path("/proc/cpuinfo").exists() else ""
    model = next((line.split(":", 1)[1].strip() for line in info.splitlines() if line.startswith("model name")), "")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} processors ({model or platform.machine()}), {memory:.0f} GB of memory, {platform.system()} {platform.machine()}"


def tools(folder):
    files = sorted(str(path) for path in Path(folder).glob("*/study.yaml"))
    return {
        OURS: [ASSENT, "check", folder, *DAY],
        PARSER: [PYTHON, str(ROOT / "benches/peers/parse.py"), folder],
        "ajv with yaml: parse, schema": [NODE, str(BENCH / "ajv.mjs"), SCHEMA, folder],
        "check-jsonschema: parse, schema": [VALIDATOR, "--schemafile", SCHEMA, *files],
        **({"Assent, a plain release build: the same": [PLAIN, "check", folder, *DAY]} if PLAIN else {}),
    }


def main():
    page = ["# Results", ""]
    version = subprocess.run([ASSENT, "--version"], capture_output=True, text=True, check=True).stdout.split()[1]
    load = f"{os.getloadavg()[0]:.1f}"
    page += [
        f"Written by `benches/compare.sh` on {time.strftime('%Y-%m-%d', time.gmtime())}, Assent {version}.",
        f"The machine: {machine()}; load {load} when it began (its processors are fully used from a load of {os.cpu_count()} on).",
        f"Medians of {ROUNDS} runs of whole processes ({MANY} above 100 studies, one of check-jsonschema), the tools taken in turn. Only the ratios",
        "within one table mean something; `cpu` is the processor time of all threads, which depends little on what else the machine does.",
        "",
    ]

    empty = BENCH / "studies-0"
    empty.mkdir(exist_ok=True)
    start = rounds(
        {
            "Assent": [ASSENT, "--version"],
            "Python, PyYAML imported": [PYTHON, str(ROOT / "benches/peers/parse.py"), str(empty)],
            "Node, ajv and the schema compiled": [NODE, str(BENCH / "ajv.mjs"), SCHEMA, str(empty)],
            "check-jsonschema": [VALIDATOR, "--version"],
        },
        ROUNDS * 3,
    )
    begin = dict(zip(tools(str(empty)), start.values()))
    page += ["## Start-up", ""]
    page += table(["tool", "ms", "cpu ms", "MB"], [[name, *cells(row)] for name, row in start.items()])

    for count in COUNTS:
        folder = studies(count)
        print(f"{count} studies", flush=True)
        chosen = tools(folder)
        runs = in_turn(chosen, MANY if count > 100 else ROUNDS)
        page += [f"## {count} {'study' if count == 1 else 'studies'}", ""]
        rows = []
        for name, (wall, cpu, memory) in medians(runs).items():
            rows.append([name, shown(wall), shown(max(wall - begin.get(name, begin[OURS])[0], 0)), shown(cpu), megabytes(memory)])
        page += table(["tool", "ms", "ms without start-up", "cpu ms", "MB"], rows)
    wall, cpu = beside(runs, OURS, PARSER)
    page += [
        f"{COUNTS[-1]} studies checked and proofread take {wall} of the time that PyYAML's libyaml loader needs to parse the same files, and",
        f"{cpu} of its processor time: the median of the rounds, and the least and the most.",
        "",
    ]

    page += ["## One checklist document", ""]
    papers = {
        "Assent: the study's own tasks, with their state": [
            ASSENT, "render", "ethical-tasks", "--study", str(EXAMPLE), "--to", "md", "-o", str(BENCH / "tasks.md"),
        ]
    }
    if (BENCH / "venv/bin/deon").exists():
        papers["deon: a fixed list"] = [str(BENCH / "venv/bin/deon"), "--format", "markdown"]
    else:
        page += ["deon (0.3.0 on PyPI) did not install here, so it is not in the table.", ""]
    rows = [[name, *cells(row)] for name, row in rounds(papers, ROUNDS).items()]
    page += table(["tool", "ms", "cpu ms", "MB"], rows)

    lines = ["what,amount,ms,cpu_ms,mb"]
    for what, amounts, folder in [("studies", SCALE, studies), ("kilobytes", SIZES, sized)]:
        for amount in amounts:
            print(f"{amount} {what}", flush=True)
            command = [ASSENT, "check", folder(amount), *DAY, "--quiet"]
            wall, cpu, memory = rounds({"": command}, 1 if amount >= 1000 else 3)[""]
            lines.append(f"{what},{amount},{wall:.1f},{cpu:.1f},{memory:.1f}")
    (ROOT / "benches/scaling.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    page += [
        "## Scaling",
        "",
        "`assent check` on ever more copies of one study, and on one ever larger study (more and more risks):",
        "",
        "![processor time by the number of studies](scaling-studies.svg)",
        "![processor time by the size of one study](scaling-kilobytes.svg)",
        "",
    ]
    page += table(["", "ms", "cpu ms", "MB"], [
        [f"{int(amount):,} {what}", *cells(map(float, [wall, cpu, memory]))]
        for what, amount, wall, cpu, memory in (line.split(",") for line in lines[1:])
    ])
    (ROOT / "benches/results.md").write_text("\n".join(page).rstrip("\n") + "\n", encoding="utf-8")


main()
