"""What the counter's codes are called on the screen; looked up in the reader's language when shown."""

from estate.i18n import lazy as _

MONEY: dict[str, str] = {
    "cash": _("Cash"),
    "wechat": _("WeChat"),
    "alipay": _("Alipay"),
    "pos": _("POS"),
    "transfer": _("Transfer"),
}
"""Ways in which money comes in."""

METHODS: dict[str, str] = {**MONEY, "prepayment": _("Prepayment")}
"""Every way in which a receipt can be paid."""

ICONS = {
    "cash": "cash",
    "wechat": "brand-wechat",
    "alipay": "brand-alipay",
    "pos": "credit-card",
    "transfer": "file-text",
    "prepayment": "clock",
}

PAPERS: dict[str, str] = {
    "a5": _("A5"),
    "a5x3": _("A5 in three parts"),
    "slip": _("80 mm slip"),
}

PARTS: tuple[str, ...] = (_("Stub"), _("Customer's copy"), _("Bookkeeping copy"))
"""The three parts of a receipt, in the order in which they are printed."""
