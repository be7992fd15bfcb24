"""The words an owner reads for codes in the records."""

from estate.i18n import lazy as _

METHODS: dict[str, str] = {
    "cash": _("Cash"),
    "wechat": _("WeChat"),
    "alipay": _("Alipay"),
    "pos": _("POS"),
    "transfer": _("Transfer"),
}
