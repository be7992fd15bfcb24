"""Make the whole invented community in an empty data folder: the same seed makes the same one on the same day."""

import random
from datetime import date, timedelta
from typing import NamedTuple

from estate.access import accounts
from estate.access.me import Me
from estate.access.permissions import STAFF_ROLES, permissions_of
from estate.community import actions as community
from estate.community.actions_parking import ParkingSpec, add_parking_space
from estate.data import clock, read, write
from estate.data.store import System
from estate.demo import (
    announced,
    bank,
    chased,
    counter,
    crewed,
    disclosed,
    dunning,
    equipment,
    fees,
    gate,
    money,
    offered,
    patrolled,
    places,
    public,
    repaired,
    surveyed,
    talked,
    told,
    upkept,
    usage,
    used,
    voiced,
    voted,
    window,
)
from estate.demo.counter import Staff
from estate.demo.facts import facts
from estate.demo.households import households
from estate.demo.patrolled import Walker
from estate.i18n import gettext as _
from estate.i18n import speaking
from estate.office import actions as office
from estate.office.identity import Identity, identity
from estate.people.actions_bulk import add_households
from estate.refusal import Refused

DEMO = System("demo")
LATE_MONTHS = 4
"""Penalties run up on what fell due in so many months."""
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


class Login(NamedTuple):
    """Who can sign in to the demo, as `estate demo` prints it."""

    role: str
    name: str
    password: str


def make(homes: int, years: int, seed: int) -> list[Login]:
    """Fill the store that is open: homes, households, fees, the bills and payments of past years.

    The present month is not billed, so that there is something to do. Refused for fewer than ten homes, and when the
    office is set up already.
    """
    if homes < 10:
        raise Refused(_("Make at least ten homes."))
    rng, today = random.Random(seed), clock.today()
    logins = _open_office(rng)
    staff = Staff(*(_me(role, role) for role in Staff._fields))
    home_ids = _settle(homes, rng, today)
    start = _months_back(today, 12 * years)
    public.lay_out(DEMO)
    property_id = fees.add_fees(start, DEMO)
    fees.add_conditions(property_id, start, _months_back(today, LATE_MONTHS), staff.manager)
    _pass_months(start, today, money.habits(home_ids, rng), staff, rng)
    login = _invite_an_owner(rng)
    told.tell()
    owner = _me(login.name, "owner")
    announced.announce(today, staff.clerk, owner)
    equipment.equip(today, staff.manager, rng)
    since = disclosed.since(today)
    upkept.keep_up(today, staff.manager, random.Random(seed + 1), since)
    counter.hold_deposits(today, staff)
    bank.reconcile(today, staff.cashier)
    counter.waive(today, staff)
    counter.ask_for_refund(today, staff)
    counter.credit(today, owner, staff)
    counter.say_paid(today, owner)
    dunning.work(today, staff.clerk)
    counter.close_days(today, staff)
    chased.speak_with(today, staff)
    repairer, crew = _me("repairer", "repairer"), crewed.gather(staff.clerk, today, rng)
    used.price_list(staff.manager)
    window.open_window(today, staff.clerk)
    offered.offer(today, staff.clerk)
    gate.receive(today, home_ids, owner, _me("patrol", "patrol"))
    gate.renovate(today, home_ids, owner, staff.clerk)
    walker = Walker(_me("patrol", "patrol"), staff.clerk, repairer, random.Random(seed + 4))
    points = patrolled.begin(walker, since)
    repaired.repair(home_ids, staff.clerk, repairer, crew, rng)
    repaired.of_owner(owner, staff.clerk, repairer)
    voted.vote(today, staff, owner, random.Random(seed + 2))
    crewed.expect(staff.clerk, today)
    talked.talk(owner, staff.clerk, random.Random(seed + 2), today)
    surveyed.survey(today, staff, random.Random(seed + 2))
    with speaking("zh_CN"):  # kinds are told by their names
        voiced.speak(today, home_ids, owner, staff, random.Random(seed + 3))
    disclosed.disclose(today, staff.cashier, staff.manager)
    patrolled.patrol(walker._replace(rng=rng), points)
    told.open_older(today)
    return [*logins, login]


def _pass_months(
    start: date, today: date, paying: dict[int, money.Habit], staff: Staff, rng: random.Random
) -> None:
    """Month after month; the meters are read on its first day while the last year runs."""
    with read() as db:
        due_day = identity(db).due_day
    dunned_from = _months_back(today, dunning.MONTHS)
    metered_from, month = max(start, _months_back(today, 12)), start
    shown = usage.add_meters(metered_from - timedelta(days=1), staff.clerk, rng)
    while month < today.replace(day=1):
        if month > metered_from and month.month % usage.ROUND_MONTHS:
            usage.read_round(shown, month, staff.clerk, rng)
        with write(staff.cashier) as tx:
            money.pass_a_month(tx, month, due_day, paying, staff.cashier, rng)
        following = (month + timedelta(days=32)).replace(day=1)
        if month >= dunned_from:
            dunning.nights(month, following - timedelta(days=1))
        month = following
    if today.day > 1:
        dunning.nights(month, today - timedelta(days=1))
        usage.begin_round(shown, today - timedelta(days=1), staff.clerk, rng)


def _open_office(rng: random.Random) -> list[Login]:
    known = facts()
    logins = [Login(role, role, _password(rng)) for role in STAFF_ROLES]
    details = Identity(
        known.community, known.company, known.address, known.phone, bank_account=known.bank_account
    )
    first, *others = logins
    office.set_up(details, first.name, known.staff[first.role], first.password)
    with write(DEMO) as tx:
        for login in others:
            accounts.create(tx, login.name, known.staff[login.role], login.password, [login.role])
    return logins


def _settle(count: int, rng: random.Random, today: date) -> list[int]:
    specs = places.homes(count, rng, today)
    with write(DEMO) as tx:
        zones = {name: community.add_zone(tx, name) for name in facts().zones}
        ids = community.add_homes(tx, specs)
        for building_id, code in tx.tuples("SELECT id, code FROM buildings"):
            tx.update("buildings", building_id, zone_id=zones[places.zone_of(code)])
        homes = {ids[spec.code]: spec for spec in specs}
        add_households(tx, households(homes, rng, today))
        for number, home_id in enumerate(places.who_parks(list(homes), rng), 1):
            kind = "rented" if rng.random() < 0.7 else "owned"
            add_parking_space(tx, ParkingSpec(f"B1-{number:03d}", kind, home_id=home_id))
    return list(homes)


def _invite_an_owner(rng: random.Random) -> Login:
    """One owner who has an account already; one who owes a little, so that there is something to see."""
    password = _password(rng)
    with write(DEMO) as tx:
        found = tx.tuples("""
            SELECT p.id, p.name, f.number FROM people p
              JOIN phones f ON f.person_id = p.id
              JOIN residencies r ON r.person_id = p.id AND r.role = 'owner'
              LEFT JOIN charge_balances b ON b.payer_id = p.id AND b.balance_fen > 0
             WHERE p.kind = 'person'
             GROUP BY p.id ORDER BY count(b.charge_id) BETWEEN 1 AND 12 DESC, p.id LIMIT 1
        """)
        person_id, name, phone = found[0]
        accounts.create(tx, phone, name, password, ["owner"], person_id=person_id)
    return Login("owner", phone, password)


def _me(login: str, role: str) -> Me:
    roles = frozenset({role})
    with read() as db:
        [(account_id, name, person_id)] = db.tuples(
            "SELECT id, name, person_id FROM accounts WHERE login = :login", login=login
        )
    return Me(account_id, name, roles, permissions_of(roles), "zh_CN", person_id)


def _password(rng: random.Random) -> str:
    return "-".join("".join(rng.choice(LETTERS) for _letter in range(4)) for _group in range(3))


def _months_back(today: date, months: int) -> date:
    count = today.year * 12 + today.month - 1 - months
    return date(count // 12, count % 12 + 1, 1)
