"""Quotes: put together, sent to the owner, answered on their page, on the repairer's glass or by phone.

While a quote is open its order waits for the owner and the clocks stand still; the answer lets it go on.
"""

from collections.abc import Collection
from typing import NamedTuple

from estate.data import Tx, audit, clock
from estate.i18n import gettext as _
from estate.jobs import signals
from estate.materials import actions_lines, queries, queries_quotes, words
from estate.materials.actions_lines import Use
from estate.materials.queries_quotes import Quote
from estate.materials.rules import amount
from estate.messages import actions as messages
from estate.refusal import Refused, require_key
from estate.repairs import actions as repairs
from estate.repairs import telling
from estate.repairs.details import Details
from estate.repairs.queries import Order
from estate.repairs.rules_steps import STEPS, SYSTEM

QUOTED_FROM = ("accepted", "on_the_way", "arrived", "working", "waiting")
"""The states in which somebody has looked at it and can say what it will cost."""


class Answer(NamedTuple):
    """What the owner said. way: own, glass, phone or office; words: theirs; signer and paper_id: of the signature."""

    answer: str
    way: str
    words: str = ""
    signer: str = ""
    paper_id: int | None = None


def draft_line(tx: Tx, order_id: int, use: Use) -> None:
    """Put something into the next quote, or change how much of it; nothing takes it out. Refused once the order has ended."""
    if not repairs.require(tx, order_id).is_open:
        raise Refused(_("This order has ended; nothing is added to it."))
    item = queries.item(tx, use.item_id)
    if item is None or not item.active or (item.kind == "labour") != (use.source == "labour"):
        raise Refused(_("Choose something from the price list."), "item")
    where = "order_id = :order_id AND item_id = :item_id AND source = :source"
    same: dict[str, object] = {"order_id": order_id, "item_id": use.item_id, "source": use.source}
    tx.run(f"DELETE FROM quote_drafts WHERE {where}", **same)
    if use.quantity_e3 > 0:
        tx.insert("quote_drafts", **same, quantity_e3=use.quantity_e3)
    signals.tell(tx, f"order-{order_id}")


def send(tx: Tx, order_id: int, note: str, key: str, parties: Collection[str]) -> int:
    """Freeze what was put together and ask the owner; the order waits for them. Answers the quote's id.

    The same key sends once. Refused: before somebody accepted the order, in a public place, within the warranty, with
    nothing in it, while another quote is open.
    """
    require_key(key)
    if known := tx.value("SELECT id FROM quotes WHERE key = :key", key=key):
        return int(known)
    order = repairs.require(tx, order_id)
    _require_quotable(tx, order)
    drafted = queries_quotes.draft(tx, order_id)
    total = sum(amount(one.quantity_e3, one.price_fen) for one in drafted)
    if not total:
        raise Refused(_("Put something that costs money into the quote first."))
    waits = order.state in STEPS["wait"].allowed
    quote_id = tx.insert(
        "quotes",
        order_id=order_id,
        key=key,
        total_fen=total,
        note=note.strip(),
        waits=int(waits),
        at=clock.stamp(),
        account_id=tx.by.account_id,
        who=tx.by.name,
    )
    for seq, one in enumerate(drafted, start=1):
        tx.insert(
            "quote_lines",
            quote_id=quote_id,
            seq=seq,
            **one._asdict(),
            amount_fen=amount(one.quantity_e3, one.price_fen),
        )
    tx.run("DELETE FROM quote_drafts WHERE order_id = :order_id", order_id=order_id)
    audit.record(
        tx,
        "quote.sent",
        "work_orders",
        order_id,
        after={"number": order.number, "total_fen": total, "lines": len(drafted)},
    )
    if waits:
        said = Details(waiting_for="owner", note=_("A quote was sent to the owner."))
        repairs.step(tx, order_id, "wait", f"quote:{quote_id}:wait", parties, said)
    _ask_owner(tx, order, quote_id, total)
    signals.tell(tx, f"order-{order_id}")
    return quote_id


def answer(tx: Tx, quote_id: int, said: Answer) -> None:
    """Write down what the owner said; the order goes on. The same answer again changes nothing.

    Refused when another answer stands, when the order has ended, and by phone without their words.
    """
    quote = queries_quotes.quote(tx, quote_id)
    if quote is None:
        raise LookupError(f"there is no quote {quote_id}")
    if quote.answer == said.answer:
        return
    if quote.answer is not None:
        raise Refused(
            _("This quote was answered already: %(answer)s.", answer=words.ANSWERS[quote.answer][1])
        )
    order = repairs.require(tx, quote.order_id)
    if not order.is_open and said.answer != "withdrawn":
        raise Refused(_("This order has ended; the quote is no longer open."))
    if said.way == "phone" and not said.words.strip():
        raise Refused(_("Write what they said."), "words")
    tx.insert(
        "quote_answers",
        quote_id=quote_id,
        **{**said._asdict(), "words": said.words.strip(), "signer": said.signer.strip()},
        at=clock.stamp(),
        account_id=tx.by.account_id,
        who=tx.by.name,
    )
    audit.record(
        tx,
        f"quote.{said.answer}",
        "work_orders",
        order.id,
        after={"number": order.number, "total_fen": quote.total_fen, "reason": said.words.strip()},
    )
    _go_on(tx, order, quote, said)
    signals.tell(tx, f"order-{order.id}")


def use_quoted(tx: Tx, quote_id: int, key: str) -> int:
    """Note everything of an accepted quote as used, at once and as it was quoted; answers how many lines.

    The same key does it once. Refused: a second time under another key, and as in `add_line`.
    """
    quote = queries_quotes.quote(tx, quote_id)
    if quote is None or quote.answer != "accepted":
        raise LookupError(f"there is no accepted quote {quote_id}")
    require_key(key)
    lines, mine = queries_quotes.lines_of(tx, quote_id), f"used:{quote_id}:{key}:"
    if queries_quotes.used_otherwise(tx, quote, mine):
        raise Refused(_("All of this quote was noted already."))
    for one in lines:
        use = Use(one.item_id, one.quantity_e3, one.source)
        actions_lines.add_line(tx, quote.order_id, use, f"{mine}{one.seq}", one)
    return len(lines)


def _require_quotable(tx: Tx, order: Order) -> None:
    if order.home_id is None:
        raise Refused(_("Work in a public place is not charged to a home."))
    if not order.chargeable:
        raise Refused(_("This order is free of charge. Say that it is charged before you send a quote."))
    if order.state not in QUOTED_FROM:
        raise Refused(_("Somebody accepts the order first; then it can be quoted."))
    if not actions_lines.costs_the_owner(tx, order):
        raise Refused(
            _("This is work within the warranty; it costs the owner nothing. Report other work anew.")
        )
    if queries_quotes.open_quote(tx, order.id):
        raise Refused(_("The owner has not answered the last quote yet."))


def _ask_owner(tx: Tx, order: Order, quote_id: int, total: int) -> None:
    person_id = telling.whom(tx, order)
    if person_id is None:
        return
    messages.tell(
        tx,
        "repair.quote",
        f"repair.quote:{quote_id}",
        person_id=person_id,
        home_id=order.home_id,
        link=f"/my/quotes/{quote_id}",
        values={"number": order.number, "title": order.title, "amount": total},
    )


def _go_on(tx: Tx, order: Order, quote: Quote, said: Answer) -> None:
    """The order that waited for this answer goes on; one that waits for something else meanwhile stays."""
    if not quote.waits or order.state != "waiting" or order.waiting_for != "owner":
        return
    note = str(words.ANSWERS[said.answer][1])
    repairs.step(tx, order.id, "resume", f"quote:{quote.id}:resume", {SYSTEM}, Details(note=note))
