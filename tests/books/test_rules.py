"""The rules of the books: rates by the cases of DOMAIN, the trial balance, vouchers."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estate.books.entries import KINDS
from estate.books.rules_journal import Account, Booked, Chart, vouchers
from estate.books.rules_rates import rates
from estate.books.rules_trial import COLUMNS, Sum, total, trial
from tests.cases import Case, cases

CHART = Chart(
    {(role, None): Account(code, role) for role, code in (
        ("receivable", "1122"), ("cash", "1001"), ("wechat", "1002"), ("prepayment", "2203"), ("revenue", "6001"),
        ("penalty", "6301"), ("waiver", "6001"))}
    | {("revenue", 2): Account("2241", "collected for others")}
)  # fmt: skip
WORDS = dict.fromkeys(("charge", "waiver", "receipt", "offset", "advance"), "word")


@pytest.mark.parametrize("case", cases("kpi"))
def test_kpi(case: Case) -> None:
    assert case.rule == "rates"
    answer = rates(**case.input)._asdict()
    assert {key: answer[key] for key in case.expect} == case.expect


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ((0, 0, 0, 0), (None, None, None)),
        ((100, 0, 0, 0, 100), (None, None, None)),
        ((8, 1, 8, -1), (1250, -1250, 0)),
        ((20000, 1, 0, 0), (1, None, 1)),  # 0.5 of a hundredth goes up
    ],
)
def test_rates_at_their_edges(given: tuple[int, ...], expected: tuple[int | None, ...]) -> None:
    assert rates(*given) == expected


def test_every_kind_of_entry_has_one_column() -> None:
    assert sorted(kind for kinds in COLUMNS.values() for kind in kinds) == sorted(KINDS)


@given(
    st.lists(
        st.builds(
            Sum, st.sampled_from(["2026-08", "2026-09", "2026-10", "2026-11"]), st.integers(1, 3),
            st.sampled_from(KINDS), st.integers(-(10**9), 10**9),
        )
    )
)  # fmt: skip
def test_a_trial_balance_leaves_out_no_entry(sums: list[Sum]) -> None:
    now: dict[int, int] = {}
    for one in sums:
        now[one.fee_item_id] = now.get(one.fee_item_id, 0) + one.amount_fen
    rows = trial(sums, now, "2026-09", "2026-10")
    assert all(row.difference_fen == 0 for row in rows)
    assert total(rows).closing_fen == sum(one.amount_fen for one in sums if one.month <= "2026-10")


def test_a_missing_entry_shows_as_a_difference() -> None:
    (row,) = trial(
        [Sum("2026-09", 1, "charge", 500), Sum("2026-10", 1, "receipt", -300)], {1: 250}, "2026-10", "2026-10"
    )
    assert (row.opening_fen, row.received_fen, row.closing_fen, row.difference_fen) == (500, -300, 200, -50)
    assert trial([], {}, "2026-10", "2026-10") == [] and total([]).difference_fen == 0


BOOKED = st.builds(
    Booked, st.sampled_from(["2026-10-01", "2026-10-02"]), st.sampled_from(["charge", "waiver", "receipt"]),
    st.sampled_from(["A", "B", "SJ1"]), st.sampled_from(["cash", "wechat", "prepayment"]), st.sampled_from([1, 2]),
    st.just("fee"), st.just("3-2-501"), st.just("Wang"), st.integers(-(10**9), 10**9), st.booleans(),
)  # fmt: skip


@given(st.lists(BOOKED))
def test_debits_and_credits_of_every_voucher_are_the_same(booked: list[Booked]) -> None:
    booked.sort(key=lambda one: (one.day, one.document))
    sums: dict[int, int] = {}
    for line in vouchers(booked, CHART, WORDS):
        sums[line.voucher] = sums.get(line.voucher, 0) + line.debit_fen - line.credit_fen
    assert set(sums.values()) <= {0}
    assert list(sums) == list(range(1, len(sums) + 1))


def test_each_kind_of_entry_goes_to_its_accounts() -> None:
    def one(
        kind: str, document: str, method: str, item: int | None, fen: int, *, penalty: bool = False
    ) -> Booked:
        return Booked("2026-10-01", kind, document, method, item, "fee", "h", "p", fen, penalty)

    booked = [
        one("charge", "A", "", 1, 500), one("charge", "A", "", 2, 300), one("charge", "A", "", 1, 7, penalty=True),
        one("receipt", "S1", "cash", 1, -400), one("advance", "S1", "cash", None, -50),
        one("offset", "Y1", "prepayment", 1, -40),
    ]  # fmt: skip
    found: list[tuple[Any, ...]] = [
        (line.voucher, line.account.code, line.debit_fen, line.credit_fen)
        for line in vouchers(booked, CHART, WORDS)
    ]
    assert found == [
        (1, "1122", 500, 0), (1, "1122", 300, 0), (1, "1122", 7, 0), (1, "6001", 0, 500), (1, "2241", 0, 300),
        (1, "6301", 0, 7), (2, "1001", 450, 0), (2, "1122", 0, 400), (2, "2203", 0, 50), (3, "2203", 40, 0),
        (3, "1122", 0, 40),
    ]  # fmt: skip
