"""Pages per second of the lists and statements at 10,000 homes with three years of bills, beside a page without data."""

import os
import shutil
import statistics
import tempfile
import threading
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any

import httpx

from estate.app import open_store
from estate.data import read, use
from estate.demo.make import Login, make
from tests.appliance import Appliance

HOMES, YEARS = int(os.environ.get("BENCH_HOMES", "10000")), 3
SECONDS, BROWSERS = 5.0, 2


def run() -> list[dict[str, Any]]:
    """Measures: median milliseconds and pages per second with two browsers; the baseline is a page with no records."""
    folder = Path(tempfile.mkdtemp())
    try:
        logins = _community(folder)
        with Appliance(folder) as appliance:
            return _measure(appliance, folder, {login.role: login for login in logins})
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _community(folder: Path) -> list[Login]:
    store = open_store(folder)
    try:
        return make(HOMES, YEARS, seed=7)
    finally:
        store.close()


def _measure(appliance: Appliance, folder: Path, logins: dict[str, Login]) -> list[dict[str, Any]]:
    store = open_store(folder)
    with read() as db:
        home_id = db.value("SELECT home_id FROM charges ORDER BY id LIMIT 1 OFFSET 5000")
        charges = db.value("SELECT count(*) FROM charges")
    store.close()
    use(None)
    manager, owner = logins["manager"], logins["owner"]
    baseline = _pages(appliance, manager, "/account/password")
    rows = [_row("page without records", baseline, baseline)]
    for name, login, path in (
        ("list of homes", manager, "/homes"),
        ("list of homes, last page", manager, f"/homes?page={HOMES // 50}"),
        ("page of a home", manager, f"/homes/{home_id}"),
        ("statement of a home", manager, f"/homes/{home_id}/statement"),
        ("counter with a home", manager, f"/counter/{home_id}"),
        ("today", manager, "/today"),
        ("search", manager, "/search?q=zs"),
        ("owner's bills", owner, "/my/bills"),
    ):
        rows.append(_row(f"{name}", _pages(appliance, login, path), baseline))
    rows[0]["name"] += f" ({HOMES} homes, {charges} charges)"
    return rows


def _pages(appliance: Appliance, login: Login, path: str) -> tuple[float, float]:
    """Median milliseconds of one browser alone, and pages per second of two at once."""
    with _signed_in(appliance, login) as browser:
        for _ in range(5):
            answer = browser.get(path)
            assert answer.status_code == 200, (path, answer.status_code)
        single: list[float] = []
        for _ in range(60):
            started = perf_counter()
            browser.get(path)
            single.append((perf_counter() - started) * 1000)
    counts = [0] * BROWSERS

    def browse(number: int) -> None:
        with _signed_in(appliance, login) as one:
            until = perf_counter() + SECONDS
            while perf_counter() < until:
                one.get(path)
                counts[number] += 1

    threads = [threading.Thread(target=browse, args=(number,)) for number in range(BROWSERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return statistics.median(single), sum(counts) / SECONDS


@contextmanager
def _signed_in(appliance: Appliance, login: Login) -> Generator[httpx.Client]:
    with httpx.Client(base_url=appliance.url, headers={"Origin": appliance.url}, timeout=60) as browser:
        answer = browser.post("/sign-in", data={"login": login.name, "password": login.password})
        assert answer.status_code == 303, answer.text
        yield browser


def _row(name: str, got: tuple[float, float], baseline: tuple[float, float]) -> dict[str, Any]:
    """ratio: how many times the baseline's time one page takes."""
    milliseconds, rate = got
    return {
        "name": f"{name}: {rate:.0f} pages/s",
        "value": round(milliseconds, 2),
        "unit": "ms",
        "baseline": round(baseline[0], 2),
        "ratio": round(milliseconds / baseline[0], 2),
    }
