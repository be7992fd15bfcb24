"""What complaints, their kinds, states, steps and clocks are called, with the tone that goes with them."""

from typing import Protocol

from estate.i18n import gettext
from estate.i18n import lazy as _


class Named(Protocol):
    """Something that somebody made, named or not."""

    @property
    def anonymous(self) -> int: ...
    @property
    def unnamed(self) -> int: ...
    @property
    def reporter_name(self) -> str: ...


KINDS: dict[str, str] = {"complaint": _("Complaint"), "suggestion": _("Suggestion")}

CATEGORIES: dict[str, str] = {
    "cleaning": _("Cleaning"),
    "order": _("Order and safety"),
    "parking": _("Parking and traffic"),
    "noise": _("Noise and neighbours"),
    "repairs": _("How something was mended"),
    "fees": _("Fees and bills"),
    "staff": _("How somebody of us behaved"),
    "greening": _("Greenery"),
    "renovation": _("Renovation works"),
    "pets": _("Pets"),
    "falling": _("Things thrown from above"),
    "other": _("Something else"),
}
"""The kinds that come with the program; the office adds its own and hides what it does not use."""

SOURCES: dict[str, str] = {
    "owner": _("Owner's phone"),
    "clerk": _("Service desk"),
    "scan": _("Label scanned"),
    "chat": _("From a chat"),
    "split": _("Split from another"),
}

STATES: dict[str, tuple[str, str]] = {
    "received": ("overdue", _("Not answered yet")),
    "in_hand": ("info", _("Being looked into")),
    "answered": ("waiting", _("Answered, not closed")),
    "closed": ("settled", _("Handled and closed")),
    "rated": ("settled", _("Closed and rated")),
    "merged": ("neutral", _("Merged with another")),
    "withdrawn": ("neutral", _("Taken back")),
}

OWN_STATES: dict[str, tuple[str, str]] = {
    "received": ("waiting", _("We have it")),
    "in_hand": ("info", _("We look into it")),
    "answered": ("info", _("We have answered")),
    "closed": ("settled", _("Handled and closed")),
    "rated": ("settled", _("Handled and closed")),
    "merged": ("info", _("Handled together with others")),
    "withdrawn": ("neutral", _("Taken back")),
}

STEPS: dict[str, str] = {
    "receive": _("Complaint received"),
    "take": _("Taken in hand"),
    "hand": _("Handed to a colleague"),
    "acknowledge": _("First or interim answer"),
    "answer": _("Written answer"),
    "note": _("Internal note"),
    "write": _("The complainer writes"),
    "sort": _("Sorted anew"),
    "escalate": _("Passed to the manager"),
    "close": _("Complaint closed"),
    "rate": _("Rated"),
    "reopen": _("Taken up again"),
    "withdraw": _("Taken back by the complainer"),
    "merge": _("Merged"),
    "separate": _("Stands for itself again"),
    "split": _("Split"),
    "reveal": _("Looked at who complains"),
    "pause": _("Dunning rests"),
    "resume": _("Dunning goes on"),
}

OWN_STEPS: dict[str, str] = {
    "receive": _("Received by the office"),
    "take": _("Somebody looks into it"),
    "hand": _("Somebody looks into it"),
    "acknowledge": _("The office answers"),
    "answer": _("The office answers in writing"),
    "write": _("You wrote"),
    "escalate": _("Passed to the manager"),
    "close": _("The office has closed it"),
    "rate": _("You rated it"),
    "reopen": _("Taken up again"),
    "withdraw": _("You took it back"),
    "merge": _("Handled together with others like it"),
    "separate": _("Handled on its own again"),
    "split": _("A part of it is handled on its own"),
    "reveal": _("The office looked up who you are"),
    "pause": _("We do not ask for the disputed money for now"),
    "resume": _("The bill counts again"),
}
"""The same for who complained, as far as it concerns them."""

STEP_TONES: dict[str, str] = {
    "receive": "info",
    "acknowledge": "info",
    "answer": "settled",
    "close": "settled",
    "rate": "settled",
    "escalate": "overdue",
    "reopen": "waiting",
    "write": "waiting",
}

CLOCKS: dict[str, str] = {"first": _("First answer"), "reply": _("Written answer")}

OUTCOMES: dict[str, str] = {
    "solved": _("Put right"),
    "explained": _("Explained and accepted"),
    "agreed": _("Agreed on something"),
    "not_ours": _("Not for us to decide, passed on"),
    "unfounded": _("Looked into, nothing found"),
    "unreachable": _("Nobody could be reached"),
}

CAUSES: dict[str, str] = {
    "service": _("Our work was not good enough"),
    "attitude": _("How one of us behaved"),
    "contractor": _("An outside firm"),
    "equipment": _("Equipment failed"),
    "building": _("The building itself"),
    "neighbour": _("Neighbours"),
    "information": _("Nobody had told them"),
    "billing": _("A wrong bill"),
    "authority": _("Authorities or the city"),
    "none": _("No cause found"),
}

RESULTS: dict[int, str] = {
    5: _("Very satisfied"),
    4: _("Satisfied"),
    3: _("It will do"),
    2: _("Not satisfied"),
    1: _("Not satisfied at all"),
}

PAPERS: dict[str, str] = {
    "report": _("With the complaint"),
    "answer": _("With an answer"),
    "other": _("Other"),
}

REVEAL: dict[str, str] = {
    "handed": _("The manager, and whom the manager hands it to"),
    "manager": _("The manager alone"),
}
"""Who may look who stays unnamed."""

UNNAMED = _("Name withheld")
ANONYMOUS = _("Anonymous")
NOBODY = _("nobody yet")


def category(code: str, name: str = "") -> str:
    """What a kind is called: as the office named it, else as the program does."""
    return name or str(CATEGORIES.get(code, code))


FIGURES: dict[str, str] = {
    "all": _("All that are counted"),
    "open": _("To be done"),
    "first_due": _("First answer given or due"),
    "first_kept": _("First answer in time"),
    "first_given": _("First answer given"),
    "reply_due": _("Written answer given or due"),
    "reply_kept": _("Written answer in time"),
    "reply_given": _("Written answer given"),
    "rated": _("Rated"),
}
"""The complaints behind a figure of the analysis."""


def building(code: str) -> str:
    """A building as the analysis names it; those that are about none together."""
    return gettext("Building %(code)s", code=code) if code else gettext("No building named")


SUBJECTS: dict[str, str] = {
    "order": _("Work order"),
    "waiver": _("Waiver"),
    "announcement": _("Announcement"),
    "equipment": _("Equipment"),
    "chat": _("Conversation"),
}

BUTTONS: dict[str, tuple[str, str]] = {
    "take": (_("Take it in hand"), "user-plus"),
    "acknowledge": (_("Give a first or interim answer"), "message"),
    "answer": (_("Answer in writing"), "mail"),
    "close": (_("Close it"), "check"),
    "hand": (_("Pass it on to a colleague"), "users"),
    "note": (_("Write an internal note"), "file-text"),
    "sort": (_("Sort it anew"), "filter"),
    "escalate": (_("Pass it to the manager"), "alert-triangle"),
    "merge": (_("Merge it with another"), "paperclip"),
    "separate": (_("Let it stand for itself again"), "refresh"),
    "split": (_("Split a part off"), "plus"),
    "reopen": (_("Take it up again"), "refresh"),
    "pause": (_("Let dunning rest"), "clock"),
    "resume": (_("Let dunning go on"), "player-play"),
    "withdraw": (_("Take it back"), "x"),
}
"""What a step is called on its button, with its icon."""

DECISIONS: dict[str, tuple[str, str]] = {
    "": ("waiting", _("waits for a decision")),
    "granted": ("settled", _("granted")),
    "declined": ("overdue", _("declined")),
    "withdrawn": ("neutral", _("withdrawn")),
}
"""What was decided of a waiver."""

PARTIES: dict[str, str] = {
    "office": _("The office"),
    "handler": _("The office"),
    "manager": _("The office"),
    "owner": _("You"),
    "system": _("By itself"),
}
"""Who took a step, as the complainer reads it."""

SIMILAR: dict[str, str] = {
    "home": _("from the same home"),
    "about": _("about the same place"),
    "category": _("of the same kind"),
    "words": _("in similar words"),
}
"""Why an earlier complaint is shown beside one."""


def complainer(found: Named) -> str:
    """Who complains, as everybody of the office reads it: never the name of who wished to stay unnamed."""
    if found.anonymous:
        return str(ANONYMOUS)
    return str(UNNAMED) if found.unnamed else found.reporter_name
