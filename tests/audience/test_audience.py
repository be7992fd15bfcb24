"""Whom an audience means: its SQL against a slow and obvious count, on every kind and every odd case of who lives where."""

import sqlite3
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from estate.audience import actions, actions_groups, queries
from estate.audience.actions import Aim
from estate.audience.rules import codes_of
from estate.data import clock, read, write
from estate.refusal import Refused
from tests.audience.conftest import BY, LIVES, ROOMS, Odd


def audience(*aims: Aim, whom: str = "everybody") -> int:
    with write(BY) as tx:
        made = actions.make(tx, whom)
        for one in aims:
            actions.aim(tx, made, one)
    return made


def fixed(audience_id: int) -> int:
    with write(BY) as tx:
        actions.fix(tx, audience_id)
    return audience_id


def people_of(odd: Odd, audience_id: int, day: date | None = None) -> set[str]:
    names = {person: name for name, person in odd.people.items()}
    with read() as db:
        return {names[person] for person, _home in queries.people(db, audience_id, day)}


def homes_of(odd: Odd, audience_id: int) -> set[str]:
    codes = {home: code for code, home in odd.homes.items()}
    with read() as db:
        return {codes[home] for home in queries.homes(db, audience_id)}


# The slow and obvious way: every home, every aim, every line of who lives where.


def slow_homes(aims: list[dict[str, Any]]) -> set[str]:
    found: set[str] = set()
    for code, floor, usage in ROOMS:
        building, entrance = code[0], code[:3]
        for aim in aims:
            kind, about = aim["kind"], aim["about"]
            meant = (
                kind == "all"
                or (kind == "zone" and about == "East" and building == "2")
                or (kind == "building" and building == about)
                or (kind == "entrance" and entrance == about)
                or (kind == "usage" and usage == about)
                or (
                    kind == "group"
                    and code in {"Old meters": ("1-1-101", "1-2-302", "2-1-202")}.get(about, ())
                )
                or (kind == "homes" and code in about)
            )
            if aim["floors"]:
                meant = meant and floor is not None and aim["floors"][0] <= floor <= aim["floors"][1]
            if meant:
                found.add(code)
    return found


def slow_people(homes: set[str], whom: str, ahead: int) -> set[str]:
    found: set[str] = set()
    for code in homes:
        now = [
            (name, role)
            for name, home, role, begins, ends in LIVES
            if home == code and (begins is None or begins <= ahead) and (ends is None or ends >= ahead)
        ]
        let = any(role == "tenant" for _name, role in now)
        for name, role in now:
            owns = role in ("owner", "co_owner")
            if whom == "owners" and owns:
                found.add(name)
            if whom == "everybody" and (owns or role == "tenant"):
                found.add(name)
            if whom == "residents" and (role == "tenant" or (owns and not let)):
                found.add(name)
    return found


CODES = [code for code, _floor, _usage in ROOMS]
FLOORS = st.one_of(
    st.none(), st.tuples(st.integers(-2, 3), st.integers(0, 2)).map(lambda two: (two[0], sum(two)))
)
AIMS = st.one_of(
    st.fixed_dictionaries({"kind": st.just("all"), "about": st.just(""), "floors": st.none()}),
    st.fixed_dictionaries(
        {"kind": st.just("zone"), "about": st.sampled_from(["East", "Empty"]), "floors": st.none()}
    ),
    st.fixed_dictionaries(
        {"kind": st.just("building"), "about": st.sampled_from(["1", "2", "3"]), "floors": FLOORS}
    ),
    st.fixed_dictionaries(
        {
            "kind": st.just("entrance"),
            "about": st.sampled_from(["1-1", "1-2", "2-1", "3-1"]),
            "floors": FLOORS,
        }
    ),
    st.fixed_dictionaries(
        {
            "kind": st.just("usage"),
            "about": st.sampled_from(["residential", "shop", "office", "garage", "storage"]),
            "floors": st.none(),
        }
    ),
    st.fixed_dictionaries(
        {"kind": st.just("group"), "about": st.sampled_from(["Old meters", "Nobody"]), "floors": st.none()}
    ),
    st.fixed_dictionaries(
        {
            "kind": st.just("homes"),
            "about": st.lists(st.sampled_from(CODES), unique=True, max_size=4),
            "floors": st.none(),
        }
    ),
)


def real(odd: Odd, aim: dict[str, Any]) -> Aim:
    kind, about = aim["kind"], aim["about"]
    ids = {"zone": odd.zones, "building": odd.buildings, "entrance": odd.entrances, "group": odd.groups}
    first, last = aim["floors"] or (None, None)
    if kind == "homes":
        return Aim("homes", label="by hand", home_ids=[odd.homes[code] for code in about])
    return Aim(kind, str(ids[kind][about]) if kind in ids else about, first, last)


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    aims=st.lists(AIMS, max_size=4, unique_by=lambda aim: (aim["kind"], str(aim["about"]), aim["floors"])),
    whom=st.sampled_from(["everybody", "owners", "residents"]),
    ahead=st.sampled_from([-400, -20, -1, 0, 1, 25, 31, 400]),
)
def test_it_means_whom_the_slow_count_finds(
    odd: Odd, aims: list[dict[str, Any]], whom: str, ahead: int
) -> None:
    made = audience(*(real(odd, aim) for aim in aims), whom=whom)
    homes = slow_homes(aims)
    assert homes_of(odd, made) == homes
    assert people_of(odd, made, clock.today() + timedelta(days=ahead)) == slow_people(homes, whom, ahead)
    today = slow_people(homes, whom, 0)
    with read() as db:
        assert queries.reach(db, made)[:2] == (len(homes), len(today))
        assert {name for name, one in odd.people.items() if queries.home_of(db, made, one)} == today
    if aims:
        assert homes_of(odd, fixed(made)) == homes


@pytest.mark.parametrize(
    ("aim", "who"),
    [
        ({"kind": "all"}, {"Wang", "Wu", "Li", "Qian", "Zhao", "Xu", "Ma", "Liu"}),
        ({"kind": "zone", "about": "East"}, {"Wang", "Qian"}),
        ({"kind": "building", "about": "3"}, {"Liu"}),
        ({"kind": "entrance", "about": "1-2"}, {"Zhao"}),
        ({"kind": "building", "about": "1", "floors": (1, 1)}, {"Wang", "Wu", "Xu"}),
        ({"kind": "usage", "about": "shop"}, {"Wang"}),
        ({"kind": "group", "about": "Old meters"}, {"Wang", "Wu"}),
        ({"kind": "homes", "about": ["1-1-201", "1-2-302"]}, {"Li", "Qian"}),
    ],
    ids=["all", "zone", "building", "entrance", "floor", "usage", "group", "single homes"],
)
def test_each_kind_means_those_who_own_or_rent_there_today(
    odd: Odd, aim: dict[str, Any], who: set[str]
) -> None:
    assert people_of(odd, audience(real(odd, {"about": "", "floors": None} | aim))) == who


def test_who_has_two_homes_is_meant_once_by_one_of_them(odd: Odd) -> None:
    made = audience(Aim("all"))
    with read() as db:
        people = queries.people(db, made)
    assert len({person for person, _home in people}) == len(people)
    assert (odd.people["Wang"], odd.homes["1-1-101"]) in people


def test_what_went_out_keeps_the_homes_that_its_group_had(odd: Odd) -> None:
    group = odd.groups["Old meters"]
    gone, draft = (audience(Aim("group", str(group))) for _time in range(2))
    fixed(gone)
    actions_groups.take_out(group, odd.homes["1-1-101"], BY)
    assert homes_of(odd, gone) == {"1-1-101", "1-2-302", "2-1-202"}
    assert homes_of(odd, draft) == {"1-2-302", "2-1-202"}
    actions_groups.retire(group, BY)
    assert homes_of(odd, gone) == {"1-1-101", "1-2-302", "2-1-202"}
    assert homes_of(odd, draft) == set()
    with read() as db:
        assert queries.said(db, gone) == ["Group Old meters, 3 homes"]
        assert queries.said(db, draft) == ["Group Old meters, retired: reaches nobody"]


@pytest.mark.parametrize(
    "aim",
    [
        Aim("zone", "999"),
        Aim("building", "999"),
        Aim("entrance", "999"),
        Aim("group", "999"),
        Aim("usage", "castle"),
    ],
)
def test_what_there_is_not_cannot_be_named(odd: Odd, aim: Aim) -> None:
    with pytest.raises(Refused):
        audience(aim)


def test_a_retired_group_cannot_be_named_and_nothing_is_named_twice(odd: Odd) -> None:
    with pytest.raises(Refused):
        audience(Aim("group", str(odd.groups["Dead"])))
    with pytest.raises(Refused):
        audience(Aim("usage", "shop"), Aim("usage", "shop"))


def test_the_database_keeps_an_audience_that_went_out(odd: Odd) -> None:
    made = fixed(audience(Aim("homes", label="Two", home_ids=list(odd.homes.values())[:2])))
    for change in (
        "UPDATE audiences SET whom = 'owners'",
        "UPDATE audiences SET fixed_at = NULL",
        "DELETE FROM audiences",
        "UPDATE audience_targets SET label = 'x'",
        "DELETE FROM audience_targets",
        "DELETE FROM audience_target_homes",
        f"INSERT INTO audience_targets (audience_id, scope) VALUES ({made}, 'all')",
        "DELETE FROM home_groups",
    ):
        with pytest.raises(sqlite3.IntegrityError), write(BY) as tx:
            tx.run(change)


def test_nothing_goes_out_to_an_audience_that_names_nothing(odd: Odd) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        fixed(audience())


def test_a_draft_that_is_thrown_away_takes_its_audience_along(odd: Odd) -> None:
    made = audience(Aim("homes", label="Two", home_ids=list(odd.homes.values())[:2]))
    with write(BY) as tx:
        actions.drop(tx, made)
    with read() as db:
        assert db.value("SELECT count(*) FROM audience_target_homes") == 0


def test_codes_are_read_as_people_write_them() -> None:
    assert codes_of(" １-1-101，1-1-0101\n三-2-301；garage ") == ["1-1-101", "3-2-301", "garage"]
