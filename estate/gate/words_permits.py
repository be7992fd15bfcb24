"""What states, steps and works of renovations are called, with the tone that goes with them."""

from estate.i18n import lazy as _

STATES: dict[str, tuple[str, str]] = {
    "applied": ("waiting", _("Waits for a decision")),
    "refused": ("neutral", _("Refused")),
    "withdrawn": ("neutral", _("Withdrawn by the household")),
    "approved": ("info", _("Works permitted")),
    "stopped": ("overdue", _("Works stopped")),
    "completed": ("waiting", _("Works done, to be accepted")),
    "accepted": ("settled", _("Works accepted")),
}

STEPS: dict[str, str] = {
    "apply": _("Applied for"),
    "approve": _("Permitted"),
    "refuse": _("Refused"),
    "withdraw": _("Taken back"),
    "inspect": _("Looked in"),
    "extend": _("Extended"),
    "stop": _("Works stopped"),
    "resume": _("Works may go on"),
    "complete": _("Works done"),
    "mend": _("To be put right first"),
    "accept": _("Works accepted"),
}

BUTTONS: dict[str, tuple[str, str, str]] = {
    "approve": (_("Permit the works"), "primary", "check"),
    "refuse": (_("Refuse the application"), "plain", "ban"),
    "withdraw": (_("Take the application back"), "quiet", "arrow-back-up"),
    "inspect": (_("Note what was seen"), "plain", "eye"),
    "extend": (_("Extend the works"), "plain", "calendar"),
    "stop": (_("Stop the works"), "danger", "ban"),
    "resume": (_("Let the works go on"), "primary", "player-play"),
    "complete": (_("The works are done"), "primary", "check"),
    "mend": (_("Have it put right first"), "plain", "tool"),
    "accept": (_("Accept the works"), "primary", "check"),
}

RESULTS: dict[str, tuple[str, str]] = {
    "in_order": ("settled", _("In order")),
    "violation": ("overdue", _("Against the rules")),
}

WORKS: dict[str, str] = {
    "electric": _("Electric wiring"),
    "water": _("Water pipes"),
    "waterproof": _("Waterproofing of bath or kitchen"),
    "floor": _("Floor covering"),
    "partition": _("Partition walls that bear nothing"),
    "windows": _("Windows or closed balcony"),
    "gas": _("Gas pipes, by the gas company"),
    "heating": _("Heating"),
    "aircon": _("Air conditioner outside"),
    "paint": _("Paint, furniture, ceiling"),
    "other": _("Something else"),
}

PAPERS: dict[str, str] = {
    "plan": _("Plan of the works"),
    "licence": _("Licence of the firm"),
    "consent": _("Consent of the owner"),
    "inspection": _("Photo of a look"),
    "other": _("Something else"),
}

NEWS: dict[str, str] = {
    "approve": _("the works are permitted. The permit is on your page; hang it at the door."),
    "refuse": _("the office could not permit the works."),
    "stop": _("the works must stop for now."),
    "resume": _("the works may go on."),
    "extend": _("the works may take longer."),
    "mend": _("something is to be put right before the works can be accepted."),
    "accept": _("the works are accepted. A deposit can now be returned."),
}
"""What a step means to who applied."""

LAST_DAYS: dict[str, str] = {
    "ending": _("the last day is near. If the works take longer, ask the office to extend them before then."),
    "ended": _(
        "the last day is past. Say on your page that the works are done, or ask the office to extend them."
    ),
}
"""What the end of a renovation's days means to its household."""

RULES = _(
    "1. Nothing that bears the building is touched: no bearing wall, beam, column or slab.\n"
    "2. Bathrooms stay where they are; waterproofing is tried with water for 48 hours before it is covered.\n"
    "3. Gas pipes are changed by the gas company alone.\n"
    "4. Noisy work on working days from 8:00 to 12:00 and 14:00 to 18:00 only.\n"
    "5. Workers carry their pass; rubble goes to the place that the office names, on the day it is made.\n"
    "6. The office may look in, and may stop what endangers the house or the neighbours."
)
"""The rules that come with the program; an office writes its own over them."""
