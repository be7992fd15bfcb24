"""Two people who edit one record: whoever saves second is told, nothing of theirs is saved, and what they typed stays."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from html.parser import HTMLParser
from typing import Any, NamedTuple

import pytest
from litestar.testing import TestClient

from estate.chat import actions_settings
from estate.data import Store, clock, read, write
from estate.data.edits import Edits, Overtaken
from estate.data.store import System
from estate.disclosure import actions as disclosure
from estate.disclosure.rules_periods import ended
from estate.surveys import actions as surveys
from estate.surveys.rules import Question
from estate.votes import actions as votes
from estate.window import actions as window
from estate.window import actions_downloads as downloads
from estate.window.actions import Number, Priced
from estate.window.actions_downloads import Described
from tests.announcements.test_pages import drafted

SignIn = Callable[[str], TestClient[Any]]
BY = System("test")
QUESTION = Question("text", "What else?")


class Filled(HTMLParser):
    """What the form of an address would send as it stands on its page."""

    def __init__(self, action: str) -> None:
        super().__init__()
        self.action, self.inside, self.data = action, False, dict[str, str]()
        self.chosen = self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "form":
            self.inside = given.get("action") == self.action
        elif self.inside and tag == "input" and name:
            if given.get("type") not in ("checkbox", "radio") or "checked" in given:
                self.data[name] = given.get("value") or ""
        elif self.inside and tag == "textarea":
            self.text, self.data[name] = name, ""
        elif self.inside and tag == "select":
            self.chosen = name
        elif self.inside and tag == "option" and ("selected" in given or self.chosen not in self.data):
            self.data[self.chosen] = given.get("value") or ""

    def handle_data(self, data: str) -> None:
        if self.text:
            self.data[self.text] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.text = ""
            self.data = {name: value.strip() for name, value in self.data.items()}


def filled(page: str, action: str) -> dict[str, str]:
    form = Filled(action)
    form.feed(page)
    assert "seen" in form.data, f"the form of {action} does not say what it was read at"
    return form.data


class Record(NamedTuple):
    """A record that two people edit. field: what both change; more: what the form needs besides."""

    make: Callable[[TestClient[Any]], str]
    edit: str
    save: str
    field: str
    more: dict[str, str] = {}


def _survey(_browser: TestClient[Any]) -> str:
    given = surveys.Draft("How is it?", "", "person", "everybody", False, False, 5, "", None)
    made = surveys.draft(given, "k", BY)
    surveys.put_question(made, 0, QUESTION, BY)
    return f"/surveys/{made}"


def _vote(_browser: TestClient[Any]) -> str:
    closes = clock.stamp_of(clock.now() + timedelta(days=30))
    motions = (("Hire them", "", "manager"),)
    rules = ("per_owner", "representative", "office", "", 15, closes)
    return f"/votes/{votes.draft(votes.Draft('Managers', '', ('residential',), *rules, motions), 'k', BY)}"


def _download(_browser: TestClient[Any]) -> str:
    with write(BY) as tx:
        made = tx.insert("downloads", key="k", category="form", title="Form", place=1)
    downloads.describe(made, Described("form", "Form of moving in"), BY)
    return f"/window/downloads/{made}"


def _disclosure(_browser: TestClient[Any]) -> str:
    return f"/disclosures/{disclosure.draft(ended('quarter', clock.today(), 1)[0], BY)}"


def _phone(_browser: TestClient[Any]) -> str:
    return f"/window/phones/{window.save_phone(Number('fire', 'Fire', '119'), BY)}"


def _service(_browser: TestClient[Any]) -> str:
    return f"/window/services/{window.save_service(Priced('Lamp', 'piece', 100, 'Contract'), BY)}"


def _answer(_browser: TestClient[Any]) -> str:
    return f"/chat/answers/{actions_settings.keep_answer(None, 'Hours', 'From eight.', BY)}"


RECORDS = {
    "announcement": Record(drafted, "/edit", "", "text"),
    "survey": Record(_survey, "/edit", "", "intro"),
    "question": Record(_survey, "/questions/1", "/questions/1", "text"),
    "vote": Record(_vote, "/edit", "", "text"),
    "prepared answer": Record(_answer, "", "", "text"),
    "settings of chat": Record(lambda _browser: "/chat", "/answers", "/settings", "silent_days"),
    "opening hours": Record(lambda _browser: "/window", "/hours", "/hours", "day_0"),
    "number": Record(_phone, "", "", "note"),
    "service": Record(_service, "", "", "note"),
    "download": Record(_download, "/edit", "", "description"),
    "terms of disclosure": Record(lambda _browser: "/disclosures/terms", "", "", "services"),
    "remarks": Record(_disclosure, "", "", "remarks"),
}
TYPED = {"day_0": ("08:00-12:00", "09:00-12:00", "10:00-12:00"), "silent_days": ("11", "12", "13")}


@pytest.mark.parametrize("record", RECORDS.values(), ids=list(RECORDS))
def test_who_saves_second_is_told_who_changed_it_and_keeps_what_they_typed(
    store: Store, sign_in: SignIn, record: Record
) -> None:
    browser = sign_in("manager")
    place = record.make(browser)
    action = place + record.save
    first, second, third = TYPED.get(record.field, ("The first word.", "The second word.", "The third word."))
    given = filled(browser.get(place + record.edit).text, action) | record.more

    def save(text: str, **more: str) -> Any:
        return browser.post(action, data=given | {record.field: text} | more, follow_redirects=False)

    assert save(first).status_code == 303
    assert save(first).status_code == 303, "the same once more changes nothing and is no quarrel"
    refused = save(second)
    assert refused.status_code == 422
    with read() as db:
        who = db.value("SELECT name FROM accounts WHERE login = 'manager'")
    assert f"{who} has changed this since you opened it" in refused.text
    assert filled(refused.text, action)[record.field] == second
    assert filled(browser.get(place + record.edit).text, action)[record.field] == first
    assert save(third, seen=filled(refused.text, action)["seen"]).status_code == 303
    assert filled(browser.get(place + record.edit).text, action)[record.field] == third


@pytest.mark.parametrize("kind", ["announcements", "surveys"])
def test_who_goes_back_to_the_form_of_its_making_does_not_overwrite_what_another_wrote_since(
    store: Store, sign_in: SignIn, kind: str
) -> None:
    browser = sign_in("clerk")
    field = "text" if kind == "announcements" else "intro"
    form = filled(browser.get(f"/{kind}/new").text, f"/{kind}") | {"title": "Water"}

    def save(text: str, **more: str) -> Any:
        return browser.post(f"/{kind}", data=form | {field: text} | more, follow_redirects=False)

    place = str(save("First.").headers["location"])
    assert save("Better.").status_code == 303, "one's own words are known"
    browser = sign_in("manager")
    given = filled(browser.get(f"{place}/edit").text, place)
    assert (
        browser.post(place, data=given | {field: "The manager's."}, follow_redirects=False).status_code == 303
    )
    browser = sign_in("clerk")
    refused = save("Best.")
    assert refused.status_code == 422 and f'href="{place}"' in refused.text
    assert filled(browser.get(f"{place}/edit").text, place)[field] == "The manager's."
    assert save("Best.", seen=filled(refused.text, f"/{kind}")["seen"]).status_code == 303
    assert filled(browser.get(f"{place}/edit").text, place)[field] == "Best."


def test_a_question_that_moved_meanwhile_is_not_the_one_that_is_taken_out(
    store: Store, sign_in: SignIn
) -> None:
    browser = sign_in("manager")
    place = _survey(browser)
    survey_id = int(place.rsplit("/", 1)[1])
    surveys.put_question(survey_id, 0, Question("text", "And then?"), BY)
    page = browser.get(place).text
    seen = re.findall(r'name="seen" value="(\d+)"', page)[-1]
    assert browser.post(f"{place}/questions/2/lift", data={"seen": seen}).status_code == 200
    stale = browser.post(f"{place}/questions/2/removal", data={"seen": seen})
    assert "has changed in the meantime" in stale.text
    assert "What else?" in stale.text and "And then?" in stale.text


def test_only_changes_of_this_record_by_these_acts_count(store: Store) -> None:
    edits = Edits("office_phones", ("office_phone.changed",))
    one = window.save_phone(Number("fire", "Fire", "119"), BY)
    with read() as db:
        assert edits.last(db, one) == 0
    window.save_phone(Number("fire", "Fire", "120"), BY, one)
    other = window.save_phone(Number("police", "Police", "110"), BY)
    window.save_phone(Number("police", "Police", "111"), BY, other)
    with read() as db:
        last = edits.last(db, one)
        assert 0 < last < edits.last(db, other)
    with write(BY) as tx:
        edits.require_seen(tx, one, last)
        edits.require_seen(tx, one, None)
        with pytest.raises(Overtaken) as refused:
            edits.require_seen(tx, one, 0)
    assert refused.value.change.who == "test" and date.fromisoformat(refused.value.change.at[:10])
