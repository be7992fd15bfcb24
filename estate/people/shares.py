"""The field for a part of a home that somebody owns."""

from fractions import Fraction
from typing import Any

from wtforms import StringField

from estate.i18n import gettext as _t
from estate.people.rules import read_share, show_share


class ShareField(StringField):
    """A part of the whole as typed: `1/2`, `50%`, `0.5`; data is a Fraction above 0 and up to 1."""

    def __init__(self, label: str, validators: list[Any] | None = None, **options: Any) -> None:
        super().__init__(label, validators, **options)
        self.render_kw = {"autocomplete": "off", **(self.render_kw or {})}

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        share: Any = self.data
        return show_share(share.numerator, share.denominator) if isinstance(share, Fraction) else ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data: Any = None
        text = str(valuelist[0]).strip() if valuelist else ""
        if not text:
            return
        self.data = read_share(text)
        if self.data is None:
            raise ValueError(_t("Write the share like 1/2 or 0.5, at most 1."))
