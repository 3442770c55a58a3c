#!/usr/bin/env bash
# From saving to a rebuilt paper: benches/watch.sh [ASSENT] [ROUNDS]. Watches a copy of an example, saves a change again and
# again, and waits until the protocol on the disk has the new words (in HTML) and is another file (in PDF, where the program
# has PDF). The whole packet is made each time: every document in every format.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
assent=$(realpath "${1:-target/release/assent}")
exec python3 - "$assent" "${2:-7}" <<'PYTHON'
import pathlib, shutil, signal, statistics, subprocess, sys, tempfile, time

assent, rounds = sys.argv[1], int(sys.argv[2])
with tempfile.TemporaryDirectory() as folder:
    study = pathlib.Path(folder, "study")
    shutil.copytree("examples/survivor-conversations", study)
    text = (study / "study.yaml").read_text(encoding="utf-8")
    watching = subprocess.Popen([assent, "packet", "--watch"], cwd=study, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    while not watching.stderr.readline().startswith("Watching"):
        pass
    papers = study / "packet/documents"
    pdf = papers / "protocol.pdf"
    times = []
    for round in range(rounds):
        before = pdf.read_bytes() if pdf.exists() else None
        title = f"An invented title, number {round}"
        changed = text.replace("title: Young survivors", f"title: {title}, young survivors", 1)
        assert changed != text
        time.sleep(0.5)
        begun = time.perf_counter()
        (study / "study.yaml").write_text(changed, encoding="utf-8")
        while True:
            try:
                if title in (papers / "protocol.html").read_text(encoding="utf-8") and (before is None or pdf.read_bytes() != before):
                    break
            except FileNotFoundError:
                pass
            time.sleep(0.002)
        times.append(time.perf_counter() - begun)
    files = sum(1 for path in papers.iterdir())
    watching.send_signal(signal.SIGINT)
    assert watching.wait() == 130
    print(f"{files} files of documents, {'with' if pdf.exists() else 'without'} PDF: from saving to the new paper "
          f"{statistics.median(times):.2f} s (median of {rounds}; {min(times):.2f} to {max(times):.2f})")
PYTHON
