"""How what happened to a person, with their phones, homes and cars, is called."""

from estate.i18n import lazy as _

CHANGES: dict[str, str] = {
    "person.added": _("Added"),
    "person.changed": _("Details corrected"),
    "person.invited": _("Invited"),
    "invitation.withdrawn": _("Invitation withdrawn"),
    "phone.added": _("Phone added"),
    "phone.bound": _("Phone added when joining"),
    "phone.removed": _("Phone removed"),
    "phone.preferred": _("First phone changed"),
    "phone.revealed": _("Phone number looked at"),
    "id_number.revealed": _("ID number looked at"),
    "residency.added": _("Moved in"),
    "residency.changed": _("Part in a home corrected"),
    "residency.ended": _("Last day set"),
    "residency.removed": _("Entry removed"),
    "vehicle.added": _("Vehicle added"),
    "vehicle.ended": _("Vehicle removed"),
    "care.added": _("Care need recorded"),
    "care.changed": _("Care need changed"),
    "care.ended": _("Care need ended"),
    "care.read": _("Care detail read"),
    "home.handed_over": _("Handed over"),
    "home.handover_undone": _("Handover taken back"),
}
