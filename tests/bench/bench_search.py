"""The search box and the list of homes at 30,000 homes and 60,000 people, over HTTP from a real appliance.

The baseline is the same request with nothing to search for: the network, the session, the frame of an answer.
"""

import random
import statistics
import tempfile
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

import httpx

from estate.app import open_store
from estate.community import actions as community
from estate.community.rules import HomeSpec
from estate.data import use, write
from estate.data.store import System
from estate.office import actions as office
from estate.office.identity import Identity
from estate.people import actions_bulk as people
from estate.people.specs import HouseholdSpec, MemberSpec, PersonSpec, PhoneSpec, ResidencySpec
from tests.appliance import Appliance

HOMES, ROUNDS = 30_000, 40
PASSWORD = "correct horse"
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰文建国志"
PLACE = System("bench")

QUESTIONS = {
    "room 3-2-501": "3-2-501",
    "room 3栋2单元501": "3栋2单元501",
    "room 32501": "32501",
    "rooms 3-2": "3-2",
    "room 501 anywhere": "501",
    "name 张伟": "张伟",
    "surname 王": "王",
    "initials zs": "zs",
    "pinyin wangfang": "wangfang",
    "phone tail 5678": "5678",
    "phone tail 567": "567",
    "plate A123": "A123",
    "nothing found": "qqqq",
}


def run() -> list[dict[str, Any]]:
    """p50 and p95 of every kind of question, in milliseconds; the ratio is to the baseline's same percentile."""
    with tempfile.TemporaryDirectory() as folder:
        made = _fill(Path(folder))
        appliance = Appliance(Path(folder)).start()
        try:
            with httpx.Client(base_url=appliance.url, headers={"Sec-Fetch-Site": "same-origin"}) as browser:
                browser.post("/sign-in", data={"login": "admin", "password": PASSWORD})
                return [*made, *_ask(browser)]
        finally:
            appliance.stop()


def _ask(browser: httpx.Client) -> list[dict[str, Any]]:
    """Every question in turn, round after round, so that all meet the same noise."""
    fragment = {"HX-Request": "true"}
    times: dict[str, list[float]] = {name: [] for name in (*QUESTIONS, "nothing asked", "list of homes")}
    for number in range(ROUNDS + 3):  # the first three warm up
        for name in times:
            if name == "list of homes":
                taken = _time(browser, "/homes", {"page": "100"}, {})
            else:
                taken = _time(browser, "/search", {"q": QUESTIONS.get(name, "")}, fragment)
            if number >= 3:
                times[name].append(taken)
    baseline = times.pop("nothing asked")
    homes = times.pop("list of homes")
    every = [taken for one in times.values() for taken in one]
    return [
        *_rows("search, all kinds", every, baseline, (50, 95)),
        *(row for name, one in times.items() for row in _rows(f"search, {name}", one, baseline, (95,))),
        *_rows("list of 30,000 homes, page 100", homes, baseline, (50, 95)),
    ]


def _time(browser: httpx.Client, path: str, params: dict[str, str], headers: dict[str, str]) -> float:
    """Milliseconds of one request."""
    started = perf_counter()
    answer = browser.get(path, params=params, headers=headers)
    taken = (perf_counter() - started) * 1000
    assert answer.status_code == 200, answer.status_code
    return taken


def _rows(
    name: str, times: list[float], baseline: list[float], percents: tuple[int, ...]
) -> list[dict[str, Any]]:
    return [
        {
            "name": f"{name}, p{percent}",
            "value": round(value, 2),
            "unit": "ms",
            "baseline": round(base, 2),
            "ratio": round(value / base, 2),
        }
        for percent in percents
        for value, base in [(_percentile(times, percent), _percentile(baseline, percent))]
    ]


def _percentile(times: list[float], percent: int) -> float:
    return statistics.quantiles(times, n=100, method="inclusive")[percent - 1]


def _fill(folder: Path) -> list[dict[str, Any]]:
    """50 buildings of three entrances, 25 floors and eight homes on each; an owner and one more person in every home."""
    chance = random.Random(1)
    store = open_store(folder)
    try:
        office.set_up(Identity("Bench", "Bench", locale="en"), "admin", "Bench", PASSWORD)
        specs = [
            HomeSpec(str(building), str(entrance), f"{floor}{position:02d}", None, 8976, state="occupied")
            for building in range(1, 51)
            for entrance in range(1, 4)
            for floor in range(1, 26)
            for position in range(1, 9)
        ]
        with write(PLACE) as tx:
            started = perf_counter()
            ids = community.add_homes(tx, specs)
            homes = perf_counter() - started
            households = [_household(chance, number, home_id) for number, home_id in enumerate(ids.values())]
            started = perf_counter()
            people.add_households(tx, households)
            residents = perf_counter() - started
        assert len(ids) == HOMES
    finally:
        store.close()
        use(None)
    none: dict[str, Any] = {"unit": "s", "baseline": None, "ratio": None}
    return [
        {"name": "30,000 homes entered", "value": round(homes, 2), **none},
        {"name": "60,000 people entered", "value": round(residents, 2), **none},
    ]


def _household(chance: random.Random, number: int, home_id: int) -> HouseholdSpec:
    def person() -> PersonSpec:
        name = chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=chance.choice((1, 2))))
        return PersonSpec(name, phones=(PhoneSpec(f"13{chance.randrange(10**9):09d}"),))

    owner = MemberSpec(person(), ResidencySpec("owner", from_date=date(2020, 1, 1)))
    other = MemberSpec(person(), ResidencySpec("family", relation="spouse"))
    plates = (f"浙{chance.choice('ABCDEF')}{number:05d}",) if number % 3 == 0 else ()
    return HouseholdSpec(home_id, (owner, other), plates)
