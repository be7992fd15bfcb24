"""What owners have complained of in the last months: most of it answered and closed, some of it open, one without a name."""

import random
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from estate.access.me import Me
from estate.complaints import actions, actions_links, actions_steps
from estate.complaints.actions import COMPLAINER
from estate.complaints.actions_links import Wish
from estate.complaints.details import Details, Received
from estate.complaints.rules_steps import OWNER
from estate.data import Actor, clock, read, write
from estate.demo.counter import Staff
from estate.people import queries as people


class Case(NamedTuple):
    """Something of the past: said so many days ago, answered after so many hours, and how it ended."""

    days: int
    category: str
    title: str
    text: str
    hours: int
    answer: str
    outcome: str
    cause: str
    result: int | None
    kind: str = "complaint"


PAST = (
    Case(
        160,
        "parking",
        "消防通道被占",
        "东门消防通道一到晚上停满车。",
        5,
        "已加画网格线，夜间巡逻每两小时清理一次。",
        "solved",
        "service",
        4,
    ),
    Case(
        128,
        "noise",
        "楼上深夜拖桌椅",
        "楼上每天十一点后拖桌椅，老人睡不着。",
        9,
        "已上门沟通，楼上给桌椅加了软垫。",
        "agreed",
        "neighbour",
        5,
    ),
    Case(
        101,
        "cleaning",
        "楼道垃圾两天没收",
        "三楼楼道的垃圾桶两天没有清。",
        3,
        "保洁排班漏了一层，已补上并扣罚。",
        "solved",
        "contractor",
        3,
    ),
    Case(
        84,
        "repairs",
        "单元门修了又坏",
        "门禁上周刚修，今天又打不开。",
        26,
        "更换了电磁锁，厂家质保半年。",
        "solved",
        "equipment",
        2,
    ),
    Case(
        63,
        "fees",
        "公摊电费比去年高",
        "公摊电费涨了三成，想看明细。",
        18,
        "已当面核对电表读数和分摊表。",
        "explained",
        "information",
        4,
    ),
    Case(
        47,
        "greening",
        "希望多种几棵桂花",
        "中心花园补种一些桂花和长椅。",
        20,
        "列入明年春季绿化计划。",
        "explained",
        "none",
        5,
        "suggestion",
    ),
    Case(
        33,
        "pets",
        "遛狗不牵绳",
        "傍晚有人遛大型犬不牵绳。",
        7,
        "已张贴告知并联系该户，社区民警一同上门。",
        "agreed",
        "neighbour",
        4,
    ),
    Case(
        21,
        "falling",
        "楼上扔烟头",
        "晾的被子被烟头烫了洞。",
        2,
        "已调取监控并在单元内公告提醒。",
        "explained",
        "neighbour",
        3,
    ),
    Case(
        12,
        "staff",
        "前台接电话态度差",
        "打电话报修被挂断。",
        30,
        "当事人已道歉，已组织接听培训。",
        "solved",
        "attitude",
        4,
    ),
)
OPEN = (
    Received("owner", "noise", "夜间装修噪音", "连续三晚十点后还有电钻声。"),
    Received("owner", "parking", "访客车辆占用固定车位", "本周第二次，出不了车。"),
    Received("owner", "cleaning", "电梯里异味", "负一层到五层的电梯里有异味。"),
)


def speak(today: date, home_ids: list[int], owner: Me, staff: Staff, rng: random.Random) -> None:
    """The past in its order, then what is open today, one of it the demo owner's and one without a name."""
    homes = rng.sample(
        home_ids * 2, len(PAST) + len(OPEN)
    )  # more cases than a very small community has homes
    for case, home_id in zip(PAST, homes, strict=False):
        _past(today, case, home_id, staff)
    yesterday = datetime.combine(today - timedelta(days=1), time(20, 40), clock.zone())
    for told, home_id in zip(OPEN, homes[len(PAST) :], strict=True):
        with clock.as_of(min(yesterday, clock.now())):
            _receive(told, home_id, unnamed=told.category == "parking")
    _of_owner(owner, staff.clerk)


def _past(today: date, case: Case, home_id: int, staff: Staff) -> None:
    begun = datetime.combine(today - timedelta(days=case.days), time(9, 15), clock.zone())
    with clock.as_of(begun):
        one = _receive(Received("owner", case.category, case.title, case.text, case.kind), home_id)
    with clock.as_of(begun + timedelta(hours=case.hours)):
        _step(one, "take", staff.clerk)
        _step(one, "answer", staff.clerk, text=case.answer)
    with clock.as_of(begun + timedelta(hours=case.hours, days=2)):
        _step(
            one, "close", staff.clerk, outcome=case.outcome, cause=case.cause, text="如有反复请随时告诉我们。"
        )
        if case.result:
            _step(one, "rate", COMPLAINER, result=case.result)


def _of_owner(owner: Me, clerk: Actor) -> None:
    """The demo owner's own: answered, with an order made of it, not closed."""
    with read() as db:
        home_id = db.value(
            "SELECT home_id FROM residencies WHERE person_id = :id LIMIT 1", id=owner.person_id
        )
    told = Received("owner", "repairs", "单元门灯不亮", "晚上进门看不清台阶，孩子差点摔倒。")
    with clock.as_of(clock.now() - timedelta(hours=20)), write(owner) as tx:
        one = actions.receive(
            tx,
            told._replace(
                reporter_id=owner.person_id, reporter_name=owner.name, home_id=home_id, location="单元门厅"
            ),
            "demo:own",
        )
    with clock.as_of(clock.now() - timedelta(hours=17)):
        _step(one, "acknowledge", clerk, text="已安排电工今天下午更换灯具。")
        with write(clerk) as tx:
            actions_links.make_order(tx, one, Wish("lighting", "normal", "更换单元门灯"), "demo:own:order")


def _receive(told: Received, home_id: int, *, unnamed: bool = False) -> int:
    with read() as db:
        who = next((one for one in people.residents_of(db, home_id) if one.role == "owner"), None)
    told = told._replace(
        home_id=home_id,
        unnamed=unnamed,
        reporter_id=who.person_id if who else None,
        reporter_name=who.name if who else "",
    )
    with write(COMPLAINER) as tx:
        return actions.receive(tx, told, f"demo:{told.title}")


def _step(complaint_id: int, name: str, by: Actor, **more: object) -> None:
    with write(by) as tx:
        found = actions.require(tx, complaint_id)
        parties = {OWNER} if by == COMPLAINER else {"office", "handler", "manager"}
        actions_steps.step(
            tx,
            found.id,
            name,
            f"demo:{complaint_id}:{name}",
            parties,
            Details(**more),  # pyright: ignore[reportArgumentType]
        )
