"""What the codes of closes are called on the screen; looked up in the reader's language when shown."""

from estate.closing.sources import SOURCES
from estate.i18n import lazy as _

KINDS: dict[str, str] = {
    "receipt": _("Receipts"),
    "deposit": _("Deposits taken"),
    "refund": _("Refunds"),
    "refund_back": _("Refunds taken back"),
    "reversal": _("Reversals"),
    "void": _("Void"),
}

STATES: dict[str, tuple[str, str]] = {
    "closed": ("waiting", _("To be confirmed")),
    "confirmed": ("settled", _("Cash handed over")),
    "uncounted": ("neutral", _("Not counted")),
    "reopened": ("info", _("Reopened")),
}

CHECKS: dict[str, tuple[str, str]] = {
    "over": (_("The month is over"), "/today"),
    "days": (_("Every day up to its end is closed"), "/day-closes"),
    "runs": (_("No bill run up to its end waits to be posted"), "/bill-runs"),
    "receipts": (_("What each receipt settles adds up to its amount"), "/receipts"),
    "sums": (_("The kept sums are those of their rows"), "/books"),
    "difference": (_("The trial balance leaves no difference"), "/books"),
}
"""The points of a month's checklist, and where what is left of them is done."""


def name(source: str, kind: str) -> str:
    """What documents of a kind are called; those of another source than receipts say which."""
    label = next((one.label for one in SOURCES if one.name == source), source)
    return str(KINDS[kind]) if source == SOURCES[0].name else f"{label} · {KINDS[kind]}"
