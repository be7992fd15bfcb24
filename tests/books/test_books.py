"""The trial balance, the ledger, the rates and the journal of a small office, and the lock of a closed month."""

import sqlite3
from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any, NamedTuple

import openpyxl
import pytest
import time_machine
from litestar.testing import TestClient

from estate.billing import actions as billing
from estate.billing.actions_charges import reverse_charge
from estate.books import (
    actions_exports,
    queries,
    records_journal,
    records_ledger,
    records_rates,
    words,
    workbook,
)
from estate.books.rules_journal import vouchers
from estate.closing import actions_days, actions_months, records_months
from estate.closing.rules_month import following
from estate.data import Store, clock, read, write
from estate.data.store import System
from estate.deposits import actions as deposits
from estate.jobs import outbox
from estate.refusal import Refused
from tests.cashier.conftest import MONTH_FEN, Counter, Place, bill, owed, settle_place
from tests.cashier.test_pages import hidden
from tests.refunds.conftest import CASHIER, Desk

SignIn = Callable[[str], TestClient[Any]]
NOON = "2026-11-25 04:00Z"


class Person(NamedTuple):
    name: str
    account_id: int | None


LIU = Person("Liu Min", 2)


def month() -> str:
    return clock.today().isoformat()[:7]


@pytest.fixture
def busy(counter: Counter, place: Place) -> Place:
    """Payments in part, in advance and from it, a reversal, a void."""
    first = counter.take(place.wang, 20000)
    counter.take(place.li, 30000, method="wechat", advance_fen=10000)
    counter.take(place.li, 4000, method="prepayment")
    counter.void(counter.take(place.former, 900))
    counter.reverse(first)
    counter.take(place.wang, 7000)
    reverse_charge(owed(place.present)[0].charge_id, "by mistake", counter.by)
    return place


def test_the_trial_balance_adds_up_to_the_fen(busy: Place) -> None:
    with read() as db:
        trial = queries.trial_balance(db, month(), month())
        (row,) = trial.rows
    assert (row.opening_fen, row.charged_fen, row.charges_back_fen) == (0, 9 * MONTH_FEN, -MONTH_FEN)
    assert (row.received_fen, row.receipts_back_fen, row.offset_fen) == (-20000 - 20000 - 7000, 20000, -4000)
    assert row.closing_fen == row.now_fen == 8 * MONTH_FEN - 31000
    assert trial.proved and trial.till == (37000, 10000)
    assert trial.prepayments.moved_fen == {"paid_in": 10000, "offset": -4000}
    assert trial.prepayments.closing_fen == 6000
    with read() as db:
        assert queries.sums_hold(db, "2000-01", "2100-01")
        later = queries.trial_balance(db, following(month()), following(month()))
    assert later.total.opening_fen == later.total.closing_fen == row.closing_fen and later.proved


def test_a_ledger_is_the_running_sum_of_its_rows(busy: Place) -> None:
    with read() as db:
        for whose in busy:
            lines = records_ledger.ledger(db, *whose)
            assert (lines[-1].balance_fen if lines else 0) == records_ledger.balance_of(db, *whose)
        kinds = [line.entry.kind for line in records_ledger.ledger(db, *busy.former)]
        accounts = records_ledger.accounts(db, 0, clock.today().isoformat(), 1)
        count, total = records_ledger.accounts_total(db, 0, "2000-01-01")
    assert (
        kinds.count("charge") == 2 and kinds.count("receipt") == 2
    )  # the void stands beside what it takes back
    assert sum(one.balance_fen for one in accounts) == 8 * MONTH_FEN - 31000
    assert (count, total) == (0, 0)


def test_rates_are_made_of_the_periods_bills_and_the_old_debt(counter: Counter, place: Place) -> None:
    with time_machine.travel("2026-12-10 04:00Z", tick=False):
        counter.take(place.wang, MONTH_FEN)  # September's
    with read() as db:
        september = records_rates.billed(db, "2026-09-01", "2026-09-30", "2026-12-31")
        before = records_rates.billed(db, "2026-09-01", "2026-09-30", "2026-12-09")
        old = records_rates.old(db, "2026-12-01", "2026-12-31")
        earlier = records_rates.old(db, "2026-09-01", "2026-09-30")
        for day, paid_fen in (("2026-12-09", 0), ("2026-12-10", MONTH_FEN)):
            rows = records_rates.bills_of_period(db, "2026-09-01", "2026-09-30", day, 1)
            assert (len(rows), sum(row.collected_fen for row in rows)) == (3, paid_fen)
        assert records_rates.billed(db, "2026-09-01", "2026-09-30", "2020-01-01").charges == 0
    assert september == (3, 3 * MONTH_FEN, 0, MONTH_FEN)
    assert before.collected_fen == 0
    assert old == (9 * MONTH_FEN, MONTH_FEN)
    assert earlier == (0, 0)


def close_days() -> None:
    with time_machine.travel("2026-12-01 04:00Z", tick=False):
        actions_days.close_uncounted("2026-11-30", "banked", "days", LIU)


@pytest.fixture
def november(store: Store, by: System) -> Place:
    """An office that billed and took money in November; it is the first of December now."""
    with time_machine.travel(NOON, tick=False):
        place = settle_place(by)
        bill(by, [date(2026, 10, 1), date(2026, 11, 1)])
        Counter().take(place.wang, 20000)
    return place


def test_a_month_is_closed_when_its_list_is_done(november: Place) -> None:
    with time_machine.travel("2026-12-01 04:00Z", tick=False):
        with read() as db:
            left = {check.name: check.left for check in actions_months.checklist(db, "2026-11")}
        assert left == {"over": 0, "days": 1, "runs": 0, "receipts": 0, "sums": 0, "difference": 0}
        with pytest.raises(Refused, match="Not everything") as refused:
            actions_months.close_month("2026-11", "k", LIU)
        assert refused.value.field == "month"
        close_days()
        with pytest.raises(Refused):
            actions_months.close_month("2026-12", "k", LIU)  # not over yet
        closed = actions_months.close_month("2026-11", "k", LIU)
        assert actions_months.close_month("2026-11", "k", LIU) == closed
        assert closed.closing_fen == 6 * MONTH_FEN - 20000
        with pytest.raises(Refused, match="closed already"):
            actions_months.close_month("2026-10", "k2", LIU)


def test_nothing_is_booked_in_a_closed_month(november: Place, by: System) -> None:
    close_days()
    counter = Counter()
    with time_machine.travel("2026-12-01 04:00Z", tick=False):
        closed = actions_months.close_month("2026-11", "k", LIU)
        counter.take(november.wang, 100)
        with read() as db:
            day_close = db.value("SELECT id FROM day_closes")
        with pytest.raises(Refused, match="books are closed up to"):
            actions_days.reopen(day_close, "late", LIU)
    with time_machine.travel(NOON, tick=False):  # a clock that is set back
        colleague = Counter()
        colleague.by = System("Qian Wu")
        charge_id = owed(november.li)[0].charge_id
        for act in (
            lambda: colleague.take(november.li, 100),
            lambda: reverse_charge(charge_id, "x", by),
        ):
            with pytest.raises(Refused, match="books are closed up to"):
                act()
        with pytest.raises(sqlite3.IntegrityError, match="closed: this month"), write(by) as tx:
            tx.run("""
                INSERT INTO prepayment_entries (home_id, payer_id, kind, amount_fen, receipt_id, booked_on, at, who)
                SELECT home_id, payer_id, 'paid_in', 1, id, taken_on, taken_at, 'x' FROM receipts LIMIT 1""")
    with time_machine.travel("2026-12-01 04:00Z", tick=False):
        with pytest.raises(Refused) as refused:
            actions_months.reopen_month(closed.id, " ", LIU)
        assert refused.value.field == "reason"
        opened = actions_months.reopen_month(closed.id, "a forgotten bill", LIU)
        assert opened.reopened_by == "Liu Min" and actions_months.reopen_month(closed.id, "x", LIU) == opened
    with time_machine.travel(NOON, tick=False):
        reverse_charge(owed(november.li)[0].charge_id, "x", by)


def test_months_are_reopened_from_the_latest(november: Place) -> None:
    close_days()
    with time_machine.travel("2026-12-01 04:00Z", tick=False):
        october = actions_months.close_month("2026-10", "k1", LIU)
        actions_months.close_month("2026-11", "k2", LIU)
        with pytest.raises(Refused, match="later month"):
            actions_months.reopen_month(october.id, "x", LIU)
        with pytest.raises(sqlite3.IntegrityError, match="latest closed month"), write(LIU) as tx:
            tx.insert("month_reopenings", close_id=october.id, reason="x", at="x", who="x")
        with read() as db:
            assert records_months.latest(db) and len(records_months.closes(db)) == 2


def test_a_run_that_waits_keeps_the_month_open(november: Place, by: System) -> None:
    close_days()
    with time_machine.travel("2026-12-01 04:00Z", tick=False):
        billing.start_run(date(2026, 9, 1), date(2026, 9, 1), by, in_worker=False)
        with pytest.raises(Refused, match="Not everything"):
            actions_months.close_month("2026-11", "k", LIU)


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE month_closes SET reopening_id = 1",
        "UPDATE month_closes SET closing_fen = 0",
        "DELETE FROM month_closes",
        "INSERT INTO month_closes (key, month, last_day, closing_fen, closed_at, who) "
        "VALUES ('x', '2026-10', '2026-10-31', 0, 'x', 'x')",
    ],
)
def test_the_database_keeps_a_closed_month(november: Place, attack: str) -> None:
    close_days()
    with time_machine.travel("2026-12-01 04:00Z", tick=False):
        actions_months.close_month("2026-11", "k", LIU)
    with pytest.raises(sqlite3.IntegrityError), write(LIU) as tx:
        tx.run(attack)


def made_journal(browser: TestClient[Any], key: str = "k") -> str:
    """The page of this month's journal, asked for as on the screen and made as the worker makes it."""
    asked = browser.post("/books/journal", data={"key": key, "month": month()}, follow_redirects=False)
    assert asked.status_code == 303
    outbox.drain()
    return asked.headers["location"]


def test_the_journal_is_made_by_the_worker_while_its_page_is_watched_or_left(
    sign_in: SignIn, busy: Place
) -> None:
    manager = sign_in("manager")
    form = {"key": "k", "month": month()}
    path = manager.post("/books/journal", data=form, follow_redirects=False).headers["location"]
    assert manager.get(path + "/file").status_code == 404
    assert (
        "Making the journal" in manager.get(path).text and "Being made" in manager.get("/books/journal").text
    )
    assert manager.post("/books/journal", data=form, follow_redirects=False).headers["location"] == path
    outbox.drain()
    done = manager.get(path).text
    assert "Download as Excel" in done and 'hx-trigger="every 1s"' not in done
    assert "Ready" in manager.get("/books/journal").text
    first = manager.get(path + "/file").content
    outbox.drain()
    assert manager.get(path + "/file").content == first
    assert made_journal(manager, "another") != path


def test_a_month_that_is_none_is_said_beside_the_field(sign_in: SignIn, busy: Place) -> None:
    answer = sign_in("manager").post("/books/journal", data={"key": "k", "month": "2026-13"})
    assert answer.status_code == 422 and 'id="export-form"' in answer.text and "2026-13" in answer.text


def test_a_journal_that_failed_says_so(sign_in: SignIn, busy: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_LINES", 3)
    manager = sign_in("manager")
    path = made_journal(manager)
    assert "This month has more lines than a sheet holds." in manager.get(path).text
    assert "Failed" in manager.get("/books/journal").text
    actions_exports.fail_export(int(path.rsplit("/", 1)[1]), "OSError()")
    assert "Start it again" in manager.get(path).text


@pytest.mark.parametrize("attack", ["UPDATE journal_exports SET lines = 1", "DELETE FROM journal_exports"])
def test_a_journal_that_was_made_stays_as_it_is(sign_in: SignIn, busy: Place, attack: str) -> None:
    made_journal(sign_in("manager"))
    with pytest.raises(sqlite3.IntegrityError), write(LIU) as tx:
        tx.run(attack)


def test_the_journal_is_a_sheet_of_balanced_vouchers(sign_in: SignIn, busy: Place) -> None:
    manager = sign_in("manager")
    manager.post("/books/codes", data={"role": "cash", "fee_item": "", "code": "1001.01", "name": "=till"})
    answer = manager.get(made_journal(manager) + "/file")
    assert answer.status_code == 200
    sheet: Any = openpyxl.load_workbook(BytesIO(answer.content)).active
    rows = [list(row) for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert {row[3] for row in rows} == {"1122", "6001", "1001.01", "1002", "2203"}
    sums: dict[int, float] = {}
    for row in rows:
        sums[row[1]] = round(sums.get(row[1], 0) + (row[5] or 0) - (row[6] or 0), 2)
    assert set(sums.values()) == {0}
    assert sum(row[5] or 0 for row in rows if row[3] == "1122") == pytest.approx(8 * MONTH_FEN / 100)
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert {row[7] for row in rows if row[3] == "1122"} == {"3-2-501", "3-2-502", "1-1-101"}


def test_deposits_refunds_and_credits_are_in_the_books(
    sign_in: SignIn, counter: Counter, place: Place
) -> None:
    desk, taken = (
        Desk(),
        deposits.take(deposits.Asked(*place.wang, "renovation", "contract", 2000, "cash"), "d", CASHIER),
    )
    deposits.note_inspection(taken.id, "sheet 1", CASHIER)
    deposits.deduct(taken.id, 300, "a broken tile", "sheet 1", "x", CASHIER)
    counter.take(place.wang, 5000, advance_fen=5000)
    desk.pay(desk.ask("refund", place.wang, 2000))
    desk.ask("credit", place.wang, 700)
    back = desk.pay(desk.ask("deposit", place.wang, 1700, deposit_id=taken.id))
    with read() as db:
        trial = queries.trial_balance(db, month(), month())
        rows = records_journal.booked(db, queries.first_day(month()), queries.last_day(month()))
        lines = list(vouchers(rows, records_journal.chart(db), {k: k for k in words.SUMMARIES}))
    assert trial.proved
    assert trial.deposits.moved_fen == {"taken": 2000, "deducted": -300, "returned": -1700, "inspected": 0}
    assert trial.prepayments.closing_fen == 5000 - 2000 + 700
    sums: dict[str, int] = {}
    for line in lines:
        sums[line.account.code] = sums.get(line.account.code, 0) + line.debit_fen - line.credit_fen
    assert sum(sums.values()) == 0
    assert (sums["1001"], sums["2203"], sums["2241"], sums["6301"]) == (
        2000 + 5000 - 2000 - 1700,
        -3700,
        0,
        -300,
    )
    desk.reverse(back)
    with read() as db:
        again = queries.trial_balance(db, month(), month())
    assert again.proved and again.deposits.closing_fen == 1700
    assert 'id="deposits"' in sign_in("manager").get("/books").text


def test_every_figure_leads_to_its_rows(sign_in: SignIn, busy: Place) -> None:
    manager = sign_in("manager")
    shown = manager.get("/books").text
    assert "proved to the fen" in shown
    for column, word in (("charged", "3-2-501"), ("received", "/receipts/SJ"), ("offset", "/receipts/YC")):
        page = manager.get(f"/books/entries?first={month()}&last={month()}&column={column}").text
        assert word in page
    assert "3-2-502" in manager.get("/books/accounts").text
    ledger = manager.get(f"/books/homes/{busy.wang.home_id}").text
    assert "the same" in ledger and "/charges/" in ledger
    rates = manager.get("/books/rates?first=2026-09&last=2026-11").text
    assert "/books/rates/bills" in rates
    past = manager.get("/books/rates/bills?first=2026-09&last=2026-11&of=period&as_of=2020-01-01").text
    assert "Nothing stands behind this figure" in past and "as_of=2020-01-01" in past
    for of in ("period", "before"):
        assert manager.get(f"/books/rates/bills?first=2026-09&last=2026-11&of={of}").status_code == 200
    assert manager.get("/books/entries?column=x").status_code == 404
    assert manager.get("/books/homes/999").status_code == 404
    assert sign_in("clerk").get("/books").status_code == 403


def test_a_manager_closes_the_month_on_its_page(sign_in: SignIn, november: Place) -> None:
    close_days()
    with time_machine.travel("2026-12-01 04:00Z", tick=False):
        cashier = sign_in("cashier")
        assert 'id="checklist"' in cashier.get("/month-closes?month=2026-11").text
        assert (
            cashier.post("/month-closes", data={"month": "2026-11", "idempotency_key": "k"}).status_code
            == 403
        )
        manager = sign_in("manager")
        page = manager.get("/month-closes?month=2026-11").text
        form = {"month": "2026-11", "idempotency_key": hidden(page, "idempotency_key")}
        done = manager.post("/month-closes", data=form)
        assert "The books are closed up to" in done.text
        with read() as db:
            latest = records_months.latest(db)
        assert latest
        address = f"/month-closes/{latest.id}"
        assert "Reopen the month" in manager.get(address).text
        assert manager.post(f"{address}/reopening", data={"reason": ""}).status_code == 422
        assert manager.post(f"{address}/reopening", data={"reason": "a bill"}).status_code == 200
        assert "Reopened by Liu Min" in manager.get(address).text


@pytest.mark.parametrize(
    ("given", "field"), [({"code": " "}, "code"), ({"name": ""}, "name"), ({"role": "x"}, "role")]
)
def test_an_account_has_a_code_and_a_name(sign_in: SignIn, given: dict[str, str], field: str) -> None:
    manager = sign_in("manager")
    form = {"role": "cash", "fee_item": "", "code": "1001", "name": "Cash"} | given
    answer = manager.post("/books/codes", data=form)
    assert answer.status_code == 422 and f'id="{field}-error"' in answer.text
    assert (
        manager.post("/books/codes", data=form | {"role": "cash", "code": "1", "name": "a"}).status_code
        == 200
    )
