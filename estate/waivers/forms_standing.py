"""Forms of standing discounts, one for each kind, and of their homes."""

from datetime import date
from typing import cast

from wtforms import SelectMultipleField

from estate.i18n import lazy as _
from estate.waivers.actions_standing import DiscountSpec
from estate.waivers.forms import ShareField
from estate.web.forms import (
    ChoiceField,
    CountField,
    DayField,
    EstateForm,
    MoneyField,
    TextField,
    required,
)


class DiscountForm(EstateForm):
    """What all standing discounts have. Set the choices of `fee_item_ids` before validating."""

    kind = ""

    name = TextField(
        _("Name of the discount"),
        [required()],
        most=40,
        description=_("How the office calls it. It does not stand on bills."),
    )
    fee_item_ids = SelectMultipleField(
        _("Fee items"), [required(_("Tick at least one fee item."))], coerce=int
    )
    basis = TextField(
        _("Basis of the waiver"),
        [required()],
        most=200,
        description=_("What allows it: the contract's clause, the law, a decision."),
    )
    from_date = DayField(_("From"), [required()])
    to_date = DayField(_("Until"), description=_("Empty: until somebody ends it."))

    @property
    def spec(self) -> DiscountSpec:
        """What was filled in."""
        return DiscountSpec(
            self.kind,
            str(self.name.data),
            tuple(self.fee_item_ids.data or ()),
            str(self.basis.data),
            cast(date, self.from_date.data),
            self.to_date.data,
        )


class RunDiscountForm(DiscountForm):
    """A discount that bill runs give."""

    payable_e4 = ShareField(
        _("Payable, in per cent"),
        [required()],
        least=0,
        most=9999,
        description=_("70 means: of a hundred yuan thirty are waived."),
    )
    computed_from = ChoiceField(
        _("Computed from"),
        choices=[("raw", _("the value before rounding")), ("rounded", _("the amount as billed"))],
        default="raw",
    )

    @property
    def spec(self) -> DiscountSpec:
        return super().spec._replace(
            payable_e4=self.payable_e4.data, computed_from=str(self.computed_from.data), by_home=True
        )


class CareForm(RunDiscountForm):
    """An agreed discount for single homes; why a household needs it is written nowhere."""

    kind = "care"


class VacancyForm(RunDiscountForm):
    """A discount while a home stands vacant."""

    kind = "vacancy"

    from_month = CountField(
        _("From which month of vacancy on"),
        [required()],
        least=1,
        most=60,
        default=7,
        description=_("7 means: the first six months are paid in full."),
    )
    by_home = ChoiceField(
        _("Who gets it"),
        choices=[
            ("1", _("homes that have handed in evidence")),
            ("", _("every home recorded as vacant")),
        ],
        default="1",
    )
    evidence = TextField(
        _("Evidence"), most=200, description=_("What proves the vacancy, such as no use of water and power.")
    )

    @property
    def spec(self) -> DiscountSpec:
        return super().spec._replace(
            from_month=self.from_month.data,
            by_home=bool(self.by_home.data),
            evidence=str(self.evidence.data or ""),
        )


class EarlyForm(DiscountForm):
    """A discount for paying a whole period early, given at the counter."""

    kind = "early_payment"

    months = ChoiceField(
        _("What must be paid whole"),
        choices=[("3", _("three months")), ("6", _("six months")), ("12", _("twelve months"))],
        default="12",
    )
    days_before = CountField(
        _("Days before the due day"),
        [required()],
        least=0,
        most=366,
        default=0,
        description=_("0 means: up to the due day itself."),
    )
    payable_e4 = ShareField(
        _("Payable, in per cent"),
        least=0,
        most=9999,
        description=_("95 means: of a hundred yuan five are waived."),
    )
    off_fen = MoneyField(_("Or a sum off"), least=1, most=10**9, description=_("For the whole period."))

    @property
    def spec(self) -> DiscountSpec:
        return super().spec._replace(
            months=int(str(self.months.data)),
            days_before=self.days_before.data,
            payable_e4=self.payable_e4.data,
            off_fen=self.off_fen.data,
            computed_from="rounded",
        )


FORMS: dict[str, type[DiscountForm]] = {"vacancy": VacancyForm, "care": CareForm, "early_payment": EarlyForm}


class HomeForm(EstateForm):
    """A home that gets a discount for a time."""

    home = TextField(_("Home"), [required()], most=24)
    from_date = DayField(_("From"), [required()])
    to_date = DayField(_("Until"), [required()])
    evidence = TextField(
        _("Paper"), [required()], most=200, description=_("The decision or the evidence: file, number, date.")
    )


class EndForm(EstateForm):
    """The last day of a discount."""

    last = DayField(_("Last day"), [required()])
