"""What somebody without an account reads about their report."""

from estate.i18n import lazy as _

STATES: dict[str, str] = {
    "reported": _("We have it and look for who can mend it."),
    "reopened": _("It is taken up again; we look for who can mend it."),
    "assigned": _("It is handed out to a repairer."),
    "accepted": _("A repairer has taken it on."),
    "on_the_way": _("Somebody is on the way."),
    "arrived": _("Somebody is there."),
    "working": _("It is being mended."),
    "waiting": _("It has to wait; we go on as soon as we can."),
    "done": _("It is mended."),
    "signed_off": _("It is mended."),
    "rated": _("It is mended."),
    "cancelled": _("The office closed this report."),
}

STEPS: dict[str, str] = {
    "report": _("Reported"),
    "assign": _("Handed to a repairer"),
    "take": _("A repairer has taken it on"),
    "accept": _("A repairer has taken it on"),
    "set_out": _("On the way"),
    "arrive": _("Arrived"),
    "start": _("Work begun"),
    "wait": _("Waits"),
    "resume": _("Goes on"),
    "finish": _("Mended"),
    "reopen": _("Taken up again"),
    "cancel": _("Closed by the office"),
}
"""The steps that are told; the others concern the office or the owner of a home."""
