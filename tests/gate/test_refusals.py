"""What the gate's pages refuse they say, also where somebody was quicker; wrong days are said beside their field."""

from datetime import timedelta

import pytest

from estate.data import clock, read
from estate.gate import actions_parcels, guessing
from estate.gate.actions_parcels import Delivered
from estate.web.tally import Tally
from tests.gate.conftest import BY, Neighbours, SignIn

FORM = {"works": "floor", "firm": "Good Walls", "firm_phone": "13812345678", "accepted": "y"}


def days(first: int, last: int) -> dict[str, str]:
    today = clock.today()
    return {
        "from_on": (today + timedelta(days=first)).isoformat(),
        "until_on": (today + timedelta(days=last)).isoformat(),
    }


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [(-1, 10, "where the works have begun"), (367, 380, "more than 366 days ahead")],
)
def test_an_owner_applies_before_the_works_begin_and_not_for_years_ahead(
    neighbours: Neighbours, sign_in: SignIn, first: int, last: int, said: str
) -> None:
    form = {**FORM, "where": str(neighbours.homes["1-1-101"]), "key": "k", **days(first, last)}
    refused = sign_in("wang").post("/my/permits", data=form)
    assert refused.status_code == 422 and said in refused.text and "from_on-error" in refused.text


def test_the_office_enters_works_that_have_begun_already(neighbours: Neighbours, sign_in: SignIn) -> None:
    form = {**FORM, "home": "1-1-101", "key": "k", **days(-5, 10)}
    assert sign_in("manager").post("/permits", data=form, follow_redirects=False).status_code == 303


def test_who_decides_what_a_colleague_has_decided_reads_so(neighbours: Neighbours, sign_in: SignIn) -> None:
    sign_in("wang").post(
        "/my/permits", data={**FORM, "where": str(neighbours.homes["1-1-101"]), "key": "k", **days(0, 9)}
    )
    office = sign_in("manager")
    office.post("/permits/1/steps/refuse", data={"key": "a", "reason": "no plan"})
    late = office.post("/permits/1/steps/approve", data={"key": "b"})
    assert late.status_code == 422 and "This has just changed" in late.text
    worker = office.post("/permits/1/workers", data={"key": "w", "name": "Zhou"})
    assert worker.status_code == 422 and "not permitted now" in worker.text


def test_a_parcel_that_a_colleague_handed_over_meanwhile_is_no_guess(
    neighbours: Neighbours, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guessing, "BY_ACCOUNT", Tally(1, 600.0))
    parcel = actions_parcels.take_in(Delivered(neighbours.homes["1-1-101"]), "p", BY)
    with read() as db:
        code = str(db.value("SELECT code FROM parcels WHERE id = :id", id=parcel))
    guard = sign_in("patrol")
    first = guard.post(f"/parcels/{parcel}/code", data={"code": code}, follow_redirects=False)
    assert first.status_code == 303
    for _again in range(2):
        late = guard.post(f"/parcels/{parcel}/code", data={"code": code})
        assert late.status_code == 422 and "gone already" in late.text
