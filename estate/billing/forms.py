"""Forms of fee items, bill runs and single charges."""

from datetime import date
from typing import cast

from wtforms import HiddenField
from wtforms.validators import ValidationError

from estate.billing import words
from estate.billing.actions_items import TariffSpec
from estate.billing.forms_tiers import TiersField
from estate.billing.rules import Level, Rounding
from estate.billing.rules_formula import parse
from estate.billing.rules_formula_words import MOST_SIGNS, FormulaError
from estate.billing.rules_periods import Proration
from estate.billing.rules_tiers import Tier, Tiers, keep_tiers
from estate.i18n import gettext as _t
from estate.i18n import lazy as _
from estate.web.forms import (
    ChoiceField,
    CountField,
    DayField,
    EstateForm,
    MoneyField,
    MonthField,
    PriceField,
    TextField,
    required,
)

Choices = list[tuple[str, str]]


class TariffForm(EstateForm):
    """A price from a day on, and what is frozen with it. Set `kind` before validating."""

    kind = "area"

    price = PriceField(_("Price in yuan"), least=1, most=10**9)
    formula = TextField(_("Formula"), most=MOST_SIGNS)
    tiers = TiersField(_("Tiers"))
    per_home = ChoiceField(
        _("Bounds are for"),
        choices=[("", _("each meter")), ("1", _("all meters of a home together"))],
        default="",
    )
    by_months = ChoiceField(
        _("Whose meter is installed in mid-year gets"),
        choices=[("", _("the bounds of the whole year")), ("1", _("bounds for the months that are left"))],
        default="",
    )
    effective_from = DayField(_("In force from"), [required()])
    basis_text = TextField(
        _("Basis"), [required()], most=200, description=_("The contract or decision that sets this price.")
    )
    area_basis = ChoiceField(_("Area that counts"), choices=list(words.AREAS.items()), default="built")
    rounding = ChoiceField(_("Rounded"), choices=list(words.ROUNDINGS.items()), default="half_up_fen")
    rounding_level = ChoiceField(
        _("Rounding applies to"), choices=list(words.LEVELS.items()), default="monthly_rows"
    )
    proration = ChoiceField(
        _("A month that begins in the middle costs"),
        choices=list(words.PRORATIONS.items()),
        default="next_month",
        description=_(
            "When a home is delivered, or the fee begins, within a month. A sale is always split by days."
        ),
    )

    def validate_price(self, field: PriceField) -> None:
        if self.kind == "formula" or self.kind in words.UNPRICED:
            return
        if self.kind == "metered" and self.tiers.raw_data and str(self.tiers.raw_data[0]).strip():
            if field.data is not None:
                raise ValidationError(_t("Give a price for each unit, or tiers, not both."))
            return
        if field.data is None:
            if field.process_errors:
                return
            raise ValidationError(_t("Fill this in."))
        if self.kind not in ("area", "metered") and field.data % 100:
            raise ValidationError(_t("A fixed amount has at most two decimals."))

    def validate_formula(self, field: TextField) -> None:
        if self.kind != "formula":
            return
        try:
            parse(str(field.data or ""))
        except FormulaError as error:
            raise ValidationError(at_its_place(str(field.data or ""), error)) from error

    def validate(self, extra_validators: object = None) -> bool:
        if self.kind == "formula" or self.kind in words.UNPRICED:
            self.price.process_errors = []
        return super().validate()

    @property
    def tariff(self) -> TariffSpec:
        """What was filled in."""
        by_area, price = self.kind == "area", int(self.price.data or 0)
        by_formula, metered = self.kind == "formula", self.kind == "metered"
        tiers: tuple[Tier, ...] | None = self.tiers.data if metered else None
        by_unit = by_area or (metered and not tiers)
        return TariffSpec(
            cast(date, self.effective_from.data),
            price if by_unit else None,
            None if by_area or by_formula or metered else price // 100,
            cast(Rounding, self.rounding.data),
            cast(Level, self.rounding_level.data),
            cast(Proration, self.proration.data),
            str(self.area_basis.data) if by_area else "built",
            str(self.basis_text.data or ""),
            str(self.formula.data) if by_formula else None,
            keep_tiers(Tiers(tiers, bool(self.per_home.data), bool(self.by_months.data))) if tiers else None,
        )


class WhatIfForm(TariffForm):
    """A price to be tried; what it rests on may still be open."""

    basis_text = TextField(_("Basis"), most=200)


def at_its_place(formula: str, error: FormulaError) -> str:
    """What is wrong with a formula, and at which of its signs."""
    piece = formula[error.start : error.end]
    if not piece.strip():
        return _t("At the end: %(what)s", what=error.message)
    return _t("At “%(piece)s” (sign %(n)s): %(what)s", piece=piece, n=error.start + 1, what=error.message)


class RuleForm(EstateForm):
    """Who gets an item. Set the choices of `place` before validating."""

    place = ChoiceField(_("Applies to"), [required()], default="all")
    code = TextField(
        _("Which one"), most=40, description=_("A home (3-2-501), an entrance (3-2) or a parking space.")
    )
    excluded = ChoiceField(
        _("The rule"), choices=[("", _("gets the fee")), ("1", _("is excepted from it"))], default=""
    )
    from_date = DayField(_("From"))
    to_date = DayField(_("Until"))

    def validate_code(self, field: TextField) -> None:
        if self.place.data == "one" and not field.data:
            raise ValidationError(_t("Write which one."))

    def validate_to_date(self, field: DayField) -> None:
        if field.data and self.from_date.data and field.data < self.from_date.data:
            raise ValidationError(_t("The end lies before the beginning."))


class NewItemForm(TariffForm):
    """A new fee item. One-off and shared ones need no price."""

    name = TextField(
        _("Name of the fee"), [required()], most=40, description=_("As it stands on bills and receipts.")
    )
    kind_of_fee = ChoiceField(_("How it is charged"), choices=list(words.KINDS.items()), default="area")
    meter_kind = ChoiceField(_("Which meters"), choices=list(words.METERS.items()), default="water")
    cycle_months = ChoiceField(
        _("How often"), choices=[(str(months), name) for months, name in words.CYCLES.items()], default="1"
    )
    anchor = ChoiceField(
        _("A cycle begins"),
        choices=list(words.ANCHORS.items()),
        default="calendar",
        description=_(
            "The calendar's quarters begin in January. A home's own cycle begins on its day of delivery, else on the day "
            "its owner began."
        ),
    )
    timing = ChoiceField(
        _("It is charged"),
        choices=list(words.TIMINGS.items()),
        default="advance",
        description=_("In the run of the cycle's first month, or of the month after its end."),
    )
    place = ChoiceField(_("Who gets it"), default="all")

    def validate(self, extra_validators: object = None) -> bool:
        self.kind = str(self.kind_of_fee.data)
        if self.kind in words.UNPRICED:
            for field in (self.effective_from, self.basis_text):
                field.validators = ()
                field.process_errors = []
        return super().validate()


class ItemForm(EstateForm):
    """An item's name, place in the list, and whether it is charged."""

    name = TextField(_("Name of the fee"), [required()], most=40)
    sort = CountField(_("Place in the list"), [required()], most=100_000)
    active = ChoiceField(
        _("Is charged"), choices=[("1", _("in every bill run")), ("", _("no longer"))], default="1"
    )


class RunForm(EstateForm):
    """The months to bill."""

    first = MonthField(_("Month"), [required()])
    last = MonthField(_("Until month"), description=_("For several months at once. Empty: one month."))
    due_on = DayField(_("Due on"), description=_("Empty: the office's usual day."))

    def validate_last(self, field: MonthField) -> None:
        if field.data and self.first.data and field.data < self.first.data:
            raise ValidationError(_t("The end lies before the beginning."))


class ReasonForm(EstateForm):
    """Why something is taken back."""

    reason = TextField(_("Reason"), [required(_("Write the reason."))], most=200)


class OneOffForm(EstateForm):
    """A one-off charge for a home."""

    key = HiddenField()
    fee_item_id = ChoiceField(_("Fee item"), [required()], coerce=str)
    amount_fen = MoneyField(_("Amount"), [required()], least=1, most=10**10)
    on = DayField(_("Day"), [required()])
    due_on = DayField(_("Due on"), [required()])
    text = TextField(_("What for"), [required()], most=120, description=_("Stands on the bill."))
