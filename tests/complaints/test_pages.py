"""Complaints through the real application: the owner, the desk, the label, and what each of them never sees."""

from collections.abc import Callable

from estate.complaints import actions_clocks, queries
from estate.data import read, write
from estate.data.store import System
from estate.labels import actions as labels
from estate.places import actions as places
from estate.places.actions import PlaceSpec
from tests.complaints.conftest import Browser, Desk, complaint, newest, step, write_one


def test_an_owner_complains_is_answered_rates_and_takes_it_up_again(
    as_owner: Callable[[int], Browser], sign_in: Callable[..., Browser]
) -> None:
    one = write_one(as_owner(0), text="Every night after eleven.")
    office = sign_in("clerk")
    assert "Drilling at night" in office.get("/complaints?state=open").text
    step(office, one, "acknowledge", text="We look into it today.")
    step(office, one, "note", reason="The tenant above is known for it.")
    step(office, one, "answer", text="We have spoken with them.")
    step(office, one, "close", outcome="solved", cause="neighbour", text="Call us if it begins again.")
    assert "known for it" in office.get(f"/complaints/{one}").text
    own = as_owner(0)
    shown = own.get(f"/my/complaints/{one}").text
    for told in ("We look into it today.", "We have spoken with them.", "Call us if it begins again."):
        assert told in shown
    assert "known for it" not in shown and "Sun Yan" not in shown
    step(own, one, "rate", "/my/complaints", result="2", text="Still loud")
    step(own, one, "reopen", "/my/complaints", text="It began again")
    found = complaint(one)
    assert (found.state, found.result, found.first_at) == ("in_hand", None, None)


def test_strangers_see_nothing_and_whom_it_is_about_neither(
    desk: Desk, as_owner: Callable[[int], Browser], sign_in: Callable[..., Browser]
) -> None:
    one = write_one(as_owner(0))
    li = as_owner(1)
    assert li.get(f"/my/complaints/{one}").status_code == 404
    assert li.post(f"/my/complaints/{one}/steps/write", data={"key": "x", "text": "hm"}).status_code == 404
    assert li.get(f"/complaints/{one}").status_code in (403, 404)
    assert "Drilling" not in li.get("/my/complaints").text
    for role in ("repairer", "patrol"):
        assert sign_in(role).get(f"/complaints/{one}").status_code == 403
    about = desk.receive("about", about_account_id=desk.clerk.account_id, title="Rude on the phone")
    clerk = sign_in("clerk")
    assert clerk.get(f"/complaints/{about}").status_code == 404
    assert "Rude" not in clerk.get("/complaints").text and "Rude" not in clerk.get("/complaints/table").text
    assert "Rude" in sign_in("manager").get("/complaints").text
    with read() as db:
        told = db.values("SELECT account_id FROM messages WHERE link = :link", link=f"/complaints/{about}")
    assert told and desk.clerk.account_id not in told


def test_the_desk_writes_one_down_with_the_household_beside_it(
    desk: Desk, sign_in: Callable[..., Browser]
) -> None:
    office = sign_in("clerk")
    part = office.get("/complaints/new/home?home=3-2-501").text
    assert "Wang · Owner" in part
    form = {
        "key": "d",
        "home": "3-2-501",
        "reporter": str(desk.people[0]),
        "kind": "suggestion",
        "category": "greening",
        "title": "More trees",
        "about_home": "3-2-502",
    }
    assert office.post("/complaints", data=form, follow_redirects=False).status_code == 303
    found = complaint(newest())
    assert (found.kind, found.reporter_name, found.home_code, found.location) == (
        "suggestion",
        "Wang",
        "3-2-501",
        "3-2-502",
    )
    refused = office.post("/complaints", data={**form, "key": "e", "about_home": "9-9-999"})
    assert refused.status_code == 422 and "about_home-error" in refused.text


def test_whoever_scans_a_label_complains_without_a_name_and_follows_it(
    desk: Desk, client: Browser, sign_in: Callable[..., Browser]
) -> None:
    with write(System("test")) as tx:
        place = places.add(tx, PlaceSpec("Bin room", "other"))
        token = labels.label(tx, "place", place)
    assert f"/scan/{token}/complaint" in client.get(f"/scan/{token}").text
    form = {"key": "s" * 24, "kind": "complaint", "category": "cleaning", "text": "It smells for days."}
    answer = client.post(f"/scan/{token}/complaint", data=form, follow_redirects=False)
    assert answer.status_code == 303
    mine = answer.headers["location"]
    one = newest()
    found = complaint(one)
    assert (found.anonymous, found.unnamed, found.source, found.place_id) == (1, 1, "scan", place)
    with read() as db:
        assert queries.identity(db, one)[:4] == (None, "", "", None)
    office = sign_in("clerk")
    step(office, one, "acknowledge", text="It is washed today.")
    assert office.get(f"/complaints/{one}/identity").status_code == 404
    client.cookies.clear()
    assert "It is washed today." in client.get(mine).text
    assert (
        client.post(
            f"{mine}/steps/write", data={"key": "w", "text": "Thank you"}, follow_redirects=False
        ).status_code
        == 303
    )
    answers = [
        client.post(
            f"/scan/{token}/complaint", data={**form, "key": f"{number:024d}"}, follow_redirects=False
        )
        for number in range(12)
    ]
    assert answers[-1].status_code == 429


def test_a_table_to_take_along_holds_no_formula(desk: Desk, sign_in: Callable[..., Browser]) -> None:
    desk.receive("f", title="=HYPERLINK(1)", text="+1")
    table = sign_in("clerk").get("/complaints/table").content.decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in table and "'+1" in table and ",=HYPER" not in table


def test_the_round_warns_then_passes_to_the_manager_once(desk: Desk) -> None:
    one = desk.receive()
    with write(System("test")) as tx:
        tx.run(
            "UPDATE complaints SET clock_from = '2026-01-01T00:00:00.000Z', answer_by = '2026-01-02T00:00:00.000Z'"
        )
    actions_clocks.watch()
    actions_clocks.watch()
    with read() as db:
        steps = [one.step for one in queries.steps(db, one)]
        told = db.values("SELECT account_id FROM messages WHERE event = 'complaint.escalated'")
    assert steps == ["receive", "escalate"]
    assert desk.manager.account_id in told and desk.clerk.account_id not in told


def test_the_search_finds_a_complaint_by_its_number_and_says_not_who_made_it(
    desk: Desk, sign_in: Callable[..., Browser]
) -> None:
    one = complaint(desk.receive("n"))
    assert f'href="/complaints/{one.id}"' in sign_in("clerk").get(f"/search?q={one.number}").text
    assert one.title not in sign_in("repairer").get(f"/search?q={one.number}").text
