"""What reconciliation's terms are called on the screen."""

from estate.i18n import lazy as _

CHANNELS: dict[str, str] = {
    "bank": _("Bank"),
    "wechat": _("WeChat merchant"),
    "alipay": _("Alipay merchant"),
    "pos": _("POS"),
}

METHODS: dict[str, str] = {"bank": "transfer", "wechat": "wechat", "alipay": "alipay", "pos": "pos"}
"""The way of payment of a receipt for money of this channel."""

CONFIDENCE: dict[str, tuple[str, str]] = {
    "certain": ("settled", _("Certain")),
    "likely": ("info", _("Likely")),
    "possible": ("waiting", _("Possible")),
    "by_hand": ("neutral", _("By hand")),
}

WHY: dict[str, str] = {
    "voucher": _("a receipt bears its number"),
    "receipt_name": _("a receipt of the same amount and name in these days"),
    "receipt_amount": _("a receipt of the same amount"),
    "code": _("the home's code stands in the remark"),
    "claim": _("the owner said to have paid this"),
    "room": _("the room stands in the remark"),
    "name": _("the payer's name"),
    "amount": _("nobody else owes just this amount"),
}

STATES: dict[str, str] = {
    "open": _("To be matched"),
    "matched": _("Matched"),
    "set_aside": _("Set aside"),
    "out": _("Money out"),
}
