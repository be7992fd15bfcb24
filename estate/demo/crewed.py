"""The crew of the invented community: who can do what, who works when, how orders are handed out, who is expected."""

import random
from datetime import date, datetime, time, timedelta

from estate.access import accounts
from estate.access.me import Me
from estate.access.permissions import permissions_of
from estate.crew import actions, actions_handing
from estate.crew.actions import Away
from estate.crew.actions_appointments import Time, agree
from estate.crew.actions_handing import Default
from estate.crew.rules_shifts import Hours, hours
from estate.data import Actor, clock, write
from estate.data.store import System
from estate.demo.facts import Mender, facts
from estate.repairs import queries_crew as orders
from estate.repairs.rules_steps import POOL

DEMO = System("demo")
HOW = (("urgent", "auto", 3), ("fast", "auto", 10), ("normal", "pool", 60), ("complex", "propose", 240))
ROLES = frozenset({"repairer"})


def gather(clerk: Actor, today: date, rng: random.Random) -> dict[str, Actor]:
    """Make the crew; answers by category who is best at it."""
    best: dict[str, tuple[int, Actor]] = {}
    made = [_account(one, rng) for one in facts().crew]
    for one, me in zip(facts().crew, made, strict=True):
        actions.set_skills(me.account_id, one.skills, clerk)
        actions.set_week(me.account_id, dict.fromkeys(one.weekdays, _hours(one)), clerk)
        for category, level in one.skills.items():
            if level > best.get(category, (0, me))[0]:
                best[category] = (level, me)
    last = made[-1].account_id
    monday = today - timedelta(today.weekday())
    actions.add_absence(last, Away("leave", monday + timedelta(10), monday + timedelta(12)), clerk)
    actions.add_day(last, monday + timedelta(6), hours(9 * 60, 12 * 60), clerk)
    for urgency, mode, minutes in HOW:
        actions_handing.set_default(Default(urgency, mode, minutes), clerk)
    return {category: who for category, (_level, who) in best.items()}


def expect(clerk: Actor, today: date) -> None:
    """Visits that were agreed on for the next days, two of them at the same time."""
    with write(clerk) as tx:
        held = [one for one in orders.in_hand(tx) if one.state not in POOL]
        for number, one in enumerate(held[:6]):
            day = today + timedelta(1 + number // 3)
            starts = datetime.combine(day, time(9 + 2 * (number % 2)), clock.zone())
            agree(one.order_id, Time(starts, starts + timedelta(hours=2), "电话约定"), "demo", clerk)


def _account(one: Mender, rng: random.Random) -> Me:
    password = "".join(rng.choice("abcdefghjkmnpqrstuvwxyz23456789") for _letter in range(16))
    with write(DEMO) as tx:
        known = accounts.of_login(tx, one.login)
        if known:
            return Me(known.id, known.name, ROLES, permissions_of(ROLES), "zh_CN")
        made = accounts.create(tx, one.login, one.name, password, ["repairer"])
        return Me(made, one.name, ROLES, permissions_of(ROLES), "zh_CN")


def _hours(one: Mender) -> Hours:
    starts, ends = (time.fromisoformat(text) for text in (one.begins, one.ends))
    return hours(starts.hour * 60 + starts.minute, ends.hour * 60 + ends.minute)
