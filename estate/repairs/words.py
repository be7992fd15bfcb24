"""What work orders, their states, steps and clocks are called, with the tone that goes with them."""

from estate.i18n import lazy as _

CATEGORIES: dict[str, str] = {
    "plumbing": _("Water and drains"),
    "electrical": _("Power and sockets"),
    "access": _("Entry phones and access"),
    "elevator": _("Lift"),
    "masonry": _("Walls, roof and leaks"),
    "doors": _("Doors and windows"),
    "lighting": _("Public lighting"),
    "fire": _("Fire protection"),
    "greening": _("Greenery"),
    "cleaning": _("Cleaning"),
    "garage": _("Garage and barriers"),
    "other": _("Something else"),
}

AT_HOME = ("plumbing", "electrical", "doors", "masonry", "access", "other")
IN_PUBLIC = (
    "lighting",
    "elevator",
    "access",
    "doors",
    "plumbing",
    "fire",
    "cleaning",
    "garage",
    "greening",
    "other",
)
"""The short lists: what there is to mend in a home, and in places of everybody."""

URGENCIES: dict[str, tuple[str, str]] = {
    "urgent": ("overdue", _("Emergency")),
    "fast": ("waiting", _("Urgent repair")),
    "normal": ("neutral", _("Usual")),
    "complex": ("info", _("Larger work")),
}

URGENCY_HINTS: dict[str, str] = {
    "urgent": _("Fire, gas, somebody in a lift"),
    "fast": _("Burst pipe, no power, a public leak, a door that does not close"),
    "normal": _("Most repairs"),
    "complex": _("Needs parts, planning or a firm"),
}

SOURCES: dict[str, str] = {
    "owner": _("Owner"),
    "clerk": _("Service desk"),
    "scan": _("Label scanned"),
    "patrol": _("Patrol"),
    "plan": _("Maintenance plan"),
    "contractor": _("Outside firm"),
}

STATES: dict[str, tuple[str, str]] = {
    "reported": ("overdue", _("To be handed out")),
    "reopened": ("overdue", _("Reopened")),
    "assigned": ("waiting", _("Assigned")),
    "accepted": ("info", _("Accepted")),
    "on_the_way": ("info", _("On the way")),
    "arrived": ("info", _("Arrived")),
    "working": ("info", _("Being mended")),
    "waiting": ("waiting", _("Waits")),
    "done": ("settled", _("Done, to be signed off")),
    "signed_off": ("settled", _("Signed off")),
    "rated": ("settled", _("Rated")),
    "cancelled": ("neutral", _("Cancelled")),
}

REASONS: dict[str, str] = {
    "parts": _("Parts"),
    "owner": _("The owner"),
    "permit": _("A permit"),
}

STEPS: dict[str, str] = {
    "report": _("Reported"),
    "assign": _("Assigned"),
    "take": _("Taken from the pool"),
    "accept": _("Accepted"),
    "give_back": _("Given back"),
    "set_out": _("On the way"),
    "arrive": _("Arrived"),
    "start": _("Work begun"),
    "wait": _("Waits"),
    "resume": _("Goes on"),
    "finish": _("Done"),
    "sign_off": _("Signed off"),
    "rate": _("Rated"),
    "call": _("Return visit by phone"),
    "reopen": _("Reopened"),
    "withdraw": _("Withdrawn by the reporter"),
    "cancel": _("Cancelled"),
}

BUTTONS: dict[str, tuple[str, str]] = {
    "take": (_("Take this order"), "user-plus"),
    "accept": (_("Accept"), "check"),
    "set_out": (_("Set out"), "walk"),
    "arrive": (_("I am there"), "map-pin"),
    "start": (_("Begin the work"), "tool"),
    "finish": (_("Work is done"), "check"),
    "resume": (_("Go on"), "player-play"),
}
"""What a step is called on its button, with its icon."""

CLOCKS: dict[str, str] = {
    "response": _("Response"),
    "arrival": _("Arrival"),
    "completion": _("Completion"),
}

RESULTS: dict[int, str] = {
    5: _("Very satisfied"),
    4: _("Satisfied"),
    3: _("It will do"),
    2: _("Not satisfied"),
    1: _("Not satisfied at all"),
}

NEWS: dict[str, str] = {
    "reported": _("we have it and look for who can mend it."),
    "accepted": _("somebody has taken it on and comes to you."),
    "arrived": _("the repairer has arrived."),
    "waiting": _("it has to wait; we go on as soon as we can."),
    "done": _("the work is done. Please look at it and sign it off."),
    "reopened": _("it is taken up again."),
    "cancelled": _("the order is cancelled."),
}
"""What the reporter is told of a state; of the others they know, or a visit is announced to them."""

NOBODY = _("nobody yet")

URGENCY_ORDER = ("urgent", "fast", "normal", "complex")

STEP_TONES: dict[str, str] = {
    "report": "info",
    "finish": "settled",
    "sign_off": "settled",
    "rate": "settled",
    "wait": "waiting",
    "give_back": "waiting",
    "reopen": "overdue",
    "cancel": "overdue",
    "withdraw": "overdue",
}
"""The tone of a step in the timeline; the others are neutral."""

PAPERS: dict[str, str] = {
    "report": _("As reported"),
    "before": _("Before the work"),
    "after": _("After the work"),
    "signature": _("Signature"),
    "other": _("Other photo"),
}

PAPER_OF_STEP: dict[str, str] = {"arrive": "before", "start": "before", "finish": "after"}

COLUMNS: dict[str, tuple[str, tuple[str, ...]]] = {
    "pool": (_("To be handed out"), ("reopened", "reported")),
    "assigned": (_("Assigned"), ("assigned",)),
    "coming": (_("Accepted and on the way"), ("on_the_way", "accepted")),
    "working": (_("Being mended"), ("arrived", "working")),
    "waiting": (_("Waits"), ("waiting",)),
    "done": (_("To be signed off"), ("done",)),
}
"""The columns of the board, each with its states."""


PARTIES: dict[str, str] = {
    "office": _("The office"),
    "worker": _("The repairer"),
    "assignee": _("The repairer"),
    "owner": _("The reporter"),
    "system": _("By itself"),
}
