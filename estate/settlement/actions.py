"""Settle a home's handover: begin, say what becomes of money and things, complete, drop; one transaction each."""

import json
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from estate.billing import actions_leaving
from estate.community import actions_parking
from estate.community import queries as community
from estate.community.actions_parking import ParkingSpec
from estate.data import Actor, Tx, audit, clock, write
from estate.documents.actions import make_one
from estate.i18n import gettext as _
from estate.i18n import speaking
from estate.office.identity import identity
from estate.people import actions_handover
from estate.people import queries as people
from estate.people.actions_handover import Leaving
from estate.people.actions_handover import NewOwner as HandedTo
from estate.people.queries import Payer
from estate.people.queries_handovers import latest_handover
from estate.people.specs import PersonSpec, PhoneSpec
from estate.refunds import actions as refunds
from estate.refunds.actions import Asked
from estate.refunds.actions_estimates import credit_estimates
from estate.refusal import Refused, require_key
from estate.settlement import actions_money, records
from estate.settlement.paper import protocol
from estate.settlement.plan import DAY, Beyond, Plan, View, view
from estate.settlement.records import Settlement
from estate.settlement.rules import in_figures
from estate.web.filters import day


class Printed(NamedTuple):
    """What a paper needs of the process: where owners sign in, and whether it is for practice."""

    url: str
    practice: bool = False


def begin(home_id: int, on: date, plan: Plan, key: str, by: Actor) -> Settlement:
    """Begin to settle a handover from `on`, planned or recorded already. The same key answers the same settlement.

    Refused when nobody owns the home the day before (`on`), nobody takes over (`name_1`), the payer stays the same, or
    another settlement of this home is under way.
    """
    with write(by) as tx:
        if known := records.settlement_of_key(tx, key):
            return known
        require_key(key)
        if records.open_settlement(tx, home_id):
            raise Refused(_("A settlement of this home is under way already. Go on with it, or drop it."))
        leaving, handover_id = _checked(tx, home_id, on, plan)
        settlement_id = tx.insert(
            "settlements",
            key=key,
            home_id=home_id,
            on_date=on.isoformat(),
            leaving_id=leaving.person_id,
            handover_id=handover_id,
            plan=plan.written(),
            started_at=clock.stamp(),
            started_by=by.name,
        )
        audit.record(tx, "settlement.begun", "homes", home_id, after={"on": on.isoformat()})
        return require(tx, settlement_id)


def change(settlement_id: int, on: date, plan: Plan, by: Actor) -> None:
    """Another day, or other people; refused as begin() is."""
    with write(by) as tx:
        found = _open(tx, settlement_id)
        leaving, handover_id = _checked(tx, found.home_id, on, plan)
        values = {"on_date": on.isoformat(), "leaving_id": leaving.person_id, "handover_id": handover_id}
        tx.update("settlements", settlement_id, **values, plan=plan.written())


def say_money(settlement_id: int, choice: str, agreement: str, by: Actor) -> None:
    """What becomes of the prepayment: leave, refund, carry. Refused to carry over without the agreement's paper."""
    with write(by) as tx:
        _open(tx, settlement_id)
        if choice == "carry" and not agreement.strip():
            raise Refused(_("A prepayment passes on only by written agreement. Say which."), "agreement")
        tx.update("settlements", settlement_id, money=choice, agreement=agreement.strip())


def say_things(settlement_id: int, released: list[int], access: str, by: Actor) -> None:
    """Which parking spaces the home gives up, and who has keys and cards."""
    with write(by) as tx:
        found = _open(tx, settlement_id)
        own = {one.id for one in community.parking_of(tx, found.home_id)}
        given_up = json.dumps(sorted(own.intersection(released)))
        tx.update("settlements", settlement_id, released=given_up, access=access.strip(), things_said=1)


def drop(settlement_id: int, by: Actor) -> Settlement:
    """Give a settlement up that did nothing yet; its readings stay."""
    with write(by) as tx:
        found = _open(tx, settlement_id)
        tx.update("settlements", settlement_id, dropped_at=clock.stamp(), dropped_by=by.name)
        audit.record(tx, "settlement.dropped", "homes", found.home_id, before={"on": found.on_date})
        return found


def complete(settlement_id: int, by: Actor, printed: Printed, *, all_the_same: bool = False) -> Settlement:
    """Hand over and settle, all in one: people, parking, bills up to the day, credits, money, the protocol.

    A second time changes nothing. What is owed never stops it (DOMAIN E). Refused before the day, and while a final
    reading is missing or a charge must be settled by hand, unless it is to be done all the same.
    """
    with write(by) as tx:
        found = require(tx, settlement_id)
        if found.finished_at:
            return found
        _open(tx, settlement_id)
        at = view(tx, found)
        if at.on > clock.today():
            raise Refused(_("The day is still to come. Prepare everything; complete it on the day."))
        if not all_the_same and (at.read < len(at.finals) or at.by_hand):
            raise Refused(
                _("Not every step is done. Do it, or tick that it is done all the same."), "all_the_same"
            )
        with speaking(identity(tx).locale):
            handover_id = found.handover_id or _hand_over(at, by)
            to = people.payer_of(tx, found.home_id, at.on)
            if to is None or to.person_id == at.leaving.person_id:
                raise Refused(_("The payer stays the same: there is nothing to settle."))
            _release(tx, at)
            for one in at.beyond:
                _settle(tx, at, one, to)
            for charge_id, line in actions_leaving.bill_until(tx, found.home_id, at.on, at.leaving):
                records.add_effect(tx, found.id, "billed", line.amount_fen, charge_id=charge_id)
            for request in credit_estimates(tx, at.estimates):
                records.add_effect(tx, found.id, "credit", request.amount_fen, request_id=request.id)
            actions_money.go_on(tx, found, to)
            sheet = protocol(tx, at)
            paper = make_one(sheet, "protocol", printed.url, by, practice=printed.practice)
        tx.update(
            "settlements",
            settlement_id,
            handover_id=handover_id,
            finished_at=clock.stamp(),
            finished_by=by.name,
            document=paper.number,
        )
        after = {"on": found.on_date, "number": paper.number}
        audit.record(tx, "settlement.completed", "homes", found.home_id, after=after)
        return require(tx, settlement_id)


def go_on_with_money(settlement_id: int, by: Actor) -> None:
    """After a credit was approved: what was said for the prepayment is done with what stands on the account now."""
    with write(by) as tx:
        found = require(tx, settlement_id)
        to = people.payer_of(tx, found.home_id, date.fromisoformat(found.on_date))
        if found.finished_at is None or to is None:
            raise Refused(_("This settlement is not completed."))
        with speaking(identity(tx).locale):
            actions_money.go_on(tx, found, to)


def require(tx: Tx, settlement_id: int) -> Settlement:
    """The settlement; LookupError when there is none."""
    found = records.settlement(tx, settlement_id)
    if found is None:
        raise LookupError(f"there is no settlement {settlement_id}")
    return found


def _open(tx: Tx, settlement_id: int) -> Settlement:
    found = require(tx, settlement_id)
    if found.finished_at or found.dropped_at:
        raise Refused(_("This settlement is closed already."))
    return found


def _checked(tx: Tx, home_id: int, on: date, plan: Plan) -> tuple[Payer, int | None]:
    """Who leaves, and the handover if it is recorded already."""
    latest = latest_handover(tx, home_id)
    handover_id = latest.id if latest and latest.on_date == on.isoformat() else None
    leaving = people.payer_of(tx, home_id, on - DAY)
    if leaving is None:
        raise Refused(_("Nobody owned this home on the day before. Record the owner first."), "on")
    if handover_id is None:
        if latest and latest.on_date > on.isoformat():
            told = _("This home changed hands on %(day)s, after this day.", day=day(latest.on_date))
            raise Refused(told, "on")
        if not plan.owners:
            raise Refused(_("Name at least one new owner."), "name_1")
        return leaving, None
    if records.finished_of(tx, home_id, handover_id):
        raise Refused(_("This handover is settled already."), "on")
    coming = people.payer_of(tx, home_id, on)
    if coming and coming.person_id == leaving.person_id:
        raise Refused(_("The payer stays the same: there is nothing to settle."), "on")
    return leaving, handover_id


def _hand_over(at: View, by: Actor) -> int:
    owners = [
        HandedTo(
            PersonSpec(
                one.name,
                "company" if one.company else "person",
                (PhoneSpec(one.phone),) if one.phone else (),
            ),
            share=Fraction(one.share) if one.share else None,
            person_id=one.person_id,
        )
        for one in at.plan.owners
    ]
    return actions_handover.hand_over(
        at.home.id,
        owners,
        at.on,
        by,
        key=f"settlement:{at.settlement.key}",
        leaving=Leaving(frozenset(at.plan.residencies), frozenset(at.plan.vehicles)),
    )


def _release(tx: Tx, at: View) -> None:
    for space in at.spaces:
        if space.id in at.released:
            spec = ParkingSpec(space.code, space.kind, space.area_dm2, None, space.note)
            actions_parking.change_parking_space(space.id, spec, tx.by, since=at.on)


def _settle(tx: Tx, at: View, one: Beyond, to: Payer) -> None:
    charge, way, own = one.charge, one.cut, at.settlement.id
    if way.way == "by_hand":
        return
    bearer = to if one.passes else None
    sums = figures(one, at.on)
    if way.way == "anew":
        reason = _("Handover on %(day)s", day=day(at.on))
        passed = actions_leaving.charge_anew(tx, charge.id, at.on, way.kept_fen, sums, bearer, reason)
        records.add_effect(tx, own, "reversed", charge.amount_fen, charge_id=charge.id)
        if passed.kept_id:
            records.add_effect(tx, own, "kept", way.kept_fen, charge_id=passed.kept_id)
        if passed.rest_id:
            records.add_effect(tx, own, "passed_on", way.rest_fen, charge_id=passed.rest_id)
        return
    if bearer and (rest_id := actions_leaving.charge_rest(tx, charge.id, at.on, way.kept_fen, sums, bearer)):
        records.add_effect(tx, own, "passed_on", way.rest_fen, charge_id=rest_id)
    if way.credit_fen:
        why = _("Handover on %(day)s: %(item)s from then on", day=day(at.on), item=charge.fee_item_name)
        asked = Asked("credit", at.home.id, at.leaving.person_id, way.credit_fen, why, sums=sums)
        request = refunds.ask(asked, f"settlement:{at.settlement.key}:{charge.id}", tx.by)
        records.add_effect(tx, own, "credit", way.credit_fen, request_id=request.id)


def figures(one: Beyond, on: date) -> str:
    """The arithmetic of what stays with who leaves."""
    return in_figures(one.charge.amount_fen, one.charge.days, on)
