"""What holds for every payment, whatever the figures; and for every amount in words."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estate.cashier.numerals import capital, read_capital
from estate.cashier.rules import ORDERS, OpenBill, Order, allocate

orders = st.sampled_from(ORDERS)
payments = st.integers(0, 10**7)


@st.composite
def open_bills(draw: st.DrawFn) -> list[OpenBill]:
    rows = draw(
        st.lists(
            st.tuples(
                st.dates(date(2026, 1, 28), date(2026, 2, 3)), st.integers(0, 10**6), st.integers(0, 10**4)
            ),
            max_size=12,
        )
    )
    return [OpenBill(number, *row) for number, row in enumerate(rows)]


@st.composite
def named(draw: st.DrawFn, bills: list[OpenBill]) -> list[int]:
    return draw(st.permutations([bill.id for bill in bills]).map(lambda ids: ids[: len(ids) // 3]))


@given(payments, open_bills(), orders, st.data())
def test_what_is_applied_and_the_surplus_add_up_to_the_payment(
    payment: int, bills: list[OpenBill], order: Order, data: st.DataObject
) -> None:
    applied, surplus = allocate(payment, bills, data.draw(named(bills)), order)
    assert sum(part.amount_fen for part in applied) + surplus == payment
    for part, bill in zip(applied, bills, strict=True):
        assert part.id == bill.id
        assert 0 <= part.principal_fen <= bill.principal_fen
        assert 0 <= part.penalty_fen <= bill.penalty_fen
        assert part.left_fen == bill.unpaid_fen - part.amount_fen
    assert surplus == 0 or all(part.left_fen == 0 for part in applied)


@given(payments, open_bills())
def test_no_bill_is_paid_before_one_that_was_due_earlier(payment: int, bills: list[OpenBill]) -> None:
    applied, _ = allocate(payment, bills)
    for part, bill in zip(applied, bills, strict=True):
        if part.amount_fen:
            assert all(
                other.left_fen == 0 for other, of in zip(applied, bills, strict=True) if of.due < bill.due
            )


@given(payments, open_bills(), st.data())
def test_what_the_payer_names_comes_first(payment: int, bills: list[OpenBill], data: st.DataObject) -> None:
    names = data.draw(named(bills))
    applied, _ = allocate(payment, bills, names)
    by_id = {part.id: part for part in applied}
    if any(by_id[name].left_fen for name in names):
        assert all(part.amount_fen == 0 for part in applied if part.id not in names)


@given(payments, open_bills(), orders)
def test_inside_a_bill_one_side_is_paid_up_before_the_other_gets_anything(
    payment: int, bills: list[OpenBill], order: Order
) -> None:
    for part, bill in zip(allocate(payment, bills, order=order).applied, bills, strict=True):
        if order == "principal_first":
            assert part.penalty_fen == 0 or part.principal_fen == bill.principal_fen
        else:
            assert part.principal_fen == 0 or part.penalty_fen == bill.penalty_fen


def test_a_named_bill_is_paid_in_full_before_an_older_one() -> None:
    bills = [
        OpenBill("September", date(2026, 9, 30), 16606),
        OpenBill("October", date(2026, 10, 31), 16606),
        OpenBill("parking", date(2026, 11, 30), 30000),
    ]
    applied, surplus = allocate(40000, bills, designated=["parking"])
    assert [part.amount_fen for part in applied] == [10000, 0, 30000]
    assert surplus == 0


@pytest.mark.parametrize("names", [["water"], ["fee", "fee"]])
def test_a_bill_is_named_once_and_must_be_there(names: list[str]) -> None:
    with pytest.raises(ValueError, match="bills have different ids"):
        allocate(100, [OpenBill("fee", date(2026, 9, 30), 16606)], designated=names)


def test_a_negative_payment_is_refused() -> None:
    with pytest.raises(ValueError, match="never negative"):
        allocate(-1, [])


@given(st.integers(-(10**14) + 1, 10**14 - 1))
def test_an_amount_in_words_reads_back_as_itself(amount: int) -> None:
    text = capital(amount)
    assert read_capital(text) == amount
    assert "零零" not in text
    assert not text.endswith("零")


@given(st.integers(0, 10**12))
def test_without_the_noughts_and_the_closing_sign_it_reads_the_same(amount: int) -> None:
    spare = capital(amount).removesuffix("整")
    assert read_capital(spare) == amount
    assert amount < 100 or read_capital(spare.replace("零", "")) == amount


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("人民币叁佰叁拾贰元壹角贰分", 33212),
        ("壹佰圆正", 10000),
        ("貳萬參仟元整", 2300000),
        (" 壹拾万零柒仟元伍角叁分 ", 10700053),
    ],
)
def test_other_spellings_are_read(text: str, amount: int) -> None:
    assert read_capital(text) == amount


@pytest.mark.parametrize(
    "text",
    [
        "",
        "人民币",
        "拾元整",
        "元整",
        "壹佰",
        "伍伍元整",
        "壹拾佰元",
        "伍分壹元",
        "壹元贰元",
        "壹佰元x",
        "负零元整",
    ],
)
def test_what_says_no_amount_or_leaves_room_to_add_to_it_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="amount"):
        read_capital(text)


def test_amounts_have_a_limit() -> None:
    with pytest.raises(ValueError, match="too large"):
        capital(10**14)
