"""What a home's charges so far say: since when it is charged, what a month of it costs. Amounts in fen."""

from estate.data import Reader


def first_charged(db: Reader, home_id: int) -> str | None:
    """The first day for which a home was charged, or on which a charge of it was booked; None when there is none."""
    return db.value(
        "SELECT min(min(period_from), min(booked_on)) FROM charges WHERE home_id = :home_id", home_id=home_id
    )


def expected_monthly_fen(db: Reader, home_id: int, since: str) -> int | None:
    """What a month of a home is expected to cost: the latest charge of each recurring fee, shared among its months.

    since: fees that were last charged for a time before this day no longer count. None when there is no such charge.
    Whole fen, the part of a fen counts as one. Source: DOMAIN A1.5.
    """
    return db.value(
        """
        WITH latest AS (
            SELECT amount_fen, row_number() OVER (PARTITION BY fee_item_id, parking_space_id, meter_id
                                                  ORDER BY period_to DESC, id DESC) AS rank,
                   12 * (substr(period_to, 1, 4) - substr(period_from, 1, 4))
                   + substr(period_to, 6, 2) - substr(period_from, 6, 2) + 1 AS months
              FROM charges
             WHERE home_id = :home_id AND period_to >= :since AND kind NOT IN ('one_off', 'penalty')
               AND reverses_id IS NULL AND reversed_by IS NULL)
        SELECT sum((amount_fen + months - 1) / months) FROM latest WHERE rank = 1
        """,
        home_id=home_id,
        since=since,
    )
