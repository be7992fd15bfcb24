"""What of a page stayed English for who reads Chinese."""

import re
from html.parser import HTMLParser

from estate.data import Reader

SILENT = {"script", "style", "template", "code"}
SPOKEN = {"placeholder", "aria-label", "title", "alt", "data-label"}
WORD = re.compile(r"(?<![A-Za-z\d\u4e00-\u9fff])[A-Za-z]{3,}(?![A-Za-z\d])")
ADDRESS = re.compile(r"\$?\{\w+\}|https?://\S+|(?<!\w)/[a-z-]+(?:/\S*)?|\b[\w.]+@[\w.]+|--[a-z-]+")
NAMES = {
    "Estate",
    "Excel",
    "PDF",
    "CSV",
    "DOCX",
    "JPEG",
    "PNG",
    "SHA",
    "WebP",
    "Word",
    "pdf",
    "xlsx",
    "XLSX",
    "OpenDocument",
    "HTTP",
    "POS",
    "TSG",  # the technical regulations of special equipment
    "NTU",
    "LED",
    "Asia",
    "Shanghai",
    "TLS",
    "STARTTLS",
    "HTTPS",
    "AccessKey",
    "SecretId",
    "SecretKey",
    "SdkAppId",
    "SMS",
    "MPa",
    "English",
    "Tab",
    "zzz",
    "testclient",
}
"""Names that are the same in Chinese."""


class Visible(HTMLParser):
    """Collects what a person reads or hears of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in SILENT
        self.texts += [value for name, value in attrs if name in SPOKEN and value]

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in SILENT

    def handle_data(self, data: str) -> None:
        if not self.silent and data.strip():
            self.texts.append(" ".join(data.split()))


def english(html: str, names: set[str]) -> list[str]:
    """The texts of a page that hold English words other than names."""
    page = Visible()
    page.feed(html)
    return [text for text in page.texts if set(WORD.findall(ADDRESS.sub("", text))) - NAMES - names]


def makers_words(db: Reader) -> set[str]:
    """The words in numbers and models of equipment, which are the maker's own."""
    parts = db.values("SELECT code || ' ' || model || ' ' || serial_no FROM equipment")
    return set(WORD.findall(" ".join(parts)))
