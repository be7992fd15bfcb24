"""Bills when a home changes hands: what is billed beyond the day passes on, what is not billed until it is billed now.

Each is a part of the caller's transaction. Amounts in fen. Source: DOMAIN A1.6, A1.7, E.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from estate.billing import records_inputs, records_leaving, records_runs
from estate.billing.actions import usual_due_day
from estate.billing.actions_charges import reverse_charge
from estate.billing.rules_arithmetic import yuan
from estate.billing.rules_cycles import first_of, months_later
from estate.billing.rules_run import Due, Home, Item, Staged, bill_home
from estate.billing.rules_stretches import Liable, month_end
from estate.data import Reader, Tx, clock
from estate.office.identity import identity
from estate.people.queries import Payer
from estate.waivers import actions_run as waivers

DAY = timedelta(days=1)
MOST_MONTHS = 12


class Passed(NamedTuple):
    """The charges that stand for a reversed one: for the days before, for those from then on; None where none."""

    kept_id: int | None
    rest_id: int | None


def charge_anew(
    tx: Tx, charge_id: int, on: date, kept_fen: int, sums: str, to: Payer | None, reason: str
) -> Passed:
    """Reverse a charge and charge it anew: up to the day before `on` to its payer, from then on to another.

    sums: how the kept part was computed; it stands on both new charges. to: who bears the rest; None: nobody does.
    Refused as the reversal is, when something is paid or waived.
    """
    line = records_leaving.line(tx, charge_id)
    reverse_charge(charge_id, reason, tx.by)
    kept_id = rest_id = None
    last, now = (on - DAY).isoformat(), clock.stamp()
    if kept_fen:
        own = _part(line.staged, line.staged.period_from, last, kept_fen, sums)
        kept_id = records_runs.post_line(tx, own, line.due_on, now)
    rest_fen = line.staged.amount_fen - kept_fen
    if to and rest_fen:
        own = _rest(line.staged, on, kept_fen, sums, to)
        rest_id = records_runs.post_line(tx, own, _due(tx, line.due_on, on), now)
    return Passed(kept_id, rest_id)


def charge_rest(tx: Tx, charge_id: int, on: date, kept_fen: int, sums: str, to: Payer) -> int | None:
    """Charge another for the days from `on` of a charge that stands, because its payer has paid it.

    It is a charge by hand of the same fee item: the days themselves stay charged by the first one.
    """
    line = records_leaving.line(tx, charge_id).staged
    if line.amount_fen == kept_fen:
        return None
    own = _rest(line, on, kept_fen, sums, to)._replace(kind="one_off", meter_id=None)
    return records_runs.post_line(tx, own, _due(tx, on.isoformat(), on), clock.stamp())


def unbilled(db: Reader, home_id: int, on: date, leaving: Payer) -> list[Staged]:
    """What who leaves before `on` is not billed for yet: usage to the last reading, months and parts of them.

    Months of which no run was posted yet, and the month of the handover; of items in arrears also those whose time
    to be charged is still to come. As if the handover were recorded, whether it is or not.
    """
    last = on - DAY
    first = _first_month(db, last)
    inputs = records_inputs.load(db, first.isoformat(), last.isoformat(), [home_id])
    if not inputs.homes:
        return []
    home = _until(inputs.homes[0], leaving, last)
    found: list[Staged] = []
    for items, due in _dues(inputs.items, first, last):
        found += bill_home(home, items, due, inputs.covered).lines
    return [
        line for line in found if line.payer_id == leaving.person_id and line.period_to <= last.isoformat()
    ]


def bill_until(tx: Tx, home_id: int, on: date, leaving: Payer) -> list[tuple[int, Staged]]:
    """Charge what unbilled() says, now, with the standing discounts that it gets; answers the charges."""
    now, due_on = clock.stamp(), usual_due_day(first_of(on - DAY), identity(tx).due_day).isoformat()
    lines = unbilled(tx, home_id, on, leaving)
    posted = [(records_runs.post_line(tx, line, due_on, now), line) for line in lines]
    waivers.post_at_once(tx, posted, now)
    return posted


def _first_month(db: Reader, last: date) -> date:
    latest = records_runs.latest_billed(db)
    following = date.fromisoformat(latest) + DAY if latest else first_of(last)
    return max(min(following, first_of(last)), months_later(first_of(last), 1 - MOST_MONTHS))


def _dues(items: Sequence[Item], first: date, last: date) -> Iterable[tuple[list[Item], Due]]:
    """Items with the months to charge: in advance those that have begun, in arrears those that a later run would."""
    metered = [item for item in items if item.kind == "metered"]
    advance = [item for item in items if item.kind != "metered" and item.timing == "advance"]
    arrears = [item for item in items if item.kind != "metered" and item.timing == "arrears"]
    yield metered, Due(metered, first, last)
    yield advance, Due(advance, first, month_end(last))
    longest = max((item.cycle_months for item in arrears), default=1)
    yield arrears, Due(arrears, first, month_end(months_later(first_of(last), longest + 1)))


def _until(home: Home, leaving: Payer, last: date) -> Home:
    """The home as who leaves sees it: from the day after on nobody is named, so that their days end there."""

    def ended(liable: tuple[Liable, ...]) -> tuple[Liable, ...]:
        own = (one._replace(last=min(one.last, last)) for one in liable if one.first <= last)
        after = Liable(0, "", last + DAY, date.max)
        return (*own, after)

    spaces = tuple(
        space._replace(charged=space.charged._replace(liable=ended(space.charged.liable)))
        for space in home.spaces
    )
    return home._replace(charged=home.charged._replace(liable=ended(home.charged.liable)), spaces=spaces)


def _part(line: Staged, first: str, last: str, amount_fen: int, sums: str) -> Staged:
    return line._replace(
        period_from=first, period_to=last, amount_fen=amount_fen, formula=f"{line.formula}; {sums}"
    )


def _rest(line: Staged, on: date, kept_fen: int, sums: str, to: Payer) -> Staged:
    rest_fen = line.amount_fen - kept_fen
    if not kept_fen:
        return line._replace(payer_id=to.person_id, payer_name=to.name)
    sums = f"{sums}; {yuan(line.amount_fen)} − {yuan(kept_fen)} = {yuan(rest_fen)}"
    own = _part(line, max(line.period_from, on.isoformat()), line.period_to, rest_fen, sums)
    return own._replace(payer_id=to.person_id, payer_name=to.name)


def _due(tx: Tx, due_on: str, on: date) -> str:
    """The rest is due at the office's usual day, never earlier than the whole was."""
    return max(due_on, usual_due_day(first_of(on), identity(tx).due_day).isoformat())
