"""Parts and labour as the manager, the repairer, the cashier and the owner meet them."""

import re
from collections.abc import Callable
from typing import Any

from litestar.testing import TestClient

from estate.data import read
from estate.jobs import outbox
from estate.materials import queries, queries_quotes
from tests.materials.conftest import Shop
from tests.repairs.conftest import order
from tests.repairs.test_own import drawn, second_owner

SignIn = Callable[[str], TestClient[Any]]
ITEM = {
    "code": "P-02",
    "kind": "part",
    "name": "Hose",
    "unit": "m",
    "price_fen": "12.50",
    "cost_fen": "6",
    "warranty_days": "90",
    "minimum_e3": "20",
    "active": "y",
}


def test_the_manager_keeps_a_price_list_that_everybody_reads(shop: Shop, sign_in: SignIn) -> None:
    desk = sign_in("manager")
    assert desk.post("/repairs/prices", data=ITEM, follow_redirects=False).status_code == 303
    assert "on the price list already" in desk.post("/repairs/prices", data=ITEM).text
    with read() as db:
        item = next(one for one in queries.items(db) if one.code == "P-02")
    assert (item.price_fen, item.cost_fen, item.minimum_e3) == (1250, 600, 20_000)
    changed = {**ITEM, "price_fen": "13"}
    assert desk.post(f"/repairs/prices/{item.id}", data=changed, follow_redirects=False).status_code == 303
    page = desk.get(f"/repairs/prices/{item.id}").text
    assert "12.50" in page and "13.00" in page and "6.00" in page
    assert "13.00" in desk.get("/repairs/prices/print").text
    assert "Short" in desk.get("/repairs/stock?show=low").text
    rules = {"tolerance_fen": "5", "charge_when": "done", "fee_item_id": "0"}
    assert desk.post("/repairs/prices/rules", data=rules, follow_redirects=False).status_code == 303
    stock = f"/repairs/stock/{item.id}"
    assert desk.post(f"{stock}/in", data={"quantity_e3": "2.5", "key": "k"}).status_code == 200
    assert desk.post(f"{stock}/count", data={"quantity_e3": "2", "key": "c"}).status_code == 422
    told = desk.post(f"{stock}/count", data={"quantity_e3": "2", "key": "c", "reason": "cut"})
    assert "Count noted" in told.text and "−0.5" in told.text

    worker = sign_in("repairer")
    page = worker.get(f"/repairs/prices/{item.id}").text
    assert "13.00" in page and "6.00" not in page and "item-form" not in page
    assert worker.post(f"{stock}/in", data={"quantity_e3": "1", "key": "z"}).status_code == 403
    assert worker.get("/repairs/costs").status_code == 403
    worker.cookies.clear()
    page = worker.get("/prices").text
    assert "Hose" in page and "13.00" in page and "6.00" not in page


def test_quoted_at_the_site_accepted_on_the_phone_charged_and_followed_to_its_rows(
    shop: Shop, sign_in: SignIn
) -> None:
    order_id = shop.working()
    base = f"/repairs/{order_id}"
    worker = sign_in("repairer")
    early = {"item": str(shop.cartridge), "quantity_e3": "1", "source": "stock", "key": "e"}
    told = worker.post(f"{base}/parts", data=early)
    assert told.status_code == 422 and "Send a quote first" in told.text
    for item, much in ((shop.cartridge, "1"), (shop.hour, "1.5")):
        data = {"item": str(item), "quantity_e3": much, "source": "stock"}
        assert worker.post(f"{base}/quote/lines", data=data, follow_redirects=False).status_code == 303
    sent = worker.post(f"{base}/quote", data={"key": "q", "note": "Two hours at most"})
    assert sent.status_code == 200 and "The owner has not answered yet" in sent.text
    assert "has not answered the quote" in worker.get(base).text
    with read() as db:
        quote = queries_quotes.open_quote(db, order_id)
    assert quote is not None and quote.total_fen == 15500

    owner = sign_in("wang")
    assert f"/my/quotes/{quote.id}" in owner.get(f"/my/repairs/{order_id}").text
    assert "Two hours at most" in owner.get(f"/my/quotes/{quote.id}").text
    answer = {"answer": "accepted", "words": "fine", "key": "a"}
    assert owner.post(f"/my/quotes/{quote.id}/answer", data=answer, follow_redirects=False).status_code == 303
    assert order(order_id).state == "working"
    stranger = sign_in(second_owner(shop.site))
    assert stranger.get(f"/my/quotes/{quote.id}").status_code == 404
    assert stranger.post(f"/my/quotes/{quote.id}/answer", data=answer).status_code == 404

    worker = sign_in("repairer")
    used = worker.post(f"/repairs/quotes/{quote.id}/use", data={"key": "u"})
    assert used.status_code == 200 and shop.on_hand(shop.cartridge) == 9000
    shop.site.step(order_id, "finish", "assignee", note="done")
    cashier = sign_in("cashier")
    assert "Charge and take the money" in cashier.get(f"{base}/parts").text
    paid = cashier.post(f"{base}/charge", data={"key": "c", "counter": "1"}, follow_redirects=False)
    assert paid.headers["location"] == f"/counter/{shop.site.home_id}"
    [(charge_id, fen)] = shop.charges(order_id)
    assert fen == 15500 and f"{base}/parts" in cashier.get(f"/charges/{charge_id}").text
    shop.site.step(order_id, "sign_off", "owner")
    outbox.drain()
    assert len(shop.charges(order_id)) == 1
    owner = sign_in("wang")
    assert f"/my/charges/{charge_id}" in owner.get(f"/my/repairs/{order_id}").text
    desk = sign_in("manager")
    for by in ("category", "home", "equipment", "month", "order"):
        assert "155.00" in desk.get(f"/repairs/costs?by={by}").text


def test_answers_on_the_glass_and_by_phone_and_lines_taken_back(shop: Shop, sign_in: SignIn) -> None:
    order_id = shop.working()
    quote_id = shop.quote(order_id, (shop.hour, 1000))
    worker, glass = sign_in("repairer"), f"/repairs/quotes/{quote_id}/glass"
    assert "80.00" in worker.get(glass).text
    told = worker.post(glass, data={"answer": "accepted", "signer": "Wang"})
    assert told.status_code == 422 and "Please sign in the field" in told.text
    signed = {"answer": "accepted", "signer": "Wang Jianguo", "signature": drawn()}
    assert worker.post(glass, data=signed, follow_redirects=False).status_code == 303
    page = worker.get(f"/repairs/{order_id}/parts").text
    assert "Accepted by the owner" in page and "Wang Jianguo" in page
    line_id = shop.use(order_id, shop.hour, 1000, "h")
    back = f"/repairs/{order_id}/parts/{line_id}/back"
    assert worker.post(back, data={"reason": ""}).status_code == 422
    assert "Reversing row" in worker.post(back, data={"reason": "was shorter"}).text
    assert re.search(r"Owner pays.*?0\.00", worker.get(f"/repairs/{order_id}/parts").text, re.S)

    second = shop.quote(order_id, (shop.hour, 2000), key="second")
    desk = sign_in("clerk")
    told = desk.post(f"/repairs/quotes/{second}/answer", data={"answer": "declined"})
    assert told.status_code == 422 and "Write what they said" in told.text
    page = desk.post(
        f"/repairs/quotes/{second}/answer", data={"answer": "declined", "words": "too dear"}
    ).text
    assert "too dear" in page and "Declined by the owner" in page
    third = shop.quote(order_id, (shop.hour, 3000), key="third")
    assert "Quote taken back" in desk.post(f"/repairs/quotes/{third}/answer", data={"withdraw": "1"}).text


def test_who_has_no_part_in_an_order_finds_nothing_to_change(shop: Shop, sign_in: SignIn) -> None:
    order_id = shop.working()
    other = sign_in("wu")
    assert other.get(f"/repairs/{order_id}/parts").status_code == 404
    cashier = sign_in("cashier")
    assert cashier.get(f"/repairs/{order_id}/parts").status_code == 200
    data = {"item": str(shop.cartridge), "quantity_e3": "1", "key": "e"}
    assert cashier.post(f"/repairs/{order_id}/parts", data=data).status_code == 404
    desk = sign_in("clerk")
    page = desk.post(f"/repairs/{order_id}/chargeable", data={"chargeable": "0"}).text
    assert "Free of charge for" in page
    assert desk.post(f"/repairs/{order_id}/parts", data=data).status_code == 200
    assert shop.on_hand(shop.cartridge) == 9000


def test_a_quote_is_accepted_by_saying_so_alone(shop: Shop, sign_in: SignIn) -> None:
    order_id = shop.working()
    quote_id = shop.quote(order_id, (shop.hour, 1000))
    owner, own = sign_in("wang"), f"/my/quotes/{quote_id}"
    assert "<textarea" in owner.get(own).text  # Enter in it makes a new line, and presses no button
    for answer in ({}, {"answer": ""}, {"answer": "yes"}):
        refused = owner.post(f"{own}/answer", data={**answer, "words": "too dear"})
        assert refused.status_code == 422 and "too dear" in refused.text
    worker = sign_in("repairer")
    signed = {"signer": "Wang Jianguo", "signature": drawn()}
    assert worker.post(f"/repairs/quotes/{quote_id}/glass", data=signed).status_code == 422
    assert worker.post(f"/repairs/quotes/{quote_id}/answer", data={"words": "hm"}).status_code == 422
    with read() as db:
        quote = queries_quotes.quote(db, quote_id)
    assert quote is not None and quote.is_open
