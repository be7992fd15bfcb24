"""Forms of the set-up wizard, the office's details and its users."""

import re
from zoneinfo import available_timezones

from wtforms import BooleanField, PasswordField, SelectMultipleField
from wtforms.validators import EqualTo, Length, ValidationError

from estate.access.passwords import MIN_LENGTH
from estate.access.permissions import ROLE_NAMES, STAFF_ROLES
from estate.i18n import LOCALES
from estate.i18n import gettext as _t
from estate.i18n import lazy as _
from estate.web.forms import ChoiceField, CountField, EstateForm, MoneyField, TextField, required

RESERVED = {"YC", "YJ", "YT", "TK", "DX"}
"""Prefixes of other series: offsets, deposits and their returns, refunds, credit notes."""


class OfficeForm(EstateForm):
    """Who the office is."""

    locale = ChoiceField(_("Language"), choices=list(LOCALES.items()), default="zh_CN")
    community_name = TextField(_("Name of the community"), [required()], most=60)
    company = TextField(_("Name of the property company"), [required()], most=80)
    address = TextField(_("Address"), most=120)
    phone = TextField(_("Telephone of the office"), most=40)
    letterhead = TextField(
        _("Letterhead"),
        most=80,
        description=_("First line of receipts and notices. Empty: the company's name."),
    )
    bank_account = TextField(
        _("Account for transfers"),
        most=120,
        description=_("Printed on bills: bank, account name and number."),
    )
    time_zone = TextField(_("Time zone"), [required()], default="Asia/Shanghai")
    receipt_prefix = TextField(_("Prefix of receipt numbers"), [required()], most=8, default="SJ")
    due_day = CountField(_("Bills are due on day"), [required()], least=1, most=28, default=25)
    max_prepay_months = CountField(
        _("Months that may be paid ahead"), [required()], least=0, most=36, default=12
    )

    def validate_receipt_prefix(self, field: TextField) -> None:
        if not re.fullmatch(r"[0-9A-Za-z\u4e00-\u9fff]+(-[0-9A-Za-z\u4e00-\u9fff]+)*", field.data or ""):
            raise ValidationError(_t("Write letters and digits only, like SJ."))  # it stands in addresses
        if (field.data or "").upper() in RESERVED:
            raise ValidationError(_t("Other papers are numbered so already. Choose other letters."))

    def validate_time_zone(self, field: TextField) -> None:
        if field.data not in available_timezones():
            raise ValidationError(_t("There is no such time zone. For China write Asia/Shanghai."))


class OfficeHabitsForm(OfficeForm):
    """The office, with what the set-up does not ask: there the usual values hold."""

    waiver_limit_fen = MoneyField(
        _("Waivers without a second person up to"),
        [required()],
        least=0,
        most=10**8,
        default=5000,
        description=_("For one home and day. What is more needs another person's approval."),
    )
    allocation_order = ChoiceField(
        _("A payment settles first"),
        choices=[
            ("principal_first", _("the fee, then its penalty")),
            ("penalty_first", _("the penalty, then its fee")),
        ],
        default="principal_first",
        description=_("Inside a bill, where the payer names nothing. Penalty first is Civil Code art. 561."),
    )
    collect_penalty = ChoiceField(
        _("The counter takes penalties"),
        coerce=int,
        choices=[(1, _("unless the cashier leaves them out")), (0, _("only when the cashier adds them"))],
        default=1,
    )
    weekends_off = ChoiceField(
        _("A due day on an ordinary weekend"),
        coerce=int,
        choices=[(0, _("stays")), (1, _("moves to the next working day"))],
        default=0,
        description=_("Statutory holidays always move it (Civil Code art. 203)."),
    )
    auto_offset = BooleanField(_("Bill runs draw on prepayments"), default=True)
    offset_partial = BooleanField(_("A prepayment may pay a bill in part"), default=True)
    refund_limit_fen = MoneyField(
        _("Refunds without a second person up to"),
        [required()],
        least=0,
        most=10**9,
        default=20000,
        description=_("Credits and refunds above it are approved by another person."),
    )
    plan_limit_fen = MoneyField(
        _("Instalment plans without a second person up to"), [required()], least=0, most=10**9, default=500000
    )


class SetUpForm(OfficeForm):
    """The office, and the first administrator."""

    name = TextField(_("Your name"), [required()], most=40)
    login = TextField(_("Sign-in name"), [required()], most=40, default="admin")
    password = PasswordField(_("Password"), [required(), Length(min=MIN_LENGTH)])
    again = PasswordField(
        _("Password again"), [required(), EqualTo("password", _("The two passwords differ."))]
    )


class UserForm(EstateForm):
    """Somebody who works here."""

    name = TextField(_("Name"), [required()], most=40)
    roles = SelectMultipleField(
        _("Roles"),
        [required(_("Choose at least one role."))],
        choices=[(r, ROLE_NAMES[r]) for r in STAFF_ROLES],
    )


class NewUserForm(UserForm):
    """A new account, with a first password that its owner must change."""

    login = TextField(_("Sign-in name"), [required()], most=40)
