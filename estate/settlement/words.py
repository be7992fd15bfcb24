"""What the steps of a settlement and what it did are called on the screen and on the protocol."""

from estate.i18n import lazy as _

STEPS: tuple[str, ...] = (
    _("Day and new owner"),
    _("Final readings"),
    _("Bills up to the day"),
    _("What is owed"),
    _("Prepayment and deposits"),
    _("Parking, vehicles, access"),
    _("Protocol"),
)

STATES: dict[str, str] = {"done": _("done"), "todo": _("to do"), "skipped": _("not needed")}
TONES: dict[str, str] = {"done": "settled", "todo": "waiting", "skipped": "neutral"}

MONEY: dict[str, str] = {
    "leave": _("Leave it on the account of who leaves"),
    "refund": _("Refund it to who leaves"),
    "carry": _("Carry it over to the new owner, by written agreement"),
}

WAYS: dict[str, str] = {
    "anew": _("charged anew"),
    "credit": _("credited"),
    "by_hand": _("by hand"),
}

EFFECTS: dict[str, str] = {
    "reversed": _("Charge reversed"),
    "kept": _("Charged up to the day"),
    "passed_on": _("Charged to the new owner"),
    "billed": _("Billed up to the day"),
    "offset": _("Paid from the prepayment"),
    "credit": _("Credit asked for"),
    "refund": _("Refund asked for"),
    "transfer": _("Prepayment carried over"),
}
