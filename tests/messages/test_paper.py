"""Messages on paper: printed once, by building, going on after a crash; handed out; what was read is left out."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
import typst
from litestar.testing import TestClient
from pypdf import PdfReader

from estate.data import files, read
from estate.data.store import System
from estate.jobs import outbox
from estate.messages import actions_paper
from estate.messages.actions_paper import hand_out, make_print, start_print
from estate.refusal import Refused
from tests.messages.conftest import Household, told, ways

BY = System("test")
Browser = TestClient[Any]


@pytest.fixture
def papers(household: Household) -> list[int]:
    return [
        told("bill.posted", f"bill:{person}", person_id=person, home_id=household.home)
        for person in (household.li, household.old)
    ]


def pages(print_id: int) -> list[str]:
    """The text of each page of a print."""
    with read() as db:
        found = db.values("SELECT file FROM message_print_files WHERE print_id = :id", id=print_id)
    readers = [PdfReader(BytesIO(files.path_of(one).read_bytes())) for one in found]
    return [page.extract_text() for reader in readers for page in reader.pages]


def test_what_waits_is_printed_once_and_handed_out(papers: list[int]) -> None:
    job = start_print(None, "key-1", "http://house/my", BY)
    assert start_print(None, "key-1", "http://house/my", BY).id == job.id
    assert [ways(one)["paper"] for one in papers] == ["queued", "queued"]
    outbox.drain()
    assert [ways(one)["paper"] for one in papers] == ["accepted", "accepted"]
    made = pages(job.id)
    assert len(made) == 2
    assert "Li Na" in made[0] and "166.06" in made[0] and "Old Zhang" in made[1]
    with pytest.raises(Refused, match="Nothing waits"):
        start_print(None, "key-2", "http://house/my", BY)
    assert hand_out(job.id, BY) == 2
    assert hand_out(job.id, BY) == 0
    assert [ways(one)["paper"] for one in papers] == ["delivered", "delivered"]
    with read() as db:
        states = db.values("SELECT state FROM delivery_attempts WHERE delivery_id = 1 ORDER BY id")
    assert states == ["accepted", "delivered"]


def test_a_print_goes_on_where_a_crash_stopped_it(papers: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions_paper, "AT_ONCE", 1)
    job = start_print(None, "key-1", "http://house/my", BY)

    class Killed(BaseException):
        pass

    def die(done: int, of: int) -> None:
        raise Killed

    with pytest.raises(Killed):
        make_print(job.id, die, practice=False)
    assert [ways(one)["paper"] for one in papers] == ["accepted", "queued"]
    make_print(job.id, lambda done, of: None, practice=False)
    assert [ways(one)["paper"] for one in papers] == ["accepted", "accepted"]
    assert len(pages(job.id)) == 2


def test_the_page_prints_a_building_and_notes_the_handing_out(
    household: Household, papers: list[int], sign_in: Callable[[str], Browser]
) -> None:
    clerk = sign_in("clerk")
    text = clerk.get("/messages/paper").text
    assert "Building 3" in text and "Print" in text
    with read() as db:
        building = db.value("SELECT id FROM buildings")
    answer = clerk.post(
        "/messages/paper", data={"building": str(building), "key": "k"}, follow_redirects=False
    )
    where = answer.headers["location"]
    assert "files-bar" in clerk.get(where).text
    outbox.drain()
    assert "Note all as handed out" in clerk.get(where).text
    assert clerk.get(f"{where}/0").headers["content-type"] == "application/pdf"
    assert clerk.get(f"{where}/9").status_code == 404
    assert clerk.post(f"{where}/handed-out", follow_redirects=False).status_code == 303
    assert ways(papers[0])["paper"] == "delivered"
    assert clerk.post("/messages/paper", data={"building": "999", "key": "l"}).status_code in (409, 422)
    assert sign_in("cashier").post("/messages/paper", data={"key": "m"}).status_code == 403


def paper(*texts: str) -> str:
    """A kept PDF with a page for each text."""
    made = bytes(
        typst.compile("\n#pagebreak()\n".join(texts).encode())  # pyright: ignore[reportUnknownMemberType]
    )
    return files.keep(made)


def test_a_paper_that_goes_with_a_message_is_printed_behind_it(household: Household) -> None:
    file = paper("page one of the notice", "page two of the notice")
    for number, person in enumerate((household.li, household.old)):
        told("bill.posted", f"bill:{number}", person_id=person, home_id=household.home, file=file)
    job = start_print(None, "key-1", "http://house/my", BY)
    outbox.drain()
    first, one, two, second, *more = pages(job.id)
    assert "Li Na" in first and "A paper goes with this message" in first
    assert "page one" in one and "page two" in two
    assert "Old Zhang" in second and len(more) == 2


def test_a_paper_that_cannot_be_read_is_named_and_stops_no_print(household: Household) -> None:
    file = files.keep(b"%PDF-1.7 broken %%EOF")
    number = told("bill.posted", "bill:1", person_id=household.li, home_id=household.home, file=file)
    job = start_print(None, "key-1", "http://house/my", BY)
    outbox.drain()
    (only,) = pages(job.id)
    assert f"printed on its own: message {number}" in " ".join(only.split())
