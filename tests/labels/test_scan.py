"""A fault that somebody without an account reports by a label: the form, the throttle, their own page."""

import io
import re
import secrets
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
import time_machine
from litestar.testing import TestClient
from PIL import Image

from estate.data import Store, clock, read, write
from estate.data.store import System
from estate.jobs import signals
from estate.labels import actions, actions_reports
from estate.papers import queries as papers
from estate.places import actions as places
from estate.repairs import actions as repairs
from estate.repairs import queries as orders
from estate.repairs.details import Details
from estate.web import live
from tests.appliance import Appliance
from tests.labels.conftest import Hung
from tests.papers.test_voice import spoken

SignIn = Callable[[str], TestClient[Any]]
PHONE = "13812345678"


def fault(**more: Any) -> dict[str, Any]:
    told = {
        "category": "elevator",
        "text": "The door does not close",
        "phone": PHONE,
        "key": secrets.token_urlsafe(16),
    }
    return {**told, **more}


def photo(colour: str = "red") -> tuple[str, bytes, str]:
    made = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(made, "JPEG")
    return ("p.jpg", made.getvalue(), "image/jpeg")


def test_a_passer_by_reports_with_a_photo_and_follows_it(hung: Hung, passer: TestClient[Any]) -> None:
    shown = passer.get(f"/scan/{hung.lift_token}")
    assert shown.status_code == 200 and shown.headers["cache-control"] == "no-store"
    assert (
        'value="elevator"' in shown.text and 'value="greening"' not in shown.text
    )  # the short list of a lift
    key = re.search(r'name="key" value="([^"]+)"', shown.text)
    assert key
    answer = passer.post(
        f"/scan/{hung.lift_token}", data=fault(key=key[1], name="Wang"), files={"paper_files": photo()}
    )
    assert answer.status_code == 200 and "WX" in answer.text and "Thank you" in answer.text
    assert PHONE not in answer.text and "Wang" not in answer.text
    with read() as db:
        [order] = orders.of_place(db, hung.lift)
        assert (order.source, order.reporter_phone, order.reporter_name) == ("scan", PHONE, "Wang")
        assert (order.location, order.urgency) == ("Lift", "normal")
        assert len(papers.of(db, "order", order.id)) == 1


def test_a_passer_by_says_what_is_wrong_and_need_not_say_it_twice(
    hung: Hung, passer: TestClient[Any]
) -> None:
    said = {"paper_voice": ("note.wav", spoken(), "audio/wav")}
    slip = passer.post(f"/scan/{hung.lift_token}", data=fault(text="", phone=""), files=said)
    assert slip.status_code == 422 and "The voice note is kept" in slip.text
    carried = re.findall(r'name="carried" value="([^"]+)"', slip.text)
    told = fault(text="Hear the voice note", carried=carried)
    assert "Thank you" in passer.post(f"/scan/{hung.lift_token}", data=told).text
    with read() as db:
        assert db.tuples("SELECT media, kind FROM papers") == [("audio/wav", "report")]
        assert db.value("SELECT title FROM work_orders") == "Hear the voice note"
    assert passer.get("/papers/1", follow_redirects=False).status_code != 200


def test_the_same_form_sent_twice_reports_once(hung: Hung, passer: TestClient[Any]) -> None:
    told = fault()
    first = passer.post(f"/scan/{hung.lift_token}", data=told)
    again = passer.post(f"/scan/{hung.lift_token}", data=told)
    assert first.url == again.url and "Thank you" in again.text
    with read() as db:
        assert db.value("SELECT count(*) FROM label_reports") == 1
        assert db.value("SELECT count(*) FROM work_order_joins") == 0


def test_a_fault_that_is_reported_already_is_joined_and_says_since_when(
    hung: Hung, passer: TestClient[Any], by: System
) -> None:
    passer.post(f"/scan/{hung.lift_token}", data=fault(text="Stuck, said Mrs Li of 3-2-501"))
    shown = passer.get(f"/scan/{hung.lift_token}").text
    assert "Reported here already" in shown and "Mrs Li" not in shown  # another's words are theirs
    answer = passer.post(f"/scan/{hung.lift_token}", data=fault(phone="13900001111"))
    assert "Already reported at" in answer.text and "Mrs Li" not in answer.text
    other = passer.post(f"/scan/{hung.garage_token}", data=fault(category="garage"))
    assert "Thank you" in other.text
    with read() as db:
        assert len(orders.of_place(db, hung.lift)) == 1 and len(orders.of_place(db, hung.garage)) == 1


def test_danger_makes_it_an_emergency(hung: Hung, passer: TestClient[Any]) -> None:
    passer.post(f"/scan/{hung.lift_token}", data=fault(danger="y"))
    with read() as db:
        assert orders.of_place(db, hung.lift)[0].urgency == "urgent"


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("phone", ""),
        ("phone", "12345"),
        ("text", "  "),
        ("category", "greening"),
        ("category", ""),
        ("text", "a" * 501),
    ],
)
def test_what_is_missing_is_said_beside_its_field(
    hung: Hung, passer: TestClient[Any], field: str, wrong: str
) -> None:
    answer = passer.post(f"/scan/{hung.lift_token}", data=fault(**{field: wrong}))
    assert answer.status_code == 422 and f'id="{field}-error"' in answer.text
    with read() as db:
        assert orders.of_place(db, hung.lift) == []


def test_a_photo_need_not_be_taken_again_after_a_slip(hung: Hung, passer: TestClient[Any]) -> None:
    told = fault(phone="")
    answer = passer.post(f"/scan/{hung.lift_token}", data=told, files={"paper_files": photo()})
    ticket = re.search(r'name="kept" value="([^"]+)"', answer.text)
    assert answer.status_code == 422 and ticket
    passer.post(f"/scan/{hung.lift_token}", data={**told, "phone": PHONE, "kept": ticket[1]})
    with read() as db:
        [order] = orders.of_place(db, hung.lift)
        assert len(papers.of(db, "order", order.id)) == 1


@pytest.mark.parametrize("key", ["", "short", "a/../../b" + "c" * 20])
def test_a_page_without_its_secret_reports_nothing(hung: Hung, passer: TestClient[Any], key: str) -> None:
    assert passer.post(f"/scan/{hung.lift_token}", data=fault(key=key)).status_code == 422


@pytest.mark.parametrize(
    "content",
    [b"%PDF-1.4 %%EOF", b"no photo", b"\x89PNG\r\n\x1a\n" + b"0" * 40],
    ids=["pdf", "text", "broken"],
)
def test_what_is_no_photo_is_refused(hung: Hung, passer: TestClient[Any], content: bytes) -> None:
    files = {"paper_files": ("x.jpg", content, "image/jpeg")}
    answer = passer.post(f"/scan/{hung.lift_token}", data=fault(), files=files)
    assert answer.status_code == 422 and 'id="photos-error"' in answer.text


def test_one_address_is_slowed_down_and_asked_to_call(hung: Hung, passer: TestClient[Any]) -> None:
    told = fault()
    passer.post(f"/scan/{hung.lift_token}", data=told)
    for n in range(actions_reports.PER_ADDRESS - 1):
        token = (hung.lift_token, hung.garage_token)[n % 2]
        assert passer.post(f"/scan/{token}", data=fault(category="other")).status_code == 200
    refused = passer.post(f"/scan/{hung.garage_token}", data=fault(category="garage"))
    assert refused.status_code == 429 and "call the office" in refused.text
    assert (
        passer.post(f"/scan/{hung.lift_token}", data=told).status_code == 200
    )  # sent twice, it is no new one
    with time_machine.travel(clock.now() + timedelta(hours=1, minutes=1)):
        assert passer.post(f"/scan/{hung.garage_token}", data=fault(category="garage")).status_code == 200


def test_one_label_is_slowed_down_wherever_reports_come_from(hung: Hung, passer: TestClient[Any]) -> None:
    passer.post(f"/scan/{hung.garage_token}", data=fault(category="garage"))
    with write(System("test")) as tx:
        tx.run(
            """
            INSERT INTO label_reports (label_id, order_id, secret_hash, joined, address, at)
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :most)
            SELECT r.label_id, r.order_id, randomblob(32), 1, '10.0.0.' || i, r.at FROM label_reports AS r, n
            """,
            most=actions_reports.PER_LABEL,
        )
    assert passer.post(f"/scan/{hung.garage_token}", data=fault(category="other")).status_code == 429
    assert passer.post(f"/scan/{hung.lift_token}", data=fault()).status_code == 200


def test_where_a_report_came_from_is_forgotten_after_a_day(hung: Hung, passer: TestClient[Any]) -> None:
    passer.post(f"/scan/{hung.lift_token}", data=fault())
    with time_machine.travel(clock.now() + timedelta(days=1, minutes=1)):
        passer.post(f"/scan/{hung.garage_token}", data=fault(category="garage"))
    with read() as db:
        assert [bool(one) for one in db.values("SELECT address FROM label_reports ORDER BY id")] == [
            False,
            True,
        ]


def test_the_reporters_page_tells_the_steps_and_nobodys_name(
    hung: Hung, passer: TestClient[Any], sign_in: SignIn
) -> None:
    page = str(passer.post(f"/scan/{hung.lift_token}", data=fault()).url)
    with write(System("Zhou Qiang")) as tx:
        [order] = orders.of_place(tx, hung.lift)
        zhou = int(tx.value("SELECT id FROM accounts WHERE login = 'repairer'"))
        repairs.step(tx, order.id, "assign", "1", {"office"}, Details(assignee_id=zhou))
        for number, name in enumerate(("accept", "set_out")):
            repairs.step(tx, order.id, name, f"2-{number}", {"assignee"})
    shown = passer.get(page).text
    assert "Somebody is on the way." in shown and "Zhou" not in shown and PHONE not in shown
    assert passer.post(f"{page}/photos", files={"paper_files": photo()}).status_code == 200
    assert passer.post(f"{page}/photos", data={}).status_code == 422
    many = [
        ("paper_files", photo(colour))
        for colour in ("blue", "green", "black", "white", "gray", "pink", "cyan", "tan")
    ]
    assert passer.post(f"{page}/photos", files=many).status_code == 422  # with the first they would be nine
    with read() as db:
        assert len(papers.of(db, "order", order.id)) == 1


def test_the_reporters_page_hears_of_its_order_alone_and_not_too_many_listen(
    hung: Hung, store: Store, passer: TestClient[Any]
) -> None:
    told = fault()
    shown = passer.post(f"/scan/{hung.lift_token}", data=told)
    address = f"/reported/{told['key']}/live"
    assert f'hx-sse:connect="{address}?since=' in shown.text
    assert passer.get("/reported/nobodys-secret-of-any-kind/live").status_code == 404
    with Appliance(store.folder) as running:
        heard = [open_stream(f"{running.url}{address}") for _one in range(live.STRANGERS_OF_ONE)]
        lines = [answer.iter_lines() for answer in heard]  # one that is dropped closes its stream
        with read() as db:
            [order] = orders.of_place(db, hung.lift)
        assert {next_event(one) for one in lines} == {f"event: order-{order.id}"}  # that it was reported
        with write(System("test")) as tx:
            signals.tell(tx, "board", "order-99", f"order-{order.id}")
        assert {next_event(one) for one in lines} == {f"event: order-{order.id}"}
        assert httpx.get(f"{running.url}{address}").status_code == 204
        for answer in heard:
            answer.close()


def next_event(lines: Iterator[str]) -> str:
    return next(line for line in lines if line.startswith("event"))


def open_stream(url: str) -> httpx.Response:
    browser = httpx.Client(timeout=20)
    answer = browser.send(browser.build_request("GET", url), stream=True)
    assert answer.headers["content-type"].startswith("text/event-stream")
    return answer


def test_a_strangers_secret_opens_nothing(hung: Hung, passer: TestClient[Any]) -> None:
    passer.post(f"/scan/{hung.lift_token}", data=fault())
    wrong = secrets.token_urlsafe(16)
    assert passer.get(f"/reported/{wrong}").status_code == 404
    assert passer.post(f"/reported/{wrong}/photos", files={"paper_files": photo()}).status_code == 404


def test_the_page_of_a_closed_report_ends_after_some_weeks(hung: Hung, passer: TestClient[Any]) -> None:
    page = str(passer.post(f"/scan/{hung.lift_token}", data=fault()).url)
    with write(System("office")) as tx:
        [order] = orders.of_place(tx, hung.lift)
        repairs.step(tx, order.id, "cancel", "1", {"office"}, Details(reason="a test"))
    assert "closed this report" in passer.get(page).text
    assert passer.post(f"{page}/photos", files={"paper_files": photo()}).status_code == 422
    with time_machine.travel(clock.now() + timedelta(days=32)):
        assert passer.get(page).status_code == 404


def test_an_owner_who_scans_is_known(resident: TestClient[Any]) -> None:
    with write(System("test")) as tx:
        gate = places.add(tx, places.PlaceSpec("South gate of the test", "gate"))
        token = actions.label(tx, "place", gate)
    resident.post(f"/scan/{token}", data=fault(category="access"))
    with read() as db:
        [order] = orders.of_place(db, gate)
        assert order.reporter_id is not None
