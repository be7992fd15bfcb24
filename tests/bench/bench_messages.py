"""10,000 text messages drained through a gateway on this machine while screens are asked for, beside the same screens
with nothing to send. The gateway counts: each message must arrive once."""

import os
import shutil
import statistics
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Any

import httpx

from estate.app import open_store
from estate.channels import actions as channels
from estate.data import clock, read, use, write
from estate.data.store import System
from estate.demo.make import Login, make
from estate.messages.actions import Telling, tell_many
from tests.appliance import Appliance
from tests.channels.conftest import settings_of
from tests.channels.servers import Gateway

MESSAGES = int(os.environ.get("BENCH_MESSAGES", "10000"))
HOMES = 300
LOOKS = 300
BY = System("bench")
BILL = {"period": "2026-11-01/2026-11-30", "amount": 16606, "open": 16606, "due_on": "2026-11-25"}


def run() -> list[dict[str, Any]]:
    """Measures: seconds to tell and to drain, and the p95 of /today with and without the drain."""
    folder, gateway = Path(tempfile.mkdtemp()), Gateway()
    try:
        manager = _community(folder, gateway)
        with Appliance(folder) as appliance:
            quiet = _looks(appliance, manager, LOOKS)
        told, ours = _tell(folder)
        with Appliance(folder) as appliance:
            started = perf_counter()
            busy: list[float] = []
            while not ours <= set(gateway.taken):
                busy += _looks(appliance, manager, 20)
            drained = perf_counter() - started
        assert len(set(gateway.taken)) == len(gateway.taken), "a message went out twice"
        return _rows(told, drained, quiet, busy)
    finally:
        gateway.close()
        shutil.rmtree(folder, ignore_errors=True)


def _community(folder: Path, gateway: Gateway) -> Login:
    store = open_store(folder)
    try:
        logins = make(HOMES, 1, seed=7)
        channels.set_up(settings_of(gateway), {"secret": "bench"}, BY)
        channels.switch("sms", True, BY)
        with write(BY) as tx:
            tx.run("UPDATE message_habits SET quiet_from = '00:00', quiet_to = '00:00'")
            tx.run("UPDATE deliveries SET state = 'expired' WHERE channel <> 'in_app'")
            tx.run("UPDATE messages SET climb_at = NULL")
        return next(login for login in logins if login.role == "manager")
    finally:
        store.close()
        use(None)


def _tell(folder: Path) -> tuple[float, set[str]]:
    """Tell as many people, some hundreds in each transaction as the worker does; the seconds, and their keys."""
    store = open_store(folder)
    try:
        with write(BY) as tx:
            rows = [(f"Person {n}", "P", "p", clock.stamp()) for n in range(MESSAGES)]
            tx.many("INSERT INTO people (name, initials, pinyin, created_at) VALUES (?, ?, ?, ?)", rows)
            found = tx.values("SELECT id FROM people ORDER BY id DESC LIMIT :n", n=MESSAGES)
            phones = [(person, f"138{number:08d}") for number, person in enumerate(found)]
            tx.many("INSERT INTO phones (person_id, number) VALUES (?, ?)", phones)
        started = perf_counter()
        for first in range(0, MESSAGES, 300):
            with write(BY) as tx:
                some = found[first : first + 300]
                tell_many(
                    tx, "bill.posted", [Telling(f"bench:{person}", BILL, person_id=person) for person in some]
                )
        took = perf_counter() - started
        with read() as db:
            found = db.tuples("""
                SELECT d.id, m.hash FROM deliveries AS d JOIN messages AS m ON m.id = d.message_id
                 WHERE d.channel = 'sms' AND d.state = 'queued'
            """)
        assert len(found) == MESSAGES
        return took, {f"{delivery}.{hashed[:16]}" for delivery, hashed in found}
    finally:
        store.close()
        use(None)


def _looks(appliance: Appliance, login: Login, count: int) -> list[float]:
    """Milliseconds of each of some requests for /today, one after the other."""
    times: list[float] = []
    with httpx.Client(base_url=appliance.url, headers={"Origin": appliance.url}, timeout=60) as browser:
        browser.post("/sign-in", data={"login": login.name, "password": login.password})
        for _look in range(count):
            started = perf_counter()
            assert browser.get("/today").status_code == 200
            times.append((perf_counter() - started) * 1000)
    return times


def _rows(told: float, drained: float, quiet: list[float], busy: list[float]) -> list[dict[str, Any]]:
    before, during = _p95(quiet), _p95(busy)
    return [
        {"name": f"{MESSAGES:,} people told, text and first delivery", "value": told, "unit": "s"},
        {
            "name": f"{MESSAGES:,} SMS drained, {MESSAGES / drained:.0f} a second, while /today is asked for",
            "value": drained,
            "unit": "s",
        },
        {
            "name": "/today while they drain, p95",
            "value": during,
            "unit": "ms",
            "baseline": before,
            "ratio": during / before,
        },
        {
            "name": "/today while they drain, median",
            "value": statistics.median(busy),
            "unit": "ms",
            "baseline": statistics.median(quiet),
            "ratio": statistics.median(busy) / statistics.median(quiet),
        },
    ]


def _p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]
