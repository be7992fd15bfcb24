"""The code that payers write beside a transfer leads to one home or to none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estate.community.rules_remark import SIGNS, homes_in_remark, remark_code

HOMES = st.integers(1, 923_520)


@given(HOMES)
def test_a_code_leads_back_to_its_home(home_id: int) -> None:
    assert homes_in_remark(remark_code(home_id)) == [home_id]


@given(HOMES, HOMES)
def test_two_homes_have_two_codes(one: int, other: int) -> None:
    assert (remark_code(one) == remark_code(other)) == (one == other)


@given(HOMES, st.integers(1, 5), st.sampled_from(SIGNS))
def test_one_wrong_sign_leads_to_no_home(home_id: int, place: int, sign: str) -> None:
    code = remark_code(home_id)
    wrong = code[:place] + sign + code[place + 1 :]
    assert homes_in_remark(wrong) == ([home_id] if wrong == code else [])


@given(HOMES, st.integers(1, 4))
def test_two_signs_that_changed_places_lead_to_no_home(home_id: int, place: int) -> None:
    code = remark_code(home_id)
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert homes_in_remark(swapped) == ([home_id] if swapped == code else [])


@pytest.mark.parametrize(
    "remark",
    ["{}", "物业费{}谢谢", "3栋501 {} 11月", "{}物业费", " {} "],
)
def test_a_code_is_found_among_other_words(remark: str) -> None:
    assert homes_in_remark(remark.format(remark_code(501))) == [501]


def test_a_code_is_read_as_people_type_it() -> None:
    code = remark_code(501)
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in code)
    for typed in (code.lower(), wide, f"{code[:3]} {code[3:]}", f"{code[:3]}-{code[3:]}"):
        assert homes_in_remark(typed) == [501]


def test_words_that_are_no_code_lead_nowhere() -> None:
    assert homes_in_remark("WUYE FEI 2026 WECHAT TRANSFER") == []


@pytest.mark.parametrize("home_id", [0, -1, 923_521])
def test_no_code_is_made_for_no_home(home_id: int) -> None:
    with pytest.raises(ValueError):
        remark_code(home_id)
