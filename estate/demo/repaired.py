"""Six weeks of repairs in the invented community, in every state, through the actions of the screens."""

import random
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from typing import NamedTuple

from estate.access.me import Me
from estate.access.scopes import own_homes
from estate.data import Actor, Tx, clock, read, write
from estate.data.store import System
from estate.demo import used
from estate.disclosure.rules_periods import ended
from estate.people import queries as people
from estate.repairs import actions, actions_clocks, actions_cost
from estate.repairs.actions import Report
from estate.repairs.details import Details
from estate.repairs.rules_steps import ASSIGNEE, OFFICE, OWNER, WORKER

WEEKS = 6
EARLIER = 8
"""Orders of the last quarter that has ended, so that its disclosure has figures."""
MOST = 120
"""Orders, however many homes: more would only make the demo slower."""

FAULTS = (
    ("plumbing", "normal", "厨房水龙头滴水", "更换阀芯，试水正常。"),
    ("plumbing", "fast", "卫生间水管爆裂", "关闭总阀，更换软管。"),
    ("electrical", "normal", "客厅插座没电", "空开跳闸，更换漏电保护器。"),
    ("electrical", "fast", "全屋断电", "入户线端子松动，重新压接。"),
    ("doors", "normal", "阳台推拉门掉轨", "调整滑轮。"),
    ("masonry", "complex", "卧室外墙渗水", "外墙补缝，闭水试验合格。"),
    ("access", "normal", "可视对讲没有声音", "更换听筒。"),
)
PUBLIC = (
    ("lighting", "normal", "楼道灯不亮", "{b}号楼1单元三层楼道", "更换声控灯。"),
    (
        "elevator",
        "urgent",
        "电梯停在六楼有人被困",
        "{b}号楼1单元电梯",
        "维保单位到场放人，复位后试运行正常。",
    ),
    ("access", "normal", "单元门关不严", "{b}号楼2单元大门", "调整闭门器。"),
    ("garage", "normal", "道闸抬杆不落", "东门车库入口", "更换地感线圈接头。"),
    ("cleaning", "normal", "垃圾桶破损", "{b}号楼北侧垃圾点", "更换新桶。"),
    ("greening", "normal", "树枝挡住路灯", "中心花园步道", "修剪树枝。"),
)
WAITS = (("parts", "等配件到货"), ("owner", "业主周末在家"), ("permit", "动火作业票审批中"))
ENDS = ("rated", "rated", "rated", "signed_off", "signed_off", "done", "cancelled")
PRESENT = (
    "reported",
    "reported",
    "assigned",
    "accepted",
    "on_the_way",
    "arrived",
    "working",
    "waiting",
    "done",
)


class Crew(NamedTuple):
    """Who takes part. skilled: by category who is best at it."""

    clerk: Actor
    repairer: Actor
    skilled: Mapping[str, Actor]


def repair(
    home_ids: list[int], clerk: Actor, repairer: Actor, skilled: Mapping[str, Actor], rng: random.Random
) -> None:
    """A few of the last quarter, those of the past weeks that have ended, and today's in every state that is open."""
    crew = Crew(clerk, repairer, skilled)
    count = min(MOST, max(12, len(home_ids) // 3))
    now, before = clock.now(), (clock.today() - ended("quarter", clock.today())[0].last).days
    luck = random.Random(count)
    with write(System("demo")) as tx:
        for number in range(EARLIER):
            begun = _at(now, before + 5 * (EARLIER - number), luck)
            _order(tx, f"demo:earlier:{number}", luck.choice(home_ids), begun, luck.choice(ENDS), crew, luck)
        for number in range(count):
            days = 1 + WEEKS * 7 * (count - number) // (count + 1)
            begun = _at(now, days, rng)
            _order(tx, f"demo:past:{number}", rng.choice(home_ids), begun, rng.choice(ENDS), crew, rng)
        for number, state in enumerate(PRESENT):
            begun = now - timedelta(minutes=rng.choice((8, 40, 55, 70, 100, 130)) + 5 * number)
            _order(tx, f"demo:now:{number}", rng.choice(home_ids), begun, state, crew, rng, minutes=6)
    actions_clocks.sign_off()


def of_owner(owner: Me, clerk: Actor, repairer: Actor) -> None:
    """What the owner of the demo sees at first: a quote waits for their word, a repairer is on the way, an earlier one waits
    to be signed off."""
    with read() as db:
        [home, *_others] = own_homes(db, owner)
    faults = (
        ("electrical", "厨房插座跳闸", 4, ("accept", "set_out", "arrive", "start")),
        ("plumbing", "洗衣机水龙头漏水", 2, ("accept", "set_out")),
        ("doors", "入户门锁难开", 26, None),
    )
    for category, title, hours, steps in faults:
        begun = clock.now() - timedelta(hours=hours)
        with clock.as_of(begun), write(owner) as tx:
            told = Report("owner", category, "normal", title, home_id=home.id, reporter_id=owner.person_id)
            told = told._replace(reporter_account_id=owner.account_id, reporter_name=owner.name, join=False)
            order_id = actions.report(tx, told, f"demo:own:{category}")
        with clock.as_of(begun + timedelta(minutes=20)), write(clerk) as tx:
            handed = Details(assignee_id=repairer.account_id)
            actions.step(tx, order_id, "assign", f"demo:own:{category}:assign", {OFFICE}, handed)
        for number, step in enumerate(steps or ("accept", "set_out", "arrive", "start", "finish"), 1):
            with clock.as_of(begun + timedelta(minutes=20 + 12 * number)), write(repairer) as tx:
                details = Details(note="更换锁芯，钥匙三把交业主。" if step == "finish" else "")
                actions.step(tx, order_id, step, f"demo:own:{category}:{step}", {ASSIGNEE}, details)
        if category == "electrical":
            with clock.as_of(begun + timedelta(hours=2)), write(repairer) as tx:
                actions_cost.let_charge(tx, order_id, chargeable=True)
                used.quote(tx, order_id, "demo:own")


def put_right(tx: Tx, order_id: int, clerk: Actor, repairer: Me, found_at: datetime) -> None:
    """What a patrol found is done within the hour, as far as the present has come; an order done already stays so."""
    steps = (
        ("assign", OFFICE),
        ("accept", ASSIGNEE),
        ("set_out", ASSIGNEE),
        ("arrive", ASSIGNEE),
        ("finish", ASSIGNEE),
        ("sign_off", OFFICE),
    )
    if actions.require(tx, order_id).state != "reported":
        return
    for number, (step, party) in enumerate(steps, 1):
        at = found_at + timedelta(minutes=9 * number)
        if at > clock.now():
            return
        details = {
            "assign": Details(assignee_id=repairer.account_id),
            "finish": Details(note="已处理，复查正常。"),
        }.get(step, Details())
        with clock.as_of(at), _acting(tx, repairer if party == ASSIGNEE else clerk):
            actions.step(tx, order_id, step, f"demo:found:{order_id}:{step}", {party}, details)


def _order(
    tx: Tx,
    key: str,
    home_id: int,
    begun: datetime,
    state: str,
    crew: Crew,
    rng: random.Random,
    minutes: int = 45,
) -> None:
    at = begun
    with clock.as_of(at), _acting(tx, crew.clerk):
        told, done = _fault(tx, home_id, crew, rng)
        order_id = actions.report(tx, told, key)
    crew = crew._replace(repairer=crew.skilled.get(told.category, crew.repairer))

    def step(name: str, party: str, by: Actor, **more: object) -> None:
        nonlocal at
        at += timedelta(minutes=max(1, rng.randrange(1, minutes)))
        with clock.as_of(min(at, clock.now())), _acting(tx, by):
            if name == "finish":
                used.use(tx, order_id, key)
            actions.step(tx, order_id, name, f"{key}:{name}", {party}, Details(**more))  # pyright: ignore[reportArgumentType]

    _walk(state, step, crew, done, rng, pooled=told.urgency != "complex")


@contextmanager
def _acting(tx: Tx, by: Actor) -> Generator[None]:
    """Inside, the one transaction of the whole past is this person's."""
    before, tx.by = tx.by, by
    try:
        yield
    finally:
        tx.by = before


def _walk(
    state: str, step: Callable[..., None], crew: Crew, done: str, rng: random.Random, *, pooled: bool
) -> None:
    """pooled: whether one takes it from the pool; larger work the office hands out itself."""
    if state == "reported":
        return
    if state == "cancelled":
        step("cancel", OFFICE, crew.clerk, reason="报修人来电说已自行修好")
        return
    if state != "assigned" and rng.random() < 0.3 and pooled:
        step("take", WORKER, crew.repairer)
    else:
        step("assign", OFFICE, crew.clerk, assignee_id=crew.repairer.account_id)
        if state == "assigned":
            return
        step("accept", ASSIGNEE, crew.repairer)
    order = ("accepted", "on_the_way", "arrived", "working", "waiting", "done", "signed_off", "rated")
    reach = order.index(state)
    if reach >= 1:
        step("set_out", ASSIGNEE, crew.repairer)
    if reach >= 2:
        step("arrive", ASSIGNEE, crew.repairer)
    if reach >= 3:
        step("start", ASSIGNEE, crew.repairer)
    waits = state == "waiting" or (reach > 4 and rng.random() < 0.2)
    if waits:
        why, note = rng.choice(WAITS)
        step("wait", ASSIGNEE, crew.repairer, waiting_for=why, note=note)
        if state != "waiting":
            step("resume", ASSIGNEE, crew.repairer)
    if reach >= 5:
        step("finish", ASSIGNEE, crew.repairer, note=done)
    if reach >= 6:
        step("sign_off", OWNER, System("业主"))
    if reach >= 7:
        step("rate", OWNER, System("业主"), result=rng.choice((5, 5, 5, 4, 4, 3)))


def _fault(tx: Tx, home_id: int, crew: Crew, rng: random.Random) -> tuple[Report, str]:
    if rng.random() < 0.65:
        category, urgency, title, done = rng.choice(FAULTS)
        payer = people.payer_of(tx, home_id, clock.today())
        source = rng.choice(("clerk", "clerk", "owner"))
        return Report(
            source,
            category,
            urgency,
            title,
            home_id=home_id,
            reporter_id=payer.person_id if payer else None,
            reporter_name=payer.name if payer else "",
            reporter_account_id=crew.clerk.account_id if source == "clerk" else None,
            join=False,
        ), done
    category, urgency, title, place, done = rng.choice(PUBLIC)
    with read() as db:
        building_id, code = rng.choice(db.tuples("SELECT id, code FROM buildings ORDER BY id"))
    return Report(
        rng.choice(("patrol", "clerk")),
        category,
        urgency,
        title,
        location=place.format(b=code),
        building_id=building_id if "{b}" in place else None,
        join=False,
    ), done


def _at(now: datetime, days: int, rng: random.Random) -> datetime:
    """A moment of the working hours so many days ago."""
    day = now.astimezone(clock.zone()).date() - timedelta(days=days)
    return datetime.combine(day, time(8 + rng.randrange(9), rng.randrange(60)), clock.zone())
