"""What the invented community is charged by: every kind of fee, a discount, the terms of penalties."""

from datetime import date, timedelta
from fractions import Fraction

from estate.access.me import Me
from estate.billing.actions_items import TariffSpec, add_item
from estate.billing.rules_tiers import Tier, Tiers, keep_tiers
from estate.billing.rules_who import Rule
from estate.data import Actor, read
from estate.penalties.actions import TermsSpec, add_terms
from estate.waivers.actions_standing import DiscountSpec, add_discount

WATER = Tiers(
    (
        Tier(Fraction(216), Fraction("2.9")),
        Tier(Fraction(300), Fraction("3.85")),
        Tier(None, Fraction("6.7")),
    )
)
ELEVATOR = "如果(楼层 ≥ 3, 面积 × 0.25元/㎡, 0元)"


def add_fees(start: date, by: Actor) -> int:
    """Fee items that are in force since before the first bill; answers the property fee's id.

    By formula, by person and by meter only where the first homes are: what they show does not need thousands.
    """
    since = start - timedelta(days=1)
    contract = "物业服务合同"
    price = TariffSpec(since, 18_500, None, basis_text=contract)
    residential = (Rule("usage", "residential"),)
    property_id = add_item("物业服务费", "area", by, code="property", tariff=price, rules=residential)
    shop = TariffSpec(since, 35_000, None, basis_text=contract)
    add_item(
        "物业服务费(商铺)", "area", by, code="property-shop", tariff=shop, rules=(Rule("usage", "shop"),)
    )
    everybody = (Rule("all", None),)
    waste = TariffSpec(since, None, 500, basis_text="市政生活垃圾收费标准")
    lighting = TariffSpec(since, None, 300, basis_text="业主大会决定")
    add_item("生活垃圾清运费", "fixed_home", by, code="waste", tariff=waste, rules=everybody)
    add_item("公共照明费", "fixed_home", by, code="lighting", tariff=lighting, rules=everybody)
    parking = TariffSpec(since, None, 30_000, proration="daily_actual", basis_text="车位租赁合同")
    rented = (Rule("parking_kind", "rented"),)
    add_item("车位租金", "fixed_parking", by, code="parking", tariff=parking, rules=rented)
    _add_special(since, by)
    return property_id


def _add_special(since: date, by: Actor) -> None:
    with read() as db:
        building = int(db.value("SELECT id FROM buildings ORDER BY sort, id LIMIT 1"))
        entrance = int(
            db.value("SELECT id FROM entrances WHERE building_id = :id ORDER BY id LIMIT 1", id=building)
        )
    here = (Rule("entrance", entrance),)
    water = TariffSpec(since, None, None, basis_text="代收水费，按市政价格", tiers=keep_tiers(WATER))
    add_item("水费", "metered", by, code="water", tariff=water, rules=here, meter_kind="water")
    pumping = TariffSpec(since, None, 200, basis_text="二次供水服务协议")
    add_item("二次供水运行费", "per_person", by, code="pumping", tariff=pumping, rules=here)
    elevator = TariffSpec(since, None, None, basis_text="业主大会决定", formula=ELEVATOR)
    add_item("电梯运行费", "formula", by, code="elevator", tariff=elevator, rules=here)


def add_conditions(property_id: int, start: date, late_from: date, manager: Me) -> None:
    """A discount for vacant homes since the beginning, penalties on what falls due from a later day on."""
    vacant = DiscountSpec(
        "vacancy",
        "空置房优惠",
        (property_id,),
        "物业服务合同第八条",
        start,
        payable_e4=7000,
        from_month=7,
        evidence="空置登记表",
    )
    add_discount(vacant, manager)
    add_terms(property_id, TermsSpec(late_from, 5_000, "物业服务合同第十二条:每日万分之五"), manager)
