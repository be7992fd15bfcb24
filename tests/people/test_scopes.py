"""What owners and tenants may see: their present homes, their own charges, those of their household. Nothing else."""

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from estate.access import scopes
from estate.access.me import Me
from estate.data import Store, read, write
from estate.data.store import System
from estate.people import actions, actions_handover
from estate.people.actions_handover import NewOwner
from estate.people.specs import PersonSpec, ResidencySpec
from tests.people.conftest import Estate, owner

BY = System("test")
TODAY = date(2026, 6, 15)


@pytest.fixture(autouse=True)
def _a_day(time_machine: Any) -> None:
    time_machine.move_to("2026-06-15T04:00:00Z")


def homes(me: Me) -> list[str]:

    with read() as db:
        return [one.code for one in scopes.own_homes(db, me)]


def visible(me: Me, rows: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Which of these (home id, payer id, period end) the scope lets through."""

    values = ", ".join(f"({home}, {payer}, '{end}')" for home, payer, end in rows)
    with read() as db:
        return db.tuples(
            f"""WITH c (home_id, payer_id, period_to) AS (VALUES {values})
                SELECT home_id, payer_id, period_to FROM c WHERE {scopes.own_payments("c", "period_to")}""",
            **scopes.params(me),
        )


def test_own_homes_are_those_of_owners_and_tenants_today(estate: Estate) -> None:
    assert homes(owner(estate.wang)) == ["3-2-501"]
    assert homes(owner(estate.li)) == ["3-2-501"]
    assert homes(owner(estate.sun)) == ["3-2-502"]
    assert homes(owner(None)) == []
    assert homes(owner(999)) == []


def test_family_and_contacts_see_nothing(estate: Estate) -> None:

    with write(BY) as tx:
        for role in ("family", "contact"):
            actions.add_residency(tx, estate.homes["3-2-502"], estate.wang, ResidencySpec(role))
    assert homes(owner(estate.wang)) == ["3-2-501"]
    assert visible(owner(estate.wang), [(estate.homes["3-2-502"], estate.zhao, "2026-05-31")]) == []


def test_a_household_sees_its_payers_charges_and_nobody_elses(estate: Estate) -> None:
    one, two = estate.homes["3-2-501"], estate.homes["3-2-502"]
    rows = [(one, estate.wang, "2026-05-31"), (two, estate.zhao, "2026-05-31")]
    assert visible(owner(estate.wang), rows) == rows[:1]
    assert visible(owner(estate.li), rows) == rows[:1]
    assert visible(owner(estate.zhao), rows) == rows[1:]
    assert visible(owner(estate.developer), rows) == []
    assert visible(owner(None), rows) == []


def test_a_tenant_sees_the_landlords_charges_only_since_the_tenancy(estate: Estate) -> None:
    home = estate.homes["3-2-502"]
    rows = [(home, estate.zhao, "2025-12-31"), (home, estate.zhao, "2026-01-31")]
    assert visible(owner(estate.sun), rows) == rows[1:]
    assert visible(owner(estate.zhao), rows) == rows


def test_after_a_handover_both_sides_see_only_their_own(estate: Estate) -> None:

    home = estate.homes["3-2-501"]
    actions_handover.hand_over(home, [NewOwner(PersonSpec("周杰"))], date(2026, 6, 1), BY, key="k")
    with write(BY) as tx:
        new = tx.value("SELECT id FROM people WHERE name = '周杰'")
    rows = [(home, estate.wang, "2026-05-31"), (home, new, "2026-06-30")]
    assert homes(owner(estate.wang)) == []
    assert visible(owner(estate.wang), rows) == rows[:1]
    assert visible(owner(estate.li), rows) == []  # no longer of the household, and not the payer
    assert homes(owner(new)) == ["3-2-501"]
    assert visible(owner(new), rows) == rows[1:]


DAYS = st.none() | st.dates(date(2025, 1, 1), date(2027, 12, 31))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.integers(1, 3),
            st.integers(1, 5),
            st.sampled_from(["owner", "co_owner", "tenant", "family", "contact"]),
            DAYS,
            DAYS,
        ),
        max_size=12,
    )
)
def test_the_sql_says_what_the_rule_says(store: Store, estate: Estate, parts: list[tuple[Any, ...]]) -> None:
    """Against the same rule in plain Python, for any set of residencies."""
    kept: list[tuple[int, int, str, date | None, date | None]] = []
    with write(BY) as tx:
        tx.run("DELETE FROM residencies")
        for home, person, role, start, end in parts:
            if start and end and end < start:
                continue
            if any(k[:3] == (home, person, role) and k[4] is None for k in kept) and end is None:
                continue
            kept.append((home, person, role, start, end))
            tx.insert(
                "residencies",
                home_id=home,
                person_id=person,
                role=role,
                from_date=start.isoformat() if start else None,
                to_date=end.isoformat() if end else None,
                created_at="2026-01-01T00:00:00Z",
            )
    present = [
        k
        for k in kept
        if k[2] in ("owner", "co_owner", "tenant")
        and (k[3] is None or k[3] <= TODAY)
        and (k[4] is None or k[4] >= TODAY)
    ]
    rows = [(home, payer, "2026-03-31") for home in (1, 2, 3) for payer in (1, 2, 3, 4, 5)]
    for asking in (1, 2, 3):
        mine = [k for k in present if k[1] == asking]
        allowed = [
            (home, payer, end)
            for home, payer, end in rows
            if payer == asking
            or any(
                m[0] == home
                and (m[2] != "tenant" or m[3] is None or m[3].isoformat() <= end)
                and any(p[0] == home and p[1] == payer for p in present)
                for m in mine
            )
        ]
        assert visible(owner(asking), rows) == allowed
