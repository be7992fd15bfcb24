"""What was prepaid and what is credited at a handover: first what is owed, then back, or on to who comes by agreement."""

import pytest

from estate.billing import queries as billing
from estate.books import records_journal
from estate.books.rules_journal import PASSED, vouchers
from estate.books.words import SUMMARIES
from estate.cashier import actions as cashier
from estate.cashier.actions import Payment
from estate.data import read
from estate.prepayments import queries as prepayments
from estate.refunds import actions as refunds
from estate.refunds import queries as requests
from estate.refusal import Refused
from estate.settlement import actions, records
from tests.settlement.conftest import (
    BY,
    HERE,
    SALE,
    SEPTEMBER,
    WANG,
    ZHOU,
    approve,
    begun,
    done,
    monthly,
    pay_all,
    payer,
    prepaid,
    settled,
    yearly,
)


def test_a_prepayment_first_pays_what_is_owed_and_the_rest_is_refunded(home: int) -> None:
    monthly()
    prepay(home, 20000)
    wang = payer(home, SEPTEMBER)
    finished = settled(home, money="refund")
    assert done(finished) == [("billed", 8301), ("offset", 8301), ("refund", 11699)]
    with read() as db:
        assert billing.owed_total(db, home, wang) == 0
    assert prepaid(home, wang) == 11699  # asked for; it goes when it is paid out
    actions.go_on_with_money(finished.id, BY)
    assert len(done(finished)) == 3


def test_a_prepayment_passes_on_by_written_agreement_alone(home: int) -> None:
    prepay(home, 20000)
    wang = payer(home, SEPTEMBER)
    found = begun(home)
    with pytest.raises(Refused, match="written agreement"):
        actions.say_money(found.id, "carry", " ", BY)
    actions.say_money(found.id, "carry", "agreement of 15 September", BY)
    finished = actions.complete(found.id, BY, HERE)
    zhou = payer(home, SALE)
    assert (prepaid(home, wang), prepaid(home, zhou)) == (0, 20000)
    with read() as db:
        (effect,) = records.effects(db, finished.id)
        request = requests.request(db, effect.request_id or 0)
        assert request and request.number and request.number.startswith("ZY2026-")
        assert "agreement of 15 September" in request.reason
        assert [one.kind for one in prepayments.entries(db, home, zhou)] == ["transfer"]
    assert passed_on_in_the_journal() == [(WANG, 20000, 0), (ZHOU, 0, 20000)]
    refunds.reverse(request.id, "not agreed", BY)
    assert (prepaid(home, wang), prepaid(home, zhou)) == (20000, 0)
    with read() as db:
        assert records.effects(db, finished.id)[0].taken_back


def test_a_carry_over_above_the_limit_waits_for_another_person(home: int) -> None:
    prepay(home, 30000)
    wang = payer(home, SEPTEMBER)
    finished = settled(home, money="carry", agreement="paper 7")
    zhou = payer(home, SALE)
    assert (prepaid(home, wang), prepaid(home, zhou)) == (30000, 0)
    actions.go_on_with_money(finished.id, BY)  # asked for already
    approve(finished)
    assert (prepaid(home, wang), prepaid(home, zhou)) == (0, 30000)


def test_an_approved_credit_goes_on_to_where_it_was_said_to_go(home: int) -> None:
    yearly()
    pay_all(home)
    finished = settled(home, money="refund")
    assert "refund" not in dict(done(finished))
    approve(finished)
    actions.go_on_with_money(finished.id, BY)
    assert done(finished)[-1] == ("refund", 58121)


def passed_on_in_the_journal() -> list[tuple[str, int, int]]:
    """Payer, debit and credit of what was carried over this month."""
    with read() as db:
        rows = list(records_journal.booked(db, "2026-09-01", "2026-09-30"))
        chart = records_journal.chart(db)
    own = [row for row in rows if row.kind in PASSED]
    told = {kind: kind for kind in SUMMARIES}
    return sorted((line.payer, line.debit_fen, line.credit_fen) for line in vouchers(own, chart, told))


def prepay(home_id: int, fen: int) -> None:
    payment = Payment(home_id, payer(home_id, SEPTEMBER), fen, "cash", advance_fen=fen, beyond_cap=True)
    cashier.take(payment, f"prepay-{fen}", BY)
