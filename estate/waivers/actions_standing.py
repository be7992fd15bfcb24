"""Setting standing discounts up, granting them to homes, ending them. Shares in 1/10,000, amounts in fen, dates.

There is no national rate (DOMAIN B): every discount says itself what it is based on. What is posted stays; an end
works for later bills.
"""

from datetime import date
from typing import NamedTuple

from estate.community import queries as community
from estate.data import Actor, Tx, audit, clock, write
from estate.i18n import gettext as _
from estate.refusal import Refused
from estate.waivers import records_standing as records
from estate.waivers.records_standing import DiscountRow
from estate.waivers.rules_standing import vacant_spells


class DiscountSpec(NamedTuple):
    """A standing discount. payable_e4: what stays payable; off_fen: a fixed sum off, for early payment alone.

    computed_from: `raw`, the unrounded value, or `rounded`. from_month: of vacancy. by_home: only homes it is granted
    to. months, days_before: what must be paid whole and how early. evidence: what proves that it is due.
    """

    kind: str
    name: str
    fee_item_ids: tuple[int, ...]
    basis: str
    from_date: date
    to_date: date | None = None
    payable_e4: int | None = None
    off_fen: int | None = None
    computed_from: str = "raw"
    from_month: int | None = None
    by_home: bool = False
    months: int | None = None
    days_before: int | None = None
    evidence: str = ""


def add_discount(spec: DiscountSpec, by: Actor) -> int:
    """Set a standing discount up; answers its id. It works for bills that are posted from now on."""
    with write(by) as tx:
        spec = _checked(tx, spec)
        values = spec._asdict()
        del values["fee_item_ids"]
        values["from_date"] = spec.from_date.isoformat()
        values["to_date"] = spec.to_date.isoformat() if spec.to_date else None
        values["by_home"] = int(spec.by_home)
        discount_id = tx.insert("discounts", **values, created_by=by.name, created_at=clock.stamp())
        records.add_items(tx, discount_id, spec.fee_item_ids)
        audit.record(tx, "discount.added", "discounts", discount_id, after={"name": spec.name, **values})
        return discount_id


def end_discount(discount_id: int, last: date, by: Actor) -> None:
    """Let a discount end on a day. Refused for a day before its beginning or after its end."""
    with write(by) as tx:
        found = _discount(tx, discount_id)
        _end(tx, "discounts", discount_id, found.from_date, found.to_date, last)
        audit.record(tx, "discount.ended", "discounts", discount_id, after={"last": last.isoformat()})


def grant_home(
    discount_id: int, home_code: str, first: date, last: date | None, evidence: str, by: Actor
) -> int:
    """Grant a discount to a home for a time; answers the grant's id.

    Refused for an unknown home, without an end or evidence, for days on which the home has it already, and, where the
    discount is for vacancy, for a home that is not recorded as vacant.
    """
    with write(by) as tx:
        found = _discount(tx, discount_id)
        home = community.home_by_code(tx, home_code.strip())
        if home is None:
            raise Refused(_("There is no such home. Write it like 3-2-501."), "home")
        if last is None:
            raise Refused(_("Write until when: a discount of a home always has an end."), "to_date")
        if last < first:
            raise Refused(_("The end lies before the beginning."), "to_date")
        if not evidence.strip():
            raise Refused(_("Write what proves it."), "evidence")
        if records.overlaps(tx, discount_id, home.id, first.isoformat(), last.isoformat()):
            raise Refused(_("This home has the discount on some of these days already."), "home")
        if found.kind == "vacancy" and not any(
            start <= last and end >= first for start, end in vacant_spells(records.history(tx, home.id))
        ):
            raise Refused(
                _("This home is not recorded as vacant on these days. Set its state with its day first."),
                "home",
            )
        grant_id = tx.insert(
            "discount_homes",
            discount_id=discount_id,
            home_id=home.id,
            from_date=first.isoformat(),
            to_date=last.isoformat(),
            evidence=evidence.strip(),
            granted_by=by.name,
            granted_at=clock.stamp(),
        )
        after = {"home": home.code, "from": first.isoformat(), "to": last.isoformat()}
        audit.record(tx, "discount.home_added", "discounts", discount_id, after=after)
        return grant_id


def end_home(discount_id: int, grant_id: int, last: date, by: Actor) -> None:
    """Let a home's discount end earlier."""
    with write(by) as tx:
        found = records.grant(tx, discount_id, grant_id)
        if found is None:
            raise LookupError(f"discount {discount_id} has no grant {grant_id}")
        _end(tx, "discount_homes", grant_id, found.from_date, found.to_date, last)
        after = {"home": found.home_code, "last": last.isoformat()}
        audit.record(tx, "discount.home_ended", "discounts", discount_id, after=after)


def _end(tx: Tx, table: str, row_id: int, start: str, end: str | None, last: date) -> None:
    if last.isoformat() < start:
        raise Refused(_("The end lies before the beginning."), "last")
    if end is not None and last.isoformat() >= end:
        raise Refused(_("It ends by then already."), "last")
    tx.update(table, row_id, to_date=last.isoformat(), ended_by=tx.by.name, ended_at=clock.stamp())


def _checked(tx: Tx, spec: DiscountSpec) -> DiscountSpec:
    spec = spec._replace(name=spec.name.strip(), basis=spec.basis.strip(), evidence=spec.evidence.strip())
    known = {item_id for item_id, _name in records.periodic_items(tx)}
    if not spec.name:
        raise Refused(_("Fill this in."), "name")
    if not spec.basis:
        raise Refused(_("Write what allows it: the contract's clause, the law, a decision."), "basis")
    if not spec.fee_item_ids or not known.issuperset(spec.fee_item_ids):
        raise Refused(_("Tick at least one fee item."), "fee_item_ids")
    if spec.to_date and spec.to_date < spec.from_date:
        raise Refused(_("The end lies before the beginning."), "to_date")
    if (spec.payable_e4 is None) == (spec.off_fen is None):
        raise Refused(_("Write a share or a sum, one of the two."), "payable_e4")
    if spec.kind == "vacancy" and not spec.from_month:
        raise Refused(_("From which month of vacancy on?"), "from_month")
    if spec.kind == "early_payment" and (spec.months is None or spec.days_before is None):
        raise Refused(_("Write how early it must be paid."), "days_before")
    return spec._replace(fee_item_ids=tuple(sorted(set(spec.fee_item_ids))))


def _discount(tx: Tx, discount_id: int) -> DiscountRow:
    found = records.discount(tx, discount_id, clock.today().isoformat())
    if found is None:
        raise LookupError(f"there is no discount {discount_id}")
    return found
