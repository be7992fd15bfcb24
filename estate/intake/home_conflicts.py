"""What only shows when rows are put beside each other: areas and years out of line, one ID for two people."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from estate.intake.areas import decimal_text
from estate.intake.dates import full_year
from estate.intake.drafts import Draft
from estate.intake.rooms import floor_of, stack_of
from estate.intake.workbook import as_json, letter

PEERS = 8
NEAR_YEARS = 2


def _slip(value: int, low: int, high: int) -> str | None:
    """The value with its decimal point moved so that it fits between low and high; None when that fits nowhere."""
    for factor in (10, 100, 1000):
        if (low <= value / factor <= high and value % factor == 0) or low <= value / factor <= high:
            return decimal_text(round(value / factor))
        if low <= value * factor <= high:
            return decimal_text(value * factor)
    return None


def _swapped(value: int, usual: int) -> bool:
    a, b = str(value), str(usual)
    spots = [i for i in range(len(a)) if len(a) == len(b) and a[i] != b[i]]
    return (
        len(spots) == 2
        and spots[1] == spots[0] + 1
        and a[spots[0]] == b[spots[1]]
        and a[spots[1]] == b[spots[0]]
    )


def check_areas(drafts: list[Draft]) -> None:
    """Ask about areas that are out of line with the other homes of their usage, or of their stack."""
    for name in ("area", "inner_area"):
        groups: dict[str, list[Draft]] = {}
        for d in drafts:
            if getattr(d, name) is not None:
                groups.setdefault(d.usage or d.place.usage or "residential", []).append(d)
        for group in groups.values():
            _check_group(group, name)
    for d in drafts:
        if d.area is not None and d.inner_area is not None and d.inner_area > d.area:
            raw = _raw(d, "inner_area")
            d.doubt("inner_area", "inner_area_larger", raw, area=decimal_text(d.area))
            d.withhold("inner_area")
    stacks: dict[tuple[str | None, str | None, str], list[Draft]] = {}
    for d in drafts:
        if d.area is not None and d.place.number and (stack := stack_of(d.place.number)):
            stacks.setdefault((d.place.building, d.place.entrance, stack), []).append(d)
    for stack in stacks.values():
        usual, count = Counter(d.area for d in stack).most_common(1)[0]
        if usual is None or count < 5 or count < 0.8 * (len(stack) - 1):
            continue
        for d in stack:
            if d.area is not None and d.area != usual and _swapped(d.area, usual):
                d.doubt("area", "area_digits_swapped", _raw(d, "area"), decimal_text(usual), peers=str(count))
                d.withhold("area")


def _check_group(group: list[Draft], name: str) -> None:
    values = sorted(getattr(d, name) for d in group)
    if len(values) < PEERS:
        middle = values[len(values) // 2]
        low, high = middle // 3, middle * 3
        if len(values) < 3:
            low, high = 1_00, 20_000_00
    else:
        low, high = values[len(values) // 10] // 3, values[-1 - len(values) // 10] * 3
    for d in group:
        value = getattr(d, name)
        if low <= value <= high:
            continue
        proposal = _slip(value, values[len(values) // 10] * 2 // 3, values[-1 - len(values) // 10] * 3 // 2)
        if proposal is None and len(values) < PEERS and value < 20_000_00:
            continue
        typical = decimal_text(values[len(values) // 2])
        d.doubt(
            name, "area_slip" if proposal else "area_out_of_line", _raw(d, name), proposal, typical=typical
        )
        d.withhold(name)


def _raw(draft: Draft, name: str) -> str | int | float | bool | None:
    column = draft.columns.get(name)
    return next((as_json(c.value) for n, c in draft.row.cells.items() if letter(n) == column), None)


def check_identities(drafts: Iterable[Draft]) -> None:
    """Ask where one identity number belongs to two names: one of them was copied into the wrong row."""
    holders: dict[str, Draft] = {}
    names: dict[str, str] = {}
    for d in drafts:
        for owner in list(d.owners):
            if owner.id_no is None:
                continue
            number = owner.id_no
            first = holders.setdefault(number, d)
            if names.setdefault(number, owner.name) != owner.name:
                for one, other in ((d, first), (first, d)):
                    if "id_no" not in one.doubtful:
                        one.doubt(
                            "id_no",
                            "id_shared",
                            number,
                            sheet=other.source.sheet,
                            row=str(other.source.row),
                        )
                for one in (d, first):
                    for o in one.owners if "id_no" not in one.decided else ():
                        if o.id_no == number:
                            o.id_no = None
                break


def check_truncation(drafts: list[Draft]) -> None:
    """Ask about numbers that end in zeros where the file's other such numbers were cut off by the spreadsheet."""
    cut = any(f.kind == "id_truncated" for d in drafts for f in d.flagged)
    for d in drafts:
        for owner in d.owners:
            if cut and owner.id_no and owner.id_no.endswith("000") and "id_no" not in d.decided:
                d.doubt("id_no", "id_truncated", _raw(d, "id_no"))
                owner.id_no = None


def check_years(drafts: list[Draft]) -> None:
    """Ask about handover dates decades away from all the others (2091 for 2019)."""
    years = sorted(d.handover.date.year for d in drafts if d.handover)
    if len(years) < PEERS:
        return
    middle = years[len(years) // 2]
    for d in drafts:
        if d.handover and abs(d.handover.date.year - middle) > 40:
            d.doubt("handover", "date_far", _raw(d, "handover"), d.handover.iso())
            d.withhold("handover")


def check_year_order(drafts: list[Draft]) -> None:
    """Ask about 05-06-19 read with the year first where only the year last lies near the other dates."""
    years = Counter(d.handover.date.year for d in drafts if d.handover)

    def alone(year: int) -> bool:
        return sum(years[y] for y in range(year - NEAR_YEARS, year + NEAR_YEARS + 1)) < PEERS

    for d in drafts:
        raw = next((f.raw for f in d.fixed if f.kind == "date_short_year" and f.field == "handover"), None)
        last = re.search(r"\D(\d{2})\D*$", str(raw))
        if raw is None or d.handover is None or last is None:
            continue
        if alone(d.handover.date.year) and not alone(full_year(last[1])):
            d.doubt("handover", "date_day_or_month", raw)
            d.withhold("handover")


def check_short_numbers(drafts: list[Draft]) -> None:
    """Ask about a room of one or two digits among rooms of three and more: something was cut off."""
    plain_ones = [d for d in drafts if d.place.number and d.place.number.isdigit() and not d.place.usage]
    short = [d for d in plain_ones if len(d.place.number or "") < 3]
    if len(plain_ones) >= PEERS and len(short) <= 0.1 * len(plain_ones):
        for d in short:
            d.doubt("room", "room_short", _raw(d, "room"))
            d.held = d.held or "room" in d.doubtful


def repeats_homes(by_sheet: dict[str, list[Draft]]) -> list[str]:
    """Sheets that only list homes of other sheets again without their areas: tenants, arrears, cars."""
    full = {name for name, drafts in by_sheet.items() if any("area" in d.columns for d in drafts)}
    known = {d.code for name in full for d in by_sheet[name]}
    found: list[str] = []
    for name, drafts in by_sheet.items():
        facts = {"area", "inner_area", "layout", "handover"} & {c for d in drafts for c in d.columns}
        if full and not facts and sum(1 for d in drafts if d.code in known) >= 0.5 * len(drafts):
            found.append(name)
    return found


def check_floors(drafts: list[Draft]) -> None:
    """Ask where the storey's column contradicts the room number, in sheets where it otherwise agrees with it."""
    told = [
        d
        for d in drafts
        if "floor" in d.same
        and d.floor is not None
        and d.place.number
        and floor_of(d.place.number) is not None
    ]
    wrong = [d for d in told if d.floor != floor_of(d.place.number or "")]
    if len(told) >= 10 and len(wrong) <= 0.1 * len(told):
        for d in wrong:
            d.doubt("floor", "floor_contradicts", _raw(d, "floor"), str(floor_of(d.place.number or "")))
            d.withhold("floor")


def drop_placeholders(drafts: Iterable[Draft]) -> None:
    """A repeated-digit number that stands at several homes was typed for 'unknown': no data, and nothing to ask."""
    seen: Counter[str] = Counter()
    rows = list(drafts)
    for d in rows:
        seen.update({str(f.raw) for f in d.flagged if f.kind == "phone_placeholder"})
    for d in rows:
        unknown = [
            f
            for f in d.flagged
            if f.kind == "phone_placeholder"
            and (seen[str(f.raw)] > 1 or str(f.raw).startswith("18999999999"))
        ]
        for f in unknown:
            d.flagged.remove(f)
            d.fixed.append(replace(f, value=None))
            d.doubtful.discard("phone")
