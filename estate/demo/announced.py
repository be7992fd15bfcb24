"""What the office has announced of late: a cut that is near, a rule that everybody confirms, works of one building."""

from datetime import date, datetime, time, timedelta

from estate.access.me import Me
from estate.announcements import actions, actions_published, actions_telling
from estate.announcements.actions import Draft
from estate.audience import actions_groups
from estate.audience.actions import Aim
from estate.audience.rules import Part
from estate.data import Actor, clock, read

CUT = """各位业主、住户：

因二次供水水泵检修，**{day}** 上午停水三小时，请提前蓄水：

- 用水前请先关好龙头，避免来水时无人在家漫水；
- 来水后头几分钟的水可能发黄，放一会儿即可；
- 高层住户来水会晚半小时左右。

检修提前完成会立即恢复供水。"""
RULE = """电动自行车和电池**不得**进楼入户、不得在楼道充电。

1. 东门外新建的充电棚已启用，扫码即可使用；
2. 楼道内发现的车辆将联系车主挪走；
3. 夜间巡逻会重点查看楼道和地下室。

请确认已知悉。"""
WORKS = """外墙渗漏维修今天开始，工期约十天，工作时间 8:30 至 18:00。请关好窗户，晾晒的衣物请收回室内。"""


def announce(today: date, by: Actor, owner: Me) -> None:
    """Three that hold now, told to everybody they are for, one that is still a draft, and a group of homes. The owner who
    signs in has read what is older, and confirmed what asks for it."""
    cut = _instant(today + timedelta(days=2), 9), _instant(today + timedelta(days=2), 12)
    with read() as db:
        building = db.value("SELECT id FROM buildings ORDER BY sort, code LIMIT 1")
    of_building = Aim("building", str(building))
    said = [
        (_draft("rule", "电动自行车请停到充电棚", RULE, must_confirm=True), Aim("all"), 12),
        (_draft("works", "外墙渗漏维修", WORKS), of_building, 5),
        (
            _draft(
                "water", "水泵检修停水通知", CUT.format(day=f"{today + timedelta(days=2):%m月%d日}")
            )._replace(starts_at=cut[0], ends_at=cut[1], pinned=True),
            Aim("all"),
            1,
        ),
    ]
    for draft, aim, days_ago in said:
        with clock.as_of(datetime.combine(today - timedelta(days=days_ago), time(9, 30), clock.zone())):
            made = actions.draft(draft, f"demo:{draft.title}", by)
            actions.aim(made, aim, by)
            actions.publish(made, by)
            actions_telling.tell(made, 1, lambda done, of: None)
        if owner.person_id and days_ago > 1:
            with clock.as_of(datetime.combine(today - timedelta(days=days_ago), time(19, 5), clock.zone())):
                done = actions_published.confirm if draft.must_confirm else actions_published.mark_read
                done(made, owner.person_id, owner)
    group = actions_groups.make("仍用旧水表的房屋", "换表前逐户通知", by)
    actions_groups.add_part(group, Part("building", str(building), 2, 3), by)
    activity = _draft("activity", "周末邻里包饺子", "周六上午九点在活动室，材料由物业准备，请自带围裙。")
    waiting = actions.draft(activity, f"demo:{activity.title}", by)
    actions.aim(waiting, Aim("usage", "residential"), by)


def _draft(kind: str, title: str, text: str, *, must_confirm: bool = False) -> Draft:
    return Draft(kind, "everybody", title, text, False, must_confirm, False, None, None, None)


def _instant(day: date, hour: int) -> str:
    return clock.stamp_of(datetime.combine(day, time(hour), clock.zone()))
