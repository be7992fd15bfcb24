"""What a typed text may be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estate.search.rules import LONGEST, Wish, read_wish


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("张三", Wish("张三", name="张三")),
        (" 张三 ", Wish("张三", name="张三")),
        ("zs", Wish("zs", latin="zs")),
        ("Zhang San", Wish("Zhang San", latin="zhangsan")),
        ("xi'an", Wish("xi'an", latin="xian")),
        ("5678", Wish("5678", phone_tail="5678", plate="5678", receipt_seq=5678)),
        ("138 1234-5678", Wish("138 1234-5678", phone_tail="13812345678")),
        ("+86 13812345678", Wish("+86 13812345678", phone_tail="13812345678")),
        ("0571-88886666", Wish("0571-88886666", phone_tail="8886666")),
        ("56", Wish("56", receipt_seq=56)),
        ("浙A·12345", Wish("浙A·12345", name="浙A·12345", plate="浙A12345")),
        ("浙A", Wish("浙A", name="浙A", plate="浙A")),
        ("SJ2026-000123", Wish("SJ2026-000123", name="SJ2026-000123", receipt="SJ2026-000123")),
        ("ＳＪ2026-0001", Wish("SJ2026-0001", name="SJ2026-0001", receipt="SJ2026-0001")),
        ("2026-123", Wish("2026-123", phone_tail="2026123", plate="2026123", receipt="2026-123")),
        ("", Wish("")),
    ],
)
def test_a_text_is_read_in_every_meaning_it_may_have(text: str, meant: Wish) -> None:
    assert read_wish(text) == meant


@given(st.text(max_size=200))
def test_no_text_breaks_it(text: str) -> None:
    assert len(read_wish(text).text) <= LONGEST
