"""Forms of shared costs: the batch itself, who takes part, the table of floors."""

import re
from datetime import date
from typing import cast

from wtforms import HiddenField, SelectMultipleField
from wtforms.validators import ValidationError

from estate.billing.words import METERS
from estate.i18n import gettext as _t
from estate.i18n import lazy as _
from estate.sharing import words
from estate.sharing.actions import BatchSpec
from estate.sharing.rules import Method
from estate.web.forms import (
    ChoiceField,
    CountField,
    DayField,
    EstateForm,
    MoneyField,
    MonthField,
    PriceField,
    ReadingField,
    TextField,
    required,
)

NOTHING_AGREED = _("Nothing agreed: by area (Civil Code, article 283)")
"""The basis when neither the contract nor the owners say otherwise."""


class FactorField(PriceField):
    """A factor as typed, up to 4 decimals; data is integer ten-thousandths."""

    units = ()
    bad = _("This is no factor. Write digits, like 1.2.")


class BatchForm(EstateForm):
    """What is to be shared, and how. Set the choices of `fee_item_id`, `place` and the meters before validating."""

    key = HiddenField()
    fee_item_id = ChoiceField(_("Fee item"), [required()], coerce=str)
    first = MonthField(_("Month"), [required()])
    last = MonthField(_("Until month"), description=_("For several months at once. Empty: one month."))
    due_on = DayField(_("Due on"), [required()])
    pool_kind = ChoiceField(_("What is shared"), choices=list(words.POOLS.items()), default="amount")
    amount_fen = MoneyField(_("Sum to share"), least=1, most=10**11)
    master_ids = SelectMultipleField(_("Master meters"), coerce=int)
    sub_ids = SelectMultipleField(_("Common meters to take off"), coerce=int)
    home_subs = ChoiceField(
        _("Meters of the homes to take off"),
        choices=[("1", _("those of all homes named, excepted ones too")), ("", _("none"))],
        default="1",
    )
    own = ReadingField(
        _("Own use to take off"), least=0, most=10**12, description=_("What the office used itself.")
    )
    price = PriceField(_("Price for each unit"), least=1, most=10**9)
    method = ChoiceField(_("Way to share"), choices=list(words.METHODS.items()), default="area")
    meter_kind = ChoiceField(_("Which meters"), choices=list(METERS.items()), default="water")
    place = ChoiceField(_("Who takes part"), default="all")
    basis = TextField(
        _("Basis of sharing"),
        [required()],
        most=200,
        description=_(
            "The contract's clause or the owners' decision. Where nothing is agreed the law says: by area."
        ),
    )
    note = TextField(_("What for"), most=120, description=_("Such as the number of the bill that is shared."))

    def validate_last(self, field: MonthField) -> None:
        if field.data and self.first.data and field.data < self.first.data:
            raise ValidationError(_t("The end lies before the beginning."))

    def validate_amount_fen(self, field: MoneyField) -> None:
        if self.pool_kind.data == "amount" and field.data is None and not field.process_errors:
            raise ValidationError(_t("Fill this in."))

    def validate_price(self, field: PriceField) -> None:
        if self.pool_kind.data == "residual" and field.data is None and not field.process_errors:
            raise ValidationError(_t("Fill this in."))

    def validate_basis(self, field: TextField) -> None:
        if self.method.data != "area" and field.data == str(NOTHING_AGREED):
            raise ValidationError(_t("Only sharing by area needs no agreement. Write what was agreed."))

    @property
    def spec(self) -> BatchSpec:
        """What was filled in."""
        first = cast(date, self.first.data)
        residual = self.pool_kind.data == "residual"
        return BatchSpec(
            int(str(self.fee_item_id.data)),
            first,
            self.last.data or first,
            cast(date, self.due_on.data),
            str(self.basis.data or ""),
            cast(Method, self.method.data),
            None if residual else self.amount_fen.data,
            self.price.data if residual else None,
            (self.own.data or 0) * 1000 if residual else 0,
            tuple(self.master_ids.data or ()) if residual else (),
            tuple(self.sub_ids.data or ()) if residual else (),
            residual and bool(self.home_subs.data),
            str(self.meter_kind.data) if self.method.data == "usage" else None,
            str(self.note.data or ""),
        )


class PlaceForm(EstateForm):
    """Who takes part. Set the choices of `place` before validating."""

    place = ChoiceField(_("Applies to"), [required()], default="one")
    code = TextField(
        _("Which ones"),
        most=400,
        description=_("Homes (3-2-501) or entrances (3-2), several with spaces between."),
    )
    excluded = ChoiceField(
        _("The rule"), choices=[("1", _("is excepted")), ("", _("takes part"))], default="1"
    )
    reason = TextField(
        _("Reason"),
        most=200,
        description=_("Why it is excepted: the contract's clause or the owners' decision."),
    )

    def validate_code(self, field: TextField) -> None:
        if self.place.data == "one" and not self.codes:
            raise ValidationError(_t("Write which one."))

    def validate_reason(self, field: TextField) -> None:
        if self.excluded.data and not field.data:
            raise ValidationError(_t("Write why: the contract's clause or the owners' decision."))

    @property
    def codes(self) -> list[str]:
        """What was written, each once."""
        return list(
            dict.fromkeys(one for one in re.split(r"[\s,;，；、]+", str(self.code.data or "")) if one)
        )


class FloorsForm(EstateForm):
    """A row of the table of floors."""

    from_floor = CountField(_("From floor"), least=-20, most=200, description=_("Empty: the lowest."))
    to_floor = CountField(_("To floor"), least=-20, most=200, description=_("Empty: the highest."))
    factor = FactorField(_("Factor"), [required()], least=0, most=10**7)


class VoidForm(EstateForm):
    """Why a batch is voided."""

    reason = TextField(_("Reason"), [required(_("Write the reason."))], most=200)
