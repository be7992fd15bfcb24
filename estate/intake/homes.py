"""A homes-and-owners ledger from file to findings: recognise, check every cell, compare the rows, add up."""

from collections.abc import Mapping
from pathlib import Path

from estate.i18n import gettext as _
from estate.intake.answers import NONE, Answers
from estate.intake.apart import apart
from estate.intake.drafts import Draft, Owner
from estate.intake.findings import Finding, Findings, HomeRow, OwnerRow, PhoneRow, Skipped, Source
from estate.intake.home_buildings import (
    check_buildings,
    settle_entrances,
    settle_zones,
    sheet_question,
)
from estate.intake.home_cells import CellReader
from estate.intake.home_conflicts import (
    check_areas,
    check_floors,
    check_identities,
    check_short_numbers,
    check_truncation,
    check_year_order,
    check_years,
    drop_placeholders,
    repeats_homes,
)
from estate.intake.home_groups import carry_down
from estate.intake.home_levels import check_levels
from estate.intake.home_owners import OwnersSheet, pair_ids
from estate.intake.home_places import SheetPlaces
from estate.intake.home_repeats import merge_rows
from estate.intake.home_totals import read_totals
from estate.intake.layout import Layout, SheetMapping
from estate.intake.numerals import comma_decimal
from estate.intake.reader import read_workbook
from estate.intake.recognise import recognise
from estate.intake.rooms import Room, parse_building
from estate.intake.table import Row, apply_answers, read_rows
from estate.intake.text import plain
from estate.intake.workbook import Sheet, UnreadableLedger, Workbook, as_json, is_blank, written_in

LONGEST_BUILDING = 12


def read_homes(
    path: Path, mapping: Mapping[str, SheetMapping] | None = None, name: str | None = None
) -> Findings:
    """Everything a homes-and-owners ledger would bring in. Raises UnreadableLedger or OSError."""
    workbook = apart(read_workbook(path, name))
    layouts = recognise(workbook, mapping)
    require_homes(layouts)
    return check_homes(workbook, layouts)


def require_homes(layouts: list[Layout]) -> None:
    """Raises UnreadableLedger when no sheet lists homes."""
    if not any(x.homes for x in layouts):
        raise UnreadableLedger(
            _("No table of homes was found: no column names rooms beside owners or areas.")
        )


def check_homes(workbook: Workbook, layouts: list[Layout], answers: Answers = NONE) -> Findings:
    """Check all sheets that list homes. The order of everything follows the file. answers: what a person decided."""
    findings = Findings(workbook.name, layouts)
    _answer_sheets(layouts, answers)
    owners = OwnersSheet(workbook, [x for x in layouts if x.purpose == "owners"], answers)
    by_sheet: dict[str, list[Draft]] = {}
    totals: list[tuple[Layout, Sheet, list[Row]]] = []
    for sheet, layout in zip(workbook.sheets, layouts, strict=True):
        if not layout.homes:
            if layout.purpose == "none":
                findings.skipped.append(Skipped(sheet.name, None, layout.reason or "sheet_without_header"))
            continue
        rows = list(read_rows(sheet, layout))
        apply_answers(rows, sheet.name, answers)
        data = [r for r in rows if r.kind == "data"]
        findings.skipped += [
            Skipped(sheet.name, n, "title")
            for n in range(1, layout.header_row - layout.header_rows + 1)
            if not all(map(is_blank, sheet.rows[n - 1]))
        ]
        findings.skipped += [Skipped(sheet.name, r.number, r.kind) for r in rows if r.kind != "data"]
        by_sheet[sheet.name] = _read_sheet(workbook, sheet, layout, data, owners, findings, answers)
        totals.append((layout, sheet, rows))
    everything = [d for drafts in by_sheet.values() for d in drafts]
    check_levels(everything)
    settle_zones(everything)
    settle_entrances(everything)
    for name in repeats_homes(by_sheet):
        del by_sheet[name]
        findings.skipped = [s for s in findings.skipped if s.sheet != name]
        findings.skipped.append(Skipped(name, None, "sheet_repeats_homes"))
        findings.flagged = [f for f in findings.flagged if f.sheet != name]
    everything = [d for drafts in by_sheet.values() for d in drafts]
    check_buildings(by_sheet, {x.sheet: x for x in layouts})
    for drafts in by_sheet.values():
        check_short_numbers(drafts)
    drop_placeholders(everything)
    kept, skipped = merge_rows(everything)
    check_areas(kept)
    check_years(kept)
    check_year_order(kept)
    check_truncation(kept)
    check_identities(kept)
    in_sheets: dict[str, list[Draft]] = {}
    for draft in kept:
        in_sheets.setdefault(draft.source.sheet, []).append(draft)
    for drafts in in_sheets.values():
        check_floors(drafts)
    findings.skipped += skipped
    for draft in kept:
        _conclude(draft, findings)
    stored: dict[str, list[HomeRow]] = {}
    for home in findings.homes:
        stored.setdefault(home.source.sheet, []).append(home)
    for layout, sheet, rows in totals:
        if sheet.name not in by_sheet:
            continue
        findings.totals += read_totals(
            layout,
            sheet,
            rows,
            by_sheet[sheet.name],
            stored.get(sheet.name, []),
        )
    findings.flagged = owners.flagged + findings.flagged
    findings.fixed = owners.fixed + findings.fixed
    return findings


def _answer_sheets(layouts: list[Layout], answers: Answers) -> None:
    for layout in layouts:
        answer = answers.sheets.get((layout.sheet, "building_unknown"))
        if answer and answer.choice == "out":
            layout.purpose, layout.reason = "none", "sheet_left_out"
        elif answer:
            layout.building = parse_building(answer.text) or Room(answer.text)
            layout.building_from = "hand"


def _read_sheet(
    book: Workbook,
    sheet: Sheet,
    layout: Layout,
    data: list[Row],
    owners: OwnersSheet,
    findings: Findings,
    answers: Answers,
) -> list[Draft]:
    carry_down(sheet, layout, data, findings, answers.sheets.get((sheet.name, "fill_down")))
    places = SheetPlaces(sheet, layout, data)
    reader = CellReader(sheet, book.epoch_1904, _comma_areas(layout, data))
    drafts: list[Draft] = []
    for row in data:
        draft = places.draft(row)
        reader.read(draft, layout.columns)
        owners.join(draft)
        pair_ids(draft, layout)
        if row.hidden:
            room = row.value(layout.of("room")[0].number)
            draft.fixed.append(
                Finding(
                    "hidden_row",
                    sheet.name,
                    row.number,
                    layout.of("room")[0].letter,
                    "room",
                    as_json(room),
                    draft.code,
                )
            )
        places.spelled_differently(draft)
        drafts.append(draft)
    proposal = _building_proposed(sheet, findings.layouts)
    if sheet_question(drafts, proposal):
        findings.flagged.append(
            Finding("building_unknown", sheet.name, None, None, "building", None, proposal)
        )
    return drafts


def _building_proposed(sheet: Sheet, layouts: list[Layout]) -> str:
    """Building 1 for the only sheet that names none; of several each is taken to be a building of its own."""
    unnamed = {written_in(x.sheet) for x in layouts if x.homes and not (x.building or x.has("building"))}
    name = plain(written_in(sheet.name)).replace("-", " ")
    return name if len(unnamed) > 1 and 0 < len(name) <= LONGEST_BUILDING else "1"


def _comma_areas(layout: Layout, data: list[Row]) -> bool:
    """Whether the comma is the decimal sign of the area columns."""
    texts = [plain(v) for c in layout.of("area") for r in data if isinstance(v := r.value(c.number), str)]
    commas = sum(1 for t in texts if comma_decimal(t) is not None)
    points = sum(1 for t in texts if "." in t and "," not in t)
    return commas >= 3 and commas > 4 * points


def _conclude(draft: Draft, findings: Findings) -> None:
    """Turn a finished draft into records."""
    findings.fixed += draft.fixed
    findings.flagged += draft.flagged
    place = draft.place
    home = HomeRow(
        code=draft.code or "",
        building=place.building or "",
        entrance=place.entrance or "",
        number=place.number or "",
        zone=place.zone,
        floor=draft.floor,
        area_dm2=draft.area,
        inner_area_dm2=draft.inner_area,
        layout=draft.layout,
        usage=draft.usage or place.usage,
        state=draft.state,
        handover=draft.handover,
        family=draft.family,
        special=draft.special,
        note=draft.note,
        plates=draft.plates,
        doubtful=frozenset(draft.doubtful),
        source=draft.source,
        contacts=draft.contacts,
        parking=draft.parking,
    )
    if draft.held or not draft.code:
        findings.waiting.append(home)
        return
    findings.homes.append(home)
    first = True
    for owner in draft.owners:
        role = "tenant" if owner.is_tenant else "owner" if first else "co_owner"
        first = first and owner.is_tenant
        findings.owners.append(_owner_row(home.code, owner, role, draft.source))
    findings.phones += [
        PhoneRow(home.code, p.number, role, p.beside, draft.source) for p, role in draft.phones
    ]


def _owner_row(code: str, owner: Owner, role: str, source: Source) -> OwnerRow:
    return OwnerRow(
        code, owner.name, "company" if owner.is_company else "person", owner.id_no, role, owner.share, source
    )
