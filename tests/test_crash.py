"""SIGKILL in the middle of posting runs and payments, many times: what was acknowledged is there, nothing is there by half."""

import random
import re
import sqlite3
import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import httpx

from estate.data import clock, current
from estate.data.store import connect
from tests.appliance import Appliance
from tests.conftest import Community

KILLS = 9
CASHIERS = 3
AT_COUNTER = "key NOT LIKE 'demo-%' AND key NOT LIKE 'offset:%' AND key NOT LIKE 'bank-line:%'"
"""Receipts that browsers asked for, not the demo's, those of a run from prepayments or of a bank's statement."""


@dataclass
class Ledger:
    """What the browsers sent and what the server acknowledged before it was killed."""

    sent: dict[str, dict[str, str]] = field(default_factory=dict)  # by key: the form, with its home
    taken: set[str] = field(default_factory=set)  # keys that were answered with a receipt
    posted: set[int] = field(default_factory=set)  # runs that were answered as posted
    posting: threading.Event = field(default_factory=threading.Event)  # a run is being posted now
    some_posted: threading.Event = field(default_factory=threading.Event)  # one was, in this round
    some_taken: threading.Event = field(default_factory=threading.Event)  # money was taken, in this round


def test_a_killed_server_keeps_every_acknowledged_record_and_no_half_one(community: Community) -> None:
    current().close()  # only the appliances have the community's file open from here on
    ledger, rng = Ledger(), random.Random(11)
    months = _months_from(clock.today())
    for number in range(KILLS):
        appliance = Appliance(community.folder).start()
        _send_again(appliance, community, ledger)
        threads = [
            threading.Thread(target=_take_money, args=(appliance, community, ledger, random.Random(seed)))
            for seed in rng.sample(range(10**6), CASHIERS)
        ]
        threads.append(threading.Thread(target=_bill, args=(appliance, community, ledger, months)))
        moment = (ledger.posting, ledger.some_posted, ledger.some_taken)[number % 3]
        for event in (ledger.posting, ledger.some_posted, ledger.some_taken):
            event.clear()
        killer = threading.Thread(target=_kill, args=(appliance, moment, rng.uniform(0, 0.15)))
        for thread in [*threads, killer]:
            thread.start()
        for thread in [*threads, killer]:
            thread.join()
        _check(community.folder, ledger)
    assert len(ledger.taken) > KILLS, "the test took too little money to mean anything"
    assert ledger.posted, "the test posted no run"
    with Appliance(community.folder) as appliance:
        _send_again(appliance, community, ledger)
        assert set(ledger.sent) == ledger.taken
    _check(community.folder, ledger)


def _kill(appliance: Appliance, moment: threading.Event, later: float) -> None:
    """Kill the server some milliseconds after something began or was done, so that kills fall into the work."""
    moment.wait(30)
    threading.Event().wait(later)
    appliance.kill()


def _take_money(appliance: Appliance, community: Community, ledger: Ledger, rng: random.Random) -> None:
    """A cashier who takes one yuan from one household after the other until the server is gone."""
    try:
        with _browser(appliance, community, "cashier") as browser:
            homes = re.findall(r'href="/homes/(\d+)"', browser.get("/homes").text)
            while True:
                home = rng.choice(homes)
                form = _counter_form(browser.get(f"/counter/{home}").text)
                if form:
                    ledger.sent[form["idempotency_key"]] = {"home": home, **form}
                    _send(browser, ledger, form["idempotency_key"])
    except httpx.TransportError:
        return


def _bill(appliance: Appliance, community: Community, ledger: Ledger, months: list[date]) -> None:
    """A manager who bills one month after the other until the server is gone."""
    try:
        with _browser(appliance, community, "manager") as browser:
            while months:
                month = months[0]
                answer = browser.post("/bill-runs", data={"first": f"{month:%Y-%m}"})
                run = answer.headers.get("location", "")
                if not run.startswith("/bill-runs/"):
                    months.pop(0)  # billed already by a run whose answer was lost
                    continue
                text = browser.get(run).text
                while "/posting" not in text and "/removal" not in text:  # still computing
                    text = browser.get(run).text
                ledger.posting.set()
                if browser.post(f"{run}/posting").status_code == 303:
                    ledger.posted.add(int(run.split("/")[-1]))
                    ledger.some_posted.set()
                    months.pop(0)
    except httpx.TransportError:
        return


def _send(browser: httpx.Client, ledger: Ledger, key: str) -> None:
    form = {name: value for name, value in ledger.sent[key].items() if name != "home"}
    answer = browser.post(f"/counter/{ledger.sent[key]['home']}", data=form)
    if answer.status_code == 303:
        ledger.taken.add(key)
        ledger.some_taken.set()
    else:
        assert answer.status_code == 422  # another cashier was first: this key took nothing
        del ledger.sent[key]


def _send_again(appliance: Appliance, community: Community, ledger: Ledger) -> None:
    """What was sent and not answered is sent again, as a browser's retry does."""
    with _browser(appliance, community, "cashier") as browser:
        for key in set(ledger.sent) - ledger.taken:
            _send(browser, ledger, key)


@contextmanager
def _browser(appliance: Appliance, community: Community, role: str) -> Generator[httpx.Client]:
    login = community.logins[role]
    with httpx.Client(base_url=appliance.url, headers={"Origin": appliance.url}, timeout=30) as browser:
        browser.post("/sign-in", data={"login": login.name, "password": login.password})
        yield browser


def _counter_form(text: str) -> dict[str, str]:
    """The hidden fields of the counter's form with one yuan in cash; nothing when the home owes nothing."""
    form = {"amount": "1.00", "method": "cash"}
    for name in ("seen", "payer", "idempotency_key"):
        found = re.search(rf'name="{name}" value="([^"]*)"', text)
        if not found or not found[1]:
            return {}
        form[name] = found[1]
    return form


def _months_from(today: date) -> list[date]:
    months = [today.replace(day=1)]
    while len(months) < 30:
        months.append((months[-1] + timedelta(days=32)).replace(day=1))
    return months


def _check(folder: Path, ledger: Ledger) -> None:
    conn = connect(folder / "estate.db")
    try:
        assert conn.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert conn.execute("PRAGMA foreign_key_check").fetchall() == []
        _check_payments(conn, ledger)
        _check_runs(conn, ledger)
    finally:
        conn.close()


def _check_payments(conn: sqlite3.Connection, ledger: Ledger) -> None:
    there = dict(conn.execute(f"SELECT key, count(*) FROM receipts WHERE {AT_COUNTER} GROUP BY key"))
    assert ledger.taken <= set(there) <= set(ledger.sent)
    assert all(count == 1 for count in there.values())
    halves = """
        SELECT r.number FROM receipts r LEFT JOIN allocations a ON a.receipt_id = r.id
         GROUP BY r.id HAVING r.amount_fen - r.advance_fen <> ifnull(sum(a.amount_fen), 0)
    """
    assert conn.execute(halves).fetchall() == []
    unlike = """
        SELECT b.charge_id FROM charge_balances b LEFT JOIN allocations a ON a.charge_id = b.charge_id
         GROUP BY b.charge_id HAVING b.paid_fen <> ifnull(sum(a.amount_fen), 0)
    """
    assert conn.execute(unlike).fetchall() == []
    gaps = (
        "SELECT prefix, year FROM receipts GROUP BY prefix, year HAVING max(seq) <> count(*) OR min(seq) <> 1"
    )
    assert conn.execute(gaps).fetchall() == []
    unlogged = f"""
        SELECT number FROM receipts r WHERE {AT_COUNTER}
           AND NOT EXISTS (SELECT 1 FROM audit WHERE subject = 'receipts' AND subject_id = r.id)
    """
    assert conn.execute(unlogged).fetchall() == []


def _check_runs(conn: sqlite3.Connection, ledger: Ledger) -> None:
    runs = conn.execute("""
        SELECT r.id, r.state, r.lines, r.total_fen, count(c.id), ifnull(sum(c.amount_fen), 0)
          FROM bill_runs r LEFT JOIN charges c ON c.run_id = r.id GROUP BY r.id
    """).fetchall()
    for _run, state, lines, total, charges, charged in runs:
        assert (charges, charged) == ((lines, total) if state == "posted" else (0, 0))
    assert ledger.posted <= {run for run, state, *_ in runs if state == "posted"}
