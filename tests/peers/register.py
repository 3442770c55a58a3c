"""Opens a packet's risk register with openpyxl and Python's csv: text is text, and a person can work with it."""

import csv
import sys
from pathlib import Path

import openpyxl

packet = Path(sys.argv[1])
book = openpyxl.load_workbook(packet / "risk-register.xlsx")
assert all(len(name) <= 31 for name in book.sheetnames), book.sheetnames
sheet = book.worksheets[0]
assert sheet.freeze_panes, "the header does not stay"
assert sheet.data_validations.dataValidation, "no choices from 1 to 5"
assert sheet.conditional_formatting, "no colours by score"
assert not book.properties.creator and not book.properties.lastModifiedBy, "names somebody"
hostile = 0
for row in sheet.iter_rows():
    for cell in row:
        if cell.data_type == "f":
            assert str(cell.value).startswith("=IF("), f"{cell.coordinate} is a formula: {cell.value}"
        elif isinstance(cell.value, str) and cell.value.lstrip()[:1] in tuple("=+-@"):
            hostile += 1
            assert cell.data_type == "s", cell.coordinate
if "--hostile" in sys.argv:
    assert hostile >= 3, "the hostile texts are not there"
with open(packet / "risk-register.csv", encoding="utf-8", newline="") as file:
    rows = list(csv.reader(file))
assert len({len(row) for row in rows}) == 1 and len(rows) > 1, rows
for cell in (cell for row in rows for cell in row):
    assert cell[:1] not in tuple("=+-@\t\r"), f"{cell!r} would be a formula"
print(f"register: {sheet.max_row} rows, {hostile} hostile texts, all inert")
