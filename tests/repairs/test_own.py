"""What an owner does about a repair on a phone, and what they never see: repairs of others, and of those before them."""

import base64
import io
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

import time_machine
from litestar.testing import TestClient
from PIL import Image

from estate.access import accounts
from estate.access.me import Me
from estate.data import clock, read, write
from estate.data.store import System
from estate.repairs import actions
from estate.repairs.actions import Report
from estate.web import live
from tests.papers.test_voice import spoken
from tests.repairs.conftest import Site, order

SignIn = Callable[[str], TestClient[Any]]
BY = System("test")


def drawn() -> str:
    kept = io.BytesIO()
    Image.new("RGB", (60, 20), "white").save(kept, "PNG")
    return "data:image/png;base64," + base64.b64encode(kept.getvalue()).decode()


def second_owner(site: Site) -> str:
    with write(BY) as tx:
        person = tx.value(
            "SELECT person_id FROM residencies WHERE home_id = :home LIMIT 1", home=site.other_home_id
        )
        accounts.create(tx, "li", "Li Na", "correct horse", ["owner"], person_id=person, locale="en")
    return "li"


def test_from_the_report_to_the_rating(site: Site, sign_in: SignIn) -> None:
    browser = sign_in("wang")
    given = {
        "where": str(site.home_id),
        "category": "plumbing",
        "title": "The tap drips",
        "urgency": "fast",
        "key": "k",
    }
    answer = browser.post("/my/repairs", data=given, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    again = browser.post("/my/repairs", data=given, follow_redirects=False)
    assert again.headers["location"] == answer.headers["location"]
    place = str(answer.headers["location"])
    order_id = int(place.rsplit("/", 1)[1])
    assert order(order_id).reporter_id == site.owner_id
    assert (
        browser.post(f"{place}/messages", data={"text": "It is the hot one", "key": "m"}).status_code == 200
    )
    assert "It is the hot one" in browser.get(place).text

    site.step(order_id, "assign", "office", site.clerk, assignee_id=site.zhou.account_id)
    for name in ("accept", "set_out", "arrive", "start"):
        site.step(order_id, name, "assignee")
    assert "Zhou Qiang" in browser.get(place).text
    site.step(order_id, "finish", "assignee", note="new washer")
    assert "sign-off-form" in browser.get(place).text
    bad = browser.post(f"{place}/steps/sign_off", data={"key": "s", "signature": "data:image/png;base64,xx"})
    assert bad.status_code == 422
    assert order(order_id).state == "done"
    browser.post(f"{place}/steps/sign_off", data={"key": "s", "signature": drawn()})
    assert order(order_id).state == "signed_off"
    with read() as db:
        assert db.value("SELECT count(*) FROM papers WHERE subject = 'order' AND kind = 'signature'") == 1
    sent_on = browser.post(f"{place}/steps/rate", data={"key": "r", "note": "quick"})
    assert sent_on.status_code == 422 and "Choose how content they are." in sent_on.text
    browser.post(f"{place}/steps/rate", data={"key": "r", "result": "4", "note": "quick"})
    assert (order(order_id).state, order(order_id).result) == ("rated", 4)
    assert "Your rating: 4" in browser.get(place).text


def test_what_is_not_mended_is_reopened_and_what_is_not_needed_taken_back(
    site: Site, sign_in: SignIn
) -> None:
    browser = sign_in("wang")
    done = site.done()
    assert (
        browser.post(f"/my/repairs/{done}/steps/reopen", data={"key": "a", "reason": ""}).status_code == 422
    )
    browser.post(f"/my/repairs/{done}/steps/reopen", data={"key": "a", "reason": "drips again"})
    assert order(done).state == "reopened"
    other = site.report("second", title="Door", category="doors")
    browser.post(f"/my/repairs/{other}/steps/withdraw", data={"key": "b", "reason": "mended it myself"})
    assert order(other).state == "cancelled"


def test_the_office_s_steps_are_not_an_owners(site: Site, sign_in: SignIn) -> None:
    made = site.report()
    browser = sign_in("wang")
    for step in ("assign", "take", "finish", "cancel", "call"):
        answer = browser.post(
            f"/my/repairs/{made}/steps/{step}", data={"key": step, "reason": "x", "note": "x"}
        )
        assert answer.status_code == 422, step
    assert browser.post(f"/my/repairs/{made}/steps/unknown", data={"key": "u"}).status_code == 404
    assert order(made).state == "reported"


def test_a_stranger_finds_nothing(site: Site, sign_in: SignIn) -> None:
    made = site.report()
    browser = sign_in(second_owner(site))
    assert browser.get(f"/my/repairs/{made}").status_code == 404
    assert "The kitchen tap drips" not in browser.get("/my/repairs").text
    for act in ("steps/withdraw", "messages"):
        assert (
            browser.post(
                f"/my/repairs/{made}/{act}", data={"key": "x", "reason": "x", "text": "x"}
            ).status_code
            == 404
        )


def test_photos_and_signals_of_an_order_are_for_who_acts_on_it(site: Site, sign_in: SignIn) -> None:
    browser = sign_in("wang")
    kept = io.BytesIO()
    Image.new("RGB", (40, 40), "red").save(kept, "JPEG")
    answer = browser.post(
        "/my/repairs",
        data={
            "where": "public",
            "location": "Gate",
            "category": "lighting",
            "title": "Lamp",
            "urgency": "normal",
            "key": "p",
        },
        files={"paper_files": ("lamp.jpg", kept.getvalue(), "image/jpeg")},
        follow_redirects=False,
    )
    order_id = int(str(answer.headers["location"]).rsplit("/", 1)[1])
    second_owner(site)
    with read() as db:
        paper = db.value("SELECT id FROM papers WHERE subject = 'order' AND subject_id = :id", id=order_id)
        me = {
            login: db.row(Row, "SELECT id, person_id FROM accounts WHERE login = :login", login=login)
            for login in ("wang", "li")
        }
    assert browser.get(f"/papers/{paper}").status_code == 200
    assert heard("wang", me, order_id)
    stranger = sign_in("li")
    assert stranger.get(f"/papers/{paper}").status_code == 404
    assert not heard("li", me, order_id)
    given = {
        "where": "public",
        "location": "Gate",
        "category": "lighting",
        "title": "Dark",
        "urgency": "normal",
    }
    stranger.post("/my/repairs", data=given | {"key": "j", "join": "yes"})
    assert stranger.get(f"/papers/{paper}").status_code == 404
    assert heard("li", me, order_id)


class Row(NamedTuple):
    id: int
    person_id: int


def heard(login: str, known: dict[str, Row | None], order_id: int) -> bool:
    row = known[login]
    assert row is not None
    me = Me(row.id, login, frozenset({"owner"}), frozenset({"own_home"}), "en", row.person_id)
    return bool(live.heard_by(me, [f"order-{order_id}"]))


def test_who_moves_in_sees_no_repair_from_before(site: Site, sign_in: SignIn) -> None:
    made = site.report()
    yesterday = (clock.today() + timedelta(days=1)).isoformat()
    with write(BY) as tx:
        new = tx.insert("people", name="Sun", initials="s", pinyin="sun", created_at=clock.stamp())
        tx.insert(
            "residencies",
            home_id=site.home_id,
            person_id=new,
            role="tenant",
            from_date=clock.today().isoformat(),
            created_at=clock.stamp(),
        )
        accounts.create(tx, "sun", "Sun", "correct horse", ["owner"], person_id=new, locale="en")
        tx.run("UPDATE residencies SET from_date = :day WHERE person_id = :new", day=yesterday, new=new)
    with time_machine.travel(clock.now() + timedelta(days=2), tick=False):
        browser = sign_in("sun")
        assert browser.get(f"/my/repairs/{made}").status_code == 404


def test_who_joins_a_report_sees_where_it_stands_and_no_more(site: Site, sign_in: SignIn) -> None:
    lamp: dict[str, Any] = {
        "source": "owner",
        "category": "lighting",
        "urgency": "normal",
        "location": "East gate",
    }
    with write(BY) as tx:
        made = actions.report(
            tx,
            Report(
                **lamp, title="Lamp", text="of Wang", reporter_id=site.owner_id, reporter_name="Wang Jianguo"
            ),
            "w",
        )
        actions.write_message(tx, made, "owner", "call me at night", "m")
    browser = sign_in(second_owner(site))
    given = {
        "where": "public",
        "location": "East gate",
        "category": "lighting",
        "title": "Dark",
        "urgency": "normal",
    }
    asked = browser.post("/my/repairs", data=given | {"key": "j"})
    assert (asked.status_code, "Is it this one: Lamp" in asked.text) == (422, True)
    answer = browser.post("/my/repairs", data=given | {"key": "j", "join": "yes"}, follow_redirects=False)
    assert answer.headers["location"] == f"/my/repairs/{made}"
    shown = browser.get(f"/my/repairs/{made}").text
    assert "Lamp" in shown
    assert "Wang Jianguo" not in shown
    assert "call me at night" not in shown
    assert (
        browser.post(f"/my/repairs/{made}/steps/withdraw", data={"key": "x", "reason": "x"}).status_code
        == 422
    )


def test_what_is_missing_is_said_beside_its_field(site: Site, sign_in: SignIn) -> None:
    browser = sign_in("wang")
    answer = browser.post(
        "/my/repairs", data={"where": "public", "category": "lighting", "from_time": "9:00", "key": "k"}
    )
    assert answer.status_code == 422
    for field in ("title", "location", "day"):
        assert f'id="{field}-error"' in answer.text, field


def test_another_home_cannot_be_named(site: Site, sign_in: SignIn) -> None:
    browser = sign_in("wang")
    given = {
        "where": str(site.other_home_id),
        "category": "plumbing",
        "title": "x",
        "urgency": "normal",
        "key": "k",
    }
    assert browser.post("/my/repairs", data=given).status_code == 422


def test_the_owner_signs_on_the_repairers_glass(site: Site, sign_in: SignIn) -> None:
    done = site.done()
    browser = sign_in("repairer")
    assert browser.get(f"/repairs/{done}/signature").status_code == 200
    url = f"/repairs/{done}/signature"
    assert browser.post(url, data={"signer": "Wang", "key": "g"}).status_code == 422
    assert browser.post(url, data={"signer": "", "signature": drawn(), "key": "g"}).status_code == 422
    browser.post(url, data={"signer": "Wang", "signature": drawn(), "key": "g"})
    assert order(done).state == "signed_off"
    assert browser.get(url).status_code == 404
    undone = site.report("other", title="Door", category="doors")
    assert browser.get(f"/repairs/{undone}/signature").status_code == 404


def test_a_fault_that_is_said_aloud_is_heard_by_owner_and_staff_and_by_nobody_else(
    site: Site, sign_in: SignIn
) -> None:
    browser = sign_in("wang")
    given = {"where": str(site.home_id), "category": "plumbing", "urgency": "fast", "key": "k"}
    silent = browser.post("/my/repairs", data=given)
    assert silent.status_code == 422 and "or say it" in silent.text
    no_sound = browser.post(
        "/my/repairs", data=given, files={"paper_voice": ("n.webm", b"<html>", "audio/webm")}
    )
    assert no_sound.status_code == 422 and "no voice note" in no_sound.text
    said = {"paper_voice": ("note.wav", spoken(), "audio/wav")}
    answer = browser.post("/my/repairs", data=given, files=said, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    place = str(answer.headers["location"])
    order_id = int(place.rsplit("/", 1)[1])
    assert order(order_id).title == "Water and drains: hear the voice note"
    browser.post(
        f"{place}/messages", data={"key": "m"}, files={"paper_voice": ("b.wav", spoken() + b"\0\0", "")}
    )
    shown = browser.get(place).text
    assert '<audio controls preload="none" src="/papers/1"' in shown and 'src="/papers/2"' in shown
    whole, part = browser.get("/papers/1"), browser.get("/papers/1", headers={"Range": "bytes=0-3"})
    assert (whole.content, part.status_code, part.content) == (spoken(), 206, b"RIFF")
    assert whole.headers["content-type"] == "audio/wav" and "inline" in whole.headers["content-disposition"]
    assert "media-src 'self' blob:" in browser.get(place).headers["content-security-policy"]
    assert 'src="/papers/1"' in sign_in("clerk").get(f"/repairs/{order_id}").text
    assert sign_in(second_owner(site)).get("/papers/1").status_code == 404


def test_a_voice_note_is_carried_through_the_question_whether_it_is_the_same(
    site: Site, sign_in: SignIn
) -> None:
    site.report()
    desk, said = sign_in("clerk"), {"paper_voice": ("note.wav", spoken(), "audio/wav")}
    given = {"home": "3-2-501", "category": "plumbing", "urgency": "fast", "key": "k"}
    asked = desk.post("/repairs", data=given, files=said)
    assert asked.status_code == 422 and "The voice note is kept" in asked.text
    carried = re.findall(r'name="carried" value="([^"]+)"', asked.text)
    title = "Water and drains: hear the voice note"
    assert f'value="{title}"' in asked.text
    desk.post("/repairs", data=given | {"title": title, "carried": carried, "join": "no"})
    with read() as db:
        assert db.values("SELECT media FROM papers") == ["audio/wav"]
