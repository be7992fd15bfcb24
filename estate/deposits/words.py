"""What the codes of deposits are called on the screen; looked up in the reader's language when shown."""

from estate.i18n import lazy as _

KINDS: dict[str, str] = {
    "renovation": _("Renovation deposit"),
    "access_card": _("Access card deposit"),
    "other": _("Other deposit"),
}
STEPS: dict[str, str] = {
    "taken": _("Deposit taken"),
    "inspected": _("Inspected"),
    "deducted": _("Deducted"),
    "returned": _("Returned"),
}
STATES: dict[str, str] = {
    "held": _("Held"),
    "inspected": _("Inspected"),
    "settled": _("Settled"),
    "reversed": _("Reversed"),
}
