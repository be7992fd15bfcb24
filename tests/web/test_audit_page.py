"""The change log as its reader sees it: words and sums, not columns and fen."""

from collections.abc import Callable
from typing import Any

from litestar.testing import TestClient

from estate.appliance.changes import facts
from estate.data import Store, audit, write
from estate.data.store import System
from estate.web.filters import instant


def test_what_changed_is_told_in_words_and_yuan(store: Store) -> None:
    kept = (
        '{"amount_fen": 16606, "method": "cash", "roles": ["cashier", "manager"], "note": "", "active": true}'
    )
    assert [tuple(fact) for fact in facts(kept)] == [
        ("Amount", "¥166.06"),
        ("Method", "Cash"),
        ("Roles", "Cashier, Manager"),
        ("In use", "yes"),
    ]


def test_a_rule_without_days_and_a_price_are_told_as_on_their_page(store: Store) -> None:
    kept = '{"scope": "usage", "key": "shop", "days": ["1900-01-01", "2999-12-31"], "price_e4": 18500}'
    assert [tuple(fact) for fact in facts(kept)] == [
        ("Applies to", "Usage"),
        ("Which", "Shop"),
        ("Price", "¥1.85"),
    ]


def test_a_fact_means_what_it_means_of_its_subject(store: Store) -> None:
    kept = (
        '{"secrecy": "secret", "area": 8976, "motions": [["A lift", "", "use_funds"], ["A gate", "", "other"]],'
        ' "passed": {"A lift": true, "A gate": false}, "closes_at": "2026-11-26T12:00:00.000Z"}'
    )
    assert [tuple(fact) for fact in facts(kept, "votes")] == [
        ("Secrecy", "secret"),
        ("Area", "89.76 m²"),
        ("Motions", "A lift, A gate"),
        ("Passed", "A lift: yes; A gate: no"),
        ("Open until", instant("2026-11-26T12:00:00.000Z")),
    ]
    assert [tuple(fact) for fact in facts('{"kind": "quarter", "by": 7}', "disclosures")] == [
        ("Kind", "Quarter"),
        ("by", "7"),
    ]
    assert facts('{"of": "vote 3"}', "papers")[0].value == "Vote 3"


def test_a_fact_that_has_no_name_yet_is_still_told(store: Store) -> None:
    assert [tuple(fact) for fact in facts('{"meter_reading": 12}')] == [("meter reading", "12")]
    assert facts(None) == []


def test_the_page_leads_to_what_was_changed(by: System, sign_in: Callable[[str], TestClient[Any]]) -> None:
    with write(by) as tx:
        audit.record(tx, "home.changed", "homes", 7, before={"area_dm2": 8976}, after={"area_dm2": 8977})
    text = sign_in("administrator").get("/audit").text
    assert 'href="/homes/7"' in text
    assert "89.76 m²" in text
    assert "area_dm2" not in text
