"""What the gate has to do: whom the demo's owner expects, whom others expected."""

from datetime import date, datetime, time, timedelta

from estate.access.me import Me
from estate.data import Actor, clock, read
from estate.gate import actions
from estate.gate.actions import Visit
from estate.gate.queries_people import household


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
