"""Forms: what was typed becomes a typed value or a clear word beside the field; full-width digits are understood."""

import re
import secrets
import unicodedata
from datetime import date, time
from decimal import Decimal, InvalidOperation
from typing import Any

from wtforms import Field, Form, HiddenField, IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional, StopValidation, ValidationError
from wtforms.widgets import DateInput, TextInput

from estate.data.edits import Change, Overtaken
from estate.i18n import gettext as _
from estate.i18n import lazy
from estate.refusal import Refused
from estate.web.filters import area, plain_money, price
from estate.web.texts import FormTexts


def fresh_key() -> str:
    """The key of a form as a page brings it: sent twice, what it asks for is done once (`EstateForm.key_for`)."""
    return secrets.token_urlsafe(16)


class EstateForm(Form):
    """The base of all forms. `errors_of(refused)` puts a refusal of the office's rules beside its field."""

    class Meta:
        def get_translations(self, form: Form) -> FormTexts:
            return FormTexts()

    def key_for(self, owner: object) -> str:
        """The page's idempotency key under what it is about; empty when the page sent none, so that it is refused."""
        field = self._fields.get("key")
        return f"{owner}:{field.data}" if field is not None and field.data else ""

    def refuse(self, refused: Refused) -> None:
        """Show a refusal beside the field it names, or above the form."""
        field = self._fields.get(refused.field or "")
        target: list[str] = list(field.errors) if field is not None else list(self.form_errors)
        target.append(refused.message)
        if field is not None:
            field.errors = target
        else:
            self.form_errors = target


class ChangeForm(EstateForm):
    """A form that changes a record. seen: the change that the record was read at (estate/data/edits.py); the page brings it
    back. overtaken: who has changed it since; the next saving is meant to replace that. Templates show it by `ui.seen`."""

    seen = HiddenField()
    overtaken: Change | None = None

    def seen_at(self) -> int | None:
        """The change that the record was read at; None where the page says none."""
        text = str(self.seen.data or "")
        return int(text) if re.fullmatch(r"[0-9]{1,18}", text) else None

    def refuse(self, refused: Refused) -> None:
        if isinstance(refused, Overtaken):
            self.overtaken = refused.change
            self.seen.data = str(refused.change.id)
        else:
            super().refuse(refused)


class _Required(InputRequired):
    def __call__(self, form: Any, field: Field) -> None:
        super().__call__(form, field)
        given = (field.raw_data or [None])[0]
        if isinstance(given, str) and not one_line(given):  # blanks alone
            raise StopValidation(str(self.message))


def required(message: str | None = None) -> InputRequired:
    """Something that can be seen must be filled in."""
    return _Required(lazy("Fill this in.") if message is None else message)


def one_line(text: str | None) -> str | None:
    """Trim, and drop what cannot be seen."""
    if text is None:
        return None
    kept = "".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cf") or c == "\u200d")
    return kept.strip()


class TextField(StringField):
    """One line of text, trimmed; at most `most` characters."""

    def __init__(
        self, label: str, validators: list[Any] | None = None, *, most: int = 200, **options: Any
    ) -> None:
        length = Length(max=most, message=lazy("Shorten this to %(max)d characters or fewer."))
        super().__init__(label, [*(validators or []), length], filters=[one_line], **options)


_GROUPED = re.compile(
    r"(?<=\d)[\s,_'](?=\d{3}(?!\d))"
)  # 1,234 and 1 234; a lone 16,60 may be a slip for 16.60


class _NumberField(Field):
    """A number typed as text: groups of thousands, full-width digits, units and ¥ are understood; the rest is refused."""

    widget = TextInput()
    decimals = 2
    units = ("¥", "元")
    bad = lazy("This is no amount. Write digits, like 166.06.")

    def __init__(
        self,
        label: str,
        validators: list[Any] | None = None,
        *,
        least: int | None = None,
        most: int | None = None,
        **options: Any,
    ) -> None:
        super().__init__(label, validators, **options)
        self.least, self.most = least, most
        self.render_kw = {"inputmode": "decimal", "autocomplete": "off", **(self.render_kw or {})}

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else self.show(self.data)

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data: int | None = None
        text = unicodedata.normalize("NFKC", str(valuelist[0])).strip() if valuelist else ""
        if not text:
            return
        for unit in self.units:
            text = text.removeprefix(unit).removesuffix(unit).strip()
        text = _GROUPED.sub("", text)
        if not re.fullmatch(r"[+-]?[0-9]+(\.[0-9]*)?|[+-]?\.[0-9]+", text):
            raise ValueError(str(self.bad))
        try:
            scaled = Decimal(text).scaleb(self.decimals)
        except InvalidOperation as error:
            raise ValueError(str(self.bad)) from error
        if scaled != scaled.to_integral_value():
            raise ValueError(_("At most %(n)s decimals.", n=self.decimals))
        self.data = int(scaled)

    def pre_validate(self, form: Any) -> None:
        if self.data is None:
            return
        if self.least is not None and self.data < self.least:
            raise StopValidation(_("Not below %(least)s.", least=self.show(self.least)))
        if abs(self.data) > (self.most if self.most is not None else 10**13):
            raise StopValidation(_("This is too large."))

    def show(self, value: int) -> str:
        return plain_money(value)


class MoneyField(_NumberField):
    """Yuan as typed; data is integer fen."""


class AreaField(_NumberField):
    """Square metres as typed; data is integer dm² (0.01 m²)."""

    units = ("m2", "平方米", "平米", "平")
    bad = lazy("This is no area. Write digits, like 89.76.")

    def show(self, value: int) -> str:
        return area(value)


class PriceField(_NumberField):
    """A unit price in yuan as typed, up to 4 decimals; data is integer ten-thousandths of a yuan."""

    decimals = 4
    bad = lazy("This is no price. Write digits, like 1.85.")

    def show(self, value: int) -> str:
        return price(value)


class ReadingField(_NumberField):
    """A meter's value as typed, up to 3 decimals; data is integer thousandths of its unit."""

    decimals = 3
    units = ()
    bad = lazy("This is no reading. Write digits, like 1204 or 34.2.")

    def show(self, value: int) -> str:
        whole, rest = divmod(value, 1000)
        return f"{whole}.{rest:03d}".rstrip("0").rstrip(".")


class CountField(IntegerField):
    """A whole number within bounds."""

    widget = TextInput()

    def __init__(
        self,
        label: str,
        validators: list[Any] | None = None,
        *,
        least: int = 0,
        most: int = 10**6,
        **options: Any,
    ) -> None:
        super().__init__(label, validators, **options)
        self.least, self.most = least, most
        self.render_kw = {"inputmode": "numeric", "autocomplete": "off", **(self.render_kw or {})}

    def process_formdata(self, valuelist: list[Any]) -> None:
        text = unicodedata.normalize("NFKC", str(valuelist[0])).strip() if valuelist else ""
        self.data = None
        if not text:
            return
        if not re.fullmatch(r"-?[0-9]{1,9}", text):
            raise ValueError(_("Write a whole number."))
        self.data = int(text)

    def pre_validate(self, form: Any) -> None:
        if self.data is not None and not self.least <= self.data <= self.most:
            raise StopValidation(_("From %(least)s to %(most)s.", least=self.least, most=self.most))


class DayField(Field):
    """A date; data is a datetime.date. Takes 2026-11-24, 2026/11/24, 2026.11.24 and 2026年11月24日."""

    widget = DateInput()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return self.data.isoformat() if self.data else ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data: date | None = None
        text = unicodedata.normalize("NFKC", str(valuelist[0])).strip() if valuelist else ""
        if not text:
            return
        match = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", text)
        try:
            self.data = date(*(int(part) for part in match.groups())) if match else None
        except ValueError:
            self.data = None
        if self.data is None:
            raise ValueError(_("This is no date. Write it like 2026-11-24."))
        if not 1900 <= self.data.year <= 2200:
            raise ValueError(_("Check the year."))


class TimeField(TextField):
    """A time of day as typed, `9:30` or `09：30`; time() answers it."""

    def time(self) -> time | None:
        match = re.fullmatch(r"(\d{1,2})[:：.](\d{2})", str(self.data or ""))
        if not match or int(match[1]) > 23 or int(match[2]) > 59:
            return None
        return time(int(match[1]), int(match[2]))

    def pre_validate(self, form: Any) -> None:
        if self.data and self.time() is None:
            raise ValidationError(_("This is no time. Write it like 14:30."))


class MonthField(Field):
    """A month; data is its first day. Takes 2026-11, 2026/11, 2026年11月 and 202611."""

    widget = TextInput()

    def __init__(self, label: str, validators: list[Any] | None = None, **options: Any) -> None:
        super().__init__(label, validators, **options)
        self.render_kw = {"type": "month", **(self.render_kw or {})}

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return self.data.isoformat()[:7] if self.data else ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data: date | None = None
        text = unicodedata.normalize("NFKC", str(valuelist[0])).strip() if valuelist else ""
        if not text:
            return
        match = re.fullmatch(r"(\d{4})[-/.年]?(\d{1,2})月?", text)
        if not match or not 1 <= int(match[2]) <= 12 or not 1900 <= int(match[1]) <= 2200:
            raise ValueError(_("This is no month. Write it like 2026-11."))
        self.data = date(int(match[1]), int(match[2]), 1)


class PhoneField(StringField):
    """A Chinese mobile or landline number; data is its digits (`13812345678`, `0571-88886666`)."""

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else self.data or ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        text = unicodedata.normalize("NFKC", str(valuelist[0])).strip() if valuelist else ""
        self.data = None
        if not text:
            return
        digits = re.sub(r"^(\+?86)(?=1[3-9]\d{9}$)", "", re.sub(r"[\s\-()]", "", text))
        if re.fullmatch(r"1[3-9]\d{9}", digits):
            self.data = digits
        elif match := re.fullmatch(r"(0\d{2,3})[\s-]?(\d{7,8})", text):
            self.data = f"{match[1]}-{match[2]}"
        elif re.fullmatch(r"[2-9]\d{6,7}", digits):
            self.data = digits
        else:
            raise ValueError(
                _("A mobile number has 11 digits and begins with 1; a landline is written 0571-88886666.")
            )


class ChoiceField(SelectField):
    """One of several; the choices' labels are looked up when shown."""


__all__ = [
    "AreaField",
    "ChangeForm",
    "ChoiceField",
    "CountField",
    "DayField",
    "EstateForm",
    "MoneyField",
    "MonthField",
    "Optional",
    "PhoneField",
    "PriceField",
    "ReadingField",
    "TextField",
    "one_line",
    "required",
]
