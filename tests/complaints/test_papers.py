"""Photos and files of a complaint: the complainer opens what came with the steps that they see, and nothing else."""

import io
from collections.abc import Callable

import pytest
from PIL import Image

from estate.complaints import actions_scan
from estate.complaints.actions_scan import Voice
from estate.data import read, write
from estate.data.store import System
from estate.labels import actions as labels
from estate.labels import queries as label_queries
from estate.labels.subjects import thing_of
from estate.places import actions as places
from estate.places.actions import PlaceSpec
from tests.complaints.conftest import Browser, Desk, newest, write_one

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def jpeg(colour: str) -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (8, 8), colour).save(kept, "JPEG")
    return kept.getvalue()


def answer_with(office: Browser, one: int, name: str, content: bytes, step: str = "answer") -> None:
    office.post(f"/complaints/{one}/steps/take", data={"key": f"take{one}"})
    sent = {"paper_files": (name, content, "application/octet-stream")}
    answer = office.post(
        f"/complaints/{one}/steps/{step}", data={"key": name, "text": "See the plan"}, files=sent, follow_redirects=False
    )  # fmt: skip
    assert answer.status_code == 303, answer.text


def latest_paper() -> int:
    with read() as db:
        return int(db.value("SELECT max(id) FROM papers"))


def test_a_file_of_an_answer_is_opened_from_the_own_page_by_those_alone_whom_it_answers(
    desk: Desk, as_owner: Callable[[int], Browser], sign_in: Callable[..., Browser]
) -> None:
    one, twin = write_one(as_owner(0)), write_one(as_owner(1), "twin")
    office = sign_in("manager")
    answer_with(office, one, "plan.pdf", PDF)
    plan = latest_paper()
    assert "plan.pdf" in office.get(f"/complaints/{one}").text.split('id="timeline"')[1].split("</ol>")[0]
    own = as_owner(0)
    assert f'href="/my/complaints/{one}/papers/{plan}"' in own.get(f"/my/complaints/{one}").text
    assert own.get(f"/my/complaints/{one}/papers/{plan}").content == PDF
    other = as_owner(1)
    assert other.get(f"/my/complaints/{one}/papers/{plan}").status_code == 404
    assert other.get(f"/my/complaints/{twin}/papers/{plan}").status_code == 404
    office = sign_in("manager")
    merged = office.post(f"/complaints/{twin}/steps/merge", data={"key": "m", "other": "TS2026-000001"})
    assert merged.status_code == 200
    assert as_owner(1).get(f"/my/complaints/{twin}/papers/{plan}").content == PDF


def test_what_the_office_keeps_beside_it_is_not_for_the_complainer(
    desk: Desk, as_owner: Callable[[int], Browser], sign_in: Callable[..., Browser]
) -> None:
    one = write_one(as_owner(0))
    added = sign_in("clerk").post(
        f"/papers/of/complaint/{one}", data={"paper_kind": "other", "paper_note": "the neighbour says"},
        files={"paper_files": ("neighbour.pdf", PDF, "application/pdf")}, follow_redirects=False,
    )  # fmt: skip
    assert added.status_code == 303
    kept, own = latest_paper(), as_owner(0)
    for address in (f"/papers/{kept}", f"/papers/of/complaint/{one}", f"/my/complaints/{one}/papers/{kept}"):
        assert own.get(address).status_code == 404
    assert "neighbour says" not in own.get(f"/my/complaints/{one}").text
    assert sign_in("clerk").get(f"/papers/{kept}").content == PDF


@pytest.fixture
def voiced(desk: Desk) -> tuple[int, str]:
    """Somebody without a name before the bin room, and what only their browser knows."""
    with write(System("test")) as tx:
        token = labels.label(tx, "place", places.add(tx, PlaceSpec("Bin room", "other")))
    with read() as db:
        label = label_queries.of_token(db, token)
        assert label is not None
        thing = thing_of(db, label.subject, label.subject_id)
    assert thing is not None
    secret = "s" * 24
    return actions_scan.receive(label, thing, Voice("complaint", "cleaning", "It smells"), [], secret), secret


def test_who_said_no_name_sees_the_photo_of_the_answer(
    voiced: tuple[int, str], client: Browser, sign_in: Callable[..., Browser]
) -> None:
    one, secret = voiced
    answer_with(sign_in("clerk"), one, "clean.jpg", jpeg("green"))
    photo = latest_paper()
    client.cookies.clear()
    assert f'src="/voiced/{secret}/papers/{photo}"' in client.get(f"/voiced/{secret}").text
    shown = client.get(f"/voiced/{secret}/papers/{photo}")
    assert shown.headers["content-type"] == "image/jpeg" and shown.headers["cache-control"] == "no-store"
    assert client.get(f"/voiced/{'x' * 24}/papers/{photo}").status_code == 404
    assert client.get(f"/voiced/{secret}/papers/{photo + 1}").status_code == 404
    assert newest() == one


def test_who_said_no_name_reads_the_answers_to_what_was_split_off(
    voiced: tuple[int, str], client: Browser, sign_in: Callable[..., Browser]
) -> None:
    one, secret = voiced
    office = sign_in("clerk")
    office.post(f"/complaints/{one}/steps/take", data={"key": "t"})
    split = {"key": "s", "title": "The bins are too few", "category": "cleaning"}
    assert office.post(f"/complaints/{one}/steps/split", data=split).status_code == 200
    part = newest()
    answer_with(office, part, "bins.pdf", PDF)
    office.post(f"/complaints/{part}/steps/note", data={"key": "n", "reason": "They cost 900"})
    client.cookies.clear()
    shown = client.get(f"/voiced/{secret}").text
    assert "The bins are too few" in shown and "See the plan" in shown
    assert "900" not in shown
    assert client.get(f"/voiced/{secret}/papers/{latest_paper()}").content == PDF
