"""What is not taken, and how it is said: nothing typed is lost, and a note never lands where the owner reads."""

import re

import pytest

from estate.chat import actions, actions_desk, queries, records
from estate.chat.actions_complaint import Grievance, to_complaint
from estate.complaints import queries_steps as complaints
from estate.data import read
from estate.papers import content
from estate.refusal import Refused
from estate.web import photos
from tests.chat.conftest import SignIn, Village
from tests.chat.test_pages import begin, photo


def test_a_message_is_as_long_as_its_writer_counts_it(village: Village, sign_in: SignIn) -> None:
    """Browsers count the end of a line once and send it as two characters."""
    browser = sign_in("wang")
    given = {"home": str(village.home_id), "text": "a\r\n" * 900, "key": "k"}
    assert browser.post("/my/chat/messages", data=given, follow_redirects=False).status_code == 303
    with read() as db:
        assert records.latest(db, 1, notes=True)[0].text == "\n".join("a" * 900)


@pytest.mark.parametrize("nothing", ["\u200b", " \r\n ", "\0"], ids=["zero width", "blank", "nul"])
def test_what_nobody_can_see_is_no_message(village: Village, nothing: str) -> None:
    with pytest.raises(Refused, match="Write something"):
        actions.owner_says(village.home_id, nothing, (), "k", village.wang)


def test_a_refused_note_stays_a_note(village: Village, sign_in: SignIn) -> None:
    conversation_id = begin(village)
    actions_desk.take(conversation_id, village.sun)
    browser = sign_in("clerk")
    answer = browser.post(f"/chat/{conversation_id}/notes", data={"text": "secret " * 300, "key": "n"})
    assert answer.status_code == 422 and "Shorten this to 2000 characters" in answer.text
    fields = dict(re.findall(r'<textarea[^>]*id="([\w-]+)"[^>]*>([^<]*)</textarea>', answer.text))
    assert "secret" in fields["note-text"] and fields["composer-text"].strip() == ""
    assert browser.post(f"/chat/{conversation_id}/notes", data={"text": "", "key": "n"}).status_code == 422


def test_a_second_complaint_is_asked_about_where_a_colleague_was_quicker(
    village: Village, sign_in: SignIn
) -> None:
    conversation_id = begin(village, "Noise")
    browser = sign_in("clerk2")
    shown = browser.get(f"/chat/{conversation_id}").text
    given = {"title": "Noise", "kind": "complaint", "category": "noise", "text": ""} | {
        name: re.findall(rf'id="grievance-form".*?name="{name}" value="([^"]*)"', shown, re.DOTALL)[0]
        for name in ("key", "entered")
    }
    to_complaint(conversation_id, Grievance("complaint", "noise", "Noise", ""), "k", village.sun)
    asked = browser.post(f"/chat/{conversation_id}/complaint", data=given)
    assert asked.status_code == 422 and "A colleague has entered a complaint" in asked.text
    meant = browser.post(
        f"/chat/{conversation_id}/complaint", data=given | {"entered": "1"}, follow_redirects=False
    )
    assert meant.headers["location"] == "/complaints/2"


def test_photos_of_a_conversation_stand_where_its_complaint_was_received(village: Village) -> None:
    kept = content.Kept(photos.keep(photo()), "lift.jpg", "image/jpeg", 100)
    conversation_id = actions.owner_says(village.home_id, "Look", [kept], "k", village.wang).conversation_id
    made = to_complaint(conversation_id, Grievance("complaint", "noise", "Lift", ""), "k", village.sun)
    with read() as db:
        assert [len(papers) for papers in complaints.step_papers(db, made).values()] == [1]


def test_who_has_taken_back_all_waits_no_more(village: Village) -> None:
    one = actions.owner_says(village.home_id, "Wrong window", (), "k", village.wang)
    more = actions.owner_says(village.home_id, "Sorry", (), "k2", village.wang)
    for said, waiting in ((one, 1), (more, 0)):
        actions.withdraw(said.conversation_id, said.message_id, village.wang)
        with read() as db:
            assert queries.waiting(db, village.sun) == waiting
    actions.owner_says(village.home_id, "The lift stands", (), "k3", village.wang)
    with read() as db:
        assert queries.waiting(db, village.sun) == 1


def test_a_long_word_of_the_office_leaves_room_for_what_was_said_last(village: Village) -> None:
    conversation_id = begin(village, "first " + "x" * 1500)
    actions.owner_says(village.home_id, "and the last word", (), "k2", village.wang)
    told = Grievance("complaint", "noise", "Noise", "m" * 1000)
    made = to_complaint(conversation_id, told, "k", village.sun)
    with read() as db:
        text = db.value("SELECT text FROM complaints WHERE id = :id", id=made)
    assert text.startswith("m" * 1000) and text.endswith("and the last word") and len(text) <= 2000


def test_no_rating_is_chosen_for_the_owner(village: Village, sign_in: SignIn) -> None:
    conversation_id = begin(village)
    actions_desk.take(conversation_id, village.sun)
    actions_desk.end(conversation_id, village.sun)
    browser = sign_in("wang")
    form = browser.get(f"/my/chat/{conversation_id}").text
    assert 'name="rating"' in form and " checked" not in form[form.index('id="rating-form"') :]
    refused = browser.post(f"/my/chat/{conversation_id}/rating", data={"note": "Quick"})
    assert (
        refused.status_code == 422 and "Choose one from the list" in refused.text and "Quick" in refused.text
    )
