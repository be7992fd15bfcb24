"""Read a kept ledger with all that was decided, and add up what it would bring: what the screens and the commit use."""

from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

import msgspec

from estate.community.rules import natural_key
from estate.intake.answers import Answers
from estate.intake.apart import apart
from estate.intake.findings import Finding, Findings, HomeRow, Total
from estate.intake.homes import check_homes, require_homes
from estate.intake.layout import Layout, SheetMapping
from estate.intake.reader import read_content
from estate.intake.recognise import recognise
from estate.intake.workbook import Sheet, Workbook, as_text, is_blank, letter

SAMPLES = 3


class ColumnShown(msgspec.Struct):
    """A column with what it was taken for, how that was found (title, likeness, values, hand), and values under it."""

    letter: str
    title: str
    field: str
    found_by: str
    samples: list[str]


class SheetShown(msgspec.Struct):
    """A sheet as it was understood. header_row 0: without a header."""

    name: str
    purpose: str
    reason: str
    header_row: int
    building: str
    rows: int
    columns: list[ColumnShown]


class BuildingShown(msgspec.Struct):
    """What a building would get; areas in dm² (0.01 m²)."""

    building: str
    homes: int
    waiting: int
    owners: int
    phones: int
    area_dm2: int


class TotalShown(msgspec.Struct):
    """A total of the file beside what would be stored of the rows that it adds up, in dm²."""

    sheet: str
    row: int
    label: str
    stated_dm2: int | None
    stored_dm2: int
    waiting: int

    @property
    def agrees(self) -> bool | None:
        """Whether both are the same; None when the file states nothing."""
        return None if self.stated_dm2 is None else self.stated_dm2 == self.stored_dm2


class Figures(msgspec.Struct):
    """The sums of one check. existing: codes of homes that the office has already."""

    homes: int = 0
    waiting_homes: int = 0
    owners: int = 0
    tenants: int = 0
    family: int = 0
    phones: int = 0
    plates: int = 0
    cares: int = 0
    repairs: int = 0
    skips: int = 0
    buildings: list[BuildingShown] = []
    totals: list[TotalShown] = []
    sheets: list[SheetShown] = []
    existing: list[str] = []


class Asked(NamedTuple):
    """A question, the home it is about, and where it stands in the order of the file."""

    finding: Finding
    home: str
    position: int


@dataclass(slots=True)
class Checked:
    """A ledger read with the decisions. doubts: those still open."""

    workbook: Workbook
    findings: Findings
    doubts: list[Asked]

    @property
    def clean(self) -> list[HomeRow]:
        """The homes on which nothing waits for a decision."""
        asked = {(one.finding.sheet, one.finding.row) for one in self.doubts}
        unsettled = {one.finding.sheet for one in self.doubts if one.finding.row is None}
        codes = {one.home for one in self.doubts if one.home}
        return [
            h
            for h in self.findings.homes
            if not h.doubtful
            and (h.source.sheet, h.source.row) not in asked
            and h.source.sheet not in unsettled
            and h.code not in codes
        ]


def check(content: bytes, name: str, mapping: dict[str, SheetMapping], answers: Answers) -> Checked:
    """Read a ledger of homes. Raises UnreadableLedger."""
    workbook = apart(read_content(content, name))
    layouts = recognise(
        workbook, {s: m for s, m in mapping.items() if s in {x.name for x in workbook.sheets}}
    )
    if not any(m.skip for m in mapping.values()):
        require_homes(layouts)
    findings = check_homes(workbook, layouts, answers)
    return Checked(workbook, findings, _doubts(findings, layouts))


def _doubts(findings: Findings, layouts: list[Layout]) -> list[Asked]:
    """All questions in the order of the file; a home without an area is one too, for fees need it."""
    sheets = {x.sheet: n for n, x in enumerate(layouts)}
    columns = {x.sheet: next((c.letter for c in x.of("area")), None) for x in layouts}
    missing = [
        Finding("area_missing", *h.source, columns[h.source.sheet], "area", None)
        for h in findings.homes
        if h.area_dm2 is None and "area" not in h.doubtful
    ]
    at = {(h.source.sheet, h.source.row): h.code for h in [*findings.waiting, *findings.homes]}
    told: list[Asked] = []
    for finding in [*findings.flagged, *missing]:
        home = finding.about.get("home") or at.get((finding.sheet, finding.row or 0), "")
        told.append(Asked(finding, home, sheets[finding.sheet] * 10_000_000 + (finding.row or 0)))
    return sorted(told, key=lambda one: one.position)


def figures(checked: Checked, existing: set[str]) -> Figures:
    """What the file would bring, by building, beside its own totals. existing: the codes the office has."""
    found, clean = checked.findings, checked.clean
    codes = {h.code for h in clean}
    waiting = [h for h in [*found.homes, *found.waiting] if h.code not in codes]
    owners = Counter(o.code for o in found.owners if o.role != "tenant")
    phones = Counter(p.code for p in found.phones)
    parts: dict[str, BuildingShown] = {}
    for home in [*found.homes, *found.waiting]:
        part = parts.setdefault(home.building, BuildingShown(home.building, 0, 0, 0, 0, 0))
        if home.code not in codes:
            part.waiting += 1
            continue
        part.homes += 1
        part.owners += owners[home.code]
        part.phones += phones[home.code]
        part.area_dm2 += home.area_dm2 or 0
    return Figures(
        homes=len(clean),
        waiting_homes=len(waiting),
        owners=sum(owners[c] for c in codes),
        tenants=sum(1 for o in found.owners if o.role == "tenant" and o.code in codes),
        family=sum(len(h.family) for h in clean),
        phones=sum(phones[c] for c in codes),
        plates=sum(len(h.plates) for h in clean),
        cares=sum(len(h.special) for h in clean),
        repairs=len(found.fixed),
        skips=len(found.skipped),
        buildings=sorted(parts.values(), key=lambda part: natural_key(part.building)),
        totals=_totals(found, clean, waiting),
        sheets=[sheet_shown(s, x) for s, x in zip(checked.workbook.sheets, found.layouts, strict=True)],
        existing=sorted(codes & existing),
    )


def _totals(found: Findings, clean: list[HomeRow], waiting: list[HomeRow]) -> list[TotalShown]:
    by_sheet: dict[str, tuple[list[HomeRow], list[HomeRow]]] = {}
    for n, homes in enumerate((clean, waiting)):
        for home in homes:
            by_sheet.setdefault(home.source.sheet, ([], []))[n].append(home)

    def under(total: Total, n: int) -> list[HomeRow]:
        homes = by_sheet.get(total.sheet, ([], []))[n]
        return [h for h in homes if total.since < h.source.row < total.row]

    return [
        TotalShown(
            t.sheet,
            t.row,
            t.label,
            t.stated_dm2,
            sum(h.area_dm2 or 0 for h in under(t, 0)),
            len(under(t, 1)),
        )
        for t in found.totals
    ]


def sheet_shown(sheet: Sheet, layout: Layout) -> SheetShown:
    """A sheet as it was understood, with a few values of each column."""
    known = {c.number: c for c in layout.columns}
    columns: list[ColumnShown] = []
    for number in range(1, sheet.width + 1):
        column = known.get(number)
        field = column.field or "" if column else ""
        samples = _samples(sheet, layout.header_row, number, field)
        if samples or (column and column.title):
            title = " ".join(column.title.split()) if column else ""
            columns.append(
                ColumnShown(
                    letter(number), title, field, column.found_by if column and field else "", samples
                )
            )
    building = layout.building.building or "" if layout.building else ""
    return SheetShown(
        sheet.name, layout.purpose, layout.reason or "", layout.header_row, building, len(sheet.rows), columns
    )


def _samples(sheet: Sheet, header_row: int, number: int, field: str) -> list[str]:
    found: list[str] = []
    for row in range(header_row + 1, min(len(sheet.rows), header_row + 40) + 1):
        value = sheet.value(row, number)
        text = " ".join(as_text(value).split())[:24]
        if is_blank(value) or text in found:
            continue
        if field == "special":
            return ["***"]
        secret = field in ("id_no", "tenant_id") or sum(c.isdigit() for c in text) >= 14
        text = f"{text[:2]}***" if secret else text
        if text not in found:
            found.append(text)
        if len(found) == SAMPLES:
            break
    return found
