"""What calamine does not tell about an old .xls (BIFF8): comments, hidden rows, formulas, the epoch.

The workbook stream is taken out of its compound file and its records are walked once; a stream that does not fit is
left alone, for these facts only add to what calamine reads.
"""

import struct
from collections.abc import Iterator

from estate.intake.workbook import Formula
from estate.intake.xlsx_facts import BookFacts, SheetFacts

FREE, END = 0xFFFFFFFF, 0xFFFFFFFE
BOF, BOUNDSHEET, DATEMODE, ROW, COLINFO, FORMULA, NOTE, OBJ, TXO, CONTINUE = (
    0x809, 0x85, 0x22, 0x208, 0x7D, 0x06, 0x1C, 0x5D, 0x1B6, 0x3C,
)  # fmt: skip


def _chain(table: list[int], start: int) -> Iterator[int]:
    seen = 0
    while start not in (FREE, END) and start < len(table) and seen <= len(table):
        yield start
        start, seen = table[start], seen + 1


def _workbook_stream(data: bytes) -> bytes:
    """The bytes of the stream Workbook (or Book) of a compound file; empty when there is none."""
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    directory, cutoff, difat, difat_count = struct.unpack_from("<I4xI8xII", data, 48)

    def sector(n: int) -> bytes:
        return data[(n + 1) * size : (n + 2) * size]

    tables = [n for n in struct.unpack_from("<109I", data, 76) if n != FREE]
    for _ in range(difat_count):
        *more, difat = struct.unpack(f"<{size // 4}I", sector(difat))
        tables += [n for n in more if n != FREE]
    table: list[int] = []
    for n in tables:
        table += struct.unpack(f"<{size // 4}I", sector(n))
    entries = b"".join(sector(n) for n in _chain(table, directory))
    for at in range(0, len(entries) - 127, 128):
        name = entries[at : at + max(entries[at + 64] - 2, 0)].decode("utf-16-le", "replace")
        if name in ("Workbook", "Book"):
            start, length = struct.unpack_from("<II", entries, at + 116)
            if length < cutoff:
                return b""
            return b"".join(sector(n) for n in _chain(table, start))[:length]
    return b""


def _records(stream: bytes, at: int = 0) -> Iterator[tuple[int, int, bytes]]:
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield at, kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _string(data: bytes, characters: int, wide: int) -> str:
    return (
        data[: characters * 2].decode("utf-16-le", "replace") if wide else data[:characters].decode("latin-1")
    )


def _sheet(stream: bytes, start: int) -> SheetFacts:
    facts, notes, texts, current, waiting = SheetFacts(), dict[int, tuple[int, int]](), dict[int, str](), 0, 0
    for at, kind, body in _records(stream, start):
        if kind == 0x0A or (kind == BOF and at > start):
            break
        if kind == ROW and struct.unpack_from("<H", body, 12)[0] & 0x20:
            facts.hidden_rows.add(struct.unpack_from("<H", body)[0] + 1)
        elif kind == COLINFO and struct.unpack_from("<H", body, 8)[0] & 1:
            first, last = struct.unpack_from("<HH", body)
            facts.hidden_columns.update(range(first + 1, min(last, 999) + 2))
        elif kind == FORMULA:
            row, column = struct.unpack_from("<HH", body)
            blank = body[6] == 3 and body[12:14] == b"\xff\xff"
            facts.formulas[row + 1, column + 1] = Formula("", not blank)
        elif kind == NOTE:
            row, column, _, number = struct.unpack_from("<4H", body)
            notes[number] = (row + 1, column + 1)
        elif kind == OBJ and len(body) >= 8:
            current = struct.unpack_from("<H", body, 6)[0]
        elif kind == TXO:
            waiting = struct.unpack_from("<H", body, 10)[0]
        elif kind == CONTINUE and waiting and body:
            texts[current] = _string(body[1:], waiting, body[0] & 1)
            waiting = 0
    facts.comments = {place: texts[n].strip() for n, place in notes.items() if texts.get(n, "").strip()}
    return facts


def read_xls_facts(data: bytes) -> BookFacts:
    """The facts of every sheet, by its name; none when the file is not the usual BIFF8."""
    book = BookFacts(False, {})
    try:
        stream = _workbook_stream(data)
        for at, kind, body in _records(stream):
            if kind == 0x0A:
                break
            if kind == BOF and at == 0 and struct.unpack_from("<H", body)[0] != 0x600:
                return book
            if kind == DATEMODE:
                book.epoch_1904 = struct.unpack_from("<H", body)[0] == 1
            if kind == BOUNDSHEET:
                start, _, characters, wide = struct.unpack_from("<IHBB", body)
                book.sheets[_string(body[8:], characters, wide & 1)] = _sheet(stream, start)
    except (struct.error, IndexError):
        return BookFacts(False, {})
    return book
