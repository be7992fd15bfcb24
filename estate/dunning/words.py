"""The words of dunning."""

from estate.dunning.rules_versions import Difference
from estate.i18n import gettext, ngettext
from estate.i18n import lazy as _

STRATEGIES: dict[str, str] = {"standard": _("Standard ladder"), "gentle": _("Personal contact")}
"""The strategies of the house. The softer one is not called after those who get it: who needs care is not for all."""

KINDS: dict[str, str] = {
    "notice": _("Notice before the due day"),
    "reminder": _("Friendly reminder"),
    "call": _("Call"),
    "visit": _("Visit"),
    "formal": _("Formal notice"),
    "letter": _("Letter with proof of delivery"),
    "lawyer": _("File for a lawyer"),
}

MEANINGS: dict[str, str] = {
    "notice": _("a message"),
    "reminder": _("a message"),
    "call": _("a task for the staff"),
    "visit": _("a task for the staff"),
    "formal": _("a message"),
    "letter": _("a paper"),
    "lawyer": _("a paper"),
}

ICONS = {
    "notice": "bell",
    "reminder": "message",
    "call": "phone",
    "visit": "walk",
    "formal": "file-text",
    "letter": "mail",
    "lawyer": "archive",
}

CAUSES: dict[str, str] = {
    "dispute": _("Dispute"),
    "promise": _("Promise to pay"),
    "plan": _("Instalment plan"),
    "hardship": _("Hardship"),
    "office": _("Decision of the office"),
}

BY_HAND = ("dispute", "hardship", "office")
"""Causes that somebody names on the page of a case; promises and plans pause by themselves."""

CLOSE_REASONS: dict[str, str] = {
    "paid": _("Nothing overdue any more"),
    "settled": _("Settled in another way"),
    "uncollectable": _("Not collectable"),
    "court": _("Given to court or arbitration"),
    "other": _("Another reason"),
}

SCOPES: dict[str, str] = {
    "all": _("All homes"),
    "zone": _("Zone"),
    "usage": _("Usage"),
    "building": _("Building"),
    "group": _("Group of homes"),
    "care": _("Households with agreed help"),
}

STATES: dict[str, str] = {
    "open": _("In dunning"),
    "paused": _("Paused"),
    "tasks": _("With a task"),
    "closed": _("Case closed"),
}

OUTCOMES: dict[str, tuple[str, str]] = {
    "open": ("waiting", _("to be done")),
    "done": ("settled", _("done")),
    "skipped": ("neutral", _("left out")),
    "dropped": ("neutral", _("no longer needed")),
}

CHANGES: dict[str, tuple[str, str]] = {
    "same": ("neutral", _("unchanged")),
    "changed": ("waiting", _("changed")),
    "added": ("settled", _("new")),
    "removed": ("overdue", _("dropped")),
}

WHYS: dict[str, str] = {
    "nothing_due": _("Nothing is due today."),
    "paused": _("Dunning is paused."),
    "gap": _("The last step has not had its time yet."),
    "amount": _("What is left is below the least amount of the next step."),
    "letter": _("The letter of this case waits to be delivered."),
    "ended": _("Every step of the strategy has happened."),
}


def strategy(name: str, code: str | None) -> str:
    """What a strategy is called."""
    return name or str(STRATEGIES.get(code or "", code or ""))


def step(name: str, kind: str) -> str:
    """What a step is called."""
    return name or str(KINDS[kind])


def when(days: int) -> str:
    """When a step comes, counted from the due day."""
    if days < 0:
        return ngettext("%(n)s day before the due day", "%(n)s days before the due day", -days)
    if days == 0:
        return gettext("on the due day")
    return ngettext("%(n)s day after the due day", "%(n)s days after the due day", days)


def change(difference: Difference) -> tuple[str, str]:
    """State and word of a difference between two versions."""
    return CHANGES[difference.change]
