"""Conversations of the last days: one that waits, one that is answered, some that have ended; prepared answers."""

import random
from datetime import date, datetime, time, timedelta

from estate.access.me import Me
from estate.access.permissions import OWN_HOME
from estate.chat import actions, actions_desk, actions_settings
from estate.data import clock, read

ANSWERS = [
    ("问候", "{姓名}您好，我是{客服}，请问有什么可以帮您？"),
    ("缴费方式", "物业费可以在手机“账单”里申报转账，也可以到服务中心缴纳。电话：{电话}。"),
    ("师傅上门", "已为{房屋}安排师傅，上门前会先打电话与您确认时间。"),
    ("装修申请", "装修请先到服务中心登记，带上图纸和施工单位资料，噪音施工限工作日白天。"),
]
ENDED = [
    (
        "地下车库 B 区的灯坏了两盏，晚上看不清。",
        "您好，已转给工程部，今天下午更换。",
        "已经换好了，谢谢。",
        5,
    ),
    (
        "想问下本季度的物业费账单什么时候出？",
        "您好，每月 1 日出账，账单在手机“账单”里可以看到。",
        "好的。",
        4,
    ),
    ("楼上晚上十一点还在装修。", "抱歉给您带来不便，我们已请楼管上门劝止。", "今天还有声音……", 2),
]


def talk(owner: Me, clerk: Me, rng: random.Random, today: date) -> None:
    """What owners have written and the office has answered."""
    for title, text in ANSWERS:
        actions_settings.keep_answer(None, title, text, clerk)
    others = _owners(owner, rng, len(ENDED) + 1)
    for at, (who, home_id) in enumerate(others[1:]):
        question, answer, thanks, rating = ENDED[at]
        _ended(who, home_id, clerk, (question, answer, thanks, rating), today - timedelta(days=2 + 3 * at))
    yesterday = datetime.combine(today - timedelta(days=1), time(15, 20), clock.zone())
    with read() as db:
        home_id = int(
            db.value("SELECT home_id FROM residencies WHERE person_id = :id LIMIT 1", id=owner.person_id)
        )
    with clock.as_of(yesterday):
        said = actions.owner_says(home_id, "你好，我家厨房水龙头滴水，能派师傅来看看吗？", (), "demo", owner)
        actions_desk.take(said.conversation_id, clerk)
    with clock.as_of(yesterday + timedelta(minutes=3)):
        answer = "您好，可以的。请问明天上午方便吗？"
        actions.office_says(said.conversation_id, answer, (), "demo", clerk)
    who, home_id = others[0]
    with clock.as_of(clock.now() - timedelta(minutes=4)):
        actions.owner_says(home_id, "单元门禁刷不开了，有人在吗？", (), "demo", who)


def _ended(who: Me, home_id: int, clerk: Me, said: tuple[str, str, str, int], day: date) -> None:
    began = datetime.combine(day, time(10, 5), clock.zone())
    question, answer, thanks, rating = said
    with clock.as_of(began):
        conversation_id = actions.owner_says(home_id, question, (), "demo", who).conversation_id
    with clock.as_of(began + timedelta(minutes=4)):
        actions_desk.take(conversation_id, clerk)
        actions.office_says(conversation_id, answer, (), f"demo:{conversation_id}", clerk)
    with clock.as_of(began + timedelta(minutes=20)):
        actions.owner_says(home_id, thanks, (), "demo2", who)
        actions_desk.end(conversation_id, clerk)
        actions_desk.rate(conversation_id, rating, "", who)


def _owners(but: Me, rng: random.Random, count: int) -> list[tuple[Me, int]]:
    """Some owners, each with a home; nobody signs in as them."""
    with read() as db:
        found = db.tuples(
            """
            SELECT p.id, p.name, min(r.home_id) FROM people AS p JOIN residencies AS r ON r.person_id = p.id
             WHERE r.role = 'owner' AND r.to_date IS NULL AND p.kind = 'person' AND p.id <> :but
             GROUP BY p.id ORDER BY p.id
            """,
            but=but.person_id or 0,
        )
    return [
        (Me(-person_id, name, frozenset({"owner"}), frozenset({OWN_HOME}), "zh_CN", person_id), home_id)
        for person_id, name, home_id in rng.sample(found, min(count, len(found)))
    ]
