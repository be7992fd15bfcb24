"""Forms of parts and labour. Quantities in thousandths, money in fen."""

from wtforms import BooleanField, HiddenField, RadioField, TextAreaField
from wtforms.validators import Length

from estate.i18n import lazy as _
from estate.materials import words
from estate.materials.schema import MOST_E3
from estate.web.filters import reading
from estate.web.forms import (
    ChoiceField,
    CountField,
    EstateForm,
    MoneyField,
    ReadingField,
    TextField,
    required,
)


class QuantityField(ReadingField):
    """A quantity as typed, up to 3 decimals; data is integer thousandths."""

    bad = _("This is no quantity. Write digits, like 2 or 1.5.")

    def show(self, value: int) -> str:
        return reading(value)


class ItemForm(EstateForm):
    """A line of the price list."""

    code = TextField(_("Item number"), most=20)
    kind = RadioField(_("Kind of item"), choices=list(words.KINDS.items()), default="part")
    name = TextField(_("Item name"), [required()], most=60)
    unit = TextField(
        _("Unit of sale"), [required()], most=10, description=_("Piece, metre, hour: what the price is for.")
    )
    price_fen = MoneyField(_("Price for owners"), [required()], least=0, most=10**8)
    cost_fen = MoneyField(
        _("Cost to the office"),
        least=0,
        most=10**8,
        description=_("What a unit is bought for, or an hour costs; only for the reckoning of costs."),
    )
    warranty_days = CountField(_("Warranty in days"), least=0, most=3650, default=0)
    minimum_e3 = QuantityField(
        _("Minimum in stock"),
        least=0,
        most=MOST_E3,
        description=_("Empty: this is not kept in stock."),
    )
    active = BooleanField(_("Offered"), default=True)


class RulesForm(EstateForm):
    """What the office decides about quotes and charges."""

    tolerance_fen = MoneyField(
        _("May exceed the quote by"),
        [required()],
        least=0,
        most=10**7,
        description=_(
            "Up to this amount work may be charged above what the owner accepted, or without a quote."
        ),
    )
    charge_when = RadioField(_("When it is charged"), choices=list(words.CHARGE_WHEN.items()))
    fee_item_id = ChoiceField(_("Charged under"), choices=[], coerce=int, default=0, validate_choice=False)


class InForm(EstateForm):
    """Goods that have come."""

    quantity_e3 = QuantityField(_("How much came"), [required()], least=1, most=MOST_E3)
    reason = TextField(_("Delivery note or supplier"), most=80)
    key = HiddenField()


class CountForm(EstateForm):
    """What a count found."""

    quantity_e3 = QuantityField(_("How much is there"), [required()], least=0, most=MOST_E3)
    reason = TextField(_("Reason"), [required()], most=80)
    key = HiddenField()


class UseForm(EstateForm):
    """What an order used, or what is to be quoted."""

    item = ChoiceField(_("Part or labour"), choices=[], coerce=int, default=0, validate_choice=False)
    quantity_e3 = QuantityField(_("How much"), [required()], least=0, most=MOST_E3)
    source = RadioField(
        _("Where from"),
        choices=[(code, words.SOURCES[code]) for code in ("stock", "own")],
        default="stock",
        validate_choice=False,
    )
    free = BooleanField(_("Free of charge"))
    key = HiddenField()


class BackForm(EstateForm):
    """Why a line is taken back."""

    reason = TextField(_("Reason"), [required()], most=80)


class QuoteForm(EstateForm):
    """What goes to the owner with a quote."""

    note = TextAreaField(_("A word to the owner"), [Length(max=500)])
    key = HiddenField()


class AnswerForm(EstateForm):
    """What the owner said about a quote."""

    answer = RadioField(
        _("What they said"),
        [required(_("Choose what they said."))],
        choices=[("accepted", _("They accept")), ("declined", _("They decline"))],
    )
    words = TextAreaField(_("In their words"), [Length(max=200)])
    signer = TextField(_("Who signs"), most=40)
    key = HiddenField()
