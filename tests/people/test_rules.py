"""Names, numbers and shares, without a database."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estate.people.rules import Owned, holds, mask_code, most_owned, needs_guardian, read_share, show_share
from estate.people.rules_ids import (
    birth_year_in,
    check_sign,
    clean_plate,
    is_credit_code,
    is_id_number,
    is_identity_number,
    is_plate,
)
from estate.people.rules_names import pinyin_of

DAYS = st.dates(date(2000, 1, 1), date(2030, 12, 31)).map(date.isoformat)
SHARES = st.fractions(min_value=Fraction(1, 100), max_value=1, max_denominator=100)


@pytest.mark.parametrize(
    ("name", "full", "initials"),
    [
        ("张三", "zhangsan", "zs"),
        ("曾小贤", "zengxiaoxian", "zxx"),
        ("单雄信", "shanxiongxin", "sxx"),
        ("尉迟恭", "yuchigong", "ycg"),
        ("欧阳娜娜", "ouyangnana", "oynn"),
        ("李长江", "lichangjiang", "lcj"),
        ("John Smith", "johnsmith", "js"),
        ("O'Brien", "obrien", "ob"),
        ("买买提·阿不都", "maimaitiabudou", "mmtabd"),
        ("A座便利店", "azuobianlidian", "azbld"),
    ],
)
def test_a_name_is_read_as_people_say_it(name: str, full: str, initials: str) -> None:
    assert pinyin_of(name) == (full, initials)


def test_a_company_is_read_by_phrases() -> None:
    assert pinyin_of("重庆物业有限公司", company=True) == ("chongqingwuyeyouxiangongsi", "cqwyyxgs")


@given(st.text(min_size=1, max_size=20))
def test_no_name_breaks_the_pinyin(name: str) -> None:
    full, initials = pinyin_of(name)
    assert len(initials) <= len(full)
    assert " " not in full


@given(st.integers(10**16, 10**17 - 1))
def test_the_check_sign_finds_every_single_wrong_digit(first: int) -> None:
    digits = str(first)
    number = digits + check_sign(digits)
    for place in range(17):
        wrong = digits[:place] + str((int(digits[place]) + 1) % 10) + digits[place + 1 :]
        assert wrong + number[17] != wrong + check_sign(wrong)


def test_identity_numbers() -> None:
    assert is_identity_number("11010519491231002X")
    assert not is_identity_number("110105194912310021")
    assert not is_identity_number("110105194913310020")
    assert birth_year_in("11010519491231002X") == 1949
    assert is_id_number("E12345678")
    assert not is_id_number("E12345678", company=True)
    assert not is_id_number("110105491231002")


def test_credit_codes() -> None:
    assert is_credit_code("91350100M000100Y43")
    assert not is_credit_code("91350100M000100Y44")
    assert not is_id_number("91350100M000100Y43")


def test_plates() -> None:
    assert clean_plate(" 浙a·12345 ") == "浙A12345"
    assert is_plate("浙A12345")
    assert is_plate("浙AD12345")
    assert not is_plate("浙A1")
    assert not is_plate("the blue one")


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("1/2", Fraction(1, 2)),
        ("50%", Fraction(1, 2)),
        (" 33.3 % ", Fraction(333, 1000)),
        ("0.25", Fraction(1, 4)),
        ("1", Fraction(1)),
        ("１／３", Fraction(1, 3)),
        ("0", None),
        ("3/2", None),
        ("1/0", None),
        ("half", None),
        ("150%", None),
    ],
)
def test_shares_are_read_as_written(text: str, share: Fraction | None) -> None:
    assert read_share(text) == share


@given(SHARES)
def test_a_share_shown_is_read_again(share: Fraction) -> None:
    assert read_share(show_share(share.numerator, share.denominator)) == share


@given(st.lists(st.tuples(SHARES, st.none() | DAYS, st.none() | DAYS), max_size=8))
def test_the_largest_sum_is_that_of_the_fullest_day(
    parts: list[tuple[Fraction, str | None, str | None]],
) -> None:
    owned = [Owned(share, start, end) for share, start, end in parts if not (start and end and end < start)]
    days = {
        day for part in owned for day in (part.from_date or "", part.to_date or "9999", part.from_date or "")
    }
    fullest = max((sum(p.share or 0 for p in owned if holds(p, day)) for day in days), default=0)
    assert most_owned(owned) == fullest


@given(SHARES, SHARES, DAYS, DAYS)
def test_owners_who_follow_each_other_never_add_up(
    one: Fraction, two: Fraction, end: str, start: str
) -> None:
    if end < start:
        assert most_owned([Owned(one, None, end), Owned(two, start, None)]) == max(one, two)


def test_of_a_birth_year_the_doubt_protects() -> None:
    on = date(2026, 6, 1)
    assert needs_guardian(2012, on)
    assert not needs_guardian(2011, on)
    assert not needs_guardian(None, on)


def test_a_home_on_a_public_page_is_masked() -> None:
    assert mask_code("3-2-501") == "3-2-5**"
    assert mask_code("1") == "**"
