"""What the office made public: who answers for what, the two ledgers, the disclosure of the last quarter or half-year."""

from datetime import date, datetime, time, timedelta

from estate.data import Actor, clock
from estate.disclosure import actions, actions_telling
from estate.disclosure.actions import Booked
from estate.disclosure.queries import Terms
from estate.disclosure.rules_periods import ended

SERVICES = """1. 房屋共用部位的日常维修、养护和管理；
2. 共用设施设备的运行、维护，电梯每半月一次维保；
3. 公共区域保洁、生活垃圾收集；
4. 绿化养护；
5. 秩序维护，24 小时值班巡逻；
6. 车辆停放管理；
7. 装修告知与巡查。"""
QUALITY = "按《物业服务合同》三级标准执行：急修 30 分钟内到场，一般维修 24 小时内上门；楼道每日清扫一次；设备完好率 98% 以上。"
PEOPLE = (
    ("项目经理", "刘敏", "全面负责", "0571-85550100"),
    ("工程主管", "周强", "设施设备与维修", ""),
    ("秩序主管", "吴刚", "秩序维护与消防", ""),
    ("客服主管", "孙燕", "接待、投诉与公示", ""),
)


def since(today: date) -> date:
    """From when the office keeps what it discloses: the first day of the quarter that ended last."""
    return ended("quarter", today)[0].first


def disclose(today: date, cashier: Actor, manager: Actor) -> None:
    """Entries of each month, one of them taken back, and what ended last published in the third week after."""
    actions.set_terms(
        Terms(SERVICES, QUALITY, "物业服务合同（2025 年签订），收费标准经业主大会表决。", 3, 6, 30), manager
    )
    for person in PEOPLE:
        actions.add_responsible(*person, manager)
    quarter = ended("quarter", today)[0]
    begun = since(today)
    _book(Booked("fund", "opening", begun, 128_600_000, "接管时专户余额"), cashier)
    _book(Booked("common", "opening", begun, 3_260_000, "上期结转"), cashier)
    month = begun
    while month < today:
        middle = min(month + timedelta(days=14), today)
        _book(Booked("common", "advertising", middle, 460_000, "电梯轿厢广告", "新潮传媒"), cashier)
        _book(Booked("common", "parking", middle, 780_000, "公共道路停车收入"), cashier)
        _book(Booked("common", "cost", middle, 156_000, "停车管理人工与设备维护"), cashier)
        month = (month + timedelta(days=32)).replace(day=1)
    _book(
        Booked(
            "common",
            "to_owners",
            quarter.first + timedelta(days=40),
            920_000,
            "儿童活动区地垫更换",
            "康体器材",
        ),
        cashier,
    )
    _book(
        Booked(
            "fund", "use", quarter.first + timedelta(days=52), 4_380_000, "2 栋屋面防水大修", "安防水工程公司"
        ),
        cashier,
    )
    _book(Booked("fund", "interest", quarter.last, 186_000, "专户结息", "建设银行"), cashier)
    wrong = _book(Booked("common", "venue", quarter.last, 50_000, "临时摊位（重复录入）"), cashier)
    with clock.as_of(_noon(quarter.last)):
        actions.reverse(wrong, "与停车收入重复录入", cashier)
    half = ended("half", today)[0]
    with clock.as_of(_noon(min(quarter.last + timedelta(days=18), today))):
        made = actions.draft(half if half.last == quarter.last else quarter, manager)
        actions.remark(made, "本期完成 2 栋屋面防水大修，已由业主委员会验收。", manager)
        actions.publish(made, "http://192.0.2.10:8080", manager, practice=False)
        actions_telling.tell(made, lambda done, of: None)
        actions.report(made, "committee", clock.today(), "刘敏", manager)


def _book(entry: Booked, by: Actor) -> int:
    with clock.as_of(_noon(entry.booked_on)):
        return actions.book(entry, [], f"demo:{entry}", by)


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), clock.zone())
