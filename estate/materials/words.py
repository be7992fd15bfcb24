"""What kinds of items, movements, lines and answers are called, with the tone that goes with them."""

from estate.i18n import lazy as _

KINDS: dict[str, str] = {"part": _("Material part"), "labour": _("Labour")}

SOURCES: dict[str, str] = {
    "stock": _("From the store room"),
    "own": _("Brought along"),
    "labour": _("Labour"),
}

MOVEMENTS: dict[str, tuple[str, str]] = {
    "in": ("settled", _("Goods in")),
    "out": ("neutral", _("Out to an order")),
    "back": ("info", _("Back from an order")),
    "count": ("waiting", _("Counted")),
}

ANSWERS: dict[str, tuple[str, str]] = {
    "accepted": ("settled", _("Accepted by the owner")),
    "declined": ("overdue", _("Declined by the owner")),
    "withdrawn": ("neutral", _("Quote taken back")),
}

WAYS: dict[str, str] = {
    "own": _("on their own page"),
    "glass": _("signed on the repairer's device"),
    "phone": _("by phone"),
    "office": _("by the office"),
}

CHARGE_WHEN: dict[str, str] = {
    "signed_off": _("When the owner has signed off"),
    "done": _("When the work is done"),
}

GROUPS: dict[str, str] = {
    "category": _("By kind of fault"),
    "home": _("By home"),
    "equipment": _("By equipment"),
    "month": _("By month"),
    "order": _("By work order"),
}
