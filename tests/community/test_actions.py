"""What the office does with its places, on a real store."""

import sqlite3
from datetime import date, timedelta
from typing import Any

import pytest

from estate.community import actions, actions_parking, actions_places, queries, queries_lists
from estate.community.actions import HomeChange
from estate.community.actions_parking import ParkingSpec
from estate.community.rules import HomeSpec
from estate.community.rules_generator import BuildingPlan
from estate.data import Store, audit, clock, read, write
from estate.data.store import System
from estate.refusal import Refused


def change_of(home: queries.Home, **changes: Any) -> HomeChange:
    return HomeChange(*(getattr(home, name) for name in HomeChange._fields))._replace(**changes)


def home_of(code: str) -> queries.Home:
    with read() as db:
        home = queries.home_by_code(db, code)
    assert home is not None
    return home


def test_homes_come_with_their_building_entrances_floor_and_history(homes: dict[str, int]) -> None:
    home = home_of("3-2-501")
    assert home.id == homes["3-2-501"]
    assert (home.building, home.entrance, home.room, home.floor, home.area_dm2) == ("3", "2", "501", 5, 8976)
    with read() as db:
        assert [state.state for state in queries.states_of(db, home.id)] == ["occupied"]
        view = db.tuples("SELECT * FROM v_homes WHERE home = '3-2-501'")
    assert view == [("3-2-501", "3", "2", 5, 8976, "residential", "occupied")]


def test_a_home_of_another_spelling_is_the_same_home(homes: dict[str, int], by: System) -> None:
    with write(by) as tx:
        assert actions.ensure_home(tx, HomeSpec("03", "二", "0501", None, 9000)) == homes["3-2-501"]
        with pytest.raises(Refused):
            actions.add_homes(tx, [HomeSpec("３", "2", "501", None, 9000)])
        with pytest.raises(Refused):
            actions.add_homes(
                tx, [HomeSpec("4", "1", "101", None, 9000), HomeSpec("04", "1", "0101", None, 9000)]
            )
    assert home_of("3-2-501").area_dm2 == 8976


def test_a_change_is_logged_from_what_to_what(homes: dict[str, int], by: System) -> None:
    home = home_of("3-2-501")
    actions.change_home(home.id, change_of(home, area_dm2=9050, room="0502A"), by)
    changed = home_of("3-2-502A")
    assert (changed.id, changed.area_dm2) == (home.id, 9050)
    with read() as db:
        entry = audit.of_subject(db, "homes", home.id)[0]
    assert entry.action == "home.changed"
    assert entry.before == '{"room":"501","area_dm2":8976}'
    assert entry.after == '{"room":"502A","area_dm2":9050}'


def test_a_home_cannot_take_the_room_of_another(homes: dict[str, int], by: System) -> None:
    home = home_of("3-2-501")
    with pytest.raises(Refused, match="3-2-502"):
        actions.change_home(home.id, change_of(home, room="502"), by)
    with pytest.raises(Refused):
        actions.change_home(home.id, change_of(home, inner_area_dm2=9000), by)


def test_an_earlier_state_completes_the_history_only(homes: dict[str, int], by: System) -> None:
    home_id, today = homes["3-1-101"], clock.today()
    actions.set_state(home_id, "let", today - timedelta(days=10), by)
    actions.set_state(home_id, "vacant", today - timedelta(days=40), by, "between two tenants")
    home = home_of("3-1-101")
    assert (home.state, home.state_since) == ("let", (today - timedelta(days=10)).isoformat())
    with read() as db:
        assert [one.state for one in queries.states_of(db, home_id)] == ["let", "vacant", "occupied"]
    with pytest.raises(Refused):
        actions.set_state(home_id, "let", today + timedelta(days=1), by)


def test_the_first_delivery_sets_its_day(homes: dict[str, int], by: System) -> None:
    actions.set_state(homes["3-1-102"], "delivered", date(2019, 3, 15), by)
    assert home_of("3-1-102").delivered_on == "2019-03-15"


def test_a_home_is_deleted_only_while_nothing_belongs_to_it(homes: dict[str, int], by: System) -> None:
    with write(by) as tx:
        space = actions_parking.add_parking_space(tx, ParkingSpec("b1-001", "owned", None, homes["3-1-101"]))
    with pytest.raises(Refused):
        actions.remove_home(homes["3-1-101"], by)
    assert home_of("3-1-101").state == "occupied"
    actions_parking.remove_parking_space(space, by)
    actions.remove_home(homes["3-1-101"], by)
    with read() as db:
        assert queries.home(db, homes["3-1-101"]) is None
        assert audit.of_subject(db, "homes", homes["3-1-101"])[0].action == "home.deleted"


def test_an_import_is_taken_back_with_what_it_alone_made(homes: dict[str, int], by: System) -> None:
    with write(by) as tx:
        specs = [HomeSpec(b, "1", "301", None, 8000, import_batch_id=7) for b in ("3", "8")]
        actions.add_homes(tx, specs)
        assert actions.remove_batch(tx, 7) == 2
    with read() as db:
        assert [building.code for building in queries.buildings(db)] == ["3"]
        assert len(queries.home_ids(db)) == len(homes)


def test_a_building_is_generated_whole_or_not_at_all(homes: dict[str, int], by: System) -> None:
    plan = BuildingPlan("10", ["1", "2"], [n for n in range(1, 19) if n not in (4, 14)], 4, [8976])
    building_id = actions_places.generate_building(plan, by, name="Osmanthus House")
    with read() as db:
        building = queries.building(db, building_id)
        assert building is not None
        assert (building.homes, building.entrances, building.name) == (128, 2, "Osmanthus House")
        assert [one.code for one in queries.buildings(db)] == ["3", "10"]
    with pytest.raises(Refused):
        actions_places.generate_building(plan, by)
    with pytest.raises(Refused):
        actions_places.extend_building(building_id, plan, by)
    assert actions_places.extend_building(building_id, plan._replace(entrances=["3"], per_floor=2), by) == 32


def test_a_buildings_code_stays_once_homes_carry_it(homes: dict[str, int], by: System) -> None:
    building = home_of("3-1-101").building_id
    with pytest.raises(Refused):
        actions_places.change_building(building, "4", "", None, by)
    with pytest.raises(Refused):
        actions_places.remove_building(building, by)
    with write(by) as tx:
        zone = actions.add_zone(tx, "East")
        empty = actions.add_building(tx, "9")
    actions_places.change_building(building, "3", "Rose House", zone, by)
    actions_places.change_building(empty, "07", "", None, by)
    with pytest.raises(Refused):
        actions_places.remove_zone(zone, by)
    actions_places.remove_building(empty, by)
    with read() as db:
        assert [(one.code, one.name, one.zone) for one in queries.buildings(db)] == [
            ("3", "Rose House", "East")
        ]


def test_a_parking_space_moves_from_home_to_home(homes: dict[str, int], by: System) -> None:
    with write(by) as tx:
        space = actions_parking.add_parking_space(tx, ParkingSpec("b1-012", "owned", 1250, homes["3-1-101"]))
        with pytest.raises(Refused):
            actions_parking.add_parking_space(tx, ParkingSpec("B1-012", "public"))
    actions_parking.change_parking_space(space, ParkingSpec("B1-012", "rented", 1250, homes["3-1-102"]), by)
    with read() as db:
        assert queries.parking_of(db, homes["3-1-101"]) == []
        assert [one.code for one in queries.parking_of(db, homes["3-1-102"])] == ["B1-012"]
        assert queries_lists.parking_page(db, text="3-1-102").total == 1


def test_homes_are_listed_by_filter_and_sort(homes: dict[str, int], by: System) -> None:
    actions.set_state(homes["3-2-201"], "vacant", date(2026, 1, 1), by)
    with read() as db:
        assert queries_lists.homes_page(db, state="vacant").homes[0].code == "3-2-201"
        assert queries_lists.homes_page(db, room="3栋2单元").total == 6
        assert queries_lists.homes_page(db, room="501").total == 2
        assert queries_lists.homes_page(db, room="no such").total == 0
        assert queries_lists.homes_page(db, sort="-home").homes[0].code == "3-2-502"
        assert queries_lists.homes_page(db, page=99).page == 1
        assert [home.code for home in queries_lists.homes_meant(db, "32501")] == ["3-2-501"]


def test_the_database_itself_refuses_what_is_no_home(store: Store, by: System) -> None:
    with write(by) as tx:
        entrance = tx.insert("entrances", building_id=actions.add_building(tx, "1"), code="1")
        for wrong in (
            {"area_dm2": 0},
            {"usage": "castle"},
            {"state": "gone"},
            {"delivered_on": "2019-02-30"},
        ):
            values = {
                "room": "1",
                "code": "1-1-1",
                "sort": "1",
                "area_dm2": 1,
                "usage": "shop",
                "state": "let",
            } | wrong
            with pytest.raises(sqlite3.IntegrityError):
                tx.insert("homes", entrance_id=entrance, **values)


def test_a_parking_space_keeps_who_held_it_when(homes: dict[str, int], by: System) -> None:
    first, second = homes["3-1-101"], homes["3-1-102"]
    with write(by) as tx:
        space = actions_parking.add_parking_space(tx, ParkingSpec("B1-012", "rented", None, first))

    def move(home_id: int | None, since: date | None) -> None:
        actions_parking.change_parking_space(
            space, ParkingSpec("B1-012", "rented", None, home_id), by, since=since
        )

    def held() -> list[tuple[str, str | None, str | None]]:
        with read() as db:
            return [(one.home_code, one.from_date, one.to_date) for one in queries.holdings_of(db, space)]

    move(second, date(2026, 3, 10))
    assert held() == [("3-1-102", "2026-03-10", None), ("3-1-101", None, "2026-03-09")]
    with pytest.raises(Refused, match="since"):
        move(first, date(2026, 3, 9))
    with pytest.raises(Refused, match="still to come"):
        move(first, clock.today() + timedelta(days=1))
    move(None, date(2026, 4, 1))
    with pytest.raises(Refused, match="2026-03-31"):
        move(first, date(2026, 3, 31))
    move(first, date(2026, 5, 1))
    assert [one[1:] for one in held()] == [
        ("2026-05-01", None),
        ("2026-03-10", "2026-03-31"),
        (None, "2026-03-09"),
    ]


def test_a_mistaken_home_of_a_parking_space_is_corrected_without_a_day(
    homes: dict[str, int], by: System
) -> None:
    with write(by) as tx:
        wrong = ParkingSpec("B1-012", "rented", None, homes["3-1-101"])
        space = actions_parking.add_parking_space(tx, wrong, since=date(2026, 2, 1))
    actions_parking.change_parking_space(space, wrong._replace(home_id=homes["3-1-102"]), by)
    with read() as db:
        assert [(one.home_code, one.from_date) for one in queries.holdings_of(db, space)] == [
            ("3-1-102", "2026-02-01")
        ]
