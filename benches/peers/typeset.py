"""PDF of each Typst file, all by one compiler in one process, so that its start and its fonts are paid once."""

import sys
from pathlib import Path

import typst

compiler = typst.Compiler()
for path in map(Path, sys.argv[1:]):
    compiler.compile(input=str(path), output=str(path.with_suffix(".pdf")))
