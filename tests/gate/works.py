"""Works that are applied for, and the steps that lead to each state of them."""

from datetime import timedelta

from estate.data import clock, read
from estate.gate import actions_permits as actions
from estate.gate import queries_permits as permits
from estate.gate.actions_permits import Application, Said
from tests.gate.conftest import BY, Neighbours

SAID = Said("because", "in_order", clock.today() + timedelta(days=60))
WAY_TO = {
    "applied": [],
    "refused": ["refuse"],
    "withdrawn": ["withdraw"],
    "approved": ["approve"],
    "stopped": ["approve", "stop"],
    "completed": ["approve", "complete"],
    "accepted": ["approve", "complete", "accept"],
}


def applied(neighbours: Neighbours, key: str = "k", name: str = "Wang") -> int:
    home = neighbours.homes["1-1-101" if name == "Wang" else "1-1-201"]
    today = clock.today()
    given = Application(
        home,
        neighbours.people[name],
        name,
        "Good Walls",
        "13812345678",
        ["floor", "paint"],
        "New floor",
        today,
        today + timedelta(days=30),
        "owner",
    )
    return actions.apply(given, [], key, BY)


def state(permit_id: int) -> str:
    with read() as db:
        found = permits.permit(db, permit_id)
    assert found
    return found.state
