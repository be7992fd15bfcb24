"""Ledgers brought into real records: counted against the truth, once only, and taken back while nothing depends on them."""

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from estate.access import accounts
from estate.billing import actions as billing
from estate.billing import actions_compute
from estate.data import Store, read, write
from estate.data.store import System
from estate.intake import actions, actions_commit, kinds, records
from estate.intake.actions_commit import Terms
from estate.intake.choices import Doubt, choices
from estate.people import actions as people
from estate.people.specs import PersonSpec
from estate.refusal import Refused
from tests.billing import place
from tests.intake.books import PEOPLE, book, homes_of

LEDGERS = Path(__file__).parent / "ledgers"
TITLES = ["房号", "业主", "电话", "面积"]
REST = Terms(leave_waiting=True)


def hand_in(path: Path, by: System) -> int:
    return actions.upload(path.read_bytes(), path.name, by).id


def office(folder: Path, by: System, titles: list[str] = TITLES, rows: list[list[Any]] | None = None) -> int:
    """A ledger of ten homes in building 1, handed in."""
    return hand_in(book(folder, {"1栋": [titles, *(rows or homes_of("1", 10))]}), by)


def doubts(batch_id: int) -> list[Doubt]:
    with read() as db:
        return records.doubts(db, batch_id, state="waiting")


def value(sql: str, **params: Any) -> Any:
    with read() as db:
        return db.value(sql, **params)


@pytest.mark.parametrize("community", ["guihua", "jinxiu"])
def test_a_public_ledger_is_stored_as_its_truth_says(community: str, store: Store, by: System) -> None:
    truth = json.loads((LEDGERS / community / "truth.json").read_text("utf-8"))
    batch_id = hand_in(LEDGERS / community / "房产业主台账.xlsx", by)
    asked = {d.home for d in doubts(batch_id)}
    done = actions_commit.commit(batch_id, REST, by)
    with read() as db:
        homes = {h: (a, lay, d) for h, a, lay, d in db.tuples(
            "SELECT code, area_dm2, layout, substr(delivered_on, 1, CASE delivered_precision WHEN 'month' THEN 7 ELSE 10 END)"
            " FROM homes")}  # fmt: skip
        owners = Counter(db.tuples("SELECT home, name FROM v_residents WHERE role IN ('owner', 'co_owner')"))
        numbers = set(db.tuples(
            "SELECT h.code, f.number FROM residencies r JOIN phones f ON f.person_id = r.person_id"
            " JOIN homes h ON h.id = r.home_id WHERE r.role IN ('owner', 'co_owner', 'contact')"))  # fmt: skip
        family = Counter(db.tuples("SELECT home, name FROM v_residents WHERE role = 'family'"))
    expected = {h["room"]: h for h in truth["homes"]}
    assert set(homes) <= set(expected) and set(expected) - set(homes) <= asked
    assert done.counts["homes"] == len(homes) and done.counts["left_out"] == len(expected) - len(homes)
    for code, (area, layout, delivered) in homes.items():
        wanted = expected[code]
        assert (area, layout, delivered) == (
            round(wanted["area"] * 100),
            wanted["layout"] or "",
            wanted["handover"],
        ), code
    assert owners == Counter((o["room"], o["name"]) for o in truth["owners"] if o["room"] in homes)
    assert family == Counter((r, m["name"]) for r in homes for m in expected[r]["family"])
    missing = {(p["room"], p["phone"]) for p in truth["phones"] if p["room"] in homes} - numbers
    assert not missing
    mine = {(p["room"], p["phone"]) for p in truth["phones"]}
    # an owner of two homes is called at either number
    assert len(numbers - mine) <= 0.02 * len(numbers)


@pytest.mark.parametrize("community", ["guihua", "jinxiu"])
def test_with_every_question_decided_the_whole_ledger_enters(
    community: str, store: Store, by: System
) -> None:
    truth = json.loads((LEDGERS / community / "truth.json").read_text("utf-8"))
    batch_id = hand_in(LEDGERS / community / "房产业主台账.xlsx", by)
    for doubt in doubts(batch_id):
        able = choices(doubt)
        if doubt.kind == "area_zero":
            actions.decide(batch_id, doubt.id, "value", "88.5", by)
        else:
            actions.decide(
                batch_id, doubt.id, next(c for c in ("proposal", "keep", "empty") if c in able), "", by
            )
    assert doubts(batch_id) == []
    done = actions_commit.commit(batch_id, Terms(), by)
    assert done.counts["homes"] == len(truth["homes"]) and done.counts["left_out"] == 0


def test_a_commit_twice_is_one(store: Store, by: System, tmp_path: Path) -> None:
    batch_id = office(tmp_path, by)
    first = actions_commit.commit(batch_id, Terms(), by)
    assert actions_commit.commit(batch_id, Terms(), by) == first
    assert value("SELECT count(*) FROM homes") == 10
    assert value("SELECT count(*) FROM audit WHERE action = 'import.committed'") == 1


def test_an_import_can_be_undone_and_done_again(store: Store, by: System, tmp_path: Path) -> None:
    batch_id = office(tmp_path, by)
    actions_commit.commit(batch_id, Terms(), by)
    actions_commit.undo(batch_id, by)
    actions_commit.undo(batch_id, by)
    for table in ("homes", "buildings", "entrances", "people", "phones", "residencies", "home_states"):
        assert value(f"SELECT count(*) FROM {table}") == 0, table
    again = office(tmp_path, by)
    assert again != batch_id
    assert actions_commit.commit(again, Terms(), by).counts["homes"] == 10


def test_an_import_with_bills_stays(store: Store, by: System, tmp_path: Path) -> None:
    batch_id = office(tmp_path, by)
    actions_commit.commit(batch_id, Terms(), by)
    with write(by) as tx:
        place.by_area(tx, 18500)
    month = date(2026, 10, 1)
    run = billing.start_run(month, month, by, in_worker=False)
    actions_compute.compute_run(run.id, run.token)
    billing.post_run(run.id, by)
    with pytest.raises(Refused):
        actions_commit.undo(batch_id, by)
    assert value("SELECT count(*) FROM homes") == 10 and value("SELECT count(*) FROM people") == 10
    with read() as db:
        assert records.batch(db, batch_id).state == "committed"  # type: ignore[union-attr]


def test_an_import_with_an_account_stays(store: Store, by: System, tmp_path: Path) -> None:
    batch_id = office(tmp_path, by)
    actions_commit.commit(batch_id, Terms(), by)
    with write(by) as tx:
        person = tx.value("SELECT min(id) FROM people")
        accounts.create(tx, "13912340100", PEOPLE[0], "correct horse", ["owner"], person_id=person)
    with pytest.raises(Refused, match="account"):
        actions_commit.undo(batch_id, by)
    assert value("SELECT count(*) FROM homes") == 10


def test_homes_that_exist_are_never_overwritten(store: Store, by: System, tmp_path: Path) -> None:
    actions_commit.commit(office(tmp_path, by), Terms(), by)
    rows = [[r[0], "新业主", r[2], 99] for r in homes_of("1", 10)]
    batch_id = hand_in(book(tmp_path, {"1栋": [TITLES, *rows], "2栋": [TITLES, *homes_of("2", 10)]}), by)
    with read() as db:
        batch = records.batch(db, batch_id)
    assert batch and len(kinds.figures(batch).existing) == 10
    with pytest.raises(Refused) as refused:
        actions_commit.commit(batch_id, REST, by)
    assert refused.value.field == "skip_existing"
    actions_commit.commit(batch_id, Terms(leave_waiting=True, skip_existing=True), by)
    assert value("SELECT count(*) FROM homes WHERE code LIKE '1-%' AND area_dm2 = 8850") == 10
    assert value("SELECT count(*) FROM people WHERE name = '新业主'") == 0
    assert value("SELECT count(*) FROM homes") == 20


def test_somebody_known_by_name_and_number_is_not_entered_twice(
    store: Store, by: System, tmp_path: Path
) -> None:
    with write(by) as tx:
        from estate.people.specs import PhoneSpec

        known = people.add_person(tx, PersonSpec(PEOPLE[0], phones=(PhoneSpec("13912340100"),)))
    actions_commit.commit(office(tmp_path, by), Terms(), by)
    assert (
        value("SELECT person_id FROM residencies r JOIN homes h ON h.id = r.home_id WHERE h.code = '1-1-101'")
        == known
    )
    assert value("SELECT count(*) FROM people") == 10


def test_an_owner_of_two_homes_is_one_person(store: Store, by: System, tmp_path: Path) -> None:
    rows = homes_of("1", 10)
    rows[3][1:3] = rows[2][1:3]
    actions_commit.commit(office(tmp_path, by, rows=rows), Terms(), by)
    assert value("SELECT count(*) FROM people") == 9 and value("SELECT count(*) FROM residencies") == 10


def test_everybody_of_a_home_is_stored(store: Store, by: System, tmp_path: Path) -> None:
    titles = [*TITLES, "家庭成员", "租户", "租户电话", "车牌", "车位", "联系人", "联系人电话", "特殊情况"]
    rows: list[list[Any]] = [[*r, *[None] * 8] for r in homes_of("1", 10)]
    rows[0][1] = "张大山(60%)、李小海(40%)"
    rows[0][4:] = [
        "妻:王芳 13800001111",
        "赵租客",
        "13800002222",
        "浙A12345",
        "B1-012",
        "钱联络",
        "13800003333",
        "残疾",
    ]
    actions_commit.commit(office(tmp_path, by, titles, rows), Terms(), by)
    with read() as db:
        who = db.tuples("SELECT name, role, phone FROM v_residents WHERE home = '1-1-101'")
        shares = db.tuples(
            "SELECT share_num, share_den FROM residencies WHERE share_num IS NOT NULL ORDER BY id"
        )
        contact = db.tuples("SELECT p.name, f.number FROM residencies r JOIN people p ON p.id = r.person_id"
                            " JOIN phones f ON f.person_id = p.id WHERE r.role = 'contact'")  # fmt: skip
    assert set(who) == {("张大山", "owner", "13912340100"), ("李小海", "co_owner", None),
                        ("王芳", "family", "13800001111"), ("赵租客", "tenant", "13800002222")}  # fmt: skip
    assert shares == [(3, 5), (2, 5)] and contact == [("钱联络", "13800003333")]
    assert value("SELECT plate FROM vehicles") == "浙A12345"
    assert value("SELECT note FROM homes WHERE code = '1-1-101'") == "B1-012"
    assert value("SELECT category FROM care_needs") == "disability"


def test_care_words_stay_out_without_the_word_on_them(store: Store, by: System, tmp_path: Path) -> None:
    rows = [[*r, "低保" if n == 0 else None] for n, r in enumerate(homes_of("1", 10))]
    batch_id = office(tmp_path, by, [*TITLES, "特殊情况"], rows)
    actions_commit.commit(batch_id, Terms(with_care=False), by)
    assert value("SELECT count(*) FROM care_needs") == 0


def test_decisions_fill_what_was_doubtful(store: Store, by: System, tmp_path: Path) -> None:
    rows: list[list[Any]] = homes_of("1", 12)
    rows[0][1] = "王女士"
    rows[2][2] = "1391234010"
    rows[4][3] = 8850
    rows[6][0] = "0601"
    rows[7][0] = None
    rows.append([*rows[8][:2], "13700001234", rows[8][3]])
    batch_id = office(tmp_path, by, rows=rows)
    asked = {d.kind: d for d in doubts(batch_id)}
    assert {"owner_title", "phone_10_digits", "area_slip", "room_missing", "dup_conflict"} <= set(asked)
    said = {"owner_title": ("keep", ""), "phone_10_digits": ("value", "139-1234-0109"), "area_slip": ("proposal", ""),
            "room_missing": ("value", "1栋1单元402"), "dup_conflict": ("keep", "")}  # fmt: skip
    for kind, (choice, typed) in said.items():
        actions.decide(batch_id, asked[kind].id, choice, typed, by)
    for doubt in doubts(batch_id):
        actions.decide(batch_id, doubt.id, "out", "", by)
    actions_commit.commit(batch_id, Terms(), by)
    assert value("SELECT name FROM v_residents WHERE home = '1-1-101'") == "王女士"
    assert value("SELECT phone FROM v_residents WHERE home = '1-1-201'") == "13912340109"
    assert value("SELECT area_dm2 FROM homes WHERE code = '1-1-301'") == 8850
    assert value("SELECT count(*) FROM homes WHERE code = '1-1-402'") == 1
    assert value("SELECT phone FROM v_residents WHERE home = '1-1-501'") == "13700001234"


def test_a_typed_home_that_is_there_twice_is_asked_about(store: Store, by: System, tmp_path: Path) -> None:
    rows = homes_of("1", 12)
    rows[7][0] = None
    batch_id = office(tmp_path, by, rows=rows)
    [missing] = doubts(batch_id)
    actions.decide(batch_id, missing.id, "value", "1-1-101", by)
    [new] = doubts(batch_id)
    assert new.kind.startswith("dup_") and new.home == "1-1-101"
    with pytest.raises(Refused, match="1 question"):
        actions_commit.commit(batch_id, Terms(), by)


def test_what_the_rules_do_not_take_is_refused(store: Store, by: System, tmp_path: Path) -> None:
    rows = homes_of("1", 10)
    rows[2][2] = "1391234010"
    batch_id = office(tmp_path, by, rows=rows)
    [phone] = doubts(batch_id)
    for choice, typed in [("value", "12345"), ("value", ""), ("proposal", ""), ("keep", ""), ("both", "")]:
        with pytest.raises(Refused) as refused:
            actions.decide(batch_id, phone.id, choice, typed, by)
        assert refused.value.field == "typed"


def test_a_home_without_an_area_waits(store: Store, by: System, tmp_path: Path) -> None:
    rows = [r[:3] for r in homes_of("1", 10)]
    batch_id = office(tmp_path, by, TITLES[:3], rows)
    assert {d.kind for d in doubts(batch_id)} == {"area_missing"}
    with pytest.raises(Refused, match="Nothing"):
        actions_commit.commit(batch_id, REST, by)
    assert actions.decide_many(batch_id, doubts(batch_id), "value", "90", by) == 10
    actions_commit.commit(batch_id, Terms(), by)
    assert value("SELECT DISTINCT area_dm2 FROM homes") == 9000


def test_nothing_of_a_failed_commit_stays(
    store: Store, by: System, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise OSError("disk full")

    batch_id = office(tmp_path, by)
    monkeypatch.setattr("estate.people.actions_bulk.add_households", broken)
    with pytest.raises(OSError, match="disk"):
        actions_commit.commit(batch_id, Terms(), by)
    assert value("SELECT count(*) FROM homes") == 0 and value("SELECT count(*) FROM buildings") == 0


def test_an_undone_import_is_final(store: Store, by: System, tmp_path: Path) -> None:
    batch_id = office(tmp_path, by)
    actions_commit.commit(batch_id, Terms(), by)
    actions_commit.undo(batch_id, by)
    with pytest.raises(Refused):
        actions_commit.commit(batch_id, Terms(), by)
    with pytest.raises(Refused):
        actions.discard(batch_id, by)
