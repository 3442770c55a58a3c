"""Makes a packet with Assent, and the same files from the same text with pandoc and LibreOffice; writes benches/results-packet.md.

Each row is run in turn, round by round, so that whatever else the machine does falls on all of them. A tool that takes one
file at a call is called for as many files at a time as there are processors.
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
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pypandoc

ASSENT, BENCH = sys.argv[1], Path(sys.argv[2])
ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = os.environ.get("EXAMPLES", "survivor-conversations boys-conversations").split()
ROUNDS = int(os.environ.get("ROUNDS", "3"))
PANDOC, SOFFICE, XELATEX, PDFINFO = pypandoc.get_pandoc_path(), *map(shutil.which, ["soffice", "xelatex", "pdfinfo"])
TYPESET = [sys.executable, str(ROOT / "benches/peers/typeset.py")]
LEFT_OUT = {}


class Row:
    """One way to make files: stages of commands; the commands of one stage run side by side."""

    def __init__(self, name, out, *stages, keep=False):
        self.name, self.out, self.stages, self.keep, self.runs = name, out, stages, keep, []

    def run(self):
        if not self.keep:
            shutil.rmtree(self.out, ignore_errors=True)
        self.out.mkdir(parents=True, exist_ok=True)
        begun, used = time.perf_counter(), []
        for commands in self.stages:
            with ThreadPoolExecutor(os.cpu_count()) as pool:
                used += pool.map(self.process, commands)
        wall = time.perf_counter() - begun
        self.runs.append((wall, sum(cpu for cpu, _ in used), max(memory for _, memory in used)))

    def process(self, command):
        """Processor time in seconds and the largest resident set in MB, of the process and of those it started."""
        log = self.out / f"{abs(hash(tuple(command)))}.log"
        with log.open("wb") as messages:
            process = subprocess.Popen(command, cwd=self.out, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=messages)
            _, status, usage = os.wait4(process.pid, 0)
        told = log.read_text(encoding="utf-8", errors="replace")
        log.unlink()
        if os.waitstatus_to_exitcode(status) != 0:
            sys.exit(f"failed: {' '.join(command[:9])}\n{told}")
        LEFT_OUT.setdefault(self.name, {}).setdefault(len(self.runs), []).extend(re.findall(r"There is no (\S+)", told))
        return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024

    def medians(self):
        return [statistics.median(column) for column in zip(*self.runs)]


def pandoc(texts, out, form, *options):
    return [[PANDOC, "-f", "gfm", "-s", *options, str(text), "-o", str(out / f"{text.stem}.{form}")] for text in texts]


def pdf_rows(work, texts, papers, where):
    """PDF of the same text, by every other tool that is here."""
    out = work / f"{where}-typst"
    sources = [str(out / f"{text.stem}.typ") for text in texts]
    rows = [Row("pandoc, then typst (one process for all)", out, pandoc(texts, out, "typ"), [[*TYPESET, *sources]])]
    if XELATEX:
        out = work / f"{where}-xelatex"
        rows.append(Row("pandoc with xelatex", out, pandoc(texts, out, "pdf", "--pdf-engine=xelatex")))
    if SOFFICE:
        out = work / f"{where}-libreoffice"
        user = f"-env:UserInstallation={(work.parent / 'profile').as_uri()}"
        rows.append(Row("LibreOffice (one call for all), from Assent's DOCX", out,
                        [[SOFFICE, user, "--headless", "--convert-to", "pdf", "--outdir", str(out), *map(str, papers)]]))
    return rows


def assent(name, study, out, *formats, keep=False):
    chosen = ["--to", ",".join(formats)] if formats else []
    return Row(name, out, [[ASSENT, "packet", str(study), "--out", str(out / "packet"), *chosen]], keep=keep)


def seconds(number):
    return f"{number:.1f}" if number >= 10 else f"{number:.2f}"


def megabytes(number):
    """A process counts the memory of the one that started it: below this script's own, nothing can be told."""
    floor = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return f"below {floor:.0f}" if number <= floor else f"{number:,.0f}"


def table(rows, first):
    """Each row beside the first: times, memory, and how many times the first row's time and processor time."""
    lines = ["| tool | s | processor s | MB | × time | × processor time |", "|---|---|---|---|---|---|"]
    base = first.medians()
    for name, (wall, cpu, memory) in [(row.name, row.medians()) if isinstance(row, Row) else row for row in rows]:
        lines.append(f"| {name} | {seconds(wall)} | {seconds(cpu)} | {megabytes(memory)} | {wall / base[0]:.2f} | {cpu / base[1]:.2f} |")
    return [*lines, ""]


def together(name, rows):
    walls, cpus, memories = zip(*(row.medians() for row in rows))
    return name, (sum(walls), sum(cpus), max(memories))


def came_out(rows):
    """What the PDFs are: as many, of how many pages, with tags for a screen reader or not."""
    lines = ["| PDF by | files | pages | tagged | kB |", "|---|---|---|---|---|"]
    for row in rows:
        files = sorted(row.out.rglob("*.pdf"))
        told = [subprocess.run([PDFINFO, path], capture_output=True, text=True, check=True).stdout for path in files]
        pages = sum(int(re.search(r"Pages:\s+(\d+)", text)[1]) for text in told)
        tagged = sum(bool(re.search(r"Tagged:\s+yes", text)) for text in told)
        lines.append(f"| {row.name} | {len(files)} | {pages} | {tagged} | {sum(path.stat().st_size for path in files) / 1000:,.0f} |")
    return [*lines, ""]


def measure(rows):
    for at in range(ROUNDS):
        for row in rows:
            print(f"  round {at + 1} of {ROUNDS}: {row.name}", flush=True)
            row.run()


def example(name):
    print(name, flush=True)
    study, work = ROOT / "examples" / name, BENCH / name
    shutil.rmtree(work, ignore_errors=True)
    source = work / "source"
    subprocess.run([ASSENT, "packet", str(study), "--out", str(source)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    texts, papers = (sorted((source / "documents").glob(f"*.{form}")) for form in ["md", "docx"])
    texts = [text for text in texts if text.with_suffix(".docx") in papers]
    words = sum(len(text.read_text(encoding="utf-8").split()) for text in texts)

    whole = assent("Assent: read, check, compose, write everything", study, work / "whole")
    again = assent("Assent: the same again, over the packet that is there", study, work / "whole", keep=True)
    only = {form: assent(f"Assent, `packet --to {form}`", study, work / form, form) for form in ["md", "docx", "html", "pdf"]}
    docx = Row("pandoc", work / "pandoc-docx", pandoc(texts, work / "pandoc-docx", "docx"))
    html = Row("pandoc", work / "pandoc-html", pandoc(texts, work / "pandoc-html", "html", "--embed-resources"))
    pdfs = pdf_rows(work, texts, papers, "all")
    measure([whole, again, *only.values(), docx, html, *pdfs])

    sums = [together(f"DOCX and HTML: pandoc; PDF: {row.name}", [docx, html, row]) for row in pdfs]
    page = [f"## {name}: {len(texts)} documents, {words:,} words of Markdown", ""]
    page += table([whole, again, *sums], whole)
    page += ["By format. Assent's rows read, check and compose the study as well; `--to md` is little more than that.", ""]
    page += table([only["md"], only["docx"], only["html"], only["pdf"]], only["md"])
    for form, rows in [("DOCX", [only["docx"], docx]), ("HTML", [only["html"], html]), ("PDF", [only["pdf"], *pdfs])]:
        page += [f"{form} of all documents:", "", *table(rows, rows[0])]
    if PDFINFO:
        page += came_out([only["pdf"], *pdfs])
    for row in pdfs:
        if lost := LEFT_OUT.get(row.name, {}).get(ROUNDS - 1):
            page += [f"{row.name} left out {len(lost)} characters that its font does not have ({' '.join(sorted(set(lost)))}).", ""]

    form = next(text for text in texts if text.stem.startswith("consent-form"))
    out = work / "one"
    one = Row(f"Assent: `render {form.stem} --to pdf`, from the study", out,
              [[ASSENT, "render", form.stem, "--study", str(study), "--to", "pdf", "-o", str(out / "form.pdf")]])
    others = pdf_rows(work, [form], [form.with_suffix(".docx")], "one")
    measure([one, *others])
    page += ["From an edit to the PDF of one consent form. Assent begins at study.yaml, which it reads whole; the others begin at the composed text:", "", *table([one, *others], one)]
    shutil.rmtree(source)
    return page


def machine():
    info = Path("/proc/cpuinfo").read_text(encoding="utf-8") if Path("/proc/cpuinfo").exists() else ""
    model = next((line.split(":", 1)[1].strip() for line in info.splitlines() if line.startswith("model name")), "")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} processors ({model or platform.machine()}), {memory:.0f} GB of memory, {platform.system()} {platform.machine()}"


def profile():
    """A release build carries no line numbers."""
    if "PROFILE" in os.environ:
        return os.environ["PROFILE"]
    if subprocess.run(["grep", "-q", r"\.debug_line", ASSENT], check=False).returncode == 0:
        return "a development build: Assent itself is not optimised, the typst crates are at opt-level 2 (a release build is faster)"
    return "a release build"


def version(command, *words):
    return subprocess.run([command, *words], capture_output=True, text=True, check=True).stdout.splitlines()[0].strip()


def main():
    load = os.getloadavg()[0]
    rivals = [version(PANDOC, "--version"), version(sys.executable, "-c", "import importlib.metadata as m; print('typst', m.version('typst'))")]
    rivals += [version(XELATEX, "--version")] if XELATEX else []
    if SOFFICE:
        user = f"-env:UserInstallation={(BENCH / 'profile').as_uri()}"
        rivals.append(" ".join(version(SOFFICE, user, "--version").split()[:2]))
    page = [
        "# A whole packet", "",
        f"Written by `benches/packet.sh` on {time.strftime('%Y-%m-%d', time.gmtime())}. {version(ASSENT, '--version')}, {profile()}.",
        f"Beside it: {', '.join(rivals)}.",
        f"The machine: {machine()}; load {load:.1f} when it began (its processors are fully used from a load of {os.cpu_count()} on).", "",
        f"Medians of {ROUNDS} {'run' if ROUNDS == 1 else 'runs'}, the tools taken in turn. Processor time is of all threads and of all processes that a tool starts; MB is the largest",
        f"resident memory of one process. Tools that take one file at a call run {os.cpu_count()} at a time. The text is the Markdown that Assent composed, so",
        "that composing it costs the others nothing. Assent keeps nothing between two calls: its second run is the same work as its first (the files of",
        "all tools are in the system's cache). Assent also writes drawings, the register, the index and the manifest, and its PDFs are PDF/UA-1. The last two",
        "columns are the row divided by the first row of its table.", "",
    ]
    for name in EXAMPLES:
        page += example(name)
    (ROOT / "benches/results-packet.md").write_text("\n".join(page).rstrip("\n") + "\n", encoding="utf-8")


main()
