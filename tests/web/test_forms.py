"""What is typed into a field: understood when it can mean one thing only, refused with a word when it cannot."""

import pytest

from estate.web.forms import (
    AreaField,
    CountField,
    DayField,
    EstateForm,
    MoneyField,
    PriceField,
    TextField,
    required,
)
from estate.web.posted import Posted


class Typed(EstateForm):
    money = MoneyField("Amount")
    area = AreaField("Area")
    price = PriceField("Price")
    count = CountField("Count")


class Needed(EstateForm):
    name = TextField("Name", [required()])
    count = CountField("Count", [required()])
    money = MoneyField("Amount", [required()])
    day = DayField("Day", [required()])


def read(name: str, text: str) -> tuple[int | None, bool]:
    form = Typed(Posted({name: [text]}))
    return form[name].data, form.validate()


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("money", "166.06", 16606),
        ("money", "１６６．０６", 16606),
        ("money", "¥ 1\u202f660.56 元", 166056),
        ("money", "￥1,234,567", 123456700),
        ("money", "1，234．5", 123450),
        ("money", "+.5", 50),
        ("area", "89.76㎡", 8976),
        ("area", "89.76 m²", 8976),
        ("area", "89.76 平方米", 8976),
        ("price", "0.4883", 4883),
        ("count", "１２", 12),
    ],
)
def test_a_number_is_understood_as_offices_write_it(name: str, text: str, value: int) -> None:
    assert read(name, text) == (value, True)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("money", "16,60"),
        ("money", "1,0"),
        ("money", "1 2"),
        ("money", "0.001"),
        ("money", "1e5"),
        ("money", "--1"),
        ("money", "٣"),
        ("money", "9" * 40),
        ("price", "0.48831"),
        ("count", "٣"),
    ],
)
def test_a_number_that_may_be_a_slip_is_refused(name: str, text: str) -> None:
    value, valid = read(name, text)
    assert not valid, value


@pytest.mark.parametrize("text", ["", "   ", "\x00", "\u200b", "\u3000"])
def test_blanks_are_nothing_filled_in(text: str) -> None:
    form = Needed(Posted({name: [text] for name in ("name", "count", "money", "day")}))
    assert not form.validate()
    assert set(form.errors) == {"name", "count", "money", "day"}
