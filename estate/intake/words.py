"""Names of fields, answers, states and kinds of questions, in the reader's language."""

from collections.abc import Mapping

from estate.i18n import gettext, ngettext
from estate.i18n import lazy as _
from estate.intake import ledger_fields, meter_words
from estate.intake.amounts import yuan_text
from estate.intake.batches import EQUIPMENT, FEES, HOMES, PARKING, READINGS, Batch
from estate.intake.doubts import Doubt
from estate.intake.said import SHEET_KINDS

STATES: dict[str, tuple[str, str]] = {
    "uploaded": ("info", _("Being read")),
    "checked": ("waiting", _("Not brought in yet")),
    "committing": ("info", _("Being brought in")),
    "committed": ("settled", _("Brought in")),
    "undone": ("neutral", _("Taken back")),
}

FIELDS: dict[str, str] = {
    "room": _("Home or room number"),
    "building": _("Building"),
    "entrance": _("Entrance"),
    "floor": _("Storey"),
    "zone": _("Zone"),
    "area": _("Built area"),
    "inner_area": _("Inner area"),
    "layout": _("Layout"),
    "usage": _("Usage"),
    "state": _("State of the home"),
    "handover": _("Handed over on"),
    "name": _("Owner"),
    "co_owner": _("Co-owner"),
    "share": _("Share"),
    "id_no": _("ID number"),
    "phone": _("Phone"),
    "tenant_name": _("Tenant"),
    "tenant_phone": _("Tenant's phone"),
    "family": _("Family members"),
    "contact": _("Contact"),
    "contact_phone": _("Contact's phone"),
    "role": _("Owner or tenant"),
    "owner_ref": _("Owner's number in another sheet"),
    "special": _("Special care"),
    "plate": _("Car plate"),
    "parking": _("Parking space"),
    "note": _("Note"),
}
"""What a column can be taken for."""

LEDGERS: dict[str, str] = {
    HOMES: _("Homes and owners"),
    FEES: _("Fees and arrears"),
    PARKING: _("Parking spaces"),
    EQUIPMENT: _("Register of equipment"),
    READINGS: _("Readings"),
}
"""The kinds of ledgers."""

UNUSED: dict[str, str] = {
    "seq": _("Row number"),
    "community": _("Name of the community"),
    "family_count": _("Number of people"),
    "tenant_id": _("Tenant's ID number"),
    "gender": _("Gender"),
    "email": _("E-mail"),
    "owner_kind": _("Kind of owner"),
}
"""What is recognised and not stored."""

KINDS: dict[str, str] = {
    "amount": _("Amount"),
    "code": _("Equipment number"),
    "cycle": _("How often serviced"),
    "life": _("Design life"),
    "quantity": _("Pieces"),
    "state": _("State"),
    "area": _("Area"),
    "building": _("Building"),
    "cell": _("Cell"),
    "date": _("Date"),
    "ditto": _("Same as above"),
    "due": _("Fee of the month"),
    "dup": _("Home in several rows"),
    "entrance": _("Entrance"),
    "family": _("Family members"),
    "fill": _("Empty cells below"),
    "floor": _("Storey"),
    "formula": _("Formula"),
    "id": _("ID number"),
    "inner": _("Inner area"),
    "name": _("Name"),
    "note": _("Note"),
    "owner": _("Owner"),
    "payer": _("Who pays"),
    "period": _("Time"),
    "phone": _("Phone"),
    "plate": _("Car plate"),
    "room": _("Home"),
    "space": _("Parking space"),
    "total": _("Arrears in all"),
    "totals": _("Arrears in all"),
    "wrong": _("Home in another building"),
}

SHORT: dict[str, str] = {
    "area_missing": _("Area missing"),
    "area_slip": _("Area, decimal point"),
    "area_zero": _("Area zero"),
    "cell_comment": _("Comment on the cell"),
    "amount_negative": _("Negative amount"),
    "amount_unreadable": _("No amount"),
    "arrears_differ": _("Arrears do not add up"),
    "charge_twice": _("Fee in several rows"),
    "charged_already": _("Charged already"),
    "code_twice": _("Number in several rows"),
    "equipment_exists": _("Number taken"),
    "fee_deposit": _("Deposit or advance"),
    "fee_missing": _("Fee item"),
    "fine_not_taken": _("Late fees"),
    "room_once": _("Home once above its rows"),
    "state_differs": _("Word against the amounts"),
    "fee_unfit": _("Fee item"),
    "half_unclear": _("Half: paid or not"),
    "kind_unclear": _("Kind of the space"),
    "last_month_unclear": _("Last month of the ledger"),
    "mark_unclear": _("Paid or owed"),
    "paid_little": _("Small amount"),
    "paid_more": _("More than the fee"),
    "period_long": _("More than a year"),
    "period_missing": _("Time missing"),
    "period_not_month": _("Column of several months"),
    "period_unreadable": _("Time unclear"),
    "prior_arrears": _("Arrears from before"),
    "refused": _("Cannot be stored"),
    "room_level": _("Floor, or building in front"),
    "room_run_together": _("Building, entrance and room in one"),
    "room_shop": _("Row of shops"),
    "room_missing": _("Home missing"),
    "room_twice": _("Home in several rows"),
    "room_unknown": _("No such home"),
    "room_unreadable": _("Home unclear"),
    "space_twice": _("Space in several rows"),
    "year_unknown": _("Year"),
    "cell_error": _("Error in the cell"),
    "date_impossible": _("No such day"),
    "id_as_float": _("ID number cut off"),
    "id_bad_check": _("ID number, check digit"),
    "id_shared": _("ID number of two people"),
    "note_sensitive": _("Health or need in a note"),
    "owner_title": _("Form of address"),
    "phone_10_digits": _("Phone, 10 digits"),
    "phone_sci_text": _("Phone cut off"),
}

FOUND_BY: dict[str, str] = {
    "title": _("by its title"),
    "likeness": _("by a similar title"),
    "values": _("by its values"),
    "hand": _("by hand"),
}


def kind_name(kind: str) -> str:
    """A kind of question in a few words."""
    return str(SHORT.get(kind) or KINDS.get(kind.split("_")[0], kind))


def fields(ledger: str) -> Mapping[str, str]:
    """What a column can be taken for, by the kind of ledger."""
    if ledger == FEES:
        months = {f"m{n}": str(ledger_fields.month_name(f"m{n}")) for n in range(1, 13)}
        return {**ledger_fields.FEES, **months}
    known = {
        PARKING: ledger_fields.PARKING,
        EQUIPMENT: ledger_fields.EQUIPMENT,
        READINGS: meter_words.FIELDS,
    }
    return known.get(ledger, FIELDS)


def field_name(field: str | None, ledger: str = HOMES) -> str:
    """The field of a finding."""
    known = (
        fields(ledger).get(field or "") or UNUSED.get(field or "") or ledger_fields.month_name(field or "")
    )
    return str(known or "")


def brought(batch: Batch) -> str:
    """What came in with an import, in a few words."""
    counts = batch.counts
    if batch.kind == FEES:
        told = ngettext("%(n)s charge", "%(n)s charges", counts["charges"])
        return f"{told}, ¥{yuan_text(counts['fen'])}"
    if batch.kind == PARKING:
        return ngettext("%(n)s space", "%(n)s spaces", counts["spaces"])
    if batch.kind == EQUIPMENT:
        return ngettext("%(n)s entry of equipment", "%(n)s entries of equipment", counts["equipment"])
    if batch.kind == READINGS:
        return ngettext("%(n)s reading", "%(n)s readings", counts["readings"])
    return ngettext("%(n)s home", "%(n)s homes", counts["homes"])


def answer_label(doubt: Doubt, choice: str) -> str:
    """The button that gives this answer."""
    if choice == "proposal":
        if doubt.kind in ("fill_down", "room_once"):
            return gettext("Yes, carry it down")
        return gettext("Take “%(value)s”", value=doubt.proposal)
    if choice == "keep" and doubt.kind == "note_sensitive":
        return gettext("It is not about a person")
    if choice == "keep" and doubt.kind == "payer_differs":
        return gettext("The owner pays")
    if choice == "keep" and doubt.kind in ("totals_differ", "total_differs"):
        return gettext("The months count")
    if choice == "keep" and doubt.kind == "room_level":
        return gettext("It is floor %(floor)s", floor=doubt.facts["about"]["floor"])
    if choice == "keep":
        return gettext("Keep “%(value)s”", value=short(doubt.raw))
    if choice == "both" and doubt.kind == "charge_twice":
        return gettext("Both are payments")
    if choice == "empty" and doubt.kind == "fine_not_taken":
        return gettext("Leave late fees out")
    if choice == "empty" and doubt.kind == "charged_already":
        return gettext("Leave this month out")
    if choice == "empty" and doubt.kind == "period_not_month":
        return gettext("Leave the column out")
    if choice == "out" and doubt.kind in SHEET_KINDS:
        return gettext("Leave the sheet out")
    if choice == "empty" and doubt.kind == "fill_down":
        return gettext("No, leave them empty")
    return {
        "empty": gettext("Leave empty"),
        "out": gettext("Leave the sheet out") if doubt.row is None else gettext("Leave the row out"),
        "instead": gettext("This row counts, not the other"),
        "both": gettext("Both are owners"),
        "care": gettext("Move it to the care record"),
        "paid": gettext("It is paid"),
        "owed": gettext("It is owed"),
        "value": gettext("Use this"),
    }[choice]


def answered(doubt: Doubt) -> str:
    """What was decided, as a word."""
    return {
        "proposal": gettext("Yes, carried down")
        if doubt.kind in ("fill_down", "room_once")
        else gettext("Taken: %(value)s", value=doubt.proposal),
        "value": gettext("Typed: %(value)s", value=short(doubt.typed or "")),
        "keep": gettext("Kept as it is written"),
        "empty": gettext("Left empty"),
        "out": gettext("Left out"),
        "instead": gettext("This row counts"),
        "both": gettext("Both count") if doubt.ledger == FEES else gettext("Both are owners"),
        "care": gettext("Goes to the care record, sealed"),
        "paid": gettext("Paid"),
        "owed": gettext("Owed"),
    }[doubt.choice or ""]


BULK: dict[str, str] = {
    "proposal": _("Take what is proposed"),
    "keep": _("Keep what is written"),
    "empty": _("Leave empty"),
    "out": _("Leave the rows out"),
    "care": _("Move to the care record"),
    "paid": _("All are paid"),
    "owed": _("All are owed"),
}
"""Answers that can be given to many questions at once."""


def short(text: str) -> str:
    """A long text cut to a glance."""
    text = " ".join(text.split())
    return text if len(text) <= 40 else f"{text[:38]}…"


def bulk(kinds: set[str], ledger: str) -> dict[str, str]:
    """The answers that can be given to many questions of these kinds at once."""
    money = {"care", "paid", "owed"}
    only = {HOMES: {"paid", "owed"}, FEES: {"care"}, PARKING: money, EQUIPMENT: money}.get(ledger, set[str]())
    if "note_sensitive" not in kinds:
        only = only | {"care"}
    return {choice: label for choice, label in BULK.items() if choice not in only}
