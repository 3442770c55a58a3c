"""Reads what Assent wrote with other people's programs, and holds it against what it had to write.

Each folder has an expected.json and the files of its documents. Everything is compared in order and without white
space: how lines break is each format's own business. What is found beyond the expected words has to be on a short list.
"""

import html5lib
import json
import re
import shutil
import subprocess
import sys
import time
import unicodedata
import zipfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import docx
import page as ua
import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml import etree
from markdown_it import MarkdownIt

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
# Marks of direction say nothing by themselves, and a soft hyphen is no letter.
SILENT = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u00ad\ufeff"))


def bare(text):
    return re.sub(r"\s+", "", text.translate(SILENT))


class Wrong(Exception):
    pass


def in_order(found, pieces, allowed, what):
    """All pieces stand in the text in their order, and nothing else does but what is allowed."""
    stream, at = bare(found), 0
    for piece in pieces:
        text = bare(piece["text"])
        if not text:
            continue
        place = stream.find(text, at)
        if place < 0:
            raise Wrong(f"{what}: lost or out of order: {piece['text'][:120]!r}, after {stream[max(0, at - 60):at]!r}")
        rest = stream[at:place]
        if rest and not re.fullmatch(allowed, rest):
            raise Wrong(f"{what}: beyond what was to be written: {rest[:200]!r} before {piece['text'][:60]!r}")
        at = place + len(text)
    rest = stream[at:]
    if rest and not re.fullmatch(allowed, rest):
        raise Wrong(f"{what}: beyond what was to be written, at the end: {rest[:200]!r}")


def same(found, wanted, what):
    found, wanted = [bare(text) for text in found], [bare(text) for text in wanted]
    if found != wanted:
        for at, pair in enumerate(zip(found, wanted)):
            if pair[0] != pair[1]:
                raise Wrong(f"{what}: number {at + 1} is {pair[0][:120]!r}, not {pair[1][:120]!r}")
        raise Wrong(f"{what}: {len(found)} in place of {len(wanted)}: {found[-1:]!r} {wanted[-1:]!r}")


def kinds(document, kind):
    return [piece["text"] for piece in document["main"] if piece["kind"] == kind]


def headings(document):
    above = [(1, document["above"])] if document["above"] else []
    inside = [(p["level"], p["text"]) for p in document["main"] if p["kind"] == "heading"]
    return above + inside


def stream(document):
    above = [{"text": document["above"]}] if document["above"] else []
    return above + document["main"]


# --- DOCX: python-docx

def read_docx(path, document):
    file = docx.Document(path)
    if file.core_properties.title != document["title"]:
        raise Wrong(f"title is {file.core_properties.title!r}")
    if file.core_properties.language != document["language"]:
        raise Wrong(f"language is {file.core_properties.language!r}")
    if file.core_properties.author or file.core_properties.last_modified_by:
        raise Wrong("names somebody")
    found, heads, cells = [], [], []

    def walk(parent):
        for child in parent.iter_inner_content():
            if isinstance(child, Paragraph):
                text = "".join(t.text or "" for t in child._p.iter(W + "t") if not in_control(t))
                found.append(text)
                style = child.style.name
                if style.startswith("Heading"):
                    heads.append((int(style.split()[-1]), text))
            elif isinstance(child, Table):
                style = child.style.name
                if style in ("Risk Map", "Flow Chart"):
                    continue
                for number, row in enumerate(child.rows):
                    if style == "Table Grid":
                        is_header = row._tr.find(f"{W}trPr/{W}tblHeader") is not None
                        if is_header != (number == 0):
                            raise Wrong("a table's first row is not marked as its header, or another one is")
                    # A cell that spans two columns is told twice.
                    for cell in {id(cell._tc): cell for cell in row.cells}.values():
                        before = len(found)
                        walk(cell)
                        if style == "Table Grid":
                            cells.append("".join(found[before:]))

    def in_control(node):
        return any(parent.tag == W + "sdt" for parent in node.iterancestors())

    walk(file)
    same([text for _, text in heads], [text for _, text in headings(document)], "DOCX headings")
    if [level for level, _ in heads] != [level for level, _ in headings(document)]:
        raise Wrong("DOCX: levels of headings differ")
    same(cells, kinds(document, "cell"), "DOCX cells")
    number = r"(\d+\.)?"
    callouts = "|".join(map(re.escape, map(bare, document["callouts"])))
    in_order("".join(found), stream(document), f"({number}|{callouts})*", "DOCX")
    with zipfile.ZipFile(path) as parts:
        body = etree.fromstring(parts.read("word/document.xml"))
        boxes = len(list(body.iter(W14 + "checkbox")))
        if boxes != document["boxes"]:
            raise Wrong(f"DOCX: {boxes} boxes to tick in place of {document['boxes']}")
        notes = etree.fromstring(parts.read("word/footnotes.xml"))
        in_order("".join(t.text or "" for t in notes.iter(W + "t")), document["notes"], r"", "DOCX notes")
        header = etree.fromstring(parts.read("word/header1.xml"))
        if document["draft"] not in "".join(t.text or "" for t in header.iter(W + "t")):
            raise Wrong("DOCX: the header does not say that this is a draft")
        for info in parts.infolist():
            if info.date_time != (1980, 1, 1, 0, 0, 0):
                raise Wrong(f"DOCX: {info.filename} bears a time")


# --- HTML: html5lib

def read_html(path, document):
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("lxml"), strict=False, namespaceHTMLElements=False)
    text = path.read_text("utf-8")
    root = parser.parse(text).getroot()
    if parser.errors:
        raise Wrong(f"HTML: {parser.errors[:3]}")
    if root.get("lang") != document["language"] or root.get("dir") != document["direction"]:
        raise Wrong(f"HTML: lang {root.get('lang')}, dir {root.get('dir')}")
    for node in root.iter():
        if not isinstance(node.tag, str):
            raise Wrong("HTML: a comment")
        if node.tag in ("script", "iframe", "object", "embed", "img", "audio", "video", "form", "base"):
            raise Wrong(f"HTML: <{node.tag}>")
        for name, value in node.attrib.items():
            if name.startswith("on") or name in ("src", "srcset", "style", "formaction", "action", "poster"):
                raise Wrong(f"HTML: attribute {name}")
            if name == "href" and not re.match(r"(#|https://|mailto:|tel:|data:,$|[\w.-]+\.html(#|$))", value):
                raise Wrong(f"HTML: leads to {value!r}")
    ids = [node.get("id") for node in root.iter() if node.get("id")]
    if len(ids) != len(set(ids)):
        raise Wrong("HTML: two parts have one id")
    for node in root.iter("a"):
        if (node.get("href") or "").startswith("#") and node.get("href")[1:] not in ids:
            raise Wrong(f"HTML: leads nowhere: {node.get('href')}")
    main = root.find(".//main")
    heads = [(int(n.tag[1]), "".join(n.itertext())) for n in main.iter() if re.fullmatch("h[1-6]", str(n.tag))]
    same([text for _, text in heads], [text for _, text in headings(document)], "HTML headings")
    if [level for level, _ in heads] != [level for level, _ in headings(document)]:
        raise Wrong("HTML: levels of headings differ")
    boxes = len(list(main.iter("input")))
    if boxes != document["boxes"]:
        raise Wrong(f"HTML: {boxes} boxes to tick in place of {document['boxes']}")
    notes = main.find("section[@class='notes']")
    if notes is not None:
        main.remove(notes)
        for back in [link for link in notes.iter("a") if link.get("href").startswith("#reference:")]:
            back.text = ""
        in_order("".join(notes.itertext()), document["notes"], r"", "HTML notes")
    for mark in [sup for sup in main.iter("sup")]:
        for link in mark:
            link.text = ""
    for svg in list(main.iter("{http://www.w3.org/2000/svg}svg")) + list(main.iter("svg")):
        if not svg.get("aria-label") and svg.get("role") != "img":
            raise Wrong("HTML: a picture has no words beside it")
        svg.getparent().remove(svg)
    cells = ["".join(n.itertext()) for n in main.iter() if n.tag in ("td", "th")]
    same(cells, kinds(document, "cell"), "HTML cells")
    callouts = "|".join(map(re.escape, map(bare, document["callouts"])))
    in_order("".join(main.itertext()), stream(document), f"({callouts})*", "HTML")
    if document["draft"] not in "".join(root.find(".//header").itertext()):
        raise Wrong("HTML: the page does not say that it is a draft")


# --- Markdown: markdown-it

def read_markdown(path, document):
    tokens = MarkdownIt("commonmark").enable("table").parse(path.read_text("utf-8"))
    heads, open_head, found = [], None, []
    for token in tokens:
        if token.type == "html_block":
            raise Wrong("Markdown: raw HTML")
        if token.type == "heading_open":
            open_head = int(token.tag[1])
        elif token.type in ("fence", "code_block"):
            found.append(token.content)
        elif token.type == "inline":
            text = "".join("" if c.type == "html_inline" else " " if c.type in ("softbreak", "hardbreak") else c.content for c in token.children)
            if any(c.type == "html_inline" for c in token.children):
                raise Wrong("Markdown: raw HTML")
            found.append(text)
            if open_head:
                heads.append((open_head, text))
        elif token.type == "heading_close":
            open_head = None
    same([re.sub(r"\[\^\d+\]", "", text) for _, text in heads], [text for _, text in headings(document)], "Markdown headings")
    text = re.sub(r"\[\^\d+\]:?", "", "".join(found))
    # Risk maps are grids of numbers, which no document states as cells.
    pieces = [p for p in stream(document)] + document["notes"]
    stream_text, at = bare(text), 0
    for piece in pieces:
        wanted = bare(piece["text"])
        place = stream_text.find(wanted, at)
        if wanted and place < 0:
            raise Wrong(f"Markdown: lost or out of order: {piece['text'][:120]!r} after {stream_text[max(0, at - 80):at]!r}")
        at = max(at, place + len(wanted))


# --- PDF: qpdf for the tree of tags, PDFium for the letters, poppler for the pages

def marked_text(path):
    """The letters behind each number of marked content of each page."""
    pages = []
    with pypdfium2.PdfDocument(path) as file:
        for page in file:
            letters, found = page.get_textpage(), {}
            for at in range(letters.count_chars()):
                piece = pdfium.FPDFText_GetTextObject(letters, at)
                number = pdfium.FPDFPageObj_GetMarkedContentID(piece) if piece else -1
                if number >= 0:
                    # A hyphen that ends a line is told as a sign of its own.
                    letter = chr(pdfium.FPDFText_GetUnicode(letters, at)).replace("\x02", "-")
                    found[number] = found.get(number, "") + letter
            pages.append(found)
    return pages


def acts(node):
    """Nothing in an object of the file runs, opens or holds anything; what it points at has its own turn."""
    if isinstance(node, (pikepdf.Dictionary, pikepdf.Stream)):
        for name in ("/JS", "/JavaScript", "/AA", "/OpenAction", "/EmbeddedFiles", "/AcroForm"):
            if name in node:
                raise Wrong(f"PDF: has {name}, which a paper does not need")
        action = str(node.get("/S", ""))
        if action in ("/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/Named", "/Rendition"):
            raise Wrong(f"PDF: has an action {action}")
        if action == "/URI" and not re.match(r"(https://|mailto:|tel:|[\w.-]+\.pdf(#|$))", str(node.URI)):
            raise Wrong(f"PDF: leads to {node.URI}")
        inside = [value for _, value in node.items()]
    else:
        inside = list(node) if isinstance(node, pikepdf.Array) else []
    for value in inside:
        if isinstance(value, (pikepdf.Array, pikepdf.Dictionary)) and not value.is_indirect:
            acts(value)


def tags(path):
    """The tree of tags in the order in which it is read aloud: each tag as it opens, with those around it, and each
    text inside. What is set for the eye only (headers, footers, lines) is not in it."""
    letters, read = marked_text(path), []
    with pikepdf.open(path) as file:
        if file.Root.get("/MarkInfo", {}).get("/Marked") is not True:
            raise Wrong("PDF: does not say that its tags are to be used")
        numbers = {page.obj.objgen: number for number, page in enumerate(file.pages)}
        for node in file.objects:
            acts(node)

        def walk(node, names, page):
            if isinstance(node, pikepdf.Array):
                for one in node:
                    walk(one, names, page)
            elif isinstance(node, int):
                read.append((names, letters[page].pop(node, "")))
            elif isinstance(node, pikepdf.Dictionary):
                page = numbers[node.Pg.objgen] if "/Pg" in node else page
                if node.get("/Type") == "/MCR":
                    walk(node.MCID, names, page)
                elif "/S" in node:
                    names = names + (str(node.S)[1:],)
                    read.append((names, None))
                    if names[-1] == "Figure" and not str(node.get("/Alt", "")):
                        raise Wrong("PDF: a picture has no words beside it")
                    if "/K" in node:
                        walk(node.K, names, page)

        walk(file.Root.StructTreeRoot.K, (), None)
    lost = [text for page in letters for text in page.values() if text.strip()]
    if lost:
        raise Wrong(f"PDF: no tag leads to {lost[0]!r}")
    return read


# Scripts in which poppler tells letters that were set as one shape twice or the other way round: there the words are
# looked for without their marks, and the letters of a word in any order.
SHAPED = ("ar", "bn", "fa", "hi", "km", "lo", "my", "ne", "th", "ur")


def loose_words(text):
    words = [""]
    for letter in unicodedata.normalize("NFKD", text.translate(SILENT)):
        kind = unicodedata.category(letter)[0]
        if kind == "L":
            words[-1] += letter
        elif kind != "M":
            words.append("")
    return ["".join(sorted(set(word))) for word in words if word]


def shaped_words(path, document):
    pages = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout
    there = set(loose_words(pages))
    for piece in stream(document) + document["notes"]:
        lost = [word for word in loose_words(piece["text"]) if word not in there]
        if lost:
            raise Wrong(f"PDF: lost the letters {lost[0]!r} of {piece['text'][:80]!r}")


def read_pdf(path, document):
    info = subprocess.run(["pdfinfo", path], capture_output=True, text=True, errors="replace", check=True).stdout
    facts = dict(re.findall(r"^([A-Za-z ]+):\s*(.*)$", info, re.M))
    if facts.get("Tagged") != "yes" or bare(facts.get("Title", "")) != bare(document["title"]):
        raise Wrong(f"PDF: tagged {facts.get('Tagged')}, title {facts.get('Title')!r}")
    report = ua.validate_pdf(path, profile="ua1")
    if not report.is_compliant or report.rules.passed < 100:
        faults = [f"{fault.rule_id}: {fault.message}" for fault in report.failures]
        raise Wrong(f"PDF/UA-1: {faults[:5]}, {report.rules.passed} rules hold")
    for name in ("Author", "Creator", "CreationDate", "ModDate"):
        if facts.get(name, "").strip():
            raise Wrong(f"PDF: says {name}: {facts[name]}")
    heads, cells, found, notes = [], [], [], []
    for tag, text in tags(path):
        if text is None:
            if re.fullmatch("H[1-6]", tag[-1]):
                heads.append((int(tag[-1][1]), []))
            if tag[-1] in ("TH", "TD"):
                cells.append([])
        elif "Figure" in tag:
            continue
        elif "Note" in tag:
            notes.append(text)
        # A label with a link inside is the number of a note.
        elif not ("Lbl" in tag and "Link" in tag):
            if any(re.fullmatch("H[1-6]", name) for name in tag):
                heads[-1][1].append(text)
            if "TH" in tag or "TD" in tag:
                cells[-1].append(text)
            if "Lbl" not in tag:
                found.append(text)
    shaped = document["language"].split("-")[0] in SHAPED
    if shaped:
        shaped_words(path, document)
    else:
        same(["".join(text) for _, text in heads], [text for _, text in headings(document)], "PDF headings")
    if [level for level, _ in heads] != [level for level, _ in headings(document)]:
        raise Wrong("PDF: levels of headings differ")
    if len(cells) != len(kinds(document, "cell")):
        raise Wrong("PDF: a table has other cells")
    if not shaped:
        same(["".join(text) for text in cells], kinds(document, "cell"), "PDF cells")
    callouts = "|".join(map(re.escape, map(bare, document["callouts"])))
    if not shaped:
        in_order("".join(found), stream(document), f"(•|–|{callouts})*", "PDF")
        in_order("".join(notes), document["notes"], r"\d*", "PDF notes")
    pages = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, errors="replace", check=True).stdout
    for number, page in enumerate(pages.split("\f")[:-1], 1):
        if document["draft"] not in page:
            raise Wrong(f"PDF: page {number} does not say that it is a draft")
    fonts = subprocess.run(["pdffonts", path], capture_output=True, text=True, errors="replace", check=True).stdout
    for line in fonts.splitlines()[2:]:
        if " yes yes yes " not in line:
            raise Wrong(f"PDF: a font is not embedded or has no letters behind its shapes: {line}")


READERS = {"docx": read_docx, "html": read_html, "md": read_markdown, "pdf": read_pdf}


def read(job):
    """What is wrong with one file."""
    folder, document, extension = job
    try:
        READERS[extension](folder / f"{document['stem']}.{extension}", document)
    except Wrong as error:
        return f"{folder.name}/{document['stem']}.{extension}: {error}"


def convert(folder):
    """LibreOffice opens every DOCX of a folder and makes pages of it."""
    out = folder / "libreoffice"
    shutil.rmtree(out, ignore_errors=True)
    profile = f"-env:UserInstallation=file://{out}/profile"
    subprocess.run(["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", out, *sorted(folder.glob("*.docx"))],
                   capture_output=True, text=True, check=True, stdin=subprocess.DEVNULL)
    return out


def converted(job):
    """What is wrong with LibreOffice's pages of one document: they carry its headings."""
    folder, document, _ = job
    pages = folder / "libreoffice" / f"{document['stem']}.pdf"
    name = f"{folder.name}/{document['stem']}.docx"
    if not pages.is_file():
        return f"{name}: LibreOffice does not open it"
    text = bare(subprocess.run(["pdftotext", pages, "-"], capture_output=True, text=True, errors="replace", check=True).stdout)
    for _, heading in headings(document) if document["direction"] == "ltr" else []:
        if bare(heading) not in text:
            return f"{name}: LibreOffice shows no heading {heading!r}"


def main(folders):
    folders = [Path(folder) for folder in folders]
    documents = [(folder, document) for folder in folders for document in json.loads((folder / "expected.json").read_text("utf-8"))]
    files = [(folder, document, extension) for folder, document in documents for extension in document["extensions"]]
    texts = [job for job in files if job[2] == "docx"]
    began = time.monotonic()
    # PDFium is for one thread at a time: a process each.
    with ProcessPoolExecutor() as pool:
        office = [pool.submit(convert, folder) for folder in folders]
        wrong = list(pool.map(read, files))
        for one in office:
            one.result()
        wrong += pool.map(converted, texts)
    wrong = [error for error in wrong if error]
    print(f"{len(files)} files of {len(folders)} folders read by python-docx, html5lib, markdown-it, qpdf, PDFium, poppler and "
          f"LibreOffice in {time.monotonic() - began:.0f} s")
    print("\n".join(wrong))
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main(sys.argv[1:])
