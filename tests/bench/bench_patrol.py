"""10,000 checks that tablets bring at once, each with two answers, through the intake; beside bare inserts of the same."""

import tempfile
from datetime import timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

from estate.app import open_store
from estate.data import clock, read, use, write
from estate.data.store import System
from estate.patrol import actions, actions_points, queries
from estate.patrol.actions import Answer, Check
from estate.patrol.actions_points import Where
from estate.patrol.models import MODELS
from estate.patrol.planner import insert_round
from estate.patrol.rules_dues import Due

POINTS, ROUNDS, AT_ONCE = 50, 200, 50
BY = System("bench")


def run() -> list[dict[str, Any]]:
    """Measures: seconds, and milliseconds of a check; the baseline is the bare insert of the same rows."""
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder))
        try:
            return _measure()
        finally:
            store.close()
            use(None)


def _measure() -> list[dict[str, Any]]:
    with write(BY) as tx:
        points = [
            actions_points.add_point(tx, Where(f"Point {n}", "B1"), MODELS["machine_rooms"].asked()[:2])
            for n in range(POINTS)
        ]
        route_id = tx.insert("patrol_routes", name="Bench", kind="machine_room", added_at="", who="")
        now = clock.now() - timedelta(hours=1)
        route = (route_id, "Bench", "machine_room", "free", 60, 15)
        due = Due(now, now + timedelta(hours=4), clock.today())
        rounds = [insert_round(tx, None, due, route, points, f"r{n}") for n in range(ROUNDS)]
    with read() as db:
        asked = {one: [item.id for item in queries.items(db, one)] for one in points}
    sent = [(one, point) for one in rounds for point in points]
    intake = _time_of(sent, lambda tx, pair: _check(tx, pair, asked[pair[1]]))
    again = _time_of(sent[:1000], lambda tx, pair: _check(tx, pair, asked[pair[1]]))
    bare = _bare()
    count = len(sent)
    return [
        {
            "name": f"patrol: intake of {count} checks",
            "value": round(intake, 2),
            "unit": "s",
            "baseline": round(bare, 2),
            "ratio": round(intake / bare, 1),
        },
        {
            "name": "patrol: one check",
            "value": round(intake / count * 1000, 2),
            "unit": "ms",
            "baseline": None,
            "ratio": None,
        },
        {
            "name": "patrol: one check sent again",
            "value": round(again, 3),
            "unit": "ms",
            "baseline": round(intake / count * 1000, 2),
            "ratio": round(again / (intake / count * 1000), 2),
        },
    ]


def _time_of(sent: list[tuple[int, int]], act: Any) -> float:
    """Seconds for all of them, so many in one transaction as a tablet sends one after the other."""
    began = perf_counter()
    for first in range(0, len(sent), AT_ONCE):
        with write(BY) as tx:
            for pair in sent[first : first + AT_ONCE]:
                act(tx, pair)
    return perf_counter() - began


def _check(tx: Any, pair: tuple[int, int], items: list[int]) -> None:
    round_id, point_id = pair
    answers = {one: Answer("yes") for one in items}
    actions.check(tx, Check(point_id, round_id, answers, scanned=True), f"{round_id}:{point_id}")


def _bare() -> float:
    """Seconds to insert the same rows into tables of the same columns, keys and indexes, with nothing decided."""
    with write(BY) as tx:
        tx.run("CREATE TEMP TABLE c AS SELECT * FROM patrol_checks")
        tx.run("CREATE TEMP TABLE a AS SELECT * FROM patrol_answers")
        checks, answers = tx.tuples("SELECT * FROM temp.c"), tx.tuples("SELECT * FROM temp.a")
        for index in ("key", "round_id, done_at", "point_id, done_at", "account_id, done_at"):
            name = index.partition(",")[0]
            tx.run(f"CREATE INDEX temp.c_{name} ON c ({index})")
        tx.run("CREATE INDEX temp.a_key ON a (check_id, item_id)")
        tx.run("DELETE FROM temp.c")
        tx.run("DELETE FROM temp.a")
    marks, answer_marks = ", ".join("?" * len(checks[0])), ", ".join("?" * len(answers[0]))
    began = perf_counter()
    for first in range(0, len(checks), AT_ONCE):
        with write(BY) as tx:
            tx.many(f"INSERT INTO temp.c VALUES ({marks})", checks[first : first + AT_ONCE])
            tx.many(f"INSERT INTO temp.a VALUES ({answer_marks})", answers[2 * first : 2 * (first + AT_ONCE)])
    return perf_counter() - began
