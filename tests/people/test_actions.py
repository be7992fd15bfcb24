"""The records of people through the actions, on a real store."""

from datetime import date
from fractions import Fraction

import pytest

from estate.data import audit, clock, read, write
from estate.data.store import System
from estate.people import (
    actions,
    actions_bulk,
    actions_care,
    actions_reveal,
    actions_vehicles,
    queries,
    queries_find,
    records,
)
from estate.people.specs import (
    CareSpec,
    HouseholdSpec,
    MemberSpec,
    PersonSpec,
    PhoneSpec,
    ResidencySpec,
)
from estate.refusal import Refused
from tests.people.conftest import Estate

ID = "11010519491231002X"
BY = System("test")


def test_shares_never_exceed_the_whole(estate: Estate) -> None:
    with pytest.raises(Refused) as refused, write(BY) as tx:
        actions.add_residency(
            tx, estate.homes["3-2-501"], estate.sun, ResidencySpec("co_owner", share=Fraction(1, 100))
        )
    assert refused.value.field == "share"
    assert "101/100" in refused.value.message
    with read() as db:
        assert len(queries.residents_of(db, estate.homes["3-2-501"])) == 2


def test_a_share_is_free_again_after_its_owner_left(estate: Estate) -> None:
    home = estate.homes["3-2-501"]
    with write(BY) as tx:
        li = next(one for one in queries.residents_of(tx, home) if one.person_id == estate.li)
        actions.end_residency(tx, li.residency_id, date(2026, 6, 30))
        spec = ResidencySpec("co_owner", share=Fraction(1, 2), from_date=date(2026, 7, 1))
        actions.add_residency(tx, home, estate.sun, spec)
        assert [one.person_id for one in queries.residents_of(tx, home, date(2026, 6, 30))] == [
            estate.wang,
            estate.li,
        ]
        assert [one.person_id for one in queries.residents_of(tx, home, date(2026, 7, 1))] == [
            estate.wang,
            estate.sun,
        ]
    with pytest.raises(Refused) as refused, write(BY) as tx:
        actions.change_residency(tx, li.residency_id, ResidencySpec("co_owner", share=Fraction(1, 2)))
    assert refused.value.field == "share"


def test_the_same_role_twice_is_refused_but_not_one_after_the_other(estate: Estate) -> None:
    home = estate.homes["3-2-502"]
    with pytest.raises(Refused) as refused, write(BY) as tx:
        actions.add_residency(tx, home, estate.sun, ResidencySpec("tenant", from_date=date(2026, 5, 1)))
    assert refused.value.field == "role"
    with write(BY) as tx:
        earlier = ResidencySpec("tenant", from_date=date(2024, 1, 1), to_date=date(2025, 12, 31))
        actions.add_residency(tx, home, estate.sun, earlier)


def test_the_payer_is_the_owner_on_the_day(estate: Estate) -> None:
    home, today = estate.homes["3-2-501"], clock.today()
    with read() as db:
        assert queries.payer_of(db, home, today) == (estate.wang, "王秀英")
        assert queries.payer_of(db, home, date(2019, 2, 28)) is None
        assert queries.payer_of(db, estate.homes["3-2-502"], today) == (estate.zhao, "赵敏")
        assert queries.payers_on(db, today) == {
            home: (estate.wang, "王秀英"),
            estate.homes["3-2-502"]: (estate.zhao, "赵敏"),
            estate.homes["3-2-601"]: (estate.developer, "重庆绿城置业有限公司"),
        }


def test_before_delivery_nobody_but_the_developer_pays(estate: Estate) -> None:
    with write(BY) as tx:
        tx.run("UPDATE homes SET state = 'sold' WHERE id = :id", id=estate.homes["3-2-501"])
        assert queries.payer_of(tx, estate.homes["3-2-501"], clock.today()) is None
        assert queries.payer_of(tx, estate.homes["3-2-601"], clock.today()) is not None


def test_the_co_owner_pays_where_no_owner_is(estate: Estate) -> None:
    with write(BY) as tx:
        wang = queries.residents_of(tx, estate.homes["3-2-501"])[0]
        actions.end_residency(tx, wang.residency_id, date(2026, 1, 31))
        assert queries.payer_of(tx, estate.homes["3-2-501"], date(2026, 2, 1)) == (estate.li, "李长江")


def test_an_id_number_is_sealed_and_each_look_recorded(estate: Estate) -> None:
    with write(BY) as tx:
        person_id = actions.add_person(tx, PersonSpec("钱七", id_number="11010519491231002x"))
        sealed = tx.value("SELECT sealed_id_number FROM people WHERE id = :id", id=person_id)
        assert ID.encode() not in sealed
        assert records.person(tx, person_id).birth_year == 1949  # pyright: ignore[reportOptionalMemberAccess]
    assert actions_reveal.reveal_id_number(person_id, "court case", by=BY) == ID
    with read() as db:
        log = audit.of_subject(db, "people", person_id)
        assert log[0].action == "id_number.revealed"
        assert "court case" in (log[0].after or "")
        assert not any(ID in (one.after or "") + (one.before or "") for one in log)
    with pytest.raises(Refused) as refused, write(BY) as tx:
        actions.add_person(tx, PersonSpec("钱八", id_number="110105194912310021"))
    assert refused.value.field == "id_number"


def test_no_full_number_reaches_the_change_log(estate: Estate) -> None:
    with write(BY) as tx:
        actions.add_phone(tx, estate.wang, "13812349999", "office")
        phone = records.phones(tx, estate.wang)[1]
        actions.prefer_phone(tx, estate.wang, phone.id)
        assert [one.number for one in records.phones(tx, estate.wang)] == ["13812349999", "13812345678"]
        actions.remove_phone(tx, estate.wang, phone.id)
    assert actions_reveal.reveal_phone(estate.wang, records_phone(estate.wang), by=BY) == "13812345678"
    with read() as db:
        log = "".join(
            (one.after or "") + (one.before or "") for one in audit.of_subject(db, "people", estate.wang)
        )
    assert "13812349999" not in log and "13812345678" not in log
    assert "138****9999" in log


def records_phone(person_id: int) -> int:
    with read() as db:
        return records.phones(db, person_id)[0].id


def test_a_removed_entry_stays_in_the_log_with_its_reason(estate: Estate) -> None:
    with write(BY) as tx:
        sun = queries.residents_of(tx, estate.homes["3-2-502"])[1]
        actions.remove_residency(tx, sun.residency_id, "wrong home")
        assert len(queries.residents_of(tx, estate.homes["3-2-502"])) == 1
        log = audit.of_subject(tx, "homes", estate.homes["3-2-502"])[0]
    assert log.action == "residency.removed"
    assert "tenant" in (log.before or "") and "wrong home" in (log.after or "")


def test_a_plate_belongs_to_one_home_at_a_time(estate: Estate) -> None:
    one, two = estate.homes["3-2-501"], estate.homes["3-2-502"]
    with write(BY) as tx:
        vehicle_id = actions_vehicles.add_vehicle(tx, one, "浙a·12345", person_id=estate.wang)
    with pytest.raises(Refused) as refused, write(BY) as tx:
        actions_vehicles.add_vehicle(tx, two, "浙A12345")
    assert refused.value.field == "plate"
    assert "3-2-501" in refused.value.message
    with write(BY) as tx:
        actions_vehicles.end_vehicle(tx, one, vehicle_id)
        actions_vehicles.add_vehicle(tx, two, "浙A12345")


def test_care_needs_consent_and_for_a_child_a_guardians(estate: Estate) -> None:
    care = CareSpec("illness", "dialysis, Tuesdays", "call first", date(2026, 1, 5), "王秀英")
    with write(BY) as tx:
        child = actions.add_person(tx, PersonSpec("王小明", birth_year=2018))
    for spec, field in (
        (care._replace(consent_on=None), "consent_on"),
        (care._replace(consent_by=" "), "consent_by"),
        (care, "consent_as"),
    ):
        with pytest.raises(Refused) as refused, write(BY) as tx:
            actions_care.add_care(tx, child, spec)
        assert refused.value.field == field
    with write(BY) as tx:
        actions_care.add_care(tx, child, care._replace(consent_as="guardian"))


def test_a_care_detail_is_sealed_read_on_record_and_destroyed_at_the_end(estate: Estate) -> None:
    spec = CareSpec("illness", "dialysis, Tuesdays", "call first", date(2026, 1, 5), "王秀英")
    with write(BY) as tx:
        care_id = actions_care.add_care(tx, estate.wang, spec)
        actions_care.change_care(tx, estate.wang, care_id, spec._replace(detail="", agreed_help="knock"))
        assert b"dialysis" not in tx.value("SELECT sealed_detail FROM care_needs")
        assert [one.agreed_help for one in queries.household(tx, estate.homes["3-2-501"]).hints] == ["knock"]
    assert actions_care.read_detail(estate.wang, care_id, by=BY) == "dialysis, Tuesdays"
    assert actions_care.read_detail(estate.li, care_id, by=BY) is None
    with write(BY) as tx:
        actions_care.end_care(tx, estate.wang, care_id, clock.today())
        assert tx.value("SELECT sealed_detail FROM care_needs") is None
        assert not queries.household(tx, estate.homes["3-2-501"]).hints
        log = audit.of_subject(tx, "people", estate.wang)
    assert [one.action for one in log][:2] == ["care.ended", "care.read"]
    assert "illness" not in "".join((one.after or "") for one in log)


def test_households_in_bulk_share_people_and_can_be_taken_back(estate: Estate) -> None:
    known = PersonSpec("周杰", phones=(PhoneSpec("13600000001"), PhoneSpec("13600000001")), key="zhou")
    houses = [
        HouseholdSpec(
            estate.homes["3-2-502"],
            (
                MemberSpec(known, ResidencySpec("family", "son")),
                MemberSpec(PersonSpec("", ""), ResidencySpec("contact"), person_id=estate.wang),
            ),
            ("浙A 00001",),
        ),
        HouseholdSpec(estate.homes["3-2-601"], (MemberSpec(known, ResidencySpec("tenant")),)),
    ]
    with read() as db:
        before = db.tuples("SELECT (SELECT count(*) FROM people), (SELECT count(*) FROM residencies)")
    with write(BY) as tx:
        ids = actions_bulk.add_households(tx, houses, import_batch_id=7)
        assert ids[0][0] == ids[1][0] and ids[0][1] == estate.wang
        assert len(records.phones(tx, ids[0][0])) == 1
        assert len(queries.homes_of(tx, ids[0][0])) == 2
        assert queries.vehicle_of_plate(tx, "浙A00001")
    with write(BY) as tx:
        assert actions_bulk.remove_batch(tx, 7) == 1
    with read() as db:
        assert db.tuples("SELECT (SELECT count(*) FROM people), (SELECT count(*) FROM residencies)") == before


def test_a_batch_stays_once_something_depends_on_it(estate: Estate) -> None:
    house = HouseholdSpec(estate.homes["3-2-601"], (MemberSpec(PersonSpec("周杰"), ResidencySpec("tenant")),))
    with write(BY) as tx:
        person_id = actions_bulk.add_households(tx, [house], import_batch_id=7)[0][0]
        actions.add_residency(tx, estate.homes["3-2-502"], person_id, ResidencySpec("contact"))
    with pytest.raises(Refused), write(BY) as tx:
        actions_bulk.remove_batch(tx, 7)
    with read() as db:
        assert records.person(db, person_id) is not None


def test_a_faulty_bulk_adds_nothing(estate: Estate) -> None:
    third = Fraction(2, 3)
    member = MemberSpec(PersonSpec("周杰"), ResidencySpec("co_owner", share=third))
    with pytest.raises(Refused) as refused, write(BY) as tx:
        actions_bulk.add_households(tx, [HouseholdSpec(estate.homes["3-2-501"], (member,))])
    assert refused.value.field == "share"
    with read() as db:
        assert not queries_find.find_by_name(db, "周杰")


def test_people_are_found_by_name_initials_tail_and_plate(estate: Estate) -> None:
    with write(BY) as tx:
        actions_vehicles.add_vehicle(tx, estate.homes["3-2-501"], "浙A12345")
    with read() as db:
        for text in ("王秀英", "秀英", "wxy", "wang", "WangXiu"):
            assert [one.person_id for one in queries_find.find_by_name(db, text)] == [estate.wang], text
        assert queries_find.find_by_name(db, "100%") == []
        assert [one.person_id for one in queries_find.find_by_phone_tail(db, "678")] == [estate.wang]
        assert [one.person_id for one in queries_find.find_by_phone_tail(db, "5678")] == [estate.wang]
        assert queries_find.find_by_phone_tail(db, "78") == []
        assert [one.home_code for one in queries_find.find_vehicles(db, "a123")] == ["3-2-501"]
        assert queries_find.find_by_name(db, "wxy")[0].homes == "3-2-501"


def test_the_reporting_view_names_residents_not_contacts(estate: Estate) -> None:
    with write(BY) as tx:
        actions.add_residency(tx, estate.homes["3-2-501"], estate.zhao, ResidencySpec("contact"))
        rows = tx.tuples(
            "SELECT home, name, role, phone, from_date, to_date FROM v_residents WHERE home = '3-2-501' ORDER BY role DESC"
        )
    assert rows == [
        ("3-2-501", "王秀英", "owner", "13812345678", "2019-03-01", None),
        ("3-2-501", "李长江", "co_owner", "13912345679", "2019-03-01", None),
    ]
