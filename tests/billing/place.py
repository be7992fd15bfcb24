"""A small community for billing's tests, made through the same actions as the screens."""

from datetime import date

from estate.billing import actions_items
from estate.billing.actions_items import TariffSpec
from estate.billing.rules_who import Rule
from estate.community import actions as community
from estate.community.rules import HomeSpec
from estate.data import Tx
from estate.people import actions_bulk as people
from estate.people.specs import HouseholdSpec, MemberSpec, PersonSpec, ResidencySpec

ALL = (Rule("all", None),)
WANG = HomeSpec("3", "2", "501", 5, 8976, state="occupied")
LI = HomeSpec("3", "2", "502", 5, 9535, state="occupied")


def owner(
    name: str,
    since: date | None = None,
    until: date | None = None,
    *,
    role: str = "owner",
    company: bool = False,
) -> MemberSpec:
    person = PersonSpec(name, kind="company" if company else "person")
    return MemberSpec(person, ResidencySpec(role, from_date=since, to_date=until))


def settle(tx: Tx, home: HomeSpec, *members: MemberSpec) -> int:
    """One home with its household; answers its id."""
    home_id = community.ensure_home(tx, home)
    if members:
        people.add_households(tx, [HouseholdSpec(home_id, members)])
    return home_id


def many_homes(tx: Tx, count: int, *, per_building: int = 200) -> list[int]:
    """Homes with one owner each, in buildings of four homes to a floor, of a few areas; answers their ids."""
    areas = [8976, 9535, 12018, 7550, 14002, 6000, 11830]
    specs = [
        HomeSpec(
            building=str(n // per_building + 1),
            entrance=str(n % per_building // 100 + 1),
            room=f"{n % 100 // 4 + 1}{n % 4 + 1:02d}",
            floor=None,
            area_dm2=areas[n % len(areas)] + n % 40,
            state="occupied",
        )
        for n in range(count)
    ]
    ids = community.add_homes(tx, specs)
    found = [ids[spec.code] for spec in specs]
    people.add_households(
        tx, [HouseholdSpec(home_id, (owner(f"Owner {n}"),)) for n, home_id in enumerate(found)]
    )
    return found


def by_area(
    tx: Tx, price_e4: int, *, name: str = "Property fee", since: date = date(2020, 1, 1), **more: object
) -> int:
    """A fee item by area for all homes."""
    tariff = TariffSpec(since, price_e4, None)._replace(**more)
    return actions_items.add_item(name, "area", tx.by, tariff=tariff, rules=ALL)


def fixed(
    tx: Tx,
    amount_fen: int,
    *,
    name: str = "Waste",
    kind: str = "fixed_home",
    cycle_months: int = 1,
    since: date = date(2020, 1, 1),
    rules: tuple[Rule, ...] = ALL,
    **more: object,
) -> int:
    """A fixed fee for all homes, or for the places that the rules name."""
    tariff = TariffSpec(since, None, amount_fen)._replace(**more)
    return actions_items.add_item(name, kind, tx.by, tariff=tariff, rules=rules, cycle_months=cycle_months)
