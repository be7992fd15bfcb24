"""In which state a survey is, and what may be done with it. Pure."""

ACTS: dict[str, frozenset[str]] = {
    "draft": frozenset({"edit", "open", "discard", "preview"}),
    "scheduled": frozenset({"open", "unschedule", "preview"}),
    "open": frozenset({"close", "remind", "print", "enter", "days", "preview"}),
    "closed": frozenset({"export"}),
}
"""What may be done in each state; results and copies always."""


def state_of(opens_at: str | None, opened_at: str | None, closed_at: str | None) -> str:
    """`draft`, `scheduled`, `open` or `closed`."""
    if closed_at:
        return "closed"
    if opened_at:
        return "open"
    return "scheduled" if opens_at else "draft"
