"""Sheets of anonymous surveys: what was answered, and nobody's. See rules_hiding.py for how they leave the pool."""

import secrets
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from estate.data import Reader, Tx
from estate.surveys.rules import Given, written
from estate.surveys.rules_hiding import Drawn


class Sheet(msgspec.Struct, frozen=True):
    """One sheet. group: empty where it says nothing of it."""

    group: str
    answers: dict[int, Given]


class Held(NamedTuple):
    """How many sheets are out of the pool, and how many in it."""

    out: int
    kept: int


def pool(db: Reader, survey_id: int) -> list[str]:
    """The sheets that nobody has seen yet, as they are kept."""
    found = db.value("SELECT sheets FROM survey_pools WHERE survey_id = :id", id=survey_id)
    return msgspec.json.decode(found, type=list[str]) if found else []


def put(tx: Tx, survey_id: int, drawn: Drawn) -> None:
    """Write what stays in the pool and what leaves it. What is written over is wiped, not only let go."""
    tx.run("PRAGMA secure_delete = ON")
    tx.run(
        """
        INSERT INTO survey_pools (survey_id, sheets) VALUES (:id, :sheets)
            ON CONFLICT (survey_id) DO UPDATE SET sheets = excluded.sheets
        """,
        id=survey_id,
        sheets=written(drawn.kept),
    )
    rows = [(survey_id, secrets.token_bytes(16), sheet) for sheet in drawn.out]
    tx.many("INSERT INTO survey_sheets (survey_id, id, sheet) VALUES (?, ?, ?)", sorted(rows))


def sheets(db: Reader, survey_id: int) -> list[Sheet]:
    """The sheets that have left the pool."""
    return read(db.values("SELECT sheet FROM survey_sheets WHERE survey_id = :id ORDER BY id", id=survey_id))


def held(db: Reader, survey_id: int) -> Held:
    out = int(db.value("SELECT count(*) FROM survey_sheets WHERE survey_id = :id", id=survey_id))
    return Held(out, len(pool(db, survey_id)))


def read(found: Sequence[str]) -> list[Sheet]:
    return [msgspec.json.decode(one, type=Sheet) for one in found]
