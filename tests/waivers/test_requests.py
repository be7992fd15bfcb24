"""Asking, granting, declining, withdrawing, taking back; and what the database itself keeps."""

import sqlite3

import pytest

from estate.billing import queries as billing
from estate.billing.actions_charges import reverse_charge
from estate.billing.statement import statement
from estate.data import audit, read, write
from estate.data.store import System
from estate.office import actions as office
from estate.office.identity import identity
from estate.refusal import Refused
from estate.waivers import actions, queries, records
from tests.waivers.conftest import LIU, ZHAO, Counter, Household, ask, exact, owed, waived

OTHER = System("Sun Yan", 4)


def test_what_is_granted_lowers_what_is_owed_and_leaves_the_charge_as_it_is(wang: Household) -> None:
    oldest = owed(wang)[0]
    made = ask(wang, oldest, fen=1000, grant=True)
    assert made.state == "granted" and made.decided_by == ZHAO.name
    now = owed(wang)[0]
    assert (now.amount_fen, now.waived_fen, now.balance_fen) == (16606, 1000, 15606)
    with read() as db:
        found = queries.of_charge(db, oldest.charge_id)[0]
        assert (found.kind, found.basis, found.live) == ("one_off", "contract, clause 9", True)
        assert db.value("SELECT waived_fen FROM v_charges WHERE charge_id = :id", id=oldest.charge_id) == 1000
        assert [one.action for one in audit.of_subject(db, "waiver_requests", made.id)] == [
            "waiver.granted",
            "waiver.requested",
        ]
    exact()


def test_a_sum_over_three_months_is_spread_to_the_fen_and_a_share_is_rounded_on_each(wang: Household) -> None:
    ask(wang, fen=1000, grant=True)
    assert [one.waived_fen for one in owed(wang)] == [334, 333, 333]
    made = ask(wang, asked_e4=1000, by=OTHER)
    assert made.amount_fen == 1627 + 1627 + 1627
    exact()


def test_above_the_limit_another_person_decides(wang: Household) -> None:
    with pytest.raises(Refused, match="another person"):
        ask(wang, fen=5001, grant=True)
    made = ask(wang, fen=5001)
    with pytest.raises(Refused, match="another person"):
        actions.grant_request(made.id, ZHAO, may_approve=True)
    with pytest.raises(Refused, match="manager"):
        actions.grant_request(made.id, OTHER, may_approve=False)
    granted = actions.grant_request(made.id, LIU, may_approve=True)
    assert actions.grant_request(made.id, LIU, may_approve=True) == granted
    assert sum(one.waived_fen for one in owed(wang)) == 5001
    exact()


def test_a_manager_does_not_approve_their_own_request(wang: Household) -> None:
    made = ask(wang, fen=9000, by=LIU)
    with pytest.raises(Refused, match="another person"):
        actions.grant_request(made.id, LIU, may_approve=True)
    with pytest.raises(Refused, match="Withdraw"):
        actions.decline_request(made.id, "no", LIU, may_approve=True)


def test_small_grants_to_one_home_on_one_day_count_together(wang: Household) -> None:
    ask(wang, fen=3000, grant=True)
    with pytest.raises(Refused, match="another person"):
        ask(wang, fen=2001, grant=True)
    assert ask(wang, fen=2000, grant=True).state == "granted"


def test_the_limit_is_the_offices(wang: Household, by: System) -> None:
    with read() as db:
        office_now = identity(db)
    office.change(office_now._replace(waiver_limit_fen=0), by)
    with pytest.raises(Refused, match="another person"):
        ask(wang, fen=1, grant=True)


def test_a_request_is_declined_with_a_reason_or_withdrawn_by_who_asked(wang: Household) -> None:
    first, second, third = owed(wang)
    declined = ask(wang, first, fen=1000)
    with pytest.raises(Refused, match="reason"):
        actions.decline_request(declined.id, " ", LIU, may_approve=True)
    assert actions.decline_request(declined.id, "lift ran", LIU, may_approve=True).state == "declined"
    with pytest.raises(Refused, match="decided already"):
        actions.grant_request(declined.id, LIU, may_approve=True)
    withdrawn = ask(wang, second, fen=1000)
    with pytest.raises(Refused, match="Only who asked"):
        actions.withdraw_request(withdrawn.id, LIU)
    assert actions.withdraw_request(withdrawn.id, ZHAO).state == "withdrawn"
    ask(wang, third, fen=1)
    with read() as db:
        assert queries.open_requests(db) == 1
        assert records.state_counts(db) == {"declined": 1, "withdrawn": 1, "open": 1}
    assert [one.waived_fen for one in owed(wang)] == [0, 0, 0]


def test_one_charge_has_one_open_request(wang: Household) -> None:
    oldest = owed(wang)[0]
    ask(wang, oldest, fen=1000)
    with pytest.raises(Refused, match="asks for this already"):
        ask(wang, fen=100)


def test_a_page_sent_twice_asks_once_and_a_used_page_asks_nothing_else(wang: Household) -> None:
    made = ask(wang, fen=1000, key="page")
    assert ask(wang, fen=1000, key="page") == made
    with pytest.raises(Refused, match="used already"):
        ask(wang, fen=900, key="page")


@pytest.mark.parametrize(
    ("fen", "more", "match"),
    [
        (None, {}, "one of the two"),
        (100, {"asked_e4": 1000}, "one of the two"),
        (0, {}, "more than nothing"),
        (49819, {}, "Only ¥498.18"),
        (1, {"reason": " "}, "reason"),
        (1, {"basis": ""}, "allows"),
        (1, {"reason_code": "penalty"}, "penalties only"),
        (1, {"reason_code": "whim"}, "why"),
    ],
)
def test_what_makes_no_sense_is_refused(
    wang: Household, fen: int | None, more: dict[str, object], match: str
) -> None:
    with pytest.raises(Refused, match=match):
        ask(wang, fen=fen, **more)


def test_what_was_paid_in_between_is_not_waived(wang: Household, counter: Counter) -> None:
    oldest = owed(wang)[0]
    made = ask(wang, oldest, asked_e4=10_000)
    counter.take(wang, 16000)
    with pytest.raises(Refused, match="Less is unpaid"):
        actions.grant_request(made.id, LIU, may_approve=True)


def test_a_waiver_is_revoked_once_and_owed_again(wang: Household) -> None:
    oldest = owed(wang)[0]
    ask(wang, oldest, fen=1000, grant=True)
    with read() as db:
        waiver_id = queries.of_charge(db, oldest.charge_id)[0].id
    with pytest.raises(Refused, match="reason"):
        actions.revoke(waiver_id, "", LIU)
    revocation = actions.revoke(waiver_id, "lift ran", LIU)
    assert actions.revoke(waiver_id, "again", LIU) == revocation
    with pytest.raises(Refused, match="itself"):
        actions.revoke(revocation.id, "x", LIU)
    assert waived(oldest.charge_id) == [1000, -1000]
    assert owed(wang)[0].balance_fen == 16606
    exact()


def test_a_waiver_under_which_the_payer_paid_is_not_revoked(wang: Household, counter: Counter) -> None:
    oldest = owed(wang)[0]
    ask(wang, oldest, fen=1000, grant=True)
    with read() as db:
        waiver_id = queries.of_charge(db, oldest.charge_id)[0].id
    receipt = counter.take(wang, 15606)
    with pytest.raises(Refused, match=receipt.number):
        actions.revoke(waiver_id, "lift ran", LIU)
    counter.reverse(receipt)
    assert actions.revoke(waiver_id, "lift ran", LIU).amount_fen == -1000
    exact()


def test_a_charge_waived_by_decision_is_not_reversed_before_the_waiver_is(
    wang: Household, by: System
) -> None:
    oldest = owed(wang)[0]
    ask(wang, oldest, fen=1000, grant=True)
    with pytest.raises(Refused, match="Revoke the waiver"):
        reverse_charge(oldest.charge_id, "wrong", by)
    with read() as db:
        waiver_id = queries.of_charge(db, oldest.charge_id)[0].id
    actions.revoke(waiver_id, "wrong", LIU)
    reverse_charge(oldest.charge_id, "wrong", by)
    exact()


def test_the_statement_shows_each_waiver_and_ends_with_what_is_owed(
    wang: Household, counter: Counter
) -> None:
    ask(wang, fen=1000, grant=True)
    counter.take(wang, 20000)
    with read() as db:
        shown = statement(db, wang.home_id)
        owed_fen = billing.owed_total(db, wang.home_id)
    assert shown.opening_fen + shown.charged_fen - shown.waived_fen - shown.paid_fen == shown.closing_fen
    assert shown.closing_fen == owed_fen == 3 * 16606 - 1000 - 20000
    assert [entry.waiver.amount_fen for entry in shown.entries if entry.waiver] == [333, 333, 334]


def test_the_receipt_says_what_was_waived(wang: Household, counter: Counter) -> None:
    oldest = owed(wang)[0]
    ask(wang, oldest, fen=1000, grant=True)
    receipt = counter.take(wang, 15606)
    with read() as db:
        line = db.tuples(
            "SELECT amount_fen, waived_fen, left_fen FROM allocations WHERE receipt_id = :id", id=receipt.id
        )
    assert line == [(15606, 1000, 0)]


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE waivers SET amount_fen = 1",
        "DELETE FROM waivers",
        "UPDATE waiver_requests SET reason = 'x'",
        "UPDATE waiver_decisions SET decision = 'declined', reason = 'x'",
        "DELETE FROM waiver_request_lines",
        "INSERT INTO waivers (key, charge_id, amount_fen, kind, reason_code, reason, basis, request_id, requested_by, "
        "requested_at, approved_by, approved_at, booked_on) SELECT 'x', charge_id, 99999, kind, reason_code, reason, "
        "basis, request_id, 'x', 'x', 'x', 'x', booked_on FROM waivers",
        "INSERT INTO waivers (key, charge_id, amount_fen, kind, reason_code, reason, basis, request_id, requested_by, "
        "requested_at, approved_by, approved_at, booked_on, revokes_id) SELECT 'x', charge_id, -999, kind, reason_code, "
        "reason, basis, request_id, 'x', 'x', 'x', 'x', booked_on, id FROM waivers",
    ],
)
def test_the_database_keeps_waivers_as_they_are_and_within_what_is_unpaid(wang: Household, sql: str) -> None:
    ask(wang, owed(wang)[0], fen=1000, grant=True)
    with pytest.raises(sqlite3.IntegrityError), write(ZHAO) as tx:
        tx.run(sql)
    exact()
