"""A parcel is taken in, its household told, and handed over once: by its number, against a signature, or sent back."""

import base64
import io
import sqlite3
from datetime import timedelta

import pytest
import time_machine
from PIL import Image

from estate.data import clock, read, write
from estate.gate import actions, guessing, queries_parcels
from estate.gate import actions_parcels as parcels
from estate.gate.actions_parcels import Delivered
from estate.refusal import Refused
from estate.web.tally import Tally
from tests.gate.conftest import BY, Neighbours, SignIn


def taken(neighbours: Neighbours, code: str = "1-1-201", key: str = "k") -> int:
    return parcels.take_in(Delivered(neighbours.homes[code], "ZTO", "773300", "A3", "Ms Qian"), key, BY)


def number(parcel_id: int) -> str:
    with read() as db:
        found = queries_parcels.parcel(db, parcel_id)
    assert found
    return found.code


def drawn() -> str:
    kept = io.BytesIO()
    Image.new("RGB", (60, 30), "white").save(kept, "PNG")
    return "data:image/png;base64," + base64.b64encode(kept.getvalue()).decode()


def test_the_tenant_is_told_and_fetches_it_by_its_number(neighbours: Neighbours, sign_in: SignIn) -> None:
    guard = sign_in("patrol")
    form = {"home": "1-1-201", "carrier": "ZTO", "shelf": "A3", "key": "k"}
    assert guard.post("/parcels", data=form | {"home": "9-9-999"}).status_code == 422
    place = str(guard.post("/parcels", data=form, follow_redirects=False).headers["location"])
    assert guard.post("/parcels", data=form, follow_redirects=False).headers["location"] == place
    parcel_id = int(place.rsplit("/", 1)[1])
    code = number(parcel_id)
    with read() as db:
        told = db.values("SELECT person_id FROM messages WHERE event = 'parcel.arrived'")
    assert told == [neighbours.people["Qian"]]  # who lives there, not the landlord
    assert code not in guard.get(place).text.replace(" ", "")  # the guard is told it, not shown
    tenant = sign_in("qian")
    assert f"{code[:3]} {code[3:]}" in tenant.get("/my/parcels").text
    for other in ("li", "wang"):
        assert f"{code[:3]} {code[3:]}" not in sign_in(other).get("/my/parcels").text
    guard = sign_in("patrol")
    wrong = "100000" if code != "100000" else "100001"
    assert guard.post(f"{place}/code", data={"code": wrong}).status_code == 422
    found = guard.post("/parcels/search", data={"code": code}, follow_redirects=False)
    assert found.headers["location"].startswith(place)
    assert guard.post(f"{place}/code", data={"code": code}, follow_redirects=False).status_code == 303
    assert guard.post(f"{place}/code", data={"code": code}).status_code == 422  # once
    assert "Handed over by its code" in guard.get("/parcels?state=ended").text


def test_guessing_numbers_is_slowed(
    neighbours: Neighbours, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guessing, "BY_ACCOUNT", Tally(2, 600.0))
    parcel_id = taken(neighbours)
    guard = sign_in("patrol")
    for _guess in range(2):
        guard.post("/parcels/search", data={"code": "100000"})
    assert guard.post("/parcels/search", data={"code": number(parcel_id)}).status_code == 429
    assert guard.post(f"/parcels/{parcel_id}/code", data={"code": number(parcel_id)}).status_code == 429


def test_a_signature_is_kept_and_a_parcel_goes_back_with_a_reason(
    neighbours: Neighbours, sign_in: SignIn
) -> None:
    signed, back = taken(neighbours), taken(neighbours, key="k2")
    guard = sign_in("patrol")
    assert guard.post(f"/parcels/{signed}/signature", data={"signer": "Qian"}).status_code == 422
    given = {"signer": "Qian", "signature": drawn()}
    assert guard.post(f"/parcels/{signed}/signature", data=given, follow_redirects=False).status_code == 303
    assert "/papers/" in guard.get(f"/parcels/{signed}").text
    assert guard.post(f"/parcels/{back}/return", data={"reason": ""}).status_code == 422
    guard.post(f"/parcels/{back}/return", data={"reason": "Moved out"})
    assert "Moved out" in guard.get(f"/parcels/{back}").text
    with pytest.raises(Refused):
        parcels.hand_over(back, number(back), BY)
    assert sign_in("qian").get(f"/papers/of/parcel/{signed}").status_code == 404


def test_what_waits_too_long_is_listed_and_names_are_forgotten(
    neighbours: Neighbours, sign_in: SignIn
) -> None:
    parcel_id = taken(neighbours)
    with time_machine.travel(clock.now() + timedelta(days=4)), read() as db:
        assert queries_parcels.counts(db) == (1, 1)
        assert [one.id for one in queries_parcels.parcels_page(db, "overdue", None).parcels] == [parcel_id]
    parcels.hand_over(parcel_id, number(parcel_id), BY)
    with time_machine.travel(clock.now() + timedelta(days=190)):
        actions.forget(clock.today(), BY)
    with read() as db:
        found = queries_parcels.parcel(db, parcel_id)
        whole = " ".join(str(row) for row in db.tuples("SELECT * FROM audit"))
    assert found and (found.name, found.tracking, found.ending) == ("", "", "code")
    assert "Ms Qian" not in whole


def test_the_database_ends_a_parcel_once(neighbours: Neighbours) -> None:
    parcel_id = taken(neighbours)
    parcels.send_back(parcel_id, "Wrong house", BY)
    for change in ("UPDATE parcels SET ended_at = NULL, ending = NULL", "DELETE FROM parcels"):
        with pytest.raises(sqlite3.IntegrityError), write(BY) as tx:
            tx.run(change)


def test_only_the_gate_and_the_desk_keep_parcels(neighbours: Neighbours, sign_in: SignIn) -> None:
    parcel_id = taken(neighbours)
    for who in ("cashier", "repairer", "wang"):
        browser = sign_in(who)
        for path in ("/parcels", "/parcels/new", f"/parcels/{parcel_id}"):
            assert browser.get(path).status_code == 403
        assert browser.post(f"/parcels/{parcel_id}/code", data={"code": "1"}).status_code == 403


def test_where_nobody_can_be_told_of_a_parcel_the_gate_reads_it(
    neighbours: Neighbours, sign_in: SignIn
) -> None:
    with write(BY) as tx:
        tx.run("UPDATE accounts SET person_id = NULL WHERE person_id = :wang", wang=neighbours.people["Wang"])
    guard = sign_in("patrol")
    told = guard.post("/parcels", data={"home": "1-1-201", "key": "a"})
    assert "the household is told" in told.text
    untold = guard.post("/parcels", data={"home": "1-1-101", "key": "b"})
    assert "the household is told" not in untold.text and "nobody of this home can be told" in untold.text
