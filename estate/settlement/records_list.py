"""Settlements of the whole community, for their list. Dates ISO text."""

from typing import NamedTuple

from estate.data import Reader

PAGE = 50


class UnderWay(NamedTuple):
    """A settlement that is not completed. meters, read: in use, and with a reading of the last day; owed_fen: what
    who leaves owes now."""

    id: int
    home_id: int
    home_code: str
    on_date: str
    leaving: str
    plan: str
    meters: int
    read: int
    owed_fen: int
    started_at: str
    started_by: str


class Finished(NamedTuple):
    """A completed one. document: the number of its protocol."""

    id: int
    home_id: int
    home_code: str
    on_date: str
    leaving: str
    document: str
    finished_at: str
    finished_by: str


def under_way(db: Reader) -> list[UnderWay]:
    """Every one that is begun and neither completed nor dropped, the earliest day first."""
    return db.rows(
        UnderWay,
        """
        SELECT s.id, s.home_id, h.code AS home_code, s.on_date, p.name AS leaving, s.plan,
               (SELECT count(*) FROM meters AS m WHERE m.home_id = s.home_id AND m.active) AS meters,
               (SELECT count(*) FROM meters AS m
                 WHERE m.home_id = s.home_id AND m.active AND EXISTS (
                    SELECT 1 FROM readings AS r
                     WHERE r.meter_id = m.id AND r.read_on = date(s.on_date, '-1 day') AND r.ended_at IS NULL
                       AND r.kind <> 'initial')) AS read,
               (SELECT ifnull(sum(b.balance_fen), 0) FROM charge_balances AS b
                 WHERE b.home_id = s.home_id AND b.payer_id = s.leaving_id AND b.balance_fen > 0) AS owed_fen,
               s.started_at, s.started_by
          FROM settlements AS s JOIN homes AS h ON h.id = s.home_id JOIN people AS p ON p.id = s.leaving_id
         WHERE s.finished_at IS NULL AND s.dropped_at IS NULL
         ORDER BY s.on_date, h.sort
        """,
    )


def finished_page(db: Reader, page: int) -> list[Finished]:
    """A page of 50 completed ones, the latest first."""
    return db.rows(
        Finished,
        """
        SELECT s.id, s.home_id, h.code AS home_code, s.on_date, p.name AS leaving, s.document, s.finished_at,
               s.finished_by
          FROM settlements AS s JOIN homes AS h ON h.id = s.home_id JOIN people AS p ON p.id = s.leaving_id
         WHERE s.finished_at IS NOT NULL ORDER BY s.id DESC LIMIT :limit OFFSET :offset
        """,
        limit=PAGE,
        offset=(page - 1) * PAGE,
    )


def count_finished(db: Reader) -> int:
    """How many finished_page() has in all its pages."""
    return int(db.value("SELECT count(*) FROM settlements WHERE finished_at IS NOT NULL"))
