"""What plans, their states and parts are called."""

from estate.i18n import lazy as _

STATES: dict[str, tuple[str, str]] = {
    "asked": ("waiting", _("Waits for approval")),
    "drafted": ("waiting", _("To be signed")),
    "signed": ("info", _("Running")),
    "kept": ("settled", _("Kept to the end")),
    "broken": ("overdue", _("Broken")),
    "declined": ("neutral", _("Declined")),
    "withdrawn": ("neutral", _("Withdrawn")),
}

OWN_STATES: dict[str, tuple[str, str]] = {
    **STATES,
    "broken": ("overdue", _("All that is left is due")),
    "withdrawn": ("neutral", _("The plan has ended")),
}
"""The same to the payer."""

PENALTIES: dict[str, str] = {
    "runs_on": _("Penalties run on"),
    "held": _("Penalties of the time of the plan are waived once it is kept"),
}

PARTS: dict[str, tuple[str, str]] = {
    "paid": ("settled", _("Paid")),
    "part": ("waiting", _("Paid in part")),
    "open": ("neutral", _("Still to be paid")),
    "late": ("overdue", _("Late")),
}

STEPS: dict[str, str] = {
    "approved": _("Approved"),
    "declined": _("Declined"),
    "signed": _("Signed"),
    "kept": _("Kept: all is paid"),
    "broken": _("Broken: an instalment did not come"),
    "withdrawn": _("Withdrawn"),
}
