"""The office keeps skills, shifts and absences; a repairer sees the own shifts."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from litestar.testing import TestClient

from estate.crew import actions, queries
from estate.crew.actions import Away
from estate.crew.rules_shifts import hours
from estate.data import audit, clock, read
from estate.refusal import Refused
from tests.crew.conftest import OFFICE, Crew

Browser = Callable[[str], TestClient[Any]]
FRIDAY = date(2026, 11, 27)


def test_who_works_now_and_who_comes_next(crew: Crew) -> None:
    with read() as db:
        found = queries.shifts_at(db, clock.now())
    assert {one for one, shift in found.items() if shift.covers(clock.now())} == {crew.zhou, crew.qian}
    assert crew.li not in found
    assert found[crew.feng].begins.astimezone(clock.zone()).hour == 18


def test_who_is_away_does_not_work(crew: Crew) -> None:
    actions.add_absence(crew.zhou, Away("sick", clock.today(), FRIDAY), OFFICE)
    with read() as db:
        shift = queries.shifts_at(db, clock.now())[crew.zhou]
    assert shift.begins.astimezone(clock.zone()).date() == date(2026, 11, 28)


def test_absences_do_not_overlap_nor_run_backwards(crew: Crew) -> None:
    actions.add_absence(crew.zhou, Away("leave", FRIDAY, FRIDAY), OFFICE)
    with pytest.raises(Refused):
        actions.add_absence(crew.zhou, Away("sick", clock.today(), FRIDAY), OFFICE)
    with pytest.raises(Refused):
        actions.add_absence(crew.zhou, Away("sick", FRIDAY, clock.today()), OFFICE)


def test_hours_of_a_single_day_do_not_overlap(crew: Crew) -> None:
    actions.add_day(crew.zhou, FRIDAY, hours(480, 720), OFFICE)
    actions.add_day(crew.zhou, FRIDAY, hours(720, 1080), OFFICE)
    with pytest.raises(Refused):
        actions.add_day(crew.zhou, FRIDAY, hours(700, 730), OFFICE)


def test_what_did_not_change_leaves_no_entry(crew: Crew) -> None:
    actions.set_skills(crew.zhou, {"plumbing": 2, "doors": 1, "fire": 0}, OFFICE)
    with read() as db:
        entries = audit.of_subject(db, "accounts", crew.zhou)
    assert [one.action for one in entries].count("crew.skills") == 1


def test_only_the_crew_has_skills(crew: Crew) -> None:
    with read() as db:
        clerk = db.value("SELECT id FROM accounts WHERE login = 'clerk'")
    with pytest.raises(LookupError):
        actions.set_skills(clerk, {"plumbing": 2}, OFFICE)
    with pytest.raises(LookupError):
        actions.set_skills(crew.zhou, {"sorcery": 2}, OFFICE)


def test_the_office_keeps_a_person_by_its_pages(crew: Crew, sign_in: Browser) -> None:
    browser, base = sign_in("clerk"), f"/crew/{crew.li}"
    week = {f"{end}_{day}": time for day in range(5) for end, time in (("from", "22:00"), ("to", "06:00"))}
    assert browser.post(f"{base}/week", data=week, follow_redirects=False).status_code == 303
    assert browser.post(f"{base}/skills", data={"fire": "3"}, follow_redirects=False).status_code == 303
    one = {"day": "2026-11-28", "from_time": "08:00", "to_time": "12:00"}
    assert browser.post(f"{base}/days", data=one, follow_redirects=False).status_code == 303
    away = {"kind": "leave", "from_day": "2026-12-01", "to_day": "2026-12-03", "note": "wedding"}
    assert browser.post(f"{base}/absences", data=away, follow_redirects=False).status_code == 303
    shown = browser.get(base).text
    assert 'value="22:00"' in shown
    assert "wedding" in shown
    assert "Nov 28, 2026" in shown
    week = browser.get("/crew").text
    assert "22:00–\u200b06:00" in week
    assert "Fire protection" in week
    assert "08:00–\u200b12:00" in week
    assert "Leave" in browser.get("/crew?week=2026-12-01").text
    changed = sign_in("administrator").get("/audit").text
    assert "Skills of somebody changed" in changed
    assert "Fire protection" in changed
    sign_in("clerk")
    with read() as db:
        day, absence = (db.value(f"SELECT max(id) FROM crew_{table}") for table in ("days", "absences"))
    for path in (f"days/{day}", f"absences/{absence}"):
        assert browser.post(f"{base}/{path}/removal", follow_redirects=False).status_code == 303
    assert "wedding" not in browser.get(base).text


@pytest.mark.parametrize(
    ("path", "sent", "told"),
    [
        ("week", {"from_0": "08:00"}, "Fill in both times"),
        ("week", {"from_0": "25:00", "to_0": "08:00"}, "This is no time"),
        ("days", {"day": "2026-11-28", "from_time": ""}, "Fill this in"),
        ("absences", {"kind": "sick", "from_day": "2026-12-03", "to_day": "2026-12-01"}, "before the first"),
        ("skills", {"fire": "9"}, "Please check what is marked"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    crew: Crew, sign_in: Browser, path: str, sent: dict[str, str], told: str
) -> None:
    answer = sign_in("clerk").post(f"/crew/{crew.li}/{path}", data=sent, follow_redirects=False)
    assert answer.status_code == 422
    assert told in answer.text


def test_a_repairer_sees_the_own_shifts_and_not_those_of_others(crew: Crew, sign_in: Browser) -> None:
    browser = sign_in("repairer")
    shown = browser.get("/shifts").text
    assert "On shift until 18:00" in shown
    assert "Water and drains" in shown
    assert browser.get("/crew").status_code == 403


def test_nobody_outside_the_crew_has_a_page_there(crew: Crew, sign_in: Browser) -> None:
    with read() as db:
        clerk = db.value("SELECT id FROM accounts WHERE login = 'clerk'")
    browser = sign_in("clerk")
    assert browser.get(f"/crew/{clerk}").status_code == 404
    assert browser.post(f"/crew/{clerk}/skills", data={}).status_code == 404
    assert browser.get("/crew?week=nonsense").status_code == 200
    assert browser.get("/crew?week=9999-12-31").status_code == 200
