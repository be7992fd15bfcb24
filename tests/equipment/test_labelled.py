"""Labels of equipment lead the staff to its page and tie a report to the piece."""

from estate.data import read, write
from estate.data.store import System
from estate.equipment import actions
from estate.labels.subjects import subject_of, thing_of
from tests.equipment.conftest import Add


def test_a_label_knows_its_piece_and_that_it_is_gone(add: Add, by: System, building: tuple[int, int]) -> None:
    lift = add("DT-01", "Lift", category="Lifts", building_id=building[0], entrance_id=building[1])
    gate = add("DZ-01", "Gate", category="Gates", location="East gate")
    subject = subject_of("equipment")
    assert subject
    with read() as db:
        found = thing_of(db, "equipment", lift)
        assert [one.id for one in subject.choose(db, None, "")] == [lift, gate]
        assert [one.id for one in subject.choose(db, building[0], "")] == [lift]
        assert set(subject.kinds(db)) == {"Lifts", "Gates"}
    assert found and (found.href, found.equipment_id, found.faults[0]) == (
        f"/equipment/{lift}",
        lift,
        "elevator",
    )
    with write(by) as tx:
        actions.set_state(tx, lift, "scrapped", "worn out")
    with read() as db:
        gone = thing_of(db, "equipment", lift)
        assert gone and gone.retired and [one.id for one in subject.choose(db, None, "Lifts")] == []
