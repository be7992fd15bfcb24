"""What the gate has to do: whom the demo's owner expects, whom others expected."""

from datetime import date, datetime, time, timedelta

from estate.access.me import Me
from estate.data import Actor, clock, read
from estate.gate import actions, actions_parcels, actions_permits
from estate.gate.actions import Visit
from estate.gate.actions_parcels import Delivered
from estate.gate.actions_permits import Application, Said
from estate.gate.queries_people import household
from estate.gate.rules_permits import OFFICE


def receive(today: date, home_ids: list[int], owner: Me, by: Actor) -> None:
    """The owner expects somebody today and had somebody last week; two more households expect somebody."""
    with read() as db:
        own = db.value("SELECT home_id FROM residencies WHERE person_id = :me", me=owner.person_id)
        others = [(home, next(iter(household(db, home)), None)) for home in home_ids[10:60:25]]
    then = today - timedelta(days=6)
    with clock.as_of(datetime.combine(then, time(14, 20), clock.zone())):
        passed = actions.announce(
            Visit(own, then, then, 1, "陈师傅", "", owner.person_id), "demo:past", owner
        )
        actions.let_in(passed, f"{passed}:demo", by)
    expected = Visit(own, today, today + timedelta(days=1), 2, "李阿姨", "浙A8K215", owner.person_id)
    actions.announce(expected, "demo:expected", owner)
    for number, (home, person) in enumerate(others):
        actions.announce(Visit(home, today, today, 1, "", "", person), f"demo:other:{number}", by)
    shelve(today, own, [home for home, _person in others], by)


def shelve(today: date, own: int, others: list[int], by: Actor) -> None:
    """A parcel of today for the owner, one that waits too long, one that was fetched."""
    came = ((own, "顺丰", "A2", 0), ((*others, own)[0], "中通", "B1", 5), (own, "京东物流", "A1", 9))
    taken: list[int] = []
    for number, (home, carrier, shelf, days) in enumerate(came):
        with clock.as_of(_at(today - timedelta(days=days), 10)):
            taken.append(actions_parcels.take_in(Delivered(home, carrier, "", shelf), f"demo:{number}", by))
    with clock.as_of(_at(today - timedelta(days=8), 19)), read() as db:
        code = db.value("SELECT code FROM parcels WHERE id = :id", id=taken[-1])
        actions_parcels.hand_over(taken[-1], code, by)


def renovate(today: date, home_ids: list[int], owner: Me, by: Actor) -> None:
    """The owner's works go on with two workers and a look that found nothing; another household waits for its answer."""
    with read() as db:
        own = db.value("SELECT home_id FROM residencies WHERE person_id = :me", me=owner.person_id)
        other = home_ids[7]
        person_id = next(iter(household(db, other)), None)
        name = db.value("SELECT name FROM people WHERE id = :id", id=person_id) or "住户"
    begun = today - timedelta(days=12)
    with clock.as_of(_at(begun, 9)):
        until = today + timedelta(days=25)
        works = Application(
            own,
            owner.person_id,
            owner.name,
            "安居装饰工程有限公司",
            "0571-88881234",
            ["floor", "electric", "paint"],
            "客厅和卧室更换木地板，增加插座。",
            begun,
            until,
            "owner",
        )
        permit = actions_permits.apply(works, [], "demo:permit", owner)
        actions_permits.step(permit, "approve", Said(), "demo:approve", OFFICE, by)
        for worker in ("周师傅", "吴师傅"):
            actions_permits.add_worker(permit, worker, f"demo:{worker}", by)
    with clock.as_of(_at(today - timedelta(days=4), 15)):
        seen = Said("现场保护到位，垃圾已清运。", "in_order")
        actions_permits.step(permit, "inspect", seen, "demo:look", OFFICE, by)
    asked = Application(
        other,
        person_id,
        name,
        "个人施工队",
        "13900000000",
        ["waterproof", "water"],
        "卫生间翻新。",
        today + timedelta(days=5),
        today + timedelta(days=35),
        "clerk",
    )
    actions_permits.apply(asked, [], "demo:asked", by)


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), clock.zone())
