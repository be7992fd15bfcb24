"""The search box finds what is meant, as one types, and shows nobody more than they may see."""

from collections.abc import Callable
from typing import Any

import pytest
from litestar.testing import TestClient

from estate.access.me import Me
from estate.access.permissions import permissions_of
from estate.billing import actions_charges, actions_items
from estate.cashier import actions as cashier
from estate.cashier.actions_payment import Payment
from estate.community import actions, queries
from estate.community.actions import HomeChange
from estate.data import clock, read, write
from estate.data.store import System
from estate.people import actions as people
from estate.people import queries as people_queries
from estate.people.specs import PersonSpec
from estate.search import records
from estate.search.pages import find
from estate.search.rules import backwards

SignIn = Callable[[str], TestClient[Any]]


def found(q: str, role: str = "manager") -> list[tuple[str, str]]:
    """(group, title) of everything found."""
    roles = frozenset({role})
    with read() as db:
        groups = find(db, q, Me(1, "", roles, permissions_of(roles), "en"), 6)
    return [(group["label"], item["title"]) for group in groups for item in group["items"]]


@pytest.mark.parametrize(
    ("q", "first"),
    [
        ("3-2-501", ("Homes", "3-2-501")),
        ("3栋2单元501", ("Homes", "3-2-501")),
        ("32501", ("Homes", "3-2-501")),
        ("３－２－５０１", ("Homes", "3-2-501")),
        ("3-2", ("Homes", "3-2-501")),
        ("502", ("Homes", "3-2-502")),
        ("张三丰", ("People", "张三丰")),
        ("张", ("People", "张三丰")),
        ("三丰", ("People", "张三丰")),
        ("丰", ("People", "张三丰")),
        ("zsf", ("People", "张三丰")),
        ("sf", ("People", "张三丰")),
        ("zhangs", ("People", "张三丰")),
        ("Zhang San", ("People", "张三丰")),
        ("zs", ("People", "赵石")),
        ("zxx", ("People", "曾小贤")),
        ("zengx", ("People", "曾小贤")),
        ("guihua", ("People", "Guihua Software Co")),
        ("8765", None),
        ("2345678", ("Phone numbers", "张三丰")),
        ("13812345678", ("Phone numbers", "张三丰")),
        ("1381234", ("Phone numbers", "张三丰")),
        ("6666", ("Phone numbers", "张三丰")),
        ("057188886666", ("Phone numbers", "张三丰")),
        ("222", ("Phone numbers", "曾小贤")),
        ("浙A12345", ("Vehicles", "浙A12345")),
        ("a123", ("Vehicles", "浙A12345")),
        ("345", ("Vehicles", "浙A12345")),
        ("SJ2026-000009", None),
        ("nobody", None),
        ("%", None),
        ("'", None),
    ],
)
def test_it_answers_as_one_types(homes: dict[str, int], q: str, first: tuple[str, str] | None) -> None:
    answer = found(q)
    assert (answer[0] if answer else None) == first


def test_a_tail_that_several_have_finds_them_all(homes: dict[str, int]) -> None:
    assert {title for _group, title in found("5678")} == {"张三丰", "赵石"}


def test_a_number_run_together_finds_the_likelier_home_first(homes: dict[str, int]) -> None:
    assert [title for group, title in found("32501") if group == "Homes"] == ["3-2-501", "32-1-501"]
    assert [title for group, title in found("321501") if group == "Homes"] == ["32-1-501"]


def test_what_changes_is_found_at_once_under_its_new_name_only(homes: dict[str, int], by: System) -> None:
    with read() as db:
        home = queries.home(db, homes["3-2-501"])
        person = db.value("SELECT id FROM people WHERE name = '张三丰'")
    assert home is not None
    change = HomeChange(*(getattr(home, name) for name in HomeChange._fields))._replace(room="701")
    actions.change_home(home.id, change, by)
    with write(by) as tx:
        people.change_person(tx, person, PersonSpec("李四"))
    assert found("3-2-501") == []
    assert found("32701") == [("Homes", "3-2-701")]
    assert found("zsf") == []
    assert found("ls") == [("People", "李四")]


def test_phones_are_masked_and_only_for_those_who_read_people(homes: dict[str, int], sign_in: SignIn) -> None:
    page = sign_in("cashier").get("/search?q=5678").text
    assert "138****5678" in page and "13812345678" not in page
    for role in ("repairer", "patrol"):
        browser = sign_in(role)
        for q in ("5678", "zsf", "张三丰", "浙A12345", "3-2-501"):
            page = browser.get("/search", params={"q": q}, headers={"HX-Request": "true"}).text
            assert "张三丰" not in page.replace("“张三丰”", "") and "****" not in page
        assert f"/homes/{homes['3-2-501']}" in browser.get("/search?q=32501").text


def test_a_fragment_is_the_list_alone_and_the_page_works_without_scripts(
    homes: dict[str, int], sign_in: SignIn
) -> None:
    browser = sign_in("clerk")
    fragment = browser.get("/search?q=zsf", headers={"HX-Request": "true"}).text
    assert "<html" not in fragment and "张三丰" in fragment
    page = browser.get("/search?q=zsf").text
    assert "<html" in page and "张三丰" in page
    assert browser.get("/search").status_code == 200
    assert "<script>" not in browser.get("/search", params={"q": "<script>alert(1)</script>"}).text


def test_owners_have_no_search(client: TestClient[Any]) -> None:
    assert "search" not in permissions_of(frozenset({"owner"}))
    assert client.get("/search?q=zsf", follow_redirects=False).status_code == 303


def test_receipts_are_found_by_number_or_its_last_part(homes: dict[str, int], by: System) -> None:
    item, today = actions_items.add_item("Access card", "one_off", by), clock.today()
    actions_charges.charge_once(homes["3-2-501"], item, 4000, today, today, "two cards", "a", by)
    with read() as db:
        payer = people_queries.payer_of(db, homes["3-2-501"], today)
    assert payer is not None
    number = cashier.take(Payment(homes["3-2-501"], payer.person_id, 4000, "cash"), "b", by).number
    for q in (number, number.lower(), number[:10], f"{today.year}-000001", "000001", "1"):
        assert ("Receipts", number) in found(q, "cashier"), q
    assert found(number, "clerk") == []


@pytest.mark.parametrize(
    ("sql", "index"),
    [
        (
            "SELECT id FROM people WHERE substr(name, 2) >= :a AND substr(name, 2) < :b",
            "people_by_second_sign",
        ),
        (
            "SELECT id FROM people WHERE substr(initials, 2) >= :a AND substr(initials, 2) < :b",
            "people_by_given_initials",
        ),
        ("SELECT id FROM people WHERE pinyin >= :a AND pinyin < :b", "people_by_pinyin"),
        ("SELECT id FROM people WHERE kind = 'company' AND instr(name, :a) > 0", "people_companies"),
        (
            f"SELECT person_id FROM phones WHERE {backwards('number')} >= :a AND {backwards('number')} < :b",
            "phones_backwards",
        ),
        (
            f"SELECT id FROM vehicles WHERE {backwards('plate')} >= :a AND {backwards('plate')} < :b",
            "vehicles_backwards",
        ),
        ("SELECT id FROM homes WHERE room >= :a AND room < :b", "homes_by_room"),
        ("SELECT number FROM receipts WHERE seq = :a ORDER BY year DESC", "receipts_by_seq"),
    ],
)
def test_every_question_goes_through_its_index(homes: dict[str, int], sql: str, index: str) -> None:
    with read() as db:
        plan = " ".join(row[3] for row in db.tuples("EXPLAIN QUERY PLAN " + sql, a="1", b="2" + records.LAST))
    assert index in plan
