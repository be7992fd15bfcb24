"""The register of firms, handing an order to one with a link, and the steps that it takes by the link."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from estate.channels import queries as channels
from estate.contractors import queries
from estate.contractors.papers import KIND_OF_STEP
from estate.contractors.queries import Link
from estate.contractors.rules import LIVE, standing
from estate.data import Actor, Reader, Tx, audit, clock, write
from estate.data.store import System
from estate.i18n import gettext as _
from estate.messages import actions as messages
from estate.papers.actions import attach
from estate.papers.content import Kept
from estate.refusal import Refused
from estate.repairs import actions as repairs
from estate.repairs import queries as orders
from estate.repairs.details import Details
from estate.repairs.papers import ORDER
from estate.repairs.queries import Order
from estate.repairs.rules_steps import ASSIGNEE, OFFICE


class Firm(NamedTuple):
    """A firm as it is entered."""

    name: str
    phone: str
    trade: str = ""
    papers_until: str | None = None
    note: str = ""


class Handed(NamedTuple):
    """An order in a firm's hands: the token is known only now, the register holds its hash.

    texted: it goes to the firm's mobile phone as a text message, which the office's messages keep like any other.
    """

    token: str
    expires_at: str
    texted: bool


def save(firm: Firm, by: Actor, contractor_id: int | None = None) -> int:
    """Enter a firm or change it; answers its id. Refused when another has its name."""
    firm = firm._replace(name=firm.name.strip(), trade=firm.trade.strip(), note=firm.note.strip())
    with write(by) as tx:
        taken = tx.value("SELECT id FROM contractors WHERE name = :name", name=firm.name)
        if taken and taken != contractor_id:
            raise Refused(_("There is a firm of this name already."), "name")
        after = firm._asdict()
        if contractor_id is None:
            contractor_id = tx.insert("contractors", **after)
            audit.record(tx, "contractor.added", "contractors", contractor_id, after={"name": firm.name})
            return contractor_id
        before = require(tx, contractor_id)
        was: dict[str, Any] = {name: getattr(before, name) for name in after}
        changed = [name for name in after if was[name] != after[name]]
        if changed:
            tx.update("contractors", contractor_id, **after)
            audit.record(
                tx,
                "contractor.changed",
                "contractors",
                contractor_id,
                before={name: was[name] for name in changed if name != "phone"},
                after={name: after[name] for name in changed if name != "phone"},
            )
        return contractor_id


def retire(contractor_id: int, by: Actor, *, back: bool = False) -> None:
    """A firm gets no more orders, or does so again. Refused while it has orders in hand."""
    with write(by) as tx:
        before = require(tx, contractor_id)
        if (before.retired_at is None) == back:
            return
        if not back and orders.open_of_contractors(tx).get(contractor_id):
            raise Refused(_("This firm has orders in hand. Hand them to somebody else first."))
        tx.update("contractors", contractor_id, retired_at=None if back else clock.stamp())
        act = "contractor.restored" if back else "contractor.retired"
        audit.record(tx, act, "contractors", contractor_id, after={"name": before.name})


def hand_out(
    order_id: int,
    contractor_id: int,
    key: str,
    by: Actor,
    *,
    days: int,
    contact: bool,
    address: str = "",
) -> Handed:
    """Give an order to a firm with a link that works for so many days; an earlier link of the order ends.

    A firm that has it already gets a new link. address: of this house, when the link shall go out as a text message.
    Refused: a retired firm, an order that is closed.
    """
    with write(by) as tx:
        firm, order = require(tx, contractor_id), repairs.require(tx, order_id)
        if firm.retired_at:
            raise Refused(_("This firm works for the office no more."), "contractor")
        if not order.is_open:
            raise Refused(_("This order is closed."), "contractor")
        if order.contractor_id != contractor_id:
            details = Details(contractor_id=contractor_id, contractor_name=firm.name)
            repairs.step(tx, order_id, "assign", f"firm:{order_id}:{key}" if key else "", {OFFICE}, details)
        _revoke(tx, order_id)
        token, expires = secrets.token_urlsafe(24), clock.stamp_of(clock.now() + timedelta(days=days))
        link_id = tx.insert(
            "work_links",
            order_id=order_id,
            contractor_id=contractor_id,
            token_hash=hash_token(token),
            contact=int(contact),
            made_at=clock.stamp(),
            who=by.name,
            expires_at=expires,
        )
        told = {"order": order.number, "firm": firm.name, "until": expires[:10]}
        audit.record(tx, "work_link.made", "work_links", link_id, after=told)
        texted = bool(address) and _text(tx, link_id, firm, order, f"{address}/work/{token}", expires)
        return Handed(token, expires, texted)


def revoke(order_id: int, by: Actor) -> None:
    """The link of an order works no more; the order stays with the firm. Again changes nothing."""
    with write(by) as tx:
        _revoke(tx, order_id)


def find(db: Reader, token: str) -> tuple[Link, Order, str] | None:
    """A link with its order and how it stands (rules.standing); None for a token of none."""
    link = queries.of_hash(db, hash_token(token))
    order = orders.order(db, link.order_id) if link else None
    if link is None or order is None:
        return None
    return link, order, standing(link, order.state, order.contractor_id, clock.stamp())


def take_step(token: str, name: str, key: str, details: Details, photos: Sequence[Kept]) -> Order:
    """A step by the firm, recorded as its own, with its photos. Refused: by a link that has ended, and as in repairs."""
    found = None
    with write(System("contractor")) as tx:
        found = find(tx, token)
        if found is None or found[2] != LIVE:
            raise Refused(_("This link has ended. Ask the office for a new one."))
        link, order, _standing = found
        firm = System(link.contractor)
        tx.by = firm
        paper_ids = attach(tx, ORDER, order.id, photos, KIND_OF_STEP.get(name, "other")) if photos else []
        repairs.step(
            tx,
            order.id,
            name,
            f"link:{link.id}:{name}:{key}" if key else "",
            {ASSIGNEE},
            details._replace(paper_ids=tuple(paper_ids)),
        )
        return repairs.require(tx, order.id)


def require(tx: Tx, contractor_id: int) -> queries.Contractor:
    """The firm; LookupError when there is none."""
    found = queries.contractor(tx, contractor_id)
    if found is None:
        raise LookupError(f"there is no firm {contractor_id}")
    return found


def hash_token(token: str) -> bytes:
    """What is kept of a link."""
    return hashlib.sha256(token.encode()).digest()


def _text(
    tx: Tx, link_id: int, firm: queries.Contractor, order: Order, address: str, expires_at: str
) -> bool:
    """Send the link to the firm's mobile phone; answers whether one goes out."""
    mobile = channels.sms_number(firm.phone)
    if mobile is None:
        return False
    values = {
        "number": order.number,
        "title": order.title,
        "place": order.location,
        "address": address,
        "until": clock.day_of(expires_at),
    }
    told = messages.tell(
        tx,
        "repair.handed",
        f"repair.handed:{link_id}",
        outside=messages.Outside(firm.name, mobile),
        values=values,
        urgent=order.urgency == "urgent",
    )
    return bool(told)


def _revoke(tx: Tx, order_id: int) -> None:
    link = queries.living_link(tx, order_id)
    if link:
        tx.update("work_links", link.id, revoked_at=clock.stamp())
        audit.record(tx, "work_link.revoked", "work_links", link.id, after={"firm": link.contractor})
