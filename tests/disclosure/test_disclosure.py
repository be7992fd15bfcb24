"""The public ledgers and the disclosures: entries stand, figures are those of the features, what is published stays."""

import hashlib
import re
import sqlite3
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar.testing import TestClient

from estate.data import Store, clock, files, read, write
from estate.data.store import System
from estate.disclosure import actions, content, queries
from estate.disclosure.actions import Booked
from estate.disclosure.figures import FIGURES
from estate.disclosure.queries import Disclosure, Terms
from estate.disclosure.rules_periods import MONTHS, Period, coming, duties, ended, period_of
from estate.refusal import Refused
from tests.conftest import Community

SignIn = Callable[[str], TestClient[Any]]
BY = System("test")
LAST = ended("quarter", clock.today())[0]


@given(st.dates(date(1990, 1, 1), date(2150, 12, 31)), st.sampled_from(sorted(MONTHS)))
def test_every_day_lies_in_one_period_and_periods_follow_one_another(day: date, kind: str) -> None:
    found = period_of(kind, day)
    assert found.first <= day <= found.last
    assert period_of(kind, found.first) == period_of(kind, found.last) == found
    assert period_of(kind, found.last + timedelta(days=1)).first == found.last + timedelta(days=1)
    assert next(one.last for one in ended(kind, day, 3)) == found.first - timedelta(days=1)


def test_what_is_to_be_disclosed_next_is_of_the_periods_that_run_now() -> None:
    found = coming({"common": 3, "fund": 6}, date(2026, 8, 1), 30)
    assert [(one.about, one.period.first, one.due_on, one.overdue) for one in found] == [
        ("common", date(2026, 7, 1), date(2026, 10, 30), False),
        ("fund", date(2026, 7, 1), date(2027, 1, 30), False),
    ]


@pytest.mark.parametrize(
    ("published", "since", "wanted"),
    [
        ([], None, []),  # no books, no duty
        ([], date(2026, 8, 1), [("common", "2026-07-01"), ("fund", "2026-01-01")]),
        ([(date(2026, 7, 1), date(2026, 9, 30))], date(2026, 8, 1), [("fund", "2026-01-01")]),
        ([(date(2026, 1, 1), date(2026, 12, 31))], date(2026, 1, 1), []),  # the year holds its quarters
    ],
)
def test_what_is_due(
    published: list[tuple[date, date]], since: date | None, wanted: list[tuple[str, str]]
) -> None:
    found = duties({"common": 3, "fund": 6}, published, since, date(2026, 11, 26), 30)
    if since == date(2026, 8, 1):  # the first half ended before there were books
        wanted = [one for one in wanted if one[0] == "common"]
    assert [(one.about, one.period.first.isoformat()) for one in found] == wanted
    assert all(one.overdue for one in found)


def booked(source: str, fen: int, day: date = LAST.last, ledger: str = "common", key: str = "") -> int:
    return actions.book(
        Booked(ledger, source, day, fen, f"{source} {fen}"), [], key or f"{source}{fen}{day}", BY
    )


def test_what_comes_in_and_goes_out_and_what_was_taken_back(store: Store) -> None:
    booked("opening", 100_00, LAST.first - timedelta(days=1))
    booked("advertising", 30_00)
    booked("advertising", 30_00)  # sent twice
    booked("cost", 5_00)
    wrong = booked("venue", 7_00)
    back = actions.reverse(wrong, "twice", BY)
    assert actions.reverse(wrong, "twice", BY) == back
    with read() as db:
        assert queries.balance(db, "common") == 125_00
        assert queries.balance(db, "common", (LAST.first - timedelta(days=1)).isoformat()) == 100_00
        assert queries.balance(db, "fund") == 0
    for refused in (
        lambda: actions.reverse(back, "x", BY),
        lambda: booked("use", 1_00),  # a source of the other ledger
        lambda: booked("venue", 1_00, clock.today() + timedelta(days=1)),
        lambda: actions.book(Booked("common", "venue", clock.today(), 1, "x"), [], "", BY),
    ):
        with pytest.raises(Refused):
            refused()


def test_the_database_keeps_entries_and_whole_reversals(store: Store) -> None:
    entry = booked("advertising", 30_00)
    values = {
        "ledger": "common",
        "booked_on": LAST.last.isoformat(),
        "purpose": "x",
        "at": clock.stamp(),
        "who": "x",
    }
    for wrong in (
        {"key": "1", "source": "cost", "amount_fen": 5},  # spending that comes in
        {"key": "2", "source": "advertising", "amount_fen": -10_00, "reverses_id": entry, "reason": "part"},
        {"key": "3", "source": "use", "amount_fen": -5},
    ):
        with pytest.raises(sqlite3.IntegrityError), write(BY) as tx:
            tx.insert("public_entries", **(values | wrong))
    for change in ("UPDATE public_entries SET amount_fen = 1", "DELETE FROM public_entries"):
        with pytest.raises(sqlite3.IntegrityError), write(BY) as tx:
            tx.run(change)


def written() -> None:
    actions.set_terms(Terms("Cleaning", "Every day", "Contract", 3, 6, 30), BY)
    actions.add_responsible("Manager", "Liu Min", "All", "", BY)


def part(sections: list[dict[str, Any]], title: str) -> dict[str, Any]:
    return next(one for one in sections if one["title"] == title)


def test_published_once_it_stays_whatever_is_booked_later(store: Store) -> None:
    made = actions.draft(LAST, BY)
    assert actions.draft(LAST, BY) == made
    with pytest.raises(Refused):
        actions.publish(made, "http://house", BY, practice=False)  # nothing is written yet
    written()
    booked("advertising", 30_00)
    wrong = booked("parking", 4_00)
    actions.publish(made, "http://house", BY, practice=False)
    with pytest.raises(Refused, match="made public"):
        booked("venue", 98_00)  # its day is in the period
    with pytest.raises(sqlite3.IntegrityError), write(BY) as tx:
        tx.run(
            "INSERT INTO public_entries SELECT NULL, 'x', ledger, source, booked_on, amount_fen, purpose, partner, "
            "NULL, '', at, account_id, who FROM public_entries"
        )
    booked("venue", 99_00, clock.today())
    actions.reverse(wrong, "Not ours", BY)
    actions.add_responsible("Engineer", "Zhou", "", "", BY)
    with read() as db:
        found = queries.disclosure(db, made)
    assert found and found.content and found.file
    assert hashlib.sha256(found.content.encode()).hexdigest() == found.hash
    assert files.path_of(found.file).read_bytes().startswith(b"%PDF-")
    assert "99.00" not in found.content and "30.00" in found.content and "Zhou" not in found.content
    with read() as db:
        now = queries.account(db, "common", LAST.first.isoformat(), LAST.last.isoformat())
        later = queries.account(
            db, "common", (LAST.last + timedelta(days=1)).isoformat(), clock.today().isoformat()
        )
    assert now.closing_fen == later.opening_fen == 34_00  # as it was published
    assert [one.amount_fen for one in later.entries] == [99_00, -4_00]
    for change in ("UPDATE disclosures SET remarks = 'x'", "DELETE FROM disclosures"):
        with pytest.raises(sqlite3.IntegrityError), write(BY) as tx:
            tx.run(change)
    with pytest.raises(Refused):
        actions.discard(made, BY)
    again = actions.draft(LAST, BY)
    with read() as db:
        corrected = queries.disclosure(db, again)
    assert again != made and corrected and corrected.version == 2


def test_a_period_that_goes_on_is_not_disclosed(store: Store) -> None:
    with pytest.raises(Refused):
        actions.draft(period_of("quarter", clock.today()), BY)


def test_its_figures_are_those_of_the_features(community: Community) -> None:
    """Each figure is counted again from the rows, the slow and obvious way."""
    period = Period("year", clock.today().replace(month=1, day=1), clock.today())
    first, last = period.first.isoformat(), period.last.isoformat()
    one = Disclosure(0, "", "year", first, last, 1, "", "", "", None, None, "", None, None, None)
    with read() as db:
        sections = content.sections(db, one)
        orders = db.tuples("SELECT reported_on, source, state, completed_at, complete_by FROM work_orders")
        mine = [o for o in orders if first <= o[0] <= last and o[1] != "plan" and o[2] != "cancelled"]
        done = [o for o in mine if o[3]]
        points = db.tuples(
            """
            SELECT p.state FROM patrol_round_points AS p JOIN patrol_rounds AS r ON r.id = p.round_id
             WHERE r.state <> 'cancelled' AND r.due_on BETWEEN :first AND :last
        """,
            first=first,
            last=last,
        )
        entries = db.tuples("SELECT ledger, booked_on, amount_fen FROM public_entries")
        items = db.value(
            """
            SELECT count(*) FROM fee_items AS f WHERE active AND EXISTS (
                SELECT 1 FROM tariffs AS t WHERE t.fee_item_id = f.id AND t.effective_from <= :last)
            """,
            last=last,
        )
        records = db.tuples("SELECT done_on, work, outcome, id FROM service_records")
        corrected = db.values("SELECT corrects_id FROM service_records WHERE corrects_id IS NOT NULL")
        dues = db.tuples("SELECT due_on, state FROM upkeep_dues")
        behind = {code: one.counted(db, one.figure, first, last) for code, one in FIGURES.items()}
    told = {row[0]: row[1] for row in part(sections, "Performance")["facts"]}
    tended = [r for r in records if first <= r[0] <= last and r[3] not in corrected and r[1] != "repair"]
    services = sum(r[1] == "service" for r in tended)
    assert told["Services of equipment"] == str(services) != "0"
    assert told["Inspections of equipment"] == str(len(tended) - services)
    good = sum(r[2] != "fault" for r in tended)
    assert told["Of these in order or put right at once"] == f"{good} of {len(tended)}"
    asked = [d for d in dues if first <= d[0] <= last]
    kept = sum(d[1] in ("done", "closed_by_deeper") for d in asked)
    assert told["Planned upkeep done"] == f"{kept} of {len(asked)}"
    assert told["Repairs reported"] == str(len(mine)) != "0"
    assert told["Repairs done"] == str(len(done))
    in_time = sum(o[3] <= o[4] for o in done)
    assert told["Done within the promised time"] == f"{in_time} of {len(done)}"
    checked = sum(state in ("checked", "late") for (state,) in points)
    assert told["Points of patrol checked"] == f"{checked} of {len(points)}"
    assert told["Fees of the period collected"].endswith("%")
    for code, count in behind.items():  # a figure has as many rows behind it as it says
        said = told[str(FIGURES[code].name)]
        assert str(count) in re.findall(r"\d+", said) or (count == 0 and said == "–"), code
    for ledger, title in (
        ("common", "Common income of the owners (amounts in yuan)"),
        ("fund", "Repair fund (amounts in yuan)"),
    ):
        balance = sum(fen for name, day, fen in entries if name == ledger and day <= last)
        shown = dict(part(sections, title)["sums"])["Balance at the end"]
        assert shown.replace("\u202f", "") == f"{balance // 100}.{balance % 100:02d}"
    assert len(part(sections, "Fee items and rates")["rows"]) == items


def test_from_the_ledger_to_the_notice_board(store: Store, sign_in: SignIn) -> None:
    cashier = sign_in("cashier")
    form = {
        "source": "advertising",
        "booked_on": LAST.last.isoformat(),
        "amount": "30",
        "purpose": "Lift",
        "key": "k",
    }
    assert cashier.post("/public-ledgers/common", data=form | {"amount": "0"}).status_code == 422
    cashier.post("/public-ledgers/common", data=form)
    assert "Lift" in cashier.get("/public-ledgers/common").text
    assert cashier.get("/public-ledgers/other").status_code == 404
    assert "To be made public" in sign_in("manager").get("/today").text
    manager = sign_in("manager")
    period = f"{LAST.kind}:{LAST.first.isoformat()}"
    assert manager.post("/disclosures", data={"period": "week:2026-01-01"}).status_code == 422
    made = manager.post("/disclosures", data={"period": period}, follow_redirects=False)
    place = str(made.headers["location"])
    assert manager.post(f"{place}/publication").status_code == 422
    terms = {
        "services": "Cleaning",
        "quality": "Daily",
        "common_months": "3",
        "fund_months": "6",
        "within_days": "30",
    }
    manager.post("/disclosures/terms", data=terms)
    assert manager.post("/disclosures/people", data={"position": "Manager"}).status_code == 422
    manager.post("/disclosures/people", data={"position": "Manager", "name": "Liu Min"})
    manager.post(place, data={"remarks": "The roof is done."})
    assert manager.get(f"{place}/sheet").content.startswith(b"%PDF-")
    assert sign_in("cashier").post(f"{place}/publication").status_code == 403
    manager = sign_in("manager")
    assert manager.post(f"{place}/publication", follow_redirects=False).status_code == 303
    assert "common income" not in manager.get("/today").text.lower()
    with read() as db:
        token = db.value("SELECT token FROM disclosures")
    assert f'name="period" value="{period}"' in manager.get(place).text.split("correct-form")[1]
    corrected = str(
        manager.post("/disclosures", data={"period": period}, follow_redirects=False).headers["location"]
    )
    manager.post(f"{corrected}/publication")
    old = manager.get(place).text
    assert f'href="{corrected}"' in old and "correct-form" not in old
    manager.cookies.clear()
    shown = manager.get(f"/disclosed/{token}").text
    for said in ("Cleaning", "Liu Min", "The roof is done.", "30.00"):
        assert said in shown, said
    assert manager.get(f"/disclosed/{token}/sheet").content.startswith(b"%PDF-")
    assert manager.get("/disclosed/unknown").status_code == 404


def test_who_may(store: Store, sign_in: SignIn) -> None:
    made = actions.draft(LAST, BY)
    with read() as db:
        found = queries.disclosure(db, made)
    assert found
    clerk = sign_in("clerk")
    assert clerk.get(f"/disclosures/{made}").status_code == 200
    assert clerk.get(f"/disclosed/{found.token}").status_code == 404  # a draft is nobody's
    for path in (
        "/disclosures",
        f"/disclosures/{made}/publication",
        "/public-ledgers/common",
        "/disclosures/terms",
    ):
        assert clerk.post(path).status_code == 403, path
    for role in ("patrol", "repairer"):
        assert sign_in(role).get("/disclosures").status_code == 403


def test_owners_find_what_was_published(resident: TestClient[Any]) -> None:
    shown = resident.get("/my/office/disclosures").text
    assert "/disclosed/" in shown
    assert 'href="/my/office/disclosures"' in resident.get("/my/office").text


def test_the_eight_things_that_the_law_names_stand_in_it(community: Community) -> None:
    """Civil Code 943; fee items and their rates are the two columns of one table."""
    period = Period("year", clock.today().replace(month=1, day=1), clock.today())
    one = Disclosure(
        0,
        "",
        "year",
        period.first.isoformat(),
        period.last.isoformat(),
        1,
        *[""] * 3,
        None,
        None,
        "",
        *[None] * 3,
    )
    with read() as db:
        found = {section["title"]: section for section in content.sections(db, one)}
    for title, filled in {
        "Service items": "text",
        "Responsible people": "rows",
        "Quality standard": "text",
        "Fee items and rates": "rows",
        "Performance": "facts",
        "Repair fund (amounts in yuan)": "rows",
        "Common income of the owners (amounts in yuan)": "rows",
    }.items():
        assert found[title][filled], title
    assert found["Fee items and rates"]["head"] == ["Fee item", "Rate of the fee", "Basis"]


def test_each_figure_leads_the_office_to_its_rows(resident: TestClient[Any], community: Community) -> None:
    login = community.logins["manager"]
    resident.cookies.clear()
    resident.post("/sign-in", data={"login": login.name, "password": login.password})
    demo_manager = resident
    with read() as db:
        made = db.value("SELECT id FROM disclosures WHERE published_at IS NOT NULL")
        received = db.value("""
            SELECT count(*) FROM complaints JOIN disclosures AS d ON received_on BETWEEN d.first_on AND d.last_on
             WHERE state NOT IN ('merged', 'withdrawn')
        """)
    shown = demo_manager.get(f"/disclosures/{made}").text
    assert f'href="/disclosures/{made}/figures/complaints-received"' in shown
    for code in FIGURES:
        assert demo_manager.get(f"/disclosures/{made}/figures/{code}").status_code == 200, code
    rows = demo_manager.get(f"/disclosures/{made}/figures/complaints-received").text
    assert rows.count('href="/complaints/') == received
    assert demo_manager.get(f"/disclosures/{made}/figures/other").status_code == 404


def test_what_is_public_is_reported_to_committee_and_meeting(store: Store, sign_in: SignIn) -> None:
    made = actions.draft(LAST, BY)
    written()
    given = {"receiver": "committee", "handed_on": clock.today().isoformat(), "taken_by": "Chen Hua"}
    manager = sign_in("manager")
    assert manager.post(f"/disclosures/{made}/reports", data=given).status_code == 422  # a draft
    actions.publish(made, "http://house", BY, practice=False)
    early = {"handed_on": LAST.last.isoformat()}
    for wrong in (early, {"receiver": "friend"}, {"taken_by": ""}):
        assert manager.post(f"/disclosures/{made}/reports", data=given | wrong).status_code == 422
    for _twice in range(2):
        manager.post(f"/disclosures/{made}/reports", data=given)
    assert "Chen Hua" in manager.get(f"/disclosures/{made}").text
    with read() as db:
        assert len(queries.reports(db, made)) == 1
    assert sign_in("clerk").post(f"/disclosures/{made}/reports", data=given).status_code == 403
    for change in ("UPDATE disclosure_reports SET taken_by = 'x'", "DELETE FROM disclosure_reports"):
        with pytest.raises(sqlite3.IntegrityError), write(BY) as tx:
            tx.run(change)


def test_what_the_invented_community_made_public_has_repairs_to_follow(community: Community) -> None:
    with read() as db:
        found = queries.all_disclosures(db, published=True)[0]
    facts = {row[2]: row[1] for row in part(found.sections, "服务履行情况")["facts"] if len(row) == 3}
    assert int(facts["repairs-reported"]) > 0 and int(facts["repairs-done"]) > 0
