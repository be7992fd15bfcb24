"""The sale of a home: who ends, who begins, what stays, and taking it back."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from litestar.testing import TestClient

from estate.billing import actions_items
from estate.billing.actions_charges import OpeningCharge, post_opening_charges
from estate.billing.actions_items import TariffSpec
from estate.data import audit, clock, read, write
from estate.data.store import System
from estate.people import actions, actions_handover, actions_vehicles, queries, records
from estate.people.actions_handover import Leaving, NewOwner
from estate.people.specs import PersonSpec, PhoneSpec, ResidencySpec
from estate.refusal import Refused
from tests.people.conftest import Estate

BY = System("test")
DAY = date(2026, 9, 1)
HALF = Fraction(1, 2)


def hand_over(estate: Estate, **more: Any) -> int:
    new = [
        NewOwner(PersonSpec("周杰", phones=(PhoneSpec("13600000001"),)), HALF),
        NewOwner(PersonSpec("吴刚"), HALF),
    ]
    return actions_handover.hand_over(estate.homes["3-2-501"], new, DAY, BY, key="k1", **more)


def names(home_id: int, on: date) -> list[str]:
    with read() as db:
        return [one.name for one in queries.residents_of(db, home_id, on)]


def test_the_old_owners_end_the_day_before(estate: Estate) -> None:
    hand_over(estate)
    home = estate.homes["3-2-501"]
    assert names(home, date(2026, 8, 31)) == ["王秀英", "李长江"]
    assert names(home, DAY) == ["周杰", "吴刚"]
    with read() as db:
        assert queries.payer_of(db, home, date(2026, 8, 31)).name == "王秀英"  # pyright: ignore[reportOptionalMemberAccess]
        assert queries.payer_of(db, home, DAY).name == "周杰"  # pyright: ignore[reportOptionalMemberAccess]
        assert audit.of_subject(db, "homes", home)[0].action == "home.handed_over"


def test_twice_with_one_key_is_one_handover(estate: Estate) -> None:
    assert hand_over(estate) == hand_over(estate)
    assert names(estate.homes["3-2-501"], DAY) == ["周杰", "吴刚"]


def test_a_tenancy_outlives_the_sale_unless_it_is_ended(estate: Estate) -> None:
    home = estate.homes["3-2-502"]
    actions_handover.hand_over(home, [NewOwner(PersonSpec("周杰"))], DAY, BY, key="a")
    assert names(home, DAY) == ["周杰", "孙燕"]


def test_whoever_leaves_is_ended_with_their_car(estate: Estate) -> None:
    home = estate.homes["3-2-501"]
    with write(BY) as tx:
        son = actions.add_person(tx, PersonSpec("王小明"))
        residency = actions.add_residency(tx, home, son, ResidencySpec("family", "son"))
        car = actions_vehicles.add_vehicle(tx, home, "浙A12345")
    done = hand_over(estate, leaving=Leaving(frozenset({residency}), frozenset({car})))
    assert names(home, DAY) == ["周杰", "吴刚"]
    with read() as db:
        assert queries.vehicle_of_plate(db, "浙A12345") is None
    actions_handover.undo(done, "wrong home", BY)
    assert names(home, DAY) == ["王秀英", "李长江", "王小明"]
    with read() as db:
        assert queries.vehicle_of_plate(db, "浙A12345") is not None
        assert records.handovers(db, home) == []


def test_an_owner_may_buy_out_the_other(estate: Estate) -> None:
    home = estate.homes["3-2-501"]
    new = [NewOwner(PersonSpec("王秀英"), Fraction(1), estate.wang)]
    done = actions_handover.hand_over(home, new, DAY, BY, key="buy-out")
    assert names(home, DAY) == ["王秀英"]
    actions_handover.undo(done, "mistake", BY)
    assert names(home, DAY) == ["王秀英", "李长江"]


def test_nobody_hands_over_before_the_owner_began(estate: Estate) -> None:
    home = estate.homes["3-2-501"]
    with pytest.raises(Refused) as refused:
        actions_handover.hand_over(home, [NewOwner(PersonSpec("周杰"))], date(2019, 3, 1), BY, key="early")
    assert refused.value.field == "on"
    assert names(home, DAY) == ["王秀英", "李长江"]


def test_only_the_latest_handover_can_be_undone_and_once(estate: Estate) -> None:
    first = hand_over(estate)
    home = estate.homes["3-2-501"]
    second = actions_handover.hand_over(home, [NewOwner(PersonSpec("郑爽"))], date(2026, 10, 1), BY, key="k2")
    with pytest.raises(Refused):
        actions_handover.undo(first, "no", BY)
    actions_handover.undo(second, "no", BY)
    with pytest.raises(Refused):
        actions_handover.undo(second, "no", BY)
    actions_handover.undo(first, "no", BY)
    assert names(home, DAY) == ["王秀英", "李长江"]


def test_what_came_of_a_handover_is_not_removed_alone(estate: Estate) -> None:
    hand_over(estate)
    with read() as db:
        new = queries.residents_of(db, estate.homes["3-2-501"], DAY)[0]
    with pytest.raises(Refused), write(BY) as tx:
        actions.remove_residency(tx, new.residency_id, "no")


def charge(estate: Estate, payer_id: int, fen: int, month: str) -> None:
    """A posted charge of 3-2-501 for a month of 2026."""
    with write(BY) as tx:
        item = tx.value("SELECT id FROM fee_items WHERE name = 'Dues'") or actions_items.add_item(
            "Dues", "fixed_home", tx.by, tariff=TariffSpec(date(2020, 1, 1), None, fen), rules=()
        )
        debt = OpeningCharge(
            home_id=estate.homes["3-2-501"],
            home_code="3-2-501",
            fee_item_id=item,
            payer_id=payer_id,
            payer_name="x",
            period_from=f"2026-{month}-01",
            period_to=f"2026-{month}-28",
            amount_fen=fen,
            due_on=f"2026-{month}-25",
            text="debt",
        )
        post_opening_charges(tx, [debt], clock.stamp())


def test_debts_stay_with_the_old_owner(estate: Estate) -> None:
    home = estate.homes["3-2-501"]
    charge(estate, estate.wang, 16606, "07")
    charge(estate, estate.wang, 16606, "08")
    hand_over(estate)
    with read() as db:
        assert [one[::3] for one in actions_handover.remains_of(db, home)] == [(estate.wang, 33212)]


def test_a_handover_is_not_undone_once_the_new_owner_was_billed(estate: Estate) -> None:
    home = estate.homes["3-2-501"]
    charge(estate, estate.wang, 16606, "08")
    done = hand_over(estate)
    with read() as db:
        new = queries.residents_of(db, home, DAY)[0].person_id
    charge(estate, new, 16606, "09")
    with pytest.raises(Refused):
        actions_handover.undo(done, "no", BY)
    with read() as db:
        assert len(queries.residents_of(db, home, DAY)) == 2


def test_the_steps_on_the_page(estate: Estate, sign_in: Callable[[str], TestClient[Any]]) -> None:
    home = estate.homes["3-2-502"]
    browser, path = sign_in("clerk"), f"/homes/{home}/handover"
    typed = {"on": "2026-09-01", "name_1": "王秀英", "phone_1": "138 1234 5678", "step": "check"}
    wrong = browser.post(path, data={**typed, "share_1": "2/3", "share_2": "1/2", "name_2": "吴刚"})
    assert wrong.status_code == 422
    assert 'value="2/3"' in wrong.text and 'value="吴刚"' in wrong.text
    check = browser.post(path, data=typed)
    assert check.status_code == 200
    assert "3-2-501" in check.text  # the known person is proposed, by where she lives
    assert names(home, DAY) == ["赵敏", "孙燕"]
    done = browser.post(
        path, data={**typed, "step": "confirm", "same": "1", "idempotency_key": "x"}, follow_redirects=False
    )
    assert done.status_code == 303
    with read() as db:
        assert queries.residents_of(db, home, DAY)[0].person_id == estate.wang
        handover_id = records.handovers(db, home)[0].id
    assert browser.post(f"/handovers/{handover_id}/undoing", data={"reason": ""}).status_code == 422
    browser.post(f"/handovers/{handover_id}/undoing", data={"reason": "wrong home"})
    assert names(home, DAY) == ["赵敏", "孙燕"]
