"""Word and Excel files: let in where they are welcome, by what they hold; none that runs or fetches something."""

import io
import zipfile

import pytest
from xlsxwriter import Workbook

from estate.papers import content, office_files
from estate.papers.serving import disposition
from estate.refusal import Refused
from estate.web.posted import Upload
from tests.papers.packages import EXCEL, RELATION, WORD, package, relation


def workbook() -> bytes:
    held = io.BytesIO()
    with Workbook(held) as book:
        book.add_worksheet().write(0, 0, "fee")
    return held.getvalue()


HIDDEN = package(
    parts={
        "word/_rels/document.xml.rels": '<Relationships><Relationship Id="r1" Target="x.bin"'
        ' Type="http://schemas.microsoft.com/office/2006/relationships/vba&#80;roject"/></Relationships>',
        "word/x.bin": "macros",
    }
)


def twice() -> bytes:
    """A package with two parts of one name: one program reads the first, another the last."""
    held = io.BytesIO(package())
    with zipfile.ZipFile(held, "a") as made:
        made.writestr("Main.xml", "<other/>")
    return held.getvalue()


@pytest.mark.parametrize(
    "hidden",
    [
        HIDDEN,
        package(
            parts={
                "word/_rels/a.rels": RELATION.format(kind="o&#108;eObject", target="x").replace(
                    "Ext", "&#69;xt"
                )
            }
        ),
        package(
            WORD + '"/><Override PartName="/x.bin" ContentType="application/vnd.ms-office.VBA&#x50;roject'
        ),
        twice(),
    ],
)
def test_what_runs_is_found_however_it_is_written(hidden: bytes) -> None:
    with pytest.raises(office_files.Unsafe):
        office_files.media_of(hidden)


def test_what_a_file_is_its_main_part_says(store: object) -> None:
    assert content.keep(Upload("form.zip", package()), office=True).media == office_files.DOCX
    kept = content.keep(Upload("prices.docx", workbook()), office=True)
    assert kept.media == office_files.XLSX and kept.name == "prices.docx"


@pytest.mark.parametrize(
    "harmless",
    [
        package(parts=relation("hyperlink", "https://example.com")),
        package(parts=relation("attachedTemplate", r"file:///C:\\Users\\li\\Normal.dotm")),
        package(parts={"word/embeddings/Sheet1.xlsx": "chart data"}),
    ],
)
def test_links_and_charts_do_no_harm(harmless: bytes) -> None:
    assert office_files.media_of(harmless) == office_files.DOCX


@pytest.mark.parametrize(
    "harmful",
    [
        package("application/vnd.ms-word.document.macroEnabled.main+xml"),
        package("application/vnd.ms-excel.sheet.macroEnabled.main+xml"),
        package(WORD, {"word/vbaProject.bin": "x"}),
        package(EXCEL, {"xl/macrosheets/sheet1.xml": "x"}),
        package(WORD, {"word/activeX/activeX1.bin": "x"}),
        package(WORD, {"word\\embeddings\\oleObject1.bin": "x"}),
        package(parts=relation("attachedTemplate", "https://example.com/evil.dotm")),
        package(parts=relation("attachedTemplate", "file://server/evil.dotm")),
        package(parts=relation("oleObject", "https://example.com/evil")),
        package(parts={"word/_rels/settings.xml.rels": "<Relationships/>".encode("utf-16")}),
        package(parts={"word/_rels/settings.xml.rels": " " * (office_files.MOST_LISTED + 1)}),
    ],
)
def test_what_runs_or_fetches_something_is_refused(store: object, harmful: bytes) -> None:
    with pytest.raises(Refused, match="macros") as refused:
        content.keep(Upload("form.docx", harmful), office=True)
    assert refused.value.field == content.FIELD


@pytest.mark.parametrize(
    ("sent", "word"),
    [
        (b"PK\x03\x04" + b"\0" * 40, "is no PDF"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
            "is no PDF",
        ),  # the old formats, and those with a password
        (package("application/epub+zip"), "is no PDF"),
        (b"<html><script>alert(1)</script>", "is no PDF"),
        (b"", "is no PDF"),
        (package(text="x") + b"\0" * content.MOST_FILE_BYTES, "is no PDF|larger than 12 MB"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "no photo"),
    ],
)
def test_anything_else_is_refused_with_what_is_taken(store: object, sent: bytes, word: str) -> None:
    with pytest.raises(Refused, match=word):
        content.keep(Upload("form.docx", sent), office=True)


def test_a_bomb_is_not_unpacked() -> None:
    held = io.BytesIO(package())
    with zipfile.ZipFile(held, "a", zipfile.ZIP_DEFLATED) as made:
        for number in range(office_files.MOST_PARTS):
            made.writestr(f"word/part{number}.xml", "")
    assert office_files.media_of(held.getvalue()) is None


def test_papers_that_prove_something_stay_photos_and_pdf(store: object) -> None:
    with pytest.raises(Refused, match="no photo"):
        content.keep(Upload("form.docx", package()))


@pytest.mark.parametrize(
    ("name", "plain", "coded"),
    [
        ("装修申请表.pdf", "download.pdf", "%E8%A3%85%E4%BF%AE%E7%94%B3%E8%AF%B7%E8%A1%A8.pdf"),
        ('a"b;c.pdf', "a-b-c.pdf", "a%22b%3Bc.pdf"),
        ("规约 2026\r\nX: y.docx", "2026-X-y.docx", "%E8%A7%84%E7%BA%A6%202026%0D%0AX%3A%20y.docx"),
        ("表", "download", "%E8%A1%A8"),
    ],
)
def test_a_name_in_any_script_is_sent_as_rfc_6266_says(name: str, plain: str, coded: str) -> None:
    assert disposition("attachment", name) == f"attachment; filename=\"{plain}\"; filename*=UTF-8''{coded}"
