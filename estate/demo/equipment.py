"""The equipment of the invented community: lifts of every entrance, pumps, power, fire protection, gates. Fen, ISO dates."""

import random
from datetime import date, datetime, time, timedelta

from estate.access.me import Me
from estate.data import Tx, clock, write
from estate.demo.facts import a_phone
from estate.equipment import actions, actions_links, actions_outages
from estate.equipment.actions import EquipmentSpec
from estate.equipment.actions_outages import Stop

MOST_LIFTS = 60
LIFT_LIFE = 15


def equip(today: date, by: Me, rng: random.Random) -> None:
    """A register as an office of this size keeps it: with what is due, what stands still and what is past its time."""
    with write(by) as tx:
        towers = tx.tuples(
            """
            SELECT b.id, b.code, e.id, e.code FROM entrances AS e JOIN buildings AS b ON b.id = e.building_id
             ORDER BY b.sort, e.code LIMIT :most
            """,
            most=MOST_LIFTS,
        )
        lifts = [_lift(tx, tower, number, today, rng) for number, tower in enumerate(towers, 1)]
        for number, (building_id, building) in enumerate(
            dict.fromkeys((one[0], one[1]) for one in towers), 1
        ):
            _of_building(tx, building_id, str(building), number, today, rng)
        pump = _common(tx, today, rng)
    actions_links.keep_spare(pump, "机械密封", "M7N-35", 2, by)
    actions_links.keep_spare(pump, "轴承", "6308-2RS", 2, by)
    _stand_still(lifts, pump, today, by)


def _lift(tx: Tx, tower: tuple[int, str, int, str], number: int, today: date, rng: random.Random) -> int:
    building_id, building, entrance_id, entrance = tower
    installed = today.replace(day=1) - timedelta(
        days=365 * rng.choice((4, 6, 9, 13, 15, 16)) + rng.randrange(300)
    )
    days = {2: -6, 3: 19}.get(number, 40 + (number * 37) % 300)
    due = today + timedelta(days=days)
    serviced = today - timedelta(days=55 + (number * 5) % 14)
    lift_id = actions.add(
        tx,
        EquipmentSpec(
            code=f"DT-{number:02d}",
            name="乘客电梯",
            category="电梯系统",
            model=rng.choice(("GPS-III 1000kg", "NEXIEZ-MR 1050kg", "Schindler 3300", "KONE 3000S")),
            brand=rng.choice(("三菱", "迅达", "通力", "日立")),
            serial_no=f"L{rng.randrange(10**7):07d}",
            registration_no=f"3110{rng.randrange(10**14):014d}",
            location=f"{building}栋{entrance}单元",
            building_id=building_id,
            entrance_id=entrance_id,
            installed_on=installed.replace(day=1).isoformat(),
            installed_precision="month",
            life_years=LIFT_LIFE,
            cost_fen=rng.randrange(180, 260) * 100_000,
            supplier="城东电梯销售有限公司",
            vendor="安达电梯维保有限公司",
            vendor_phone="0571-88880112",
            keeper="周强",
            statutory="lift",
            last_inspection_on=(due - timedelta(days=365)).isoformat(),
            next_inspection_on=due.isoformat(),
            service_cycle="P15D",
            last_service_on=serviced.isoformat(),
            next_service_on=(serviced + timedelta(days=15)).isoformat(),
        ),
    )
    if number == 1:
        for code, name, model in (
            ("QY", "曳引机", "WTY1-1000"),
            ("KZ", "控制柜", "NICE3000"),
            ("MJ", "门机", "VVVF"),
        ):
            spec = EquipmentSpec(
                f"DT-01-{code}",
                name,
                "电梯系统",
                model,
                location=f"{building}栋{entrance}单元",
                building_id=building_id,
                entrance_id=entrance_id,
                statutory="none",
                parent_id=lift_id,
            )
            actions.add(tx, spec)
    return lift_id


def _of_building(
    tx: Tx, building_id: int, building: str, number: int, today: date, rng: random.Random
) -> None:
    """Of each building: its extinguishers and hydrants, its door phone."""
    for code, name, model, count, months, life in (
        ("MHQ", "手提式干粉灭火器", "MFZ/ABC4", 16, 20, 10),
        ("XHS", "室内消火栓", "SN65", 22, 100, 20),
        ("MJ", "单元门禁对讲", "DS-KD8003", 2, 60, 8),
    ):
        fire = code != "MJ"
        installed = today - timedelta(days=30 * months + rng.randrange(200))
        spec = EquipmentSpec(
            code=f"{code}-{number:02d}",
            name=name,
            category="消防系统" if fire else "弱电门禁",
            model=model,
            location=f"{building}栋各层" if fire else f"{building}栋入口",
            building_id=building_id,
            quantity=count,
            installed_on=installed.isoformat(),
            life_years=life,
            vendor="宏安消防工程有限公司" if fire else "",
            vendor_phone="0571-88880119" if fire else "",
            keeper="吴刚",
            statutory="fire" if fire else "none",
            service_cycle="P1M" if fire else "P3M",
        )
        actions.add(tx, spec)


def _common(tx: Tx, today: date, rng: random.Random) -> int:
    """What stands in the common rooms and at the gates; answers the first pump's id."""
    rooms = (
        ("SB-01", "生活水泵 1#", "给排水", "CDLF32-60", "地下一层水泵房", "water", "P3M", 10, 9, "in_use", 480_000),
        ("SB-02", "生活水泵 2#", "给排水", "CDLF32-60", "地下一层水泵房", "water", "P3M", 10, 9, "standby", 480_000),
        ("SX-01", "生活水箱", "给排水", "不锈钢 60m³", "地下一层水泵房", "water", "P6M", 20, 9, "in_use", 2_600_000),
        ("PW-01", "排污泵", "给排水", "50WQ15-15", "地下车库集水井", "none", "P1M", 8, 9, "in_use", 120_000),
        ("XF-01", "消防水泵", "消防系统", "XBD8/40", "消防泵房", "fire", "P1M", 15, 9, "in_use", 860_000),
        ("XF-02", "火灾报警控制器", "消防系统", "JB-QB-GST200", "消控室", "fire", "P1M", 12, 9, "in_use", 1_500_000),
        ("FJ-01", "排烟风机", "消防系统", "HTF-I-9", "地下车库", "fire", "P3M", 15, 9, "in_use", 380_000),
        ("BY-01", "干式变压器", "供配电", "SCB13-800", "配电房", "none", "P12M", 20, 9, "in_use", 9_800_000),
        ("FD-01", "柴油发电机组", "供配电", "GF-300", "发电机房", "none", "P1M", 15, 16, "in_use", 12_600_000),
        ("DZ-01", "车辆道闸（入口）", "车场道闸", "PZ-808", "小区东门", "none", "P3M", 8, 3, "in_use", 260_000),
        ("DZ-02", "车辆道闸（出口）", "车场道闸", "PZ-808", "小区东门", "none", "P3M", 8, 9, "in_use", 260_000),
        ("JK-01", "监控主机", "弱电门禁", "DS-8632N", "监控室", "none", "P3M", 6, 7, "in_use", 980_000),
    )  # fmt: skip
    ids: list[int] = []
    for code, name, category, model, location, statutory, cycle, life, years, state, cost_fen in rooms:
        installed = today - timedelta(days=365 * years + rng.randrange(300))
        serviced = today - timedelta(days=rng.randrange(5, 25))
        spec = EquipmentSpec(
            code=code,
            name=name,
            category=category,
            model=model,
            location=location,
            installed_on=installed.isoformat(),
            life_years=life,
            cost_fen=cost_fen,
            keeper="周强",
            vendor_phone=a_phone(rng) if category == "供配电" else "",
            vendor="恒源电力工程有限公司" if category == "供配电" else "",
            statutory=statutory,
            service_cycle=cycle,
            last_service_on=serviced.isoformat(),
        )
        ids.append(actions.add(tx, spec, state))
    old = EquipmentSpec("DZ-00", "车辆道闸（旧）", "车场道闸", "DZ-200", location="小区东门", life_years=8)
    old_id = actions.add(tx, old)
    actions.set_state(tx, old_id, "scrapped", "主板停产，无法修复", replaced_by=ids[9])
    return ids[0]


def _stand_still(lifts: list[int], pump: int, today: date, by: Me) -> None:
    """A year with some breakdowns; one lift stands since this morning."""

    def at(days: int, hour: int) -> datetime:
        return datetime.combine(today - timedelta(days=days), time(hour), clock.zone())

    over = (
        (lifts[0], "failure", at(240, 9), at(240, 15), "门锁触点接触不良", "更换门锁触点"),
        (lifts[0], "inspection", at(120, 8), at(120, 12), "年度检验", "检验合格"),
        (lifts[0], "failure", at(33, 19), at(32, 10), "变频器报警", "更换散热风扇"),
        (pump, "failure", at(75, 6), at(75, 17), "机械密封漏水", "更换机械密封"),
        (pump, "service", at(20, 9), at(20, 11), "季度保养", "正常"),
    )
    with write(by) as tx:
        for number, (piece, cause, since, until, note, remedy) in enumerate(over):
            actions_outages.begin(tx, piece, Stop(cause, since, until, note, remedy), f"demo-{number}")
        stands = lifts[min(2, len(lifts) - 1)]
        since = min(at(0, 7), clock.now())
        actions_outages.begin(tx, stands, Stop("failure", since, note="轿厢到站不开门"), "demo-stands")
