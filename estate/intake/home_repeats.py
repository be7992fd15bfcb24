"""The same home in several rows: equal rows, owners of one home, and rows that contradict each other."""

from collections import Counter

from estate.intake.drafts import Draft
from estate.intake.findings import Finding, Skipped
from estate.intake.workbook import as_json, letter


def _field(key: str) -> str:
    """The field of a comparison key: nameE and name are both name."""
    return key.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def _differences(one: Draft, two: Draft) -> list[str]:
    """What two rows say differently, by column; by field where they stand in different sheets."""
    if one.source.sheet != two.source.sheet:
        first, second = _by_field(one), _by_field(two)
    else:
        first, second = one.same, two.same
    keys = dict.fromkeys([*first, *second])
    return [k for k in keys if k not in ("seq",) and (first.get(k) or None) != (second.get(k) or None)]


def _by_field(draft: Draft) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in draft.same.items():
        field = _field(key)
        before = found.get(field)
        if isinstance(before, tuple) and isinstance(value, tuple):
            found[field] = (*before, *value)  # pyright: ignore[reportUnknownVariableType]
        else:
            found[field] = value or before
    return found


def _completes(home: Draft, row: Draft, keys: list[str]) -> bool:
    """Whether a row of another sheet only adds what the home's first row leaves open, or leaves open what it says."""
    if home.source.sheet == row.source.sheet:
        return False
    first, second = _by_field(home), _by_field(row)
    return all(not first.get(k) or not second.get(k) for k in keys)


def _absorb(home: Draft, row: Draft) -> None:
    """Add the people of another row of the same home."""
    known = {o.name for o in home.owners}
    home.owners += [o for o in row.owners if o.name not in known]
    numbers = {p.number for p, _ in home.phones}
    home.phones += [(p, role) for p, role in row.phones if p.number not in numbers]
    home.family += tuple(m for m in row.family if m not in home.family)
    home.special = tuple(dict.fromkeys((*home.special, *row.special)))
    home.plates = tuple(dict.fromkeys((*home.plates, *row.plates)))
    for name in ("area", "inner_area", "layout", "usage", "state", "handover", "note"):
        if getattr(home, name) is None and name not in home.doubtful:
            setattr(home, name, getattr(row, name))
    raws = {(f.field, str(f.raw)) for f in home.flagged}
    home.flagged += [f for f in row.flagged if (f.field, str(f.raw)) not in raws]
    home.fixed += row.fixed
    home.doubtful |= row.doubtful


def _conflict(home: Draft, row: Draft, keys: list[str]) -> None:
    """Ask about the cell in which two rows of a home differ, or about the row when several differ."""
    raws = {(f.field, str(f.raw)) for f in home.flagged}
    home.flagged += [f for f in row.flagged if (f.field, str(f.raw)) not in raws]
    fields = list(dict.fromkeys(map(_field, keys)))
    about = {"sheet": home.source.sheet, "row": str(home.source.row), "home": home.code or ""}
    if len(fields) == 1:
        column = row.columns.get(fields[0])
        raw = next((as_json(c.value) for n, c in row.row.cells.items() if column == letter(n)), None)
        home.flagged.append(
            Finding("dup_conflict", row.source.sheet, row.source.row, column, fields[0], raw, None, about)
        )
    else:
        kind = (
            "dup_other_owner"
            if {"name", "id_no"} & set(fields) and "area" not in fields
            else "dup_conflict_row"
        )
        home.flagged.append(Finding(kind, row.source.sheet, row.source.row, None, None, None, None, about))
    for name in fields:
        home.withhold({"co_owner": "name"}.get(name, name))


def _undecided(home: Draft, row: Draft, keys: list[str]) -> list[str]:
    """The differences on which nobody has given a word; what was decided for the second row holds for the home."""
    left: list[str] = []
    for key in keys:
        name = _field(key)
        if name in row.decided:
            if name == "phone":
                home.phones = [p for p in home.phones if p[1] != "owner"] + [
                    p for p in row.phones if p[1] == "owner"
                ]
            elif name in ("name", "co_owner", "id_no"):
                home.owners = row.owners
            elif hasattr(home, name):
                setattr(home, name, getattr(row, name))
            home.decided.add(name)
        elif name not in home.decided:
            left.append(key)
    return left


def merge_rows(drafts: list[Draft]) -> tuple[list[Draft], list[Skipped]]:
    """One draft for each home. Equal rows are skipped; rows that contradict each other are asked about.

    Several rows for a home are its owners or fee items, not a mistake, where a third of the sheet's homes have them
    where a column tells
    their roles or shares, or where the room cell is merged over them.
    """
    rows_of: dict[str, Counter[str]] = {}
    for d in drafts:
        if d.code and not d.held:
            rows_of.setdefault(d.source.sheet, Counter())[d.code] += 1
    usual = {s: sum(1 for n in c.values() if n > 1) >= max(3, len(c) / 3) for s, c in rows_of.items()}
    homes: dict[str, Draft] = {}
    kept: list[Draft] = []
    skipped: list[Skipped] = []
    for d in drafts:
        code = d.code
        if code is None or d.held:
            kept.append(d)
            continue
        home = homes.get(code)
        if home is None:
            homes[code] = d
            kept.append(d)
            continue
        if d.row.choice == "instead":
            homes[code] = d
            kept[next(i for i, k in enumerate(kept) if k is home)] = d
            skipped.append(Skipped(*home.source, "dup_conflict"))
            continue
        keys = _undecided(home, d, _differences(home, d))
        people = {
            "name",
            "id_no",
            "phone",
            "share",
            "role",
            "owner_ref",
            "co_owner",
            "tenant_name",
            "tenant_phone",
            "family",
            "special",
            "note",
            "seq",
        }
        usually = usual.get(d.source.sheet, False) or bool({"role", "share"} & set(d.columns))
        same_home = d.room_merged or (usually and d.source.sheet == home.source.sheet)
        if not keys:
            skipped.append(Skipped(*d.source, "dup_same"))
        elif any(f.kind == "wrong_building" for f in d.flagged):
            d.held = True
            kept.append(d)
        elif (
            d.row.choice == "both"
            or _completes(home, d, keys)
            or (
                same_home
                and all(_field(k) in people or not d.same.get(k) or not home.same.get(k) for k in keys)
            )
        ):
            _absorb(home, d)
            skipped.append(Skipped(*d.source, "row_of_same_home"))
        else:
            _conflict(home, d, keys)
            skipped.append(Skipped(*d.source, "dup_conflict"))
    return kept, skipped
