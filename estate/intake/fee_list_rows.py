"""The rows of a list of fees: one for every home, fee and month, with what is due of it, what was paid, what is owed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from estate.intake.amounts import read_amount, yuan_text
from estate.intake.areas import read_area
from estate.intake.dates import read_date
from estate.intake.fee_legend import Meaning
from estate.intake.fee_marks import Mark, read_mark
from estate.intake.fee_periods import Span, read_days, read_span
from estate.intake.fee_row import FeeRow
from estate.intake.ledger_rows import Table
from estate.intake.numerals import from_float, written_decimal
from estate.intake.text import has_han, plain, tidy_words, visible
from estate.intake.workbook import Value, as_text, is_blank, letter

KEYS = ("room", "fee_item", "month", "period", "start", "due", "paid", "owed")
ADVANCE = re.compile(r"押金|保证金|定金|预存|预缴|预交|充值|deposit|prepa", re.IGNORECASE)


@dataclass(slots=True)
class ListRow(FeeRow):
    """A row of a list. charge_fen, paid_fen, waived_fen, fine_fen, rest_fen: what it says is due, paid, let off, late and
    owed; state: what its word for it means, word: as written; marked: whether anything but what is due tells if it is paid."""

    item: str | None = None
    span: Span | None = None
    charge_fen: int | None = None
    paid_fen: int | None = None
    waived_fen: int = 0
    fine_fen: int = 0
    rest_fen: int | None = None
    state: str | None = None
    word: str = ""
    receipt: str = ""
    paid_on: date | None = None
    due_on: date | None = None
    marked: bool = False
    owes: int = 0

    @property
    def key(self) -> tuple[object, ...] | None:
        """The charge that the row speaks of; None when it is not known."""
        return (self.sheet, self.room, self.item, self.span) if self.room and self.span else None


class ListReader:
    """Reads the rows of one sheet."""

    def __init__(
        self, table: Table, legend: Mapping[str, Meaning], year: int | None, epoch_1904: bool
    ) -> None:
        self.table, self.legend, self.year, self.epoch_1904 = table, legend, year, epoch_1904

    def read(self) -> list[ListRow]:
        """The rows as they stand, each cell read."""
        return [self._row(number, values) for number, values in self._values()]

    def _values(self) -> list[tuple[int, list[Value]]]:
        """The data rows; where the home stands only once above its rows, a person says whether it holds for them."""
        found = list(self.table.rows(KEYS))
        at = self.table.columns["room"] - 1
        blank = [n for n, (_row, values) in enumerate(found) if is_blank(values[at])]
        if not blank or 0 in blank or 4 * len(blank) < len(found):
            return found
        word = self.table.said.of_sheet(self.table.sheet.name, "room_once", letter(at + 1))
        if word is None:
            self.table.doubt_sheet("room_once", self.table.header_row, at + 1, None, str(len(blank)))
            return [one for n, one in enumerate(found) if n not in set(blank)]
        for n in blank:
            found[n][1][at] = found[n - 1][1][at]
        return found

    def _row(self, number: int, values: list[Value]) -> ListRow:
        row, table = ListRow(self.table.sheet.name, number), self.table
        table.read_room(row, values)
        payer = table.cell(values, "payer")
        row.payer = None if is_blank(payer) else visible(as_text(payer))
        self._item(row, values)
        self._period(row, values)
        row.area_dm2 = read_area(table.cell(values, "area")).value
        row.price_e4 = self._price(values)
        row.charge_fen = self._amount(row, values, "due")
        row.waived_fen = self._amount(row, values, "waived") or 0
        row.fine_fen = self._amount(row, values, "fine") or 0
        self._paid(row, values)
        self._owed(row, values)
        state = table.cell(values, "state")
        if not is_blank(state):
            self._state(row, state)
        receipt = table.cell(values, "receipt")
        row.receipt = "" if is_blank(receipt) else visible(as_text(receipt))
        row.paid_on = _day_of(table.cell(values, "paid_on"), self.epoch_1904)
        row.due_on = self._due_on(row, values)
        return row

    def _item(self, row: ListRow, values: list[Value]) -> None:
        raw = self.table.cell(values, "fee_item")
        if "fee_item" not in self.table.columns:
            return
        if is_blank(raw):
            self.table.flag(row, "fee_item", "fee_missing", raw)
            return
        words = plain(as_text(raw))
        row.item = tidy_words(words) if has_han(words) else words
        if ADVANCE.search(row.item):
            self.table.flag(row, "fee_item", "fee_deposit", raw)

    def _period(self, row: ListRow, values: list[Value]) -> None:
        table = self.table
        first, last = table.cell(values, "start"), table.cell(values, "end")
        name = next((n for n in ("period", "month", "start") if not is_blank(table.cell(values, n))), "")
        if not is_blank(first) and not is_blank(last):
            name, raw, reading = "start", first, read_days(first, last, self.epoch_1904)
        elif name:
            year = self._year_of(values)
            raw = table.cell(values, name)
            reading = read_span(raw, year, self.epoch_1904)
        else:
            name = next((n for n in ("period", "month", "start") if n in table.columns), "period")
            table.flag(row, name, "period_missing", None)
            row.doubtful.add("period")
            return
        if reading.value is None:
            table.flag(row, name, reading.doubt or "period_unreadable", raw, reading.proposal)
            row.doubtful.add("period")
            return
        row.span = reading.value
        if reading.repair:
            told = f"{row.span.first.isoformat()}/{row.span.last.isoformat()}"
            table.fix(row, name, reading.repair, raw, told)

    def _year_of(self, values: list[Value]) -> int | None:
        told = re.search(r"20\d\d", as_text(self.table.cell(values, "year")))
        return int(told[0]) if told else self.year

    def _price(self, values: list[Value]) -> int | None:
        raw = self.table.cell(values, "price")
        if is_blank(raw):
            return None
        number = from_float(raw) if isinstance(raw, (int, float)) else None
        if number is None:
            number = written_decimal(plain(as_text(raw)).replace(" ", "").lstrip("¥￥").split("元")[0])
        return (
            int(number * 10_000) if number is not None and number * 10_000 == int(number * 10_000) else None
        )

    def _amount(self, row: ListRow, values: list[Value], name: str) -> int | None:
        raw = self.table.cell(values, name)
        if is_blank(raw) or not self.table.trusted(row, name, self.table.columns[name], raw):
            return None
        reading = read_amount(raw)
        if reading.doubt:
            self.table.flag(row, name, reading.doubt, raw)
        elif reading.repair and reading.value is not None:
            self.table.fix(row, name, reading.repair, raw, yuan_text(reading.value))
        return reading.value

    def _paid(self, row: ListRow, values: list[Value]) -> None:
        """An amount, or a mark that says whether it is paid."""
        mark = self._mark(row, values, "paid")
        if mark is None or mark.kind == "blank":
            return
        row.marked = True
        if mark.kind == "amount":
            row.paid_fen = mark.fen
        elif mark.kind == "unclear":
            self.table.flag(row, "paid", "mark_unclear", self.table.cell(values, "paid"))
        else:
            row.state, row.word = mark.kind, as_text(self.table.cell(values, "paid"))

    def _owed(self, row: ListRow, values: list[Value]) -> None:
        mark = self._mark(row, values, "owed")
        if mark is None or mark.kind == "blank":
            return
        row.marked = True
        if mark.kind in ("amount", "owed_amount"):
            row.rest_fen = mark.fen
        elif mark.kind == "unclear":
            self.table.flag(row, "owed", "amount_unreadable", self.table.cell(values, "owed"))
        else:
            row.state = mark.kind

    def _mark(self, row: ListRow, values: list[Value], name: str) -> Mark | None:
        raw = self.table.cell(values, name)
        if is_blank(raw):
            return None
        if not self.table.trusted(row, name, self.table.columns[name], raw):
            return None
        if isinstance(raw, (int, float)) and not isinstance(raw, bool) and raw < 0:
            self.table.flag(row, name, "amount_negative", raw)
            return None
        mark = read_mark(raw, self.legend)
        if mark.spelled and mark.fen is not None:
            self.table.fix(row, name, "amount_spelling", raw, yuan_text(mark.fen))
        return mark

    def _state(self, row: ListRow, raw: Value) -> None:
        mark = read_mark(raw, self.legend)
        words = tidy_words(plain(as_text(raw)))
        kind = "part" if re.search(r"部分|未缴清|未交清|未付清|part", words.lower()) else mark.kind
        if kind in ("unclear", "amount", "blank", "half"):
            self.table.flag(row, "state", "mark_unclear", raw)
        else:
            row.marked = True
            row.state, row.word = row.state or kind, words

    def _due_on(self, row: ListRow, values: list[Value]) -> date | None:
        raw = self.table.cell(values, "due_on")
        if is_blank(raw):
            return None
        reading = read_date(raw, self.epoch_1904)
        if reading.doubt:
            self.table.flag(row, "due_on", reading.doubt, raw, reading.proposal)
        return reading.value.date if reading.value else None


def _day_of(value: Value, epoch_1904: bool) -> date | None:
    """The day of a payment, where it can be read: it only tells how far the list goes."""
    reading = read_date(value, epoch_1904)
    return reading.value.date if reading.value and not reading.doubt else None
