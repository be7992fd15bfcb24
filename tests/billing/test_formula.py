"""The language of fee formulas: what it reads, what it refuses and where, what it comes to and how that is shown."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estate.billing.rules_formula import parse
from estate.billing.rules_formula_value import Facts, work_out
from estate.billing.rules_formula_words import FormulaError

HOME = Facts(8976, 7550, 5, 3, 3, 2, "residential")


@pytest.mark.parametrize(
    ("text", "fen", "shown"),
    [
        ("面积 × 1.85元/㎡", "16605.6", "89.76 × 1.85"),
        ("area * 1.85yuan/m2", "16605.6", "89.76 × 1.85"),
        ("面积×１．８５元／㎡＋人数×５元", "18105.6", "89.76 × 1.85 + 3 × 5"),
        ("套内面积 × 2元/㎡ × 月数", "45300", "75.50 × 2 × 3"),
        ("(面积 + 套内面积) × 1元/平方米", "16526", "(89.76 + 75.50) × 1"),
        ("如果(面积 > 144㎡, 200元, 取大(面积 × 1元/㎡, 100元))", "10000", "max(89.76 × 1, 100)"),
        ("如果(用途 = 商铺 或 楼层 ≥ 3, 30元 + (楼层 − 3) × 2元, 0)", "3400", "30 + (5 − 3) × 2"),
        ("if(usage ≠ shop and not floor < 2, 10元, 20元)", "1000", "10"),
        ("车位 × 300元/个 × 70%", "42000", "2 × 300 × 70%"),
        ("round(面积 × 1.85元/㎡, 1元)", "16600", "round(89.76 × 1.85, 1)"),
        ("100元 ÷ 人数", "10000/3", "100 ÷ 3"),
        ("100元 − 面积 × 2元/㎡", "0", "100 − 89.76 × 2"),
        ("10元 - (3元 - 2元)", "900", "10 − (3 − 2)"),
        ("12元 / (人数 / 2)", "800", "12 ÷ (3 ÷ 2)"),
        ("−(2元 − 5元)", "300", "−(2 − 5)"),
        ("面积 × 1.85 元/㎡·月", "16605.6", "89.76 × 1.85"),
        ("min(5元, 0)", "0", "min(5, 0)"),
    ],
)
def test_a_formula_comes_to_an_exact_amount_and_shows_its_figures(text: str, fen: str, shown: str) -> None:
    parse(text)
    worked = work_out(text, HOME)
    assert worked.missing == ""
    assert (worked.exact_fen, worked.shown) == (Fraction(fen), shown)


@pytest.mark.parametrize(
    ("text", "message", "at"),
    [
        ("面积 × 1.85", "comes to m²", "面积 × 1.85"),
        ("面积 × 1.85元", "comes to yuan·m²", "面积 × 1.85元"),
        ("面积 + 5元", "do not go together: m² and yuan", "面积 + 5元"),
        ("面积 > 144, 1元", "do not go together: m² and a plain number", "面积 > 144"),
        ("5元 + 面枳 × 2元/㎡", "“面枳” is no word", "面枳"),
        ("__import__('os')", "“__import__” is no word", "__import__"),
        ("5元; 6元", "“;” is no word", ";"),
        ("5元 6元", "A sign is missing", "6"),
        ("5元 ×", "A value is missing", ""),
        ("", "A value is missing", ""),
        ("(5元", "“)” is missing", ""),
        ("如果(面积, 1元, 2元)", "A condition is missing", "面积"),
        ("如果(面积 > 1㎡, 1元)", "if needs three parts", "如果(面积 > 1㎡, 1元)"),
        ("min(1元)", "min and max need two", "min(1元)"),
        ("用途 × 1元", "can only be compared", "用途"),
        ("if(usage > shop, 1元, 2元)", "only be equal", ">"),
        ("面积 > 100㎡", "This is a condition", "面积 > 100㎡"),
        ("5元 ÷ 0", "divided by 0", "0"),
        ("0", "write an amount in yuan", "0"),
        ("round(5元, 面积)", "do not go together", "5元, 面积"),
        ("round(5元, 0元)", "The step is a plain figure", "0元"),
        ("1元 + 12345678901234567890元", "too long", "12345678901234567890"),
        ("(" * 60 + "1元" + ")" * 60, "Too many brackets", "("),
        ("1元+" * 200 + "1元", "at most 500", None),
    ],
)
def test_what_is_wrong_is_said_with_its_place(text: str, message: str, at: str | None) -> None:
    with pytest.raises(FormulaError) as caught:
        parse(text)
    assert message in caught.value.message
    if at is not None:
        assert text[caught.value.start : caught.value.end] == at


@pytest.mark.parametrize(
    ("text", "facts", "reason"),
    [
        ("套内面积 × 1元/㎡", HOME._replace(inner_area_dm2=None), "no_area"),
        ("楼层 × 1元", HOME._replace(floor=None), "no_floor"),
        ("人数 × 1元", HOME._replace(persons=None), "no_persons"),
        ("1元 ÷ 人数", HOME._replace(persons=0), "divided_by_zero"),
    ],
)
def test_a_figure_that_is_not_known_is_a_reason_and_no_amount(text: str, facts: Facts, reason: str) -> None:
    assert work_out(text, facts).missing == reason


def test_only_the_branch_that_holds_needs_its_figures() -> None:
    assert work_out("如果(用途 = 商铺, 人数 × 1元, 2元)", HOME._replace(persons=None)).exact_fen == 200


money = st.decimals(0, 10**6, places=2).map(lambda value: f"{value}元")
formulas = st.recursive(
    money | st.just("面积 × 1.85元/㎡") | st.just("人数 × 5元"),
    lambda inner: (
        st.tuples(st.sampled_from(["+", "−"]), inner, inner).map(lambda t: f"({t[1]} {t[0]} {t[2]})")
        | st.tuples(st.sampled_from(["取大", "min"]), inner, inner).map(lambda t: f"{t[0]}({t[1]}，{t[2]})")
        | st.tuples(inner, st.integers(1, 9)).map(lambda t: f"{t[0]} × {t[1]} ÷ 7")
        | st.tuples(inner, inner).map(lambda t: f"如果(楼层 > 3, {t[0]}, {t[1]})")
    ),
    max_leaves=8,
)


@given(formulas)
def test_the_figures_that_are_shown_come_to_the_amount(text: str) -> None:
    worked = work_out(text, HOME)
    again = work_out(f"0元 + ({worked.shown}) × 1元", Facts())
    assert again.exact_fen == worked.exact_fen


@given(st.text(alphabet="面积人数×+-÷()元㎡0123456789.,如果> \u3000abc", max_size=40))
def test_any_text_is_read_or_refused_at_a_place_within_it(text: str) -> None:
    try:
        parse(text)
        found = None
    except FormulaError as error:
        found = error
    assert found is None or (found.message and 0 <= found.start <= found.end <= len(text))
