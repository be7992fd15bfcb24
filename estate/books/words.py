"""What the books call things on the screen; looked up in the reader's language when shown."""

from estate.i18n import lazy as _

KINDS: dict[str, str] = {
    "charge": _("Charged"),
    "charge_reversal": _("Charge reversed"),
    "waiver": _("Waived"),
    "waiver_revoked": _("Waiver revoked"),
    "receipt": _("Received"),
    "receipt_reversal": _("Receipt reversed"),
    "offset": _("From prepayment"),
    "offset_reversal": _("Offset reversed"),
}

COLUMNS: dict[str, str] = {
    "charged": _("Charged"),
    "charges_back": _("Charges reversed"),
    "waived": _("Waived"),
    "received": _("Received"),
    "receipts_back": _("Receipts reversed"),
    "offset": _("From prepayment"),
}

PREPAYMENTS: dict[str, str] = {
    "paid_in": _("Paid in advance"),
    "offset": _("Used for bills"),
    "refund": _("Refunded"),
    "credit": _("Credited"),
    "transfer": _("Transferred"),
}

DEPOSITS: dict[str, str] = {
    "taken": _("Taken"),
    "deducted": _("Deducted"),
    "returned": _("Returned"),
}

SUMMARIES: dict[str, str] = {
    "charge": _("Charged"),
    "waiver": _("Waived"),
    "receipt": _("Received"),
    "advance": _("Paid in advance"),
    "offset": _("From prepayment"),
    "deposit": _("Deposit"),
    "deducted": _("Deducted from a deposit"),
    "refund": _("Refund of a prepayment"),
    "deposit_return": _("Deposit returned"),
    "credit": _("Credit"),
    "transfer": _("Prepayment carried over"),
    "transfer_in": _("Prepayment carried over"),
}

ROLES: dict[str, str] = {
    "receivable": _("What owners owe"),
    "cash": _("Cash"),
    "wechat": _("WeChat"),
    "alipay": _("Alipay"),
    "pos": _("POS"),
    "transfer": _("Transfer"),
    "prepayment": _("Prepayments"),
    "deposit": _("Deposits"),
    "revenue": _("Revenue"),
    "penalty": _("Penalties"),
    "waiver": _("Waivers"),
}
