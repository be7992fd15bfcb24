"""Sixty people answer an anonymous survey; then the whole data folder is read, and every way to join is tried."""

import json
import random
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from estate.access.me import Me
from estate.app import log_to, open_store
from estate.data import Store, clock, read, use
from estate.office import actions as office
from estate.office.identity import Identity
from estate.surveys import actions_answers, actions_running, records_marks, records_sheets, results
from estate.surveys.rules import Given
from tests.surveys.conftest import BY, QUESTIONS, Asked, given, me_of, opened, settle

PEOPLE = 60


class Asked60(NamedTuple):
    """The folder after sixty answers; who answered what, in the order of answering; what left the pool together."""

    folder: Path
    survey_id: int
    order: list[str]
    said: dict[str, str]
    asked: Asked
    left: list[list[str]]


@pytest.fixture(scope="module")
def answered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked60]:
    """Sixty owners in four buildings answer one after the other, each with words that nobody else uses."""
    folder = tmp_path_factory.mktemp("anonymous")
    store = open_store(folder)
    log_to(folder, "web")
    office.set_up(
        Identity("Guihua Garden", "Nice Homes Ltd", locale="en"), "boss", "Chen Jie", "correct horse"
    )
    asked = settle(4, 15)
    survey_id = opened(given(anonymous=True, kept_group="building"), QUESTIONS)
    names = [name for name in asked.people if name.startswith("Owner")]
    random.Random(7).shuffle(names)
    said: dict[str, str] = {}
    left: list[list[str]] = []
    for number, name in enumerate(names):
        said[name] = f"mark{random.Random(name).getrandbits(64):020d}"
        answer(asked, survey_id, name, number + 100, said[name])
        with read() as db:
            out = {str(one.answers[4].text) for one in records_sheets.sheets(db, survey_id)}
        if new := out - {word for group in left for word in group}:
            left.append(list(new))
    yield Asked60(folder, survey_id, names, said, asked, left)
    store.close()
    use(None)


@pytest.fixture(autouse=True)
def again(answered: Asked60) -> Iterator[None]:
    """The fixture's store is the one that is read, whatever another test used."""
    store = Store(answered.folder)
    use(store)
    yield
    store.close()
    use(None)


def answer(asked: Asked, survey_id: int, name: str, account: int, words: str) -> None:
    me: Me = me_of(asked, name, account)
    home = asked.homes[name.removeprefix("Owner ")]
    answers = {1: Given((0,)), 2: Given(number=4), 4: Given(text=words)}
    actions_answers.answer(survey_id, home, answers, me)


def every_row(folder: Path) -> Iterator[tuple[str, int, dict[str, Any]]]:
    """Each row of each table, in the order in which the file has them."""
    with sqlite3.connect(f"file:{folder / 'estate.db'}?mode=ro", uri=True) as db:
        db.row_factory = sqlite3.Row
        for (table,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            for place, row in enumerate(db.execute(f'SELECT * FROM "{table}"')):
                yield table, place, dict(row)


def sheets_in_file_order(answered: Asked60) -> list[str]:
    with read() as db:
        out = db.values("SELECT sheet FROM survey_sheets WHERE survey_id = :id", id=answered.survey_id)
        return [*out, *records_sheets.pool(db, answered.survey_id)]


def test_every_answer_is_there_once_and_every_mark(answered: Asked60) -> None:
    found = sheets_in_file_order(answered)
    assert sorted(json.loads(one)["answers"]["4"]["text"] for one in found) == sorted(answered.said.values())
    with read() as db:
        assert records_marks.turnout(db, answered.survey_id).done == PEOPLE


def test_no_table_but_the_sheets_has_anything_of_an_answer(answered: Asked60) -> None:
    words = set(answered.said.values())
    for table, _place, row in every_row(answered.folder):
        text = json.dumps(row, default=repr)
        if table not in ("survey_sheets", "survey_pools"):
            assert not [word for word in words if word in text], (table, row)


def test_no_sheet_has_anything_of_a_person(answered: Asked60) -> None:
    """Its columns are the survey, a key made by chance, and what was answered: no home, no person, no account, no time."""
    today = clock.today().isoformat()
    for table, _place, row in every_row(answered.folder):
        if table == "survey_pools":
            assert set(row) == {"survey_id", "sheets"}
            sheets = json.loads(row["sheets"])
        elif table == "survey_sheets":
            assert set(row) == {"survey_id", "id", "sheet"}
            assert len(row["id"]) == 16
            sheets = [row["sheet"]]
        else:
            continue
        for sheet in map(json.loads, sheets):
            assert set(sheet) == {"group", "answers"}
            assert sheet["group"] in ("", "1", "2", "3", "4")
            text = json.dumps(sheet)
            assert today not in text
            assert not any(code in text for code in answered.asked.homes)


def test_a_mark_has_no_time_and_lies_where_its_home_is_not_where_it_came(answered: Asked60) -> None:
    rows = [row for table, _place, row in every_row(answered.folder) if table == "survey_marks"]
    assert {frozenset(row) for row in rows} == {frozenset({"survey_id", "home_id", "person_id", "done"})}
    assert [row["home_id"] for row in rows] == sorted(row["home_id"] for row in rows)


def test_nothing_was_written_for_an_answer_beside_mark_and_sheet(answered: Asked60) -> None:
    """Audit, outbox, messages, signals, keys: no row of the answering people's accounts or of the answering itself."""
    accounts = {number + 100 for number in range(PEOPLE)}
    seen = 0
    for table, _place, row in every_row(answered.folder):
        if table in (
            "audit",
            "outbox",
            "messages",
            "deliveries",
            "survey_drafts",
            "survey_answers",
            "survey_papers",
        ):
            assert row.get("account_id") not in accounts, (table, row)
            seen += table == "audit"
            assert "answered" not in str(row.get("action", "")), row
        if table == "signals":
            assert row["topic"] == f"survey-{answered.survey_id}"
    assert seen
    with read() as db:
        assert db.value("SELECT count(*) FROM signals") == (PEOPLE - 5) // 5  # one for each group of sheets


def test_no_order_of_keys_rows_or_numbers_joins_sheets_with_people(answered: Asked60) -> None:
    """The sheets in the order of the file, of their keys, of their words: none of them is the order of answering."""
    came = [answered.said[name] for name in answered.order]
    with read() as db:
        keyed = db.tuples("SELECT id, sheet FROM survey_sheets ORDER BY id")
        tables = {row[0] for row in db.tuples("SELECT name FROM sqlite_master WHERE type = 'table'")}
        without = db.values(
            "SELECT name FROM pragma_table_list WHERE wr = 1 AND name IN ('survey_sheets', 'survey_marks')"
        )
        numbers = (
            db.tuples("SELECT * FROM sqlite_sequence WHERE name LIKE 'survey_%'")
            if "sqlite_sequence" in tables
            else []
        )
    assert sorted(without) == ["survey_marks", "survey_sheets"]  # no rowid that counts
    assert numbers == []
    orders = {
        "of the file": sheets_in_file_order(answered),
        "of the keys": [sheet for _key, sheet in keyed],
    }
    for name, found in orders.items():
        words = [json.loads(one)["answers"]["4"]["text"] for one in found]
        assert matches(words, came) <= 9, name  # by chance one in sixty stands at its place
        assert abs(rank_correlation(words, came)) < 0.65, name


def test_where_the_bytes_of_sheets_lie_tells_no_order(answered: Asked60) -> None:
    """Within a page new rows lie before older ones: sheets that left the pool together lie there in no order of theirs."""
    raw = (answered.folder / "estate.db").read_bytes()
    at = {word: raw.find(word.encode()) for word in answered.said.values()}
    assert all(place > 0 for place in at.values())
    assert all(raw.count(word.encode()) == 1 for word in at), "an older copy of a sheet is left in the file"
    with read() as db:
        pool = records_sheets.pool(db, answered.survey_id)
    words = [json.loads(one)["answers"]["4"]["text"] for one in pool]
    assert pool == sorted(pool)  # the pool lies in the order of what its sheets say, whoever came first
    assert words == sorted(words, key=at.__getitem__)
    came = {answered.said[name]: number for number, name in enumerate(answered.order)}
    pairs = [
        (one, other) for left in answered.left for one in left for other in left if came[one] < came[other]
    ]
    assert len(pairs) == 110
    forwards = sum(1 for one, other in pairs if at[one] < at[other])
    assert 20 < forwards < 90  # half of them by chance; five standard deviations


def test_the_write_ahead_log_keeps_no_order_either(answered: Asked60) -> None:
    log = answered.folder / "estate.db-wal"
    assert not log.exists() or log.stat().st_size == 0


def test_the_logs_say_nothing_of_answers(answered: Asked60) -> None:
    logs = list((answered.folder / "logs").glob("*"))
    assert logs
    text = "".join(one.read_text("utf-8") for one in logs)
    assert not [word for word in answered.said.values() if word in text]


def test_a_sheet_that_names_its_building_is_of_one_of_several_there(answered: Asked60) -> None:
    """In each building the first four sheets name none: each named one may be of five people or more."""
    for building in ("1", "2", "3", "4"):
        named = [one for one in sheets_in_file_order(answered) if json.loads(one)["group"] == building]
        assert len(named) == 15 - 4


def test_small_groups_are_not_compared_and_none_before_the_end(answered: Asked60) -> None:
    from estate.surveys import records

    with read() as db:
        survey = records.survey(db, answered.survey_id)
        assert survey
        assert results.groups_of(survey) == []
        shown = results.results(db, survey)
    assert shown.shown == 50 + 5
    assert shown.held == 5
    actions_running.close(answered.survey_id, BY)
    with read() as db:
        survey = records.survey(db, answered.survey_id)
        assert survey
        tables = results.across(db, survey, "building")
    for table in tables:
        for row in table.rows:
            assert row.outcome.answered >= 5


def matches(found: list[str], came: list[str]) -> int:
    """How many stand where they would if the order were that of answering, forwards or backwards."""
    forwards = sum(1 for one, other in zip(found, came, strict=False) if one == other)
    return max(forwards, sum(1 for one, other in zip(found, reversed(came), strict=False) if one == other))


def rank_correlation(found: list[str], came: list[str]) -> float:
    """Spearman's coefficient between two orders of the same words: near 0 when one tells nothing of the other."""
    place = {word: number for number, word in enumerate(word for word in came if word in set(found))}
    count = len(found)
    apart = sum((place[word] - number) ** 2 for number, word in enumerate(found))
    return 1 - 6 * apart / (count * (count**2 - 1))
