"""A visitor is announced, checked at the gate by number or code, let in as often as allowed, and forgotten in time."""

import re
import sqlite3
from datetime import timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from estate.data import clock, read, write
from estate.gate import actions, guessing, queries
from estate.gate.actions import Visit
from estate.gate.rules_passes import Held, verdict
from estate.gate.tasks import forget
from estate.refusal import Refused
from estate.web.tally import Tally
from tests.gate.conftest import BY, Neighbours, SignIn


@pytest.mark.parametrize(
    ("held", "said"),
    [
        (Held("2026-11-26", "2026-11-27", 1, 0, False), "valid"),
        (Held("2026-11-26", "2026-11-27", 1, 1, False), "used"),
        (Held("2026-11-27", "2026-11-27", 1, 0, False), "early"),
        (Held("2026-11-20", "2026-11-25", None, 9, False), "expired"),
        (Held("2026-11-20", "2026-11-30", None, 99, False), "valid"),
        (Held("2026-11-26", "2026-11-27", 1, 0, True), "cancelled"),
        (Held("2026-11-26", "2026-11-27", None, 0, False, open_works=False), "stopped"),
    ],
)
def test_a_pass_holds_on_its_days_as_often_as_it_says(held: Held, said: str) -> None:
    assert verdict(held, "2026-11-26") == said


@given(st.integers(0, 5), st.integers(1, 5))
def test_nobody_comes_in_more_often_than_announced(used: int, most: int) -> None:
    held = Held("2026-11-26", "2026-11-26", most, used, False)
    assert (verdict(held, "2026-11-26") == "valid") == (used < most)


def announced(neighbours: Neighbours, name: str = "Wang", **more: object) -> int:
    home = neighbours.homes["1-1-101" if name == "Wang" else "1-1-201"]
    visit = Visit(home, clock.today(), clock.today(), 1, "Aunt Chen", "浙A12345", neighbours.people[name])
    return actions.announce(visit._replace(**more), f"{name}:{more}", BY)


def test_from_the_owners_phone_to_the_gate(neighbours: Neighbours, sign_in: SignIn) -> None:
    owner = sign_in("wang")
    given = {"where": str(neighbours.homes["1-1-101"]), "from_on": clock.today().isoformat(), "uses": "1"}
    made = owner.post("/my/visitors", data=given | {"key": "k", "plate": "浙a12345"}, follow_redirects=False)
    place = str(made.headers["location"])
    again = owner.post("/my/visitors", data=given | {"key": "k"}, follow_redirects=False)
    assert again.headers["location"] == place  # sent twice is announced once
    shown = owner.get(place).text
    code = re.findall(r"\d{3} \d{3}", shown)[0]
    token = re.findall(r"/pass/([\w-]+)", shown)[0]
    owner.cookies.clear()
    visitor = owner.get(f"/pass/{token}")
    assert code in visitor.text and "Wang" not in visitor.text and "浙A12345" not in visitor.text

    guard = sign_in("patrol")
    assert "浙A12345" in guard.get("/gate").text
    at_gate = guard.post("/gate", data={"code": code.replace(" ", "")})
    assert "Valid" in at_gate.text and "1-1-101" in at_gate.text
    assert guard.get(f"/pass/{token}").url.path.startswith("/gate/passes/")
    key = re.findall(r'name="key" value="([\w-]+)"', at_gate.text)[0]
    entry = f"{at_gate.url.path}/entries"
    for _sent_twice in range(2):
        assert guard.post(entry, data={"key": key}, follow_redirects=False).status_code == 303
    second = guard.post(entry, data={"key": "another"})
    assert second.status_code == 422 and "Used up" in second.text
    with read() as db:
        assert db.value("SELECT count(*) FROM gate_entries") == 1
        assert db.value("SELECT count(*) FROM messages WHERE event = 'visitor.arrived'") == 1
    assert "Used up" in sign_in("wang").get(place).text


def test_a_wrong_number_is_said_and_guessing_is_slowed(
    neighbours: Neighbours, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guessing, "BY_ACCOUNT", Tally(3, 600.0))
    guard = sign_in("patrol")
    assert guard.post("/gate", data={"code": "12"}).status_code == 422
    for _guess in range(3):
        assert guard.post("/gate", data={"code": "111111"}).status_code == 422
    with read() as db:
        pass_id = announced(neighbours)
        found = queries.pass_(db, pass_id)
    assert found
    assert guard.post("/gate", data={"code": found.code}).status_code == 429


def test_guessing_by_several_accounts_is_slowed_for_the_whole_gate(
    neighbours: Neighbours, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guessing, "IN_ALL", Tally(3, 600.0))
    guard = sign_in("patrol")
    for _guess in range(2):
        assert guard.post("/gate", data={"code": "111111"}).status_code == 422
    clerk = sign_in("clerk")
    assert clerk.post("/parcels/search", data={"code": "111111"}).status_code == 422
    for who in ("clerk", "patrol"):
        assert sign_in(who).post("/gate", data={"code": "222222"}).status_code == 429


def test_unknown_passes_are_refused_and_slowed_by_address(
    neighbours: Neighbours, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guessing, "UNKNOWN", Tally(2, 600.0))
    pass_id = announced(neighbours)
    with read() as db:
        found = queries.pass_(db, pass_id)
    assert found and len(found.token) >= 22  # 128 bits
    visitor = sign_in("patrol")
    visitor.cookies.clear()
    assert visitor.get(f"/pass/{found.token}").status_code == 200
    for _guess in range(2):
        assert visitor.get("/pass/AAAAAAAAAAAAAAAAAAAAAA").status_code == 404
    assert visitor.get(f"/pass/{found.token}").status_code == 404


def test_numbers_are_unique_among_the_live_and_free_again_after(neighbours: Neighbours) -> None:
    made = [announced(neighbours, name=name, plate=str(n)) for name in ("Wang", "Li") for n in range(20)]
    with read() as db:
        codes = db.values("SELECT code FROM gate_passes")
        first = queries.pass_(db, made[0])
    assert len(set(codes)) == len(made) and first
    with pytest.raises(sqlite3.IntegrityError), write(BY) as tx:
        tx.run("UPDATE gate_passes SET code = :code WHERE id = :id", code=first.code, id=made[1])
    with time_machine.travel(clock.now() + timedelta(days=1)):
        with write(BY) as tx:
            actions.end_old(tx)
            tx.run("UPDATE gate_passes SET code = :code WHERE id = :id", code=first.code, id=made[1])
        with read() as db:
            assert queries.by_code(db, first.code) is None
            ended = queries.last_of_code(db, first.code)
            assert ended and ended.verdict == "expired"


def test_a_cancelled_pass_opens_nothing(neighbours: Neighbours, sign_in: SignIn) -> None:
    pass_id = announced(neighbours)
    owner = sign_in("wang")
    owner.post(f"/my/visitors/{pass_id}/cancelling")
    guard = sign_in("patrol")
    assert "Cancelled" in guard.get(f"/gate/passes/{pass_id}").text
    assert guard.post(f"/gate/passes/{pass_id}/entries", data={"key": "k"}).status_code == 422
    with pytest.raises(Refused):
        actions.let_in(pass_id, "x", BY)


def test_strangers_find_nothing(neighbours: Neighbours, sign_in: SignIn) -> None:
    pass_id = announced(neighbours)
    for stranger in ("li", "qian"):
        browser = sign_in(stranger)
        assert browser.get(f"/my/visitors/{pass_id}").status_code == 404
        assert browser.post(f"/my/visitors/{pass_id}/cancelling").status_code == 404
        assert "Aunt Chen" not in browser.get("/my/visitors").text
        foreign = {
            "where": str(neighbours.homes["1-1-101"]),
            "from_on": clock.today().isoformat(),
            "uses": "1",
        }
        assert browser.post("/my/visitors", data=foreign | {"key": "k"}).status_code == 422
        for path in ("/gate", "/visitors", f"/gate/passes/{pass_id}"):
            assert browser.get(path).status_code == 403
    assert sign_in("cashier").get("/gate").status_code == 403
    assert browser.get("/pass/unknown").status_code == 404


def test_the_desk_announces_for_who_calls_and_the_tenant_is_told(
    neighbours: Neighbours, sign_in: SignIn
) -> None:
    clerk = sign_in("clerk")
    given = {"home": "1-1-201", "from_on": clock.today().isoformat(), "uses": "1", "key": "k"}
    assert clerk.post("/visitors", data=given | {"home": "9-9-999"}).status_code == 422
    assert clerk.post("/visitors", data=given | {"from_on": "2020-01-01"}).status_code == 422
    made = clerk.post("/visitors", data=given, follow_redirects=False)
    assert made.status_code == 303
    with read() as db:
        assert db.value("SELECT person_id FROM gate_passes") == neighbours.people["Qian"]
    assert "1-1-201" in clerk.get("/visitors?home=1-1-201").text
    assert 'id="home-error"' in clerk.get("/visitors?home=nowhere").text


def test_names_are_forgotten_after_six_months_and_entries_stay(neighbours: Neighbours) -> None:
    pass_id = announced(neighbours)
    actions.let_in(pass_id, "k", BY)
    for days, kept in ((180, "Aunt Chen"), (190, "")):
        with time_machine.travel(clock.now() + timedelta(days=days)):
            forget(clock.today())
        with read() as db:
            found = queries.pass_(db, pass_id)
            assert found and (found.name, bool(found.plate)) == (kept, bool(kept))
    with read() as db:
        assert db.value("SELECT count(*) FROM gate_entries") == 1
        # Nowhere else was it written that could not be forgotten.
        for table in ("audit", "messages", "signals", "outbox"):
            whole = " ".join(str(row) for row in db.tuples(f"SELECT * FROM {table}"))
            assert "Aunt Chen" not in whole and "浙A12345" not in whole


def test_the_database_itself_lets_nobody_in_too_often(neighbours: Neighbours) -> None:
    pass_id = announced(neighbours)
    entry = {"pass_id": pass_id, "at": clock.stamp(), "day": clock.today().isoformat(), "who": "test"}
    with write(BY) as tx:
        tx.insert("gate_entries", key="1", **entry)
    with pytest.raises(sqlite3.IntegrityError), write(BY) as tx:
        tx.insert("gate_entries", key="2", **entry)
    for change in (
        "DELETE FROM gate_entries",
        "UPDATE gate_entries SET day = '2020-01-01'",
        "DELETE FROM gate_passes",
    ):
        with pytest.raises(sqlite3.IntegrityError), write(BY) as tx:
            tx.run(change)


def test_who_was_announced_for_a_home_that_was_sold_is_not_let_in(neighbours: Neighbours) -> None:
    made = announced(neighbours, until_on=clock.today() + timedelta(days=9), most_uses=5)
    with write(BY) as tx:
        tx.run(
            "UPDATE residencies SET to_date = :day WHERE person_id = :wang",
            day=clock.today().isoformat(),
            wang=neighbours.people["Wang"],
        )
    actions.let_in(made, "today it is theirs", BY)
    with time_machine.travel(clock.now() + timedelta(days=1)):
        with pytest.raises(Refused):
            actions.let_in(made, "tomorrow", BY)
        with read() as db:
            found = queries.pass_(db, made)
            assert found and found.verdict == "cancelled"
            assert queries.expected(db) == []
            assert db.value("SELECT count(*) FROM messages WHERE event = 'visitor.arrived'") == 1


def test_nobody_is_announced_without_a_key_or_years_ahead(neighbours: Neighbours, sign_in: SignIn) -> None:
    given = {"from_on": clock.today().isoformat(), "uses": "1"}
    owner = {"where": str(neighbours.homes["1-1-101"])} | given
    assert sign_in("wang").post("/my/visitors", data=owner).status_code == 422
    assert sign_in("patrol").post("/visitors", data={"home": "1-1-101"} | given).status_code == 422
    far = clock.today() + timedelta(days=400)
    with pytest.raises(Refused):
        announced(neighbours, from_on=far, until_on=far)
