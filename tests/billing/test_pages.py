"""Billing's pages as staff see them: every page in its states, forms that keep what was typed, who may what."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

import pytest
from litestar.testing import TestClient

from estate.billing import actions, actions_charges, actions_compute, actions_items, queries
from estate.cashier.actions import take
from estate.cashier.actions_payment import Payment
from estate.community.actions_parking import ParkingSpec, add_parking_space
from estate.community.rules import HomeSpec
from estate.data import Store, read, write
from estate.data.store import System
from estate.jobs import outbox
from tests.billing import place
from tests.billing.place import owner, settle

Browser = TestClient[Any]
SignIn = Callable[[str], Browser]
HTMX = {"hx-request": "true"}
BY = System("test")
NOVEMBER = date(2026, 11, 1)


class Office(NamedTuple):
    home: int
    ownerless: int
    area_item: int
    parking_item: int
    one_off: int
    posted: int
    ready: int
    charge: int


@pytest.fixture
def office(store: Store) -> Office:
    """October posted, November computed, December still being computed; one home is sold in November."""
    with write(BY) as tx:
        place.many_homes(tx, 8)
        home = settle(
            tx,
            HomeSpec("9", "1", "301", 3, 8976, state="occupied"),
            owner("Zhang San", None, date(2026, 11, 15)),
            owner("Li Si", date(2026, 11, 16)),
        )
        ownerless = settle(tx, HomeSpec("9", "1", "302", 3, 9000, state="vacant"))
        add_parking_space(tx, ParkingSpec("B1-007", "rented", home_id=home))
        area = place.by_area(tx, 18500)
        parking = place.fixed(tx, 30000, name="Parking", kind="fixed_parking")
        one_off = actions_items.add_item("Repair", "one_off", BY)
        posted = actions_compute.bill_at_once(
            tx, date(2026, 10, 1), date(2026, 10, 1), date(2026, 10, 25), "2026-10-01T02:00:00.000Z"
        )
    ready = actions.start_run(NOVEMBER, NOVEMBER, BY, in_worker=False)
    actions_compute.compute_run(ready.id, ready.token)
    with read() as db:
        charge = queries.charges_of_home(db, home)[0].id
    return Office(home, ownerless, area, parking, one_off, posted.id, ready.id, charge)


PAGES = [
    "/fee-items",
    "/fee-items/new",
    "/fee-items/{area_item}",
    "/fee-items/{parking_item}",
    "/fee-items/{one_off}",
    "/bill-runs",
    "/bill-runs/{posted}",
    "/bill-runs/{ready}",
    "/bill-runs/{ready}/homes",
    "/bill-runs/{ready}/homes?kind=changed&page=7",
    "/bill-runs/{posted}/homes?kind=new",
    "/bill-runs/{ready}/skips",
    "/bill-runs/{ready}/skips?reason=no_payer",
    "/bill-runs/{ready}/homes/{home}",
    "/bill-runs/{posted}/homes/{home}",
    "/bill-runs/{ready}/homes/{ownerless}",
    "/bill-runs/{posted}/notices?building=9",
    "/bill-runs/{posted}/notices?building=nowhere",
    "/homes/{home}/statement",
    "/homes/{home}/statement?year=2020",
    "/homes/{ownerless}/statement",
    "/homes/{home}/notice",
    "/homes/{ownerless}/notice",
    "/homes/{home}/charges/new",
    "/charges/{charge}",
]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_shows(path: str, office: Office, sign_in: SignIn) -> None:
    answer = sign_in("manager").get(path.format(**office._asdict()))
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/fee-items/99",
        "/bill-runs/99",
        "/bill-runs/99/homes",
        "/bill-runs/99/skips",
        "/bill-runs/99/homes/1",
        "/bill-runs/{ready}/homes/99",
        "/charges/9999",
        "/homes/99/statement",
        "/homes/99/notice",
        "/homes/99/charges/new",
    ],
)
def test_what_is_not_there_is_not_found(path: str, office: Office, sign_in: SignIn) -> None:
    assert sign_in("manager").get(path.format(**office._asdict())).status_code == 404


def test_an_office_without_fees_begins_with_the_usual_ones(store: Store, sign_in: SignIn) -> None:
    browser = sign_in("manager")
    assert "Add the usual fee items" in browser.get("/fee-items").text
    for _twice in range(2):
        browser.post("/fee-items/usual")
    with read() as db:
        assert db.value("SELECT count(*) FROM fee_items") == 8
        assert db.value("SELECT count(*) FROM tariffs WHERE effective_from <> '2026-01-01'") == 0


def test_a_fee_item_is_added_with_price_and_rule(store: Store, sign_in: SignIn) -> None:
    browser = sign_in("manager")
    form = {
        "name": "Property fee",
        "kind_of_fee": "area",
        "price": "1.85",
        "cycle_months": "1",
        "effective_from": "2026-01-01",
        "basis_text": "Contract of 2025",
        "place": "usage:residential",
        "rounding": "half_up_jiao",
        "rounding_level": "monthly_rows",
        "proration": "next_month",
        "area_basis": "built",
    }
    refused = browser.post("/fee-items", data={**form, "price": "a lot", "basis_text": ""})
    assert refused.status_code == 422
    assert 'value="a lot"' in refused.text and 'value="Property fee"' in refused.text
    answer = browser.post("/fee-items", data=form)
    assert answer.status_code == 200
    with read() as db:
        assert db.tuples("SELECT price_e4, rounding FROM tariffs") == [(18500, "half_up_jiao")]
        assert db.tuples("SELECT scope, usage FROM assignments") == [("usage", "residential")]
    assert browser.post("/fee-items", data=form).status_code == 422  # the name is taken


def test_a_one_off_item_needs_no_price(store: Store, sign_in: SignIn) -> None:
    form = {"name": "Repair", "kind_of_fee": "one_off", "price": "", "cycle_months": "1", "place": "all"}
    habits = {
        "rounding": "half_up_fen",
        "rounding_level": "monthly_rows",
        "proration": "next_month",
        "area_basis": "built",
    }
    assert sign_in("manager").post("/fee-items", data={**form, **habits}).status_code == 200
    with read() as db:
        assert db.tuples("SELECT name, kind FROM fee_items") == [("Repair", "one_off")]


FORMULA = {
    "name": "Lift",
    "kind_of_fee": "formula",
    "price": "",
    "cycle_months": "3",
    "anchor": "calendar",
    "timing": "arrears",
    "effective_from": "2026-01-01",
    "basis_text": "Vote of the owners",
    "place": "all",
    "rounding": "half_up_fen",
    "rounding_level": "monthly_rows",
    "proration": "next_month",
    "area_basis": "built",
}


def test_a_formula_is_refused_with_its_place_and_kept_with_the_price(office: Office, sign_in: SignIn) -> None:
    browser = sign_in("manager")
    wrong = browser.post("/fee-items", data={**FORMULA, "formula": "面积 × 1.85"})
    assert wrong.status_code == 422 and "comes to m²" in wrong.text and 'value="面积 × 1.85"' in wrong.text
    right = browser.post("/fee-items", data={**FORMULA, "formula": "面积 × 1.85元/㎡ × 月数"})
    assert right.status_code == 200 and "89.83 × 1.85 × 3" in right.text
    with read() as db:
        kept = db.tuples("""
            SELECT t.formula, t.price_e4, f.timing FROM tariffs AS t JOIN fee_items AS f ON f.id = t.fee_item_id
             WHERE f.name = 'Lift'
        """)
    assert kept == [("面积 × 1.85元/㎡ × 月数", None, "arrears")]


def test_a_formula_shows_its_arithmetic_or_its_fault_while_it_is_written(
    office: Office, sign_in: SignIn
) -> None:
    browser = sign_in("manager")
    shown = browser.get("/fee-items/formula", params={"formula": "面积×2元/㎡"}, headers=HTMX)
    assert "89.83 × 2 = 179.66" in shown.text and "<html" not in shown.text
    fault = browser.get("/fee-items/formula", params={"formula": "面枳×2元/㎡"}, headers=HTMX)
    assert "<mark>面枳</mark>×2元/㎡" in fault.text


def test_a_fee_by_person_names_its_price_for_a_person(office: Office, sign_in: SignIn) -> None:
    browser = sign_in("manager")
    form = {
        **FORMULA,
        "name": "Waste by person",
        "kind_of_fee": "per_person",
        "price": "5",
        "cycle_months": "1",
    }
    shown = browser.post("/fee-items", data=form)
    assert shown.status_code == 200 and "/ person · month" in shown.text and "1 × 5.00 = 5.00" in shown.text


def test_a_new_price_supersedes_from_its_day_and_an_unused_one_can_be_taken_back(
    office: Office, sign_in: SignIn
) -> None:
    browser, path = sign_in("manager"), f"/fee-items/{office.area_item}"
    form = {
        "price": "2.05",
        "effective_from": "2026-12-01",
        "basis_text": "Decision",
        "rounding": "half_up_fen",
        "rounding_level": "monthly_rows",
        "proration": "next_month",
        "area_basis": "built",
    }
    assert browser.post(f"{path}/tariffs", data=form).status_code == 200
    again = browser.post(f"{path}/tariffs", data=form)
    assert again.status_code == 422 and "from this day already" in again.text and 'value="2.05"' in again.text
    with read() as db:
        new, old = db.values("SELECT id FROM tariffs WHERE fee_item_id = 1 ORDER BY id DESC")
    browser.post(f"{path}/tariffs/{new}/withdrawal")
    assert browser.post(f"{path}/tariffs/{old}/withdrawal").status_code == 409
    with read() as db:
        assert db.values("SELECT id FROM tariffs WHERE fee_item_id = 1") == [old]


def test_a_rule_shows_how_many_homes_it_reaches_before_it_is_saved(office: Office, sign_in: SignIn) -> None:
    browser, path = sign_in("manager"), f"/fee-items/{office.area_item}"
    rule = {"place": "one", "code": "9-1", "excluded": "1"}
    shown = browser.get(f"{path}/reach", params=rule, headers=HTMX)
    assert "This rule: 2 homes. The fee then goes to 8, now 10." in shown.text
    assert browser.post(f"{path}/rules", data=rule).status_code == 200
    unknown = browser.post(f"{path}/rules", data={**rule, "code": "77-7-777"})
    assert unknown.status_code == 422 and 'value="77-7-777"' in unknown.text
    assert browser.post(f"{path}/rules", data=rule).status_code == 422
    with read() as db:
        rule_id = db.value("SELECT max(id) FROM assignments")
    browser.post(f"{path}/rules/{rule_id}/withdrawal")
    assert "This rule: 2 homes" in browser.get(f"{path}/reach", params=rule).text


def test_a_run_from_start_to_void(store: Store, sign_in: SignIn) -> None:
    with write(BY) as tx:
        place.many_homes(tx, 5)
        place.by_area(tx, 18500)
    browser = sign_in("manager")
    started = browser.post("/bill-runs", data={"first": "2026-11"}, follow_redirects=False)
    path = started.headers["location"]
    assert "Computing the bills" in browser.get(path).text
    watched = browser.get(f"{path}/progress", headers=HTMX)
    assert 'hx-trigger="every 1s"' in watched.text and "<html" not in watched.text
    outbox.drain()
    assert browser.get(f"{path}/progress", headers=HTMX).headers["hx-redirect"] == path
    assert "Post the bills of" in browser.get(path).text
    for _twice in range(2):
        assert browser.post(f"{path}/posting").status_code == 200
    with read() as db:
        assert db.value("SELECT count(*) FROM charges") == 5
    assert browser.post(f"{path}/computing").status_code == 409
    empty = browser.post(f"{path}/reversal", data={"reason": ""})
    assert empty.status_code == 422 and "Write the reason." in empty.text
    assert "Voided by" in browser.post(f"{path}/reversal", data={"reason": "wrong price"}).text


def test_a_month_that_is_none_is_said_beside_the_field(store: Store, sign_in: SignIn) -> None:
    answer = sign_in("manager").post(
        "/bill-runs", data={"first": "2026-11", "last": "2026-08", "due_on": "soon"}
    )
    assert answer.status_code == 422
    assert 'value="2026-08"' in answer.text and 'value="soon"' in answer.text
    assert "The end lies before the beginning." in answer.text


def test_a_run_on_changed_data_says_so_and_offers_to_compute_again(office: Office, sign_in: SignIn) -> None:
    with write(BY) as tx:
        tx.run("UPDATE homes SET area_dm2 = 9999 WHERE id = :id", id=office.home)
    browser, path = sign_in("manager"), f"/bill-runs/{office.ready}"
    answer = browser.post(f"{path}/posting")
    assert answer.status_code == 422 and "Compute again." in answer.text
    browser.post(f"{path}/computing")
    outbox.drain()
    assert "Posted" in browser.post(f"{path}/posting").text


def test_only_the_sums_that_were_seen_are_posted(office: Office, sign_in: SignIn) -> None:
    browser, path = sign_in("manager"), f"/bill-runs/{office.ready}"
    seen = re.search(r'name="seen" value="(\w+)"', browser.get(path).text)
    assert seen
    browser.post(f"{path}/computing")
    outbox.drain()
    answer = browser.post(f"{path}/posting", data={"seen": seen[1]})
    assert answer.status_code == 422 and "Look at the figures again." in answer.text
    anew = re.search(r'name="seen" value="(\w+)"', answer.text)
    assert anew
    assert "Posted" in browser.post(f"{path}/posting", data={"seen": anew[1]}).text


def test_a_charge_is_made_once_by_hand_whatever_is_clicked(office: Office, sign_in: SignIn) -> None:
    browser, path = sign_in("cashier"), f"/homes/{office.home}/charges"
    key = re.search(r'name="key" value="(\w+)"', browser.get(f"{path}/new").text)
    assert key
    form = {
        "key": key[1],
        "fee_item_id": str(office.one_off),
        "amount_fen": "80",
        "on": "2026-11-05",
        "due_on": "2026-11-25",
        "text": "Tap replaced",
    }
    wrong = browser.post(path, data={**form, "due_on": "2026-11-01"})
    assert wrong.status_code == 422 and 'value="Tap replaced"' in wrong.text and key[1] in wrong.text
    pages = [browser.post(path, data=form).url.path for _twice in range(2)]
    assert pages[0] == pages[1]
    other = browser.post(path, data={**form, "amount_fen": "90"})  # from the browser's way back
    assert other.status_code == 422 and "used already for something else" in other.text
    with read() as db:
        assert db.tuples("SELECT amount_fen, payer_name FROM charges WHERE kind = 'one_off'") == [
            (8000, "Zhang San")
        ]


def test_a_charge_is_reversed_with_a_reason(office: Office, sign_in: SignIn) -> None:
    browser = sign_in("manager")
    assert browser.post(f"/charges/{office.charge}/reversal", data={"reason": " "}).status_code == 422
    answer = browser.post(f"/charges/{office.charge}/reversal", data={"reason": "wrong owner"})
    assert "wrong owner" in answer.text and "takes back another charge" in answer.text
    assert "This charge was reversed" in browser.get(f"/charges/{office.charge}").text


def test_the_notice_says_what_is_owed_and_threatens_nobody(office: Office, sign_in: SignIn) -> None:
    text = sign_in("cashier").get(f"/homes/{office.home}/notice").text
    assert "89.76 × 1.85 = 166.056 → 166.06" in text
    assert "<svg" in text
    assert "Zhang San" not in text  # paper lies about: names are masked
    for word in ("cut off", "water", "electricity", "lift"):
        assert word not in text.lower()


def test_the_statement_runs_from_charge_to_payment(office: Office, sign_in: SignIn) -> None:
    day = date(2026, 11, 5)
    charge_id = actions_charges.charge_once(office.home, office.one_off, 8000, day, day, "Tap", "k", BY)
    with read() as db:
        payer = queries.open_charges(db, office.home)[0].payer_id
    receipt = take(Payment(office.home, payer, 5000, "cash", designated=(charge_id,)), "k", BY)
    text = sign_in("cashier").get(f"/homes/{office.home}/statement").text
    assert text.index(receipt.number) < text.index("Tap") < text.index("166.056")
    for fen in (16606 + 30000 + 8000, 16606 + 30000 + 3000):
        assert f"{fen // 100}.{fen % 100:02d}" in text
    assert receipt.number in sign_in("cashier").get(f"/charges/{charge_id}").text


@pytest.mark.parametrize(
    ("role", "method", "path"),
    [
        ("clerk", "post", "/bill-runs"),
        ("clerk", "post", "/fee-items"),
        ("clerk", "get", "/homes/{home}/charges/new"),
        ("cashier", "post", "/fee-items/{area_item}/tariffs"),
        ("cashier", "post", "/bill-runs/{posted}/reversal"),
        ("cashier", "post", "/charges/{charge}/reversal"),
        ("repairer", "get", "/bill-runs"),
        ("repairer", "get", "/homes/{home}/statement"),
        ("patrol", "get", "/charges/{charge}"),
    ],
)
def test_who_may_not(role: str, method: str, path: str, office: Office, sign_in: SignIn) -> None:
    browser = sign_in(role)
    answer = browser.request(method, path.format(**office._asdict()))
    assert answer.status_code == 403
