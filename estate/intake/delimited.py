"""Ledgers as delimited text: the encoding and the delimiter are found out, nothing is converted."""

import csv
import io

from estate.i18n import gettext as _
from estate.intake.workbook import Sheet, UnreadableLedger, Value

MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def decode(data: bytes) -> str:
    """The text of the file: a byte order mark, UTF-8, or GB 18030 (which covers GBK). Raises UnreadableLedger."""
    encodings = next(([name] for mark, name in MARKS if data.startswith(mark)), ["utf-8", "gb18030"])
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableLedger(_("The text is in an unknown encoding; save it as UTF-8 and try again."))


def find_delimiter(text: str) -> str:
    """The sign that cuts most of the first records into the same, largest number of fields."""
    sample = text[:20000]

    def fit(sign: str) -> tuple[int, int]:
        widths = [len(row) for row in csv.reader(io.StringIO(sample), delimiter=sign) if any(row)][:40]
        common = max(set(widths), key=lambda w: (widths.count(w), w), default=1)
        return (0, 0) if common < 2 else (widths.count(common) * (common > 1), common)

    return max((",", "\t", ";", "|"), key=fit)


def read_delimited(data: bytes) -> Sheet:
    """The records as one sheet without a name; row numbers count records. All values are text."""
    text = decode(data)
    if "\x00" in text:
        raise UnreadableLedger(_("The file is neither a workbook nor text."))
    csv.field_size_limit(10_000_000)
    try:
        records = list(csv.reader(io.StringIO(text, newline=""), delimiter=find_delimiter(text)))
    except csv.Error as error:
        raise UnreadableLedger(_("The text cannot be cut into columns: %(fault)s", fault=error)) from error
    rows: list[list[Value]] = [[cell if cell.strip() else None for cell in record] for record in records]
    return Sheet(name="", rows=rows)
