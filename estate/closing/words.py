"""What the codes of closes are called on the screen; looked up in the reader's language when shown."""

from estate.closing.sources import SOURCES
from estate.i18n import lazy as _

KINDS: dict[str, str] = {
    "receipt": _("Receipts"),
    "deposit": _("Deposits taken"),
    "refund": _("Refunds"),
    "refund_back": _("Refunds taken back"),
    "reversal": _("Reversals"),
    "void": _("Voids"),
}

STATES: dict[str, tuple[str, str]] = {
    "closed": ("waiting", _("To be confirmed")),
    "confirmed": ("settled", _("Handed over")),
    "uncounted": ("neutral", _("Not counted")),
    "reopened": ("info", _("Reopened")),
}


def name(source: str, kind: str) -> str:
    """What documents of a kind are called; those of another source than receipts say which."""
    label = next((one.label for one in SOURCES if one.name == source), source)
    return str(KINDS[kind]) if source == SOURCES[0].name else f"{label} · {KINDS[kind]}"
