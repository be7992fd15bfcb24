"""Chat through the pages of both sides: an owner's walk, the desk's, and what strangers do not get."""

import html
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from litestar.testing import TestClient
from PIL import Image

from estate.chat import actions, actions_desk, records
from estate.data import read
from estate.web import live
from tests.chat.conftest import SignIn, Village

HTMX = {"HX-Request": "true"}


def photo() -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (60, 40), "white").save(kept, "PNG")
    return kept.getvalue()


def news(browser: TestClient[Any], base: str, after: int = 0, **more: str) -> str:
    answer = browser.post(f"{base}/news", data={"after": str(after), "since": "", **more}, headers=HTMX)
    assert answer.status_code == 200, answer.text
    return answer.text


def begin(village: Village, text: str = "The lift stands") -> int:
    return actions.owner_says(village.home_id, text, (), f"first {text}", village.wang).conversation_id


def test_an_owner_writes_is_answered_takes_back_and_rates(village: Village, sign_in: SignIn) -> None:
    browser = sign_in("wang")
    assert "Write what it is about" in browser.get("/my/chat").text
    given = {"home": str(village.home_id), "text": "", "key": "k"}
    refused = browser.post("/my/chat/messages", data=given)
    assert refused.status_code == 422 and "Write something" in refused.text
    given["text"] = "Water in the cellar"
    answer = browser.post(
        "/my/chat/messages", data=given, files={"paper_files": ("a.png", photo())}, follow_redirects=False
    )
    assert answer.status_code == 303
    base = str(answer.headers["location"])
    conversation_id = int(base.rsplit("/", 1)[1])
    again = browser.post("/my/chat/messages", data=given, follow_redirects=False)
    assert again.headers["location"] == base
    shown = browser.get("/my/chat").text
    assert shown.count("Water in the cellar") == 1 and "/papers/1" in shown and "Sent" in shown
    assert browser.get("/papers/1").headers["content-type"] == "image/jpeg"

    sent = browser.post(
        "/my/chat/messages",
        data={**given, "conversation": str(conversation_id), "text": "by the stairs", "key": "k2"},
        headers=HTMX,
    )
    assert "data-said" in sent.text and "HX-Redirect" not in sent.headers
    otherwise = browser.post(
        "/my/chat/messages",
        data={**given, "conversation": str(conversation_id), "text": "by the door", "key": "k2"},
        headers=HTMX,
    )
    assert otherwise.status_code == 422 and "data-otherwise" in otherwise.text

    actions_desk.take(conversation_id, village.sun)
    actions.office_says(conversation_id, "Somebody is coming", (), "a", village.sun)
    assert '<span aria-hidden="true">1</span>' in browser.get("/chat/count", headers=HTMX).text
    fresh = news(browser, base, after=2, seen="1")
    assert "Somebody is coming" in fresh and "Sun Yan is here for you" in fresh
    assert "Water in the cellar" not in fresh
    assert 'aria-hidden="true">1<' not in browser.get("/chat/count", headers=HTMX).text

    browser.post(f"{base}/messages/2/withdrawal")
    assert "Taken back" in browser.get(base).text and "by the stairs" not in browser.get(base).text
    taken_back = news(browser, base, after=4)
    assert 'hx-target="#message-2"' not in taken_back  # nothing was asked since

    actions_desk.end(conversation_id, village.sun)
    assert "How were you served" in news(browser, base, after=5, shape="open")
    browser.post(f"{base}/rating", data={"rating": "4", "note": "quick"})
    assert "Your rating: 4, Well" in browser.get(base).text
    assert browser.post(f"{base}/rating", data={"rating": "9"}).status_code == 422
    anew = browser.post(
        "/my/chat/messages",
        data={**given, "conversation": str(conversation_id), "text": "Again wet", "key": "k3"},
        headers=HTMX,
    )
    assert anew.headers["HX-Redirect"] == f"/my/chat/{conversation_id + 1}"
    assert f'href="/my/chat/{conversation_id}"' in browser.get(f"/my/chat/{conversation_id + 1}").text


def test_what_is_taken_back_elsewhere_is_exchanged_in_an_open_page(village: Village, sign_in: SignIn) -> None:
    one = begin(village)
    second = actions.owner_says(village.home_id, "oh no", (), "x", village.wang)
    browser = sign_in("clerk")
    base = f"/chat/{one}"
    actions.withdraw(one, second.message_id, village.wang)
    fresh = news(browser, base, after=second.message_id, since="2020-01-01T00:00:00.000Z")
    assert f'hx-target="#message-{second.message_id}"' in fresh and "oh no" not in fresh


def test_the_desk_takes_answers_notes_hands_over_and_makes_a_repair(
    village: Village, sign_in: SignIn
) -> None:
    one = begin(village)
    base = f"/chat/{one}"
    browser = sign_in("clerk")
    queue = browser.get("/chat").text
    assert "Wang" in queue and "waits 0 min" in queue
    assert browser.post(f"{base}/messages", data={"text": "hi", "key": "a"}).status_code == 422
    assert "Take it" in browser.get(base).text
    browser.post(f"{base}/taking")
    browser.post(f"{base}/messages", data={"text": "Good morning", "key": "a"})
    browser.post(f"{base}/messages", data={"text": "Good morning", "key": "a"})
    browser.post(f"{base}/notes", data={"text": "She called twice", "key": "n"})
    assert "Answered by you" in news(browser, base)  # what stands above the conversation follows
    actions.owner_says(village.home_id, "And the light", (), "more", village.wang)
    assert "Waits for you" in news(browser, base)
    shown = browser.get(base).text
    assert shown.count(">Good morning</p>") == 1 and "She called twice" in shown
    assert "Good morning" in browser.get("/chat?q=morning").text
    assert "Nothing found" in browser.get("/chat?q=evening").text
    order = browser.post(
        f"{base}/repair",
        data={"title": "Lift", "category": "elevator", "urgency": "fast", "key": "r"},
        follow_redirects=False,
    )
    assert str(order.headers["location"]).startswith("/repairs/")
    assert f'href="{base}"' in browser.get(str(order.headers["location"])).text
    form = browser.get(base).text.split('id="fault-form"')[0].rsplit("<details", 1)[1]
    assert str(order.headers["location"]) in form  # so that nobody reports it a second time
    assert browser.post(f"{base}/handover", data={"to": "999"}).status_code == 422
    browser.post(f"{base}/handover", data={"to": str(village.he.account_id), "note": "Yours"})
    assert "He Ping answers in this conversation" in browser.get(base).text
    assert "He Ping has taken over" in browser.get(base).text
    refused = browser.post(f"{base}/messages", data={"text": "me again", "key": "b"}, headers=HTMX)
    assert refused.status_code == 422 and "He Ping" in refused.text
    assert browser.get("/chat?view=all").text.count("chat-item-") == 1

    other = sign_in("clerk2")
    assert '<span aria-hidden="true">1</span>' in other.get("/chat/count", headers=HTMX).text
    other.post(f"{base}/ending")
    assert "Ended" in other.get(base).text
    owner = sign_in("wang")
    seen = owner.get(f"/my/chat/{one}").text
    assert "He Ping has taken over" in seen and "She called twice" not in seen and "Yours" not in seen


def test_prepared_answers_stand_filled_in_beside_the_conversation(village: Village, sign_in: SignIn) -> None:
    one = begin(village)
    manager = sign_in("manager")
    assert manager.post("/chat/answers", data={"title": "Hi", "text": "{sum}"}).status_code == 422
    manager.post("/chat/answers", data={"title": "Greeting", "text": "Dear {name} of {home}, I am {clerk}"})
    manager.post("/chat/settings", data={"alert_minutes": "7", "away_minutes": "2", "silent_days": "5"})
    with read() as db:
        assert records.settings(db) == (7, 2, 5)
    bad = {"alert_minutes": "0", "away_minutes": "2", "silent_days": "5"}
    assert manager.post("/chat/settings", data=bad).status_code == 422
    clerk = sign_in("clerk")
    clerk.post(f"/chat/{one}/taking")
    assert "Dear Wang of 1-1-101, I am Sun Yan" in clerk.get(f"/chat/{one}").text
    assert "Dear Wang" not in clerk.get(f"/chat/{one}/answers?q=rain", headers=HTMX).text
    assert clerk.get("/chat/answers/new").status_code == 403
    assert clerk.post("/chat/settings", data=bad).status_code == 403
    manager = sign_in("manager")
    manager.post("/chat/answers/1", data={"title": "Greeting", "text": "Good day"})
    manager.post("/chat/answers/1/retirement")
    assert "Good day" not in manager.get("/chat/answers").text


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", ""),
        ("GET", "?before=9"),
        ("POST", "/news"),
        ("POST", "/typing"),
        ("POST", "/messages/1/withdrawal"),
        ("POST", "/rating"),
    ],
)
def test_a_strangers_conversation_is_not_found(
    village: Village, sign_in: SignIn, method: str, path: str
) -> None:
    one = begin(village)
    assert sign_in("li").request(method, f"/my/chat/{one}{path}").status_code == 404
    assert sign_in("li").request(method, f"/chat/{one}{path}").status_code in (403, 404)


def test_a_strangers_photo_is_not_found(village: Village, sign_in: SignIn) -> None:
    browser = sign_in("wang")
    given = {"home": str(village.home_id), "text": "look", "key": "k"}
    browser.post("/my/chat/messages", data=given, files={"paper_files": ("a.png", photo())})
    assert browser.get("/papers/1").status_code == 200
    assert browser.post("/papers/1/withdrawal", data={"reason": "x"}).status_code == 403
    assert sign_in("clerk").get("/papers/1").status_code == 200
    assert sign_in("li").get("/papers/1").status_code == 404
    assert sign_in("repairer").get("/papers/1").status_code == 404
    assert sign_in("li").post("/my/chat/messages", data=given).status_code == 422


def test_each_hears_their_own_conversations_and_the_other_side_typing(village: Village) -> None:
    one = begin(village)
    asked = [
        f"seen-{one}-owner",
        f"seen-{one}-office",
        f"chat-{one}",
        f"typing-{one}-owner",
        f"typing-{one}-office",
        "chats",
        "chat-x",
        "typing-x",
    ]
    assert live.heard_by(village.wang, asked) == {f"chat-{one}", f"typing-{one}-office", f"seen-{one}-office"}
    assert live.heard_by(village.li, asked) == set()
    assert live.heard_by(village.sun, asked) == {
        f"chat-{one}",
        f"typing-{one}-owner",
        f"seen-{one}-owner",
        "chats",
    }


def test_typing_is_told_on_at_most_every_two_seconds_and_kept_nowhere(
    village: Village, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, whispered = begin(village), list[str]()
    said: Callable[[str], None] = whispered.append
    monkeypatch.setattr(live, "whisper", said)
    with read() as db:
        before = db.value("SELECT count(*) FROM signals")
    browser = sign_in("wang")
    assert browser.post(f"/my/chat/{one}/typing").status_code == 204
    assert browser.post(f"/my/chat/{one}/typing").status_code == 204
    sign_in("clerk").post(f"/chat/{one}/typing")
    with read() as db:
        assert db.value("SELECT count(*) FROM signals") == before
    assert whispered == [f"typing-{one}-owner", f"typing-{one}-office"]


def test_earlier_messages_are_fetched_and_shown_without_a_script_too(
    village: Village, sign_in: SignIn
) -> None:
    one = begin(village, "the very first")
    for n in range(records.SHOWN):
        actions.owner_says(village.home_id, f"line {n}", (), f"k{n}", village.wang)
    browser = sign_in("wang")
    latest = browser.get(f"/my/chat/{one}").text
    assert "the very first" not in latest and f"/my/chat/{one}?before=" in latest
    before = latest.split(f"/my/chat/{one}?before=")[1].split('"')[0]
    part = browser.get(f"/my/chat/{one}?before={before}", headers=HTMX).text
    assert "the very first" in part and "<html" not in part and "?before=" not in part
    assert "the very first" in browser.get(f"/my/chat/{one}?before={before}").text


def test_a_search_leads_to_what_it_found_in_a_long_conversation(village: Village, sign_in: SignIn) -> None:
    conversation_id = begin(village, "The cellar smells of gas")
    for number in range(100):
        actions.owner_says(village.home_id, f"word {number}", (), f"k{number}", village.wang)
    browser = sign_in("clerk")
    found = re.search(rf'href="(/chat/{conversation_id}\?[^"]*)"', browser.get("/chat?q=gas").text)
    assert found
    to, _hash, mark = html.unescape(found[1]).partition("#")
    shown = browser.get(to).text
    assert f'id="{mark}"' in shown and "smells of gas" in shown[shown.index(f'id="{mark}"') :]
    assert "word 20" in shown and "word 99" not in shown
