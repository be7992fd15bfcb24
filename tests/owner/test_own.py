"""Owners see what they owe and why, and nothing of other homes: every owner's address is tried with strangers' ids."""

from typing import Any, NamedTuple

import pytest
from litestar.testing import TestClient

from estate.access.permissions import OWN_HOME
from estate.cashier import actions as cashier
from estate.cashier.actions_payment import Payment
from estate.data import read, write
from estate.data.store import System
from estate.deposits import actions as deposits
from estate.features import ROUTES
from estate.prepayments import queries as prepayments
from tests.conftest import Community

# A person's, for all homes together: each feature's own tests try them with strangers' ids.
PERSONS = (
    "/my/announcements",
    "/my/chat",
    "/my/complaints",
    "/my/letters",
    "/my/messages",
    "/my/office",
    "/my/parcels",
    "/my/permits",
    "/my/repairs",
    "/my/surveys",
    "/my/visitors",
    "/my/votes",
)
OWN_PATHS = sorted(
    path
    for handler in ROUTES
    if handler.opt.get("permission") == OWN_HOME and "GET" in handler.http_methods
    for path in handler.paths
    if "{paper:" not in path  # PDFs: tests/documents
    and not path.startswith(PERSONS)
    and "{plan_id" not in path  # of its payer alone: tests/plans
    and "{quote_id" not in path  # of who reported, and of the home in its time: tests/materials
)


class Ids(NamedTuple):
    """What the addresses of one home need."""

    home_id: int
    charge_id: int
    month: str
    number: str


IDS = """
    SELECT c.home_id, c.id AS charge_id, substr(c.period_from, 1, 7) AS month, r.number
      FROM charges c JOIN receipts r ON r.home_id = c.home_id AND r.payer_id = c.payer_id
"""
MINE = "WHERE c.payer_id = (SELECT person_id FROM accounts WHERE login = :login) ORDER BY c.id LIMIT 1"
OTHERS = "WHERE c.home_id <> :home_id GROUP BY c.home_id ORDER BY c.home_id"


def ids_of(community: Community) -> tuple[Ids, list[Ids]]:
    """The owner's own, and those of every other home."""
    with read() as db:
        own = db.row(Ids, IDS + MINE, login=community.logins["owner"].name)
        assert own is not None
        return own, db.rows(Ids, IDS + OTHERS, home_id=own.home_id)


def address(path: str, ids: Ids) -> str:
    return (
        path.replace("{charge_id:int}", str(ids.charge_id))
        .replace("{month:str}", ids.month)
        .replace("{number:str}", ids.number)
    )


@pytest.mark.parametrize("path", OWN_PATHS)
def test_ones_own_pages_open(resident: TestClient[Any], community: Community, path: str) -> None:
    own, _ = ids_of(community)
    assert resident.get(address(path, own), follow_redirects=True).status_code == 200
    assert resident.get(address(path, own) + f"?home={own.home_id}").status_code == 200


@pytest.mark.parametrize("path", OWN_PATHS)
def test_what_is_a_strangers_is_not_found(resident: TestClient[Any], community: Community, path: str) -> None:
    own, others = ids_of(community)
    assert others
    for other in others[:10]:
        if "{charge_id" in path or "{number" in path:
            assert resident.get(address(path, other)).status_code == 404, path
        elif path != "/my":
            assert resident.get(address(path, own) + f"?home={other.home_id}").status_code == 404, path


def test_no_page_names_another_home(resident: TestClient[Any], community: Community) -> None:
    own, _ = ids_of(community)
    with read() as db:
        codes = db.values("SELECT code FROM homes WHERE id <> :id", id=own.home_id)
    for path in OWN_PATHS:
        text = resident.get(address(path, own)).text
        assert [code for code in codes if f">{code}<" in text or f" {code} " in text] == []


def test_an_owner_gets_no_page_of_the_office(resident: TestClient[Any]) -> None:
    for path in (
        "/homes",
        "/homes/1",
        "/people",
        "/counter",
        "/bill-runs",
        "/receipts",
        "/search?q=1",
        "/today",
    ):
        assert resident.get(path).status_code == 403, path


def test_the_sum_at_the_top_is_the_sum_of_the_months_and_of_the_lines(
    resident: TestClient[Any], community: Community
) -> None:
    own, _ = ids_of(community)
    with read() as db:
        owed = db.value(
            "SELECT sum(balance_fen) FROM charge_balances WHERE home_id = :id AND balance_fen > 0",
            id=own.home_id,
        )
    text = resident.get("/my/bills").text.replace("\u202f", "")
    assert owed and f"{owed // 100}.{owed % 100:02d}" in text


def test_what_one_paid_in_advance_and_left_as_a_deposit_is_told_to_nobody_else(
    resident: TestClient[Any], community: Community
) -> None:
    own, _ = ids_of(community)
    with read() as db:
        me = db.value(
            "SELECT person_id FROM accounts WHERE login = :login", login=community.logins["owner"].name
        )
        other = db.value("SELECT max(person_id) FROM residencies WHERE home_id <> :id", id=own.home_id)
    for payer, fen in ((me, 4567), (other, 32109)):
        payment = Payment(own.home_id, payer, fen, "cash", advance_fen=fen, beyond_cap=True)
        cashier.take(payment, f"key-{payer}", System("test"))
    asked = deposits.Asked(own.home_id, me, "renovation", "the agreement", 98_765, "cash")
    number = deposits.take(asked, "deposit", System("test")).number
    with read() as db:
        balance = prepayments.balance(db, own.home_id, me)
    assert f"{balance // 100}.{balance % 100:02d}" in resident.get("/my/bills").text
    text = resident.get("/my/history").text
    assert "45.67" in text and "987.65" in text and number in text
    assert "321.09" not in text
    with write(System("test")) as tx:
        tx.run("UPDATE accounts SET person_id = :other WHERE person_id = :me", other=other, me=me)
    text = resident.get(f"/my/history?home={own.home_id}").text
    assert "321.09" in text and "45.67" not in text and number not in text


def test_who_sold_the_home_keeps_the_own_debts_and_sees_nothing_new(
    resident: TestClient[Any], community: Community
) -> None:
    own, _ = ids_of(community)
    with write(System("test")) as tx:
        tx.run(
            "UPDATE residencies SET to_date = '2020-01-01', from_date = '2010-01-01' WHERE home_id = :id",
            id=own.home_id,
        )
    assert resident.get(f"/my/bills?home={own.home_id}").status_code == 200
    with write(System("test")) as tx:
        tx.run("UPDATE accounts SET person_id = NULL")
    assert resident.get(f"/my/bills?home={own.home_id}").status_code == 404
    assert resident.get(f"/my/charges/{own.charge_id}").status_code == 404
