"""The change log of a person or a home in words."""

from typing import Any

import msgspec

from estate.data.audit import Entry
from estate.i18n import gettext as _t
from estate.i18n import lazy as _
from estate.people.rules import ROLES
from estate.people.words import CHANGES
from estate.web.filters import actor, day, instant

FIELDS: dict[str, str] = {
    "name": _("Name"),
    "kind": _("Kind"),
    "contact_name": _("Contact person"),
    "birth_year": _("Year of birth"),
    "note": _("Note"),
    "number": _("Number"),
    "id_number": _("ID number"),
    "phones": _("Phones"),
    "home": _("Home"),
    "role": _("Role"),
    "relation": _("Relation"),
    "share": _("Share"),
    "from_date": _("From"),
    "to_date": _("Last day"),
    "reason": _("Reason"),
    "plate": _("Number plate"),
    "on": _("From"),
    "owners": _("New owners"),
    "consent_by": _("Consent by"),
}


def told(entries: list[Entry]) -> list[dict[str, Any]]:
    """The entries as items of a timeline; those of other features keep their own name."""
    return [
        {
            "when": instant(entry.at),
            "when_exact": entry.at,
            "who": actor(entry.who),
            "what": CHANGES.get(entry.action, entry.action),
            "text": _text(_values(entry.before), _values(entry.after)),
        }
        for entry in entries
    ]


def _text(before: dict[str, Any], after: dict[str, Any]) -> str:
    colon = _t(": ")
    parts: list[str] = []
    for key, label in FIELDS.items():
        old, new = before.get(key), after.get(key)
        if key in before and key in after and old != new:
            parts.append(f"{label}{colon}{_shown(key, old)} → {_shown(key, new)}")
        elif key in before or key in after:
            parts.append(f"{label}{colon}{_shown(key, new if key in after else old)}")
    return " · ".join(parts)


def _shown(key: str, value: Any) -> str:
    if value is None or value == "" or value == []:
        return "–"
    if isinstance(value, bool):
        return _t("recorded") if value else "–"
    if key == "role":
        return str(ROLES.get(value, value))
    if key in ("from_date", "to_date", "on"):
        return day(value)
    return _t(", ").join(str(one) for one in value) if isinstance(value, list) else str(value)  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]


def _values(text: str | None) -> dict[str, Any]:
    return msgspec.json.decode(text, type=dict[str, Any]) if text else {}
