"""Names of fields, answers, states and kinds of questions, in the reader's language."""

from estate.i18n import gettext
from estate.i18n import lazy as _
from estate.intake.choices import Doubt

STATES: dict[str, tuple[str, str]] = {
    "uploaded": ("info", _("Being read")),
    "checked": ("waiting", _("Not brought in yet")),
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
    "area": _("Area"),
    "building": _("Building"),
    "cell": _("Cell"),
    "date": _("Date"),
    "ditto": _("Same as above"),
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
    "phone": _("Phone"),
    "room": _("Home"),
    "wrong": _("Home in another building"),
}

SHORT: dict[str, str] = {
    "area_missing": _("Area missing"),
    "area_slip": _("Area, decimal point"),
    "area_zero": _("Area zero"),
    "cell_comment": _("Comment on the cell"),
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


def field_name(field: str | None) -> str:
    """The field of a finding."""
    return str(FIELDS.get(field or "") or UNUSED.get(field or "", ""))


def answer_label(doubt: Doubt, choice: str) -> str:
    """The button that gives this answer."""
    if choice == "proposal":
        if doubt.kind == "fill_down":
            return gettext("Yes, carry it down")
        return gettext("Take “%(value)s”", value=doubt.proposal)
    if choice == "keep" and doubt.kind == "note_sensitive":
        return gettext("It is not about a person")
    if choice == "keep":
        return gettext("Keep “%(value)s”", value=short(doubt.raw))
    if choice == "empty" and doubt.kind == "fill_down":
        return gettext("No, leave them empty")
    return {
        "empty": gettext("Leave empty"),
        "out": gettext("Leave the sheet out") if doubt.row is None else gettext("Leave the row out"),
        "instead": gettext("This row counts, not the other"),
        "both": gettext("Both are owners"),
        "care": gettext("Move it to the care record"),
        "value": gettext("Use this"),
    }[choice]


def answered(doubt: Doubt) -> str:
    """What was decided, as a word."""
    return {
        "proposal": gettext("Yes, carried down")
        if doubt.kind == "fill_down"
        else gettext("Taken: %(value)s", value=doubt.proposal),
        "value": gettext("Typed: %(value)s", value=short(doubt.typed or "")),
        "keep": gettext("Kept as it is written"),
        "empty": gettext("Left empty"),
        "out": gettext("Left out"),
        "instead": gettext("This row counts"),
        "both": gettext("Both are owners"),
        "care": gettext("Goes to the care record, sealed"),
    }[doubt.choice or ""]


BULK: dict[str, str] = {
    "proposal": _("Take what is proposed"),
    "keep": _("Keep what is written"),
    "empty": _("Leave empty"),
    "out": _("Leave the rows out"),
    "care": _("Move to the care record"),
}
"""Answers that can be given to many questions at once."""


def short(text: str) -> str:
    """A long text cut to a glance."""
    text = " ".join(text.split())
    return text if len(text) <= 40 else f"{text[:38]}…"
