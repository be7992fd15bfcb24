"""Charges outside a run: one-off ones, arrears brought along from before, and the reversal of a single one."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from estate.billing import queries, records_items, records_meters, records_penalties, records_runs
from estate.billing.rules_arithmetic import yuan
from estate.billing.rules_lines import PenaltyLine
from estate.billing.rules_run import Staged
from estate.closing.locks import require_open_month
from estate.community import queries as community
from estate.data import Actor, Tx, audit, clock, write
from estate.i18n import gettext as _
from estate.i18n import ngettext
from estate.people import queries as people
from estate.refunds import queries as refunds
from estate.refusal import Refused
from estate.waivers import actions_charges as waivers


class OpeningCharge(NamedTuple):
    """A debt from before Estate. text: where it comes from; it stands where other charges show their arithmetic."""

    home_id: int
    home_code: str
    fee_item_id: int
    payer_id: int
    payer_name: str
    period_from: str
    period_to: str
    due_on: str
    amount_fen: int
    text: str


def charge_once(
    home_id: int, fee_item_id: int, amount_fen: int, on: date, due_on: date, text: str, key: str, by: Actor
) -> int:
    """Charge a home something once; the same key and content answer the same charge. Answers the charge's id.

    Refused when the item is no one-off item, the amount is not positive, nobody owns the home on the day, or the key
    was used for something else.
    """
    with write(by) as tx:
        if known := tx.value("SELECT charge_id FROM one_off_charges WHERE key = :key", key=key):
            found = queries.charge(tx, int(known))
            asked = (home_id, fee_item_id, amount_fen, on.isoformat(), due_on.isoformat())
            if found is None or asked != _asked(found):
                raise Refused(
                    _(
                        "This page was used already for something else. Open it again and repeat what you want to do."
                    )
                )
            return found.id
        item, home = records_items.item(tx, fee_item_id), community.home(tx, home_id)
        require_open_month(tx, clock.today().isoformat())
        if item is None or home is None or item.kind != "one_off" or not item.active:
            raise Refused(_("Choose a one-off fee item."), "fee_item_id")
        if amount_fen <= 0:
            raise Refused(_("The amount must be more than nothing."), "amount_fen")
        if due_on < on:
            raise Refused(_("The due day lies before the day of the charge."), "due_on")
        payer = people.payer_of(tx, home_id, on)
        if payer is None:
            raise Refused(_("Nobody owns this home on that day. Record the owner first."))
        line = Staged(
            home_id,
            home.code,
            item.id,
            item.name,
            item.kind,
            tariff_id=None,
            parking_space_id=None,
            parking_code=None,
            payer_id=payer.person_id,
            payer_name=payer.name,
            period_from=on.isoformat(),
            period_to=on.isoformat(),
            quantity="1",
            price=yuan(amount_fen),
            formula=text.strip() or yuan(amount_fen),
            amount_fen=amount_fen,
        )
        charge_id = records_runs.post_line(tx, line, due_on.isoformat(), clock.stamp())
        tx.insert("one_off_charges", key=key, charge_id=charge_id)
        after = {"home": home.code, "item": item.name, "amount_fen": amount_fen}
        audit.record(tx, "charge.posted", "charges", charge_id, after=after)
        return charge_id


def _asked(charge: queries.Charge) -> tuple[int, int, int, str, str]:
    return charge.home_id, charge.fee_item_id, charge.amount_fen, charge.period_from, charge.due_on


def reverse_charge(charge_id: int, reason: str, by: Actor) -> int:
    """Take a charge back by a new row that refers to it; its home can then be billed anew. Again changes nothing.

    What standing discounts waived goes back with it. Answers the reversal's id. Refused without a reason, for a
    reversal, and while something is paid on it or waived by decision: that must be taken back first.
    """
    with write(by) as tx:
        found = queries.charge(tx, charge_id)
        if found is None:
            raise LookupError(f"there is no charge {charge_id}")
        if found.reversed_by is not None:
            return found.reversed_by
        if found.reverses_id is not None:
            raise Refused(_("This is a reversal itself."))
        if found.paid_fen:
            raise Refused(_("Something is paid on this charge. Reverse the receipt first."))
        if waivers.decided(tx, charge_id):
            raise Refused(_("Something is waived on this charge by decision. Revoke the waiver first."))
        if queries.has_settled_penalty(tx, charge_id):
            raise Refused(_("A penalty on this charge is paid or waived. Take that back first."))
        if credited := refunds.credited_home(tx, charge_id=charge_id):
            raise Refused(_("An estimate of %(home)s is credited. Take that back first.", home=credited))
        if not reason.strip():
            raise Refused(_("Write the reason."), "reason")
        if later := records_meters.billed_further(tx, charge_id=charge_id):
            raise Refused(
                _("A later bill goes on from the reading of %(home)s. Reverse that first.", home=later)
            )
        now = clock.stamp()
        require_open_month(tx, clock.day_of(now))
        waivers.revoke_standing(tx, now, reason.strip(), charge_id=charge_id)
        records_runs.reverse(tx, now, reason.strip(), charge_id=charge_id)
        after = {"home": found.home_code, "amount_fen": found.amount_fen, "reason": reason.strip()}
        audit.record(tx, "charge.reversed", "charges", charge_id, after=after)
        return int(tx.value("SELECT reversed_by FROM charges WHERE id = :id", id=charge_id))


def post_penalties(tx: Tx, lines: Sequence[PenaltyLine], due_on: str) -> list[int]:
    """Penalties on charges become charges of their own, for the same payers and periods; answers their ids, in order."""
    return records_penalties.post(tx, lines, due_on, clock.stamp()) if lines else []


def post_opening_charges(tx: Tx, debts: Iterable[OpeningCharge], posted_at: str) -> list[int]:
    """Debts brought along from before Estate become charges, in bulk; answers their ids.

    The database refuses one that overlaps a live charge of the same home and fee item. Refused while the books are closed.
    """
    require_open_month(tx, clock.day_of(posted_at))
    items = {item.id: item for item in records_items.items(tx)}
    lines: dict[str, list[Staged]] = {}
    for debt in debts:
        item = items[debt.fee_item_id]
        line = Staged(
            debt.home_id,
            debt.home_code,
            item.id,
            item.name,
            item.kind,
            tariff_id=None,
            parking_space_id=None,
            parking_code=None,
            payer_id=debt.payer_id,
            payer_name=debt.payer_name,
            period_from=debt.period_from,
            period_to=debt.period_to,
            quantity="1",
            price=yuan(debt.amount_fen),
            formula=debt.text,
            amount_fen=debt.amount_fen,
        )
        lines.setdefault(debt.due_on, []).append(line)
    return [
        one for due_on, due in lines.items() for one in records_runs.post_in_order(tx, due, due_on, posted_at)
    ]


def reverse_opening_charges(tx: Tx, charge_ids: Sequence[int], reason: str) -> int:
    """Take back debts that were brought along, in bulk; answers how many. Those that were reversed already stay so.

    Refused when something is paid or waived on one of them or its penalty, and while the books are closed.
    """
    paid, waived = records_runs.settled_among(tx, charge_ids)
    if paid:
        raise Refused(
            ngettext(
                "%(n)s home has paid on these charges. Reverse that receipt first.",
                "%(n)s homes have paid on these charges. Reverse those receipts first.",
                paid,
            )
        )
    if waived:
        raise Refused(
            ngettext(
                "Something is waived for %(n)s home on these charges. Revoke that first.",
                "Something is waived for %(n)s homes on these charges. Revoke that first.",
                waived,
            )
        )
    now = clock.stamp()
    require_open_month(tx, clock.day_of(now))
    reversed_now = records_runs.reverse(tx, now, reason, charge_ids=charge_ids)
    audit.record(tx, "charges.taken_back", "charges", after={"charges": reversed_now, "reason": reason})
    return reversed_now
