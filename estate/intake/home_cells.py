"""The cells of one home row read field by field into a draft."""

import re
from collections.abc import Callable

from estate.intake.areas import decimal_text, read_area
from estate.intake.cares import read_special, sensitive_words
from estate.intake.cell_judge import CellJudge
from estate.intake.dates import read_date
from estate.intake.drafts import Draft, Owner
from estate.intake.families import read_family
from estate.intake.home_storeys import read_storey
from estate.intake.home_words import STATES, USAGES
from estate.intake.ids import read_ids
from estate.intake.insisted import insisted_names, insisted_phones, named_ids
from estate.intake.layout import Column
from estate.intake.names import Name, read_names
from estate.intake.phones import Phone, read_phones
from estate.intake.reading import Reading
from estate.intake.rooms import floor_of
from estate.intake.table import Cell
from estate.intake.text import means_blank, plain, visible
from estate.intake.workbook import as_text

CODE = re.compile(r"\d{3,6}")


class CellReader(CellJudge):
    """Reads the cells of a draft's row; every repair and doubt is noted with its place."""

    def read(self, draft: Draft, columns: list[Column]) -> None:
        """Fill the draft from its row."""
        if draft.row.answers:
            draft.decided |= {c.field for c in columns if c.field and c.letter in draft.row.answers}
        numbers: list[Phone] = []
        for column in columns:
            cell = draft.row.cells.get(column.number)
            if not column.field or cell is None:
                continue
            if self.trusted(draft, column, cell, (draft.row.number, column.number)):
                reader = READERS.get(column.field)
                if reader:
                    numbers += reader(self, draft, column, cell) or []
        for phone in numbers:
            if "phone" not in draft.doubtful and phone.number not in [p.number for p, _ in draft.phones]:
                draft.phones.append((phone, "owner"))
        if draft.area is None and draft.row.area:
            draft.area = read_area(draft.row.area).value
            draft.decided.add("area")
        if draft.floor is None and draft.place.number:
            draft.floor = floor_of(draft.place.number)

    def area(self, draft: Draft, column: Column, cell: Cell) -> None:
        """Built or inner area. An area over several merged homes belongs to no single one of them."""
        reading = read_area(cell.value, self.comma_areas)
        if cell.merged and reading.value is not None and not draft.room_merged:
            reading = Reading(None, doubt="area_merged", proposal=None)
        name = column.field or ""
        if self.note(draft, column, cell, reading, decimal_text(reading.value) if reading.value else None):
            setattr(draft, name, reading.value)
            draft.same[name] = reading.value

    def handover(self, draft: Draft, column: Column, cell: Cell) -> None:
        """The date on which the home was handed over."""
        reading = read_date(cell.value, self.epoch_1904)
        if self.note(draft, column, cell, reading, reading.value.iso() if reading.value else None):
            draft.handover = reading.value
            draft.same["handover"] = reading.value

    def name(self, draft: Draft, column: Column, cell: Cell) -> list[Phone]:
        """Owners, or tenants in their own column."""
        said = column.letter in draft.row.answers
        reading = insisted_names(cell.value) if said else read_names(cell.value)
        if not self.note(
            draft, column, cell, reading, "、".join(n.name for n in reading.value.names) or None
        ):
            return [Phone(n) for n in reading.value.numbers]
        names = (
            [n._replace(is_tenant=True) for n in reading.value.names]
            if column.field == "tenant_name"
            else list(reading.value.names)
        )
        draft.owners += [_owner(n) for n in names if n.name not in [o.name for o in draft.owners]]
        if reading.value.empty_home:
            draft.state = draft.state or "unsold"
        draft.same[f"{column.field}{column.letter}"] = tuple(n.name for n in names)
        return [Phone(n) for n in reading.value.numbers]

    def phone(self, draft: Draft, column: Column, cell: Cell) -> list[Phone]:
        """Telephone numbers of the owner, tenant or contact."""
        said = column.letter in draft.row.answers
        reading = insisted_phones(cell.value) if said else read_phones(cell.value)
        shown = "、".join(p.number for p in reading.value) or None
        role = {"tenant_phone": "tenant", "contact_phone": "contact"}.get(column.field or "", "owner")
        good = self.note(draft, column, cell, reading, shown)
        draft.same.setdefault(
            f"{column.field}{column.letter}",
            tuple(p.number for p in reading.value) if good else ("raw", as_text(cell.value)),
        )
        if role == "owner":
            return list(reading.value) if good else []
        draft.phones += [(p, role) for p in reading.value if good]
        return []

    def id_no(self, draft: Draft, column: Column, cell: Cell) -> None:
        """Identity numbers, given to the owners of the row in their order."""
        if column.letter in draft.row.answers and (named := named_ids(as_text(cell.value))):
            draft.named_ids |= named
            return
        readings = read_ids(cell.value)
        doubt = next((r for r in readings if r.doubt), None)
        if doubt or not readings:
            if doubt:
                self.note(draft, column, cell, doubt, None)
            return
        found = [r.value for r in readings if r.value]
        repair = next((r.repair for r in readings if r.repair), None)
        if self.note(draft, column, cell, Reading(None, repair=repair), "、".join(found) or None):
            draft.same["id_no"] = tuple(found)
            draft.ids += found

    def plain_text(self, draft: Draft, column: Column, cell: Cell) -> None:
        """Layout: as written; a system's numeric code says nothing here."""
        text = visible(as_text(cell.value))
        if CODE.fullmatch(text):
            self.note(draft, column, cell, Reading(None, repair="code_unknown"), None)
        elif not means_blank(text):
            draft.layout = text
            self.note(draft, column, cell, Reading(None), text)
        draft.same["layout"] = draft.layout

    def word(self, draft: Draft, column: Column, cell: Cell) -> None:
        """Usage and state, from the words that offices use for them."""
        text, name = plain(as_text(cell.value)).lower(), column.field or ""
        if means_blank(text) or text in ("否", "no", "n"):
            return
        if text in ("是", "yes", "y", "√"):
            text = plain(column.title)
        kinds = USAGES if name == "usage" else STATES
        found = next((code for code, pattern in kinds if re.search(pattern, text)), None)
        if name == "usage" or (found and not getattr(draft, name)):
            setattr(draft, name, found)
        repair = "code_unknown" if CODE.fullmatch(text) else "word_unknown" if found is None else None
        self.note(draft, column, cell, Reading(None, repair=repair), found)
        draft.same[name] = found

    def floor(self, draft: Draft, column: Column, cell: Cell) -> None:
        """The storey, as a number; anything else is left to the room number."""
        draft.floor = read_storey(draft.row, column.number)
        draft.same["floor"] = draft.floor

    def family(self, draft: Draft, column: Column, cell: Cell) -> None:
        """Members of the household."""
        reading = read_family(cell.value)
        shown = "; ".join(" ".join(str(p) for p in m if p) for m in reading.value) or None
        if self.note(draft, column, cell, reading, shown):
            draft.family += reading.value
            draft.same["family"] = draft.family

    def special(self, draft: Draft, column: Column, cell: Cell) -> None:
        """Special care, from its own column."""
        words = () if means_blank(as_text(cell.value)) else read_special(cell.value)
        draft.special = tuple(dict.fromkeys((*draft.special, *words)))
        draft.same["special"] = draft.special

    def remark(self, draft: Draft, column: Column, cell: Cell) -> None:
        """The note, word for word, unless it holds what must not stand in a free note."""
        text = as_text(cell.value)
        words = sensitive_words(text)
        answer = draft.row.answers.get(column.letter)
        if answer and answer.choice == "care":
            draft.special = tuple(dict.fromkeys((*draft.special, *words)))
            return
        if words and not answer:
            self.ask(draft, column, cell, "note_sensitive", "、".join(words), words="、".join(words))
            draft.special = tuple(dict.fromkeys((*draft.special, *words)))
            return
        draft.note = f"{draft.note}；{text}" if draft.note else text
        draft.same[f"note{column.letter}"] = text
        if not isinstance(cell.value, str):
            self.note(draft, column, cell, Reading(None, repair="note_as_number"), text)

    def plate(self, draft: Draft, column: Column, cell: Cell) -> None:
        """Car plates, kept as they stand for the vehicles of the household."""
        found = re.findall(r"[\u4e00-\u9fff][A-Z][·\s]?[A-Z0-9]{5,6}", plain(as_text(cell.value)).upper())
        draft.plates = tuple(re.sub(r"[·\s]", "", p) for p in found)

    def share(self, draft: Draft, column: Column, cell: Cell) -> None:
        """The share of the row's owner."""
        text = plain(as_text(cell.value))
        if len(draft.owners) == 1 and re.fullmatch(r"\d{1,3}(\.\d+)?%|\d{1,3}/\d{1,3}", text):
            draft.owners[0].share = text

    def role(self, draft: Draft, column: Column, cell: Cell) -> None:
        """Whether the row's person is a tenant."""
        if re.search(r"租|tenant|使用人", plain(as_text(cell.value)).lower()):
            for owner in draft.owners:
                owner.is_tenant = True
            draft.same["role"] = "tenant"

    def contact(self, draft: Draft, column: Column, cell: Cell) -> None:
        """Somebody to call for this home, by name."""
        if not means_blank(as_text(cell.value)):
            draft.contacts = (*draft.contacts, visible(as_text(cell.value)))

    def parking(self, draft: Draft, column: Column, cell: Cell) -> None:
        """What the ledger says of the home's parking, word for word."""
        if not means_blank(as_text(cell.value)):
            draft.parking = (*draft.parking, visible(as_text(cell.value)))

    def reference(self, draft: Draft, column: Column, cell: Cell) -> None:
        """The owner's number in another sheet."""
        draft.owner_ref = plain(as_text(cell.value)) or None
        draft.same["owner_ref"] = draft.owner_ref


def _owner(name: Name) -> Owner:
    return Owner(name.name, name.is_company, name.share, None, name.is_tenant)


READERS: dict[str, Callable[[CellReader, Draft, Column, Cell], list[Phone] | None]] = {
    "area": CellReader.area,
    "inner_area": CellReader.area,
    "handover": CellReader.handover,
    "name": CellReader.name,
    "co_owner": CellReader.name,
    "tenant_name": CellReader.name,
    "phone": CellReader.phone,
    "tenant_phone": CellReader.phone,
    "contact_phone": CellReader.phone,
    "id_no": CellReader.id_no,
    "layout": CellReader.plain_text,
    "usage": CellReader.word,
    "state": CellReader.word,
    "floor": CellReader.floor,
    "family": CellReader.family,
    "special": CellReader.special,
    "note": CellReader.remark,
    "plate": CellReader.plate,
    "contact": CellReader.contact,
    "parking": CellReader.parking,
    "share": CellReader.share,
    "role": CellReader.role,
    "owner_ref": CellReader.reference,
}
