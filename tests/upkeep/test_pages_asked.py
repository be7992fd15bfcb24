"""What the forms of upkeep ask: the fields of the chosen rhythm alone, and a photo where the check list wants one."""

import base64
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from litestar.testing import TestClient
from PIL import Image

from estate.data import clock, read, write
from estate.data.store import System
from estate.papers import queries as papers
from estate.upkeep import actions_lists, actions_records, queries, queries_records
from estate.upkeep.actions_records import Entry
from estate.upkeep.rules_records import Item
from tests.upkeep.conftest import Pieces, Plans

SignIn = Callable[[str], TestClient[Any]]
PLAN = {
    "name": "Oil",
    "target": "equipment",
    "equipment": "SB-01",
    "work": "service",
    "rhythm": "calendar",
    "every": "1",
    "unit": "month",
    "counts_from": "plan",
    "first_due": "2030-01-31",
    "lead_days": "3",
    "level": "0",
    "list_id": "",
    "done_by": "crew",
}


def photo(color: str) -> tuple[str, bytes, str]:
    made = io.BytesIO()
    Image.new("RGB", (64, 48), color).save(made, "JPEG")
    return ("p.jpg", made.getvalue(), "image/jpeg")


def drawn(width: int) -> str:
    """A signature on the glass, as the page sends it."""
    made = io.BytesIO()
    Image.new("RGB", (width, 20), "white").save(made, "PNG")
    return "data:image/png;base64," + base64.b64encode(made.getvalue()).decode()


def key_of(text: str) -> str:
    found = re.search(r'name="key"[^>]*value="([^"]+)"', text)
    assert found
    return found[1]


@pytest.mark.parametrize(
    ("rhythm", "hidden"),
    [
        ("calendar", {"season_from": "35-35", "first_value": "much", "counter": "nonsense"}),
        ("seasonal", {"season_from": "05-15", "season_to": "09-30", "step_value": "-3", "level": "9"}),
        ("counter", {"counter": "meter_water", "step_value": "500", "every": "0", "first_due": "never"}),
    ],
)
def test_what_stands_in_the_fields_of_another_rhythm_is_neither_refused_nor_kept(
    sign_in: SignIn, pieces: Pieces, rhythm: str, hidden: dict[str, str]
) -> None:
    manager = sign_in("manager")
    made = manager.post("/upkeep/plans", data={**PLAN, **hidden, "rhythm": rhythm}, follow_redirects=False)
    assert made.status_code == 303
    with read() as db:
        [one] = queries.plans(db, clock.today())
    assert one.rhythm == rhythm and one.level == 0
    assert (one.season_from is not None) == (rhythm == "seasonal")
    assert one.counter == ("meter_water" if rhythm == "counter" else None)
    assert one.first_value == (500_000 if rhythm == "counter" else None)
    assert manager.get(f"/upkeep/plans/{one.id}/edit").status_code == 200


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        ({"level": "2", "work": "inspection"}, "An inspection is no step of the lift services."),
        ({"first_due": ""}, "Say when it is due first."),
        ({"rhythm": "counter", "counter": "hours", "step_value": ""}, "Say after how many hours"),
        ({"rhythm": "seasonal", "season_from": "06-31", "season_to": "09-30"}, "Write month and day"),
        ({"equipment": "NO-1"}, "There is no such equipment."),
        ({"every": "3661"}, "3660"),
        ({"first_due": "2030-02-30"}, "This is no date."),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused_beside_its_field(
    sign_in: SignIn, pieces: Pieces, wrong: dict[str, str], word: str
) -> None:
    refused = sign_in("manager").post("/upkeep/plans", data={**PLAN, **wrong})
    assert refused.status_code == 422 and word in refused.text


def test_a_plan_keeps_its_counter(sign_in: SignIn, pieces: Pieces) -> None:
    manager = sign_in("manager")
    data = {**PLAN, "rhythm": "counter", "counter": "hours", "step_value": "500"}
    home = manager.post("/upkeep/plans", data=data, follow_redirects=False).headers["location"]
    assert manager.post(home, data={**data, "step_value": "600"}, follow_redirects=False).status_code == 303
    refused = manager.post(home, data={**data, "counter": "km"})
    assert refused.status_code == 422 and "says nothing of another" in refused.text


def test_a_check_list_wants_its_photo_and_the_record_and_its_correction_show_it(
    sign_in: SignIn, pieces: Pieces, plan: Plans, by: System
) -> None:
    with write(by) as tx:
        list_id = actions_lists.keep(tx, "Pump", [Item("Runs"), Item("Photo of the gauge", "photo")])
    plan("Check", 1, "month", equipment_id=pieces.pump, list_id=list_id)
    with read() as db:
        [due] = queries.open_dues(db, clock.today(), equipment_id=pieces.pump)
    worker = sign_in("repairer")
    path = f"/upkeep/dues/{due.id}/record"
    sent = {
        "key": key_of(worker.get(path).text),
        "outcome": "in_order",
        "done_on": clock.today().isoformat(),
        "person": "Zhou Qiang",
        "item_0": "yes",
    }
    assert "Take a photo." in worker.post(path, data=sent).text
    fake = worker.post(path, data=sent, files={"item_1": ("p.jpg", b"no photo", "image/jpeg")})
    assert fake.status_code == 422 and 'id="item_1-error"' in fake.text
    kept = worker.post(path, data=sent, files={"item_1": photo("red")}, follow_redirects=False)
    assert kept.status_code == 303
    record = kept.headers["location"]
    shown = worker.get(record).text
    assert shown.count('alt="Photo of the gauge"') == 1 and "Photo of the gauge" in shown
    correction = worker.get(f"{record}/correction").text
    assert "The photo of the first record stays" in correction
    sent |= {"key": key_of(correction), "reason": "Mistyped"}
    fixed = worker.post(f"{record}/correction", data=sent, follow_redirects=False)
    assert (
        fixed.status_code == 303 and 'alt="Photo of the gauge"' in worker.get(fixed.headers["location"]).text
    )
    with read() as db:
        files = [one.file for number in (1, 2) for one in papers.of(db, "service_record", number)]
    assert len(files) == 2 and len(set(files)) == 1


def test_a_second_signature_of_the_same_side_leaves_no_paper(
    sign_in: SignIn, pieces: Pieces, by: System
) -> None:
    with write(by) as tx:
        entry = Entry(clock.today(), "Zhou Qiang", "in_order", title="Oil")
        record_id = actions_records.of_piece(tx, pieces.pump, entry, "k")
    manager, path = sign_in("manager"), f"/upkeep/records/{record_id}/signature"
    for name, width in (("Liu Min", 60), ("Li Na", 90)):
        data = {"side": "user", "name": name, "signature": drawn(width)}
        assert manager.post(path, data=data, follow_redirects=False).status_code == 303
    with read() as db:
        assert len(papers.of(db, "service_record", record_id)) == 1
        assert [one.name for one in queries_records.signatures(db, record_id)] == ["Liu Min"]
