"""What upkeep writes back into the register: when a piece was last served or inspected, and when it will be next."""

from datetime import date

from estate.data import Tx


def serviced(tx: Tx, equipment_id: int, on: date) -> None:
    """It was serviced on a day; an earlier day than the known one changes nothing."""
    tx.run(
        """
        UPDATE equipment SET last_service_on = :on WHERE id = :id AND ifnull(last_service_on, '') < :on
        """,
        id=equipment_id,
        on=on.isoformat(),
    )


def inspected(tx: Tx, equipment_id: int, on: date, valid_until: date) -> None:
    """It was inspected on a day, which is valid until another; an earlier inspection than the known one changes nothing."""
    tx.run(
        """
        UPDATE equipment SET last_inspection_on = :on, next_inspection_on = :until
         WHERE id = :id AND ifnull(last_inspection_on, '') <= :on
        """,
        id=equipment_id,
        on=on.isoformat(),
        until=valid_until.isoformat(),
    )


def was_not(tx: Tx, equipment_id: int, on: date) -> None:
    """A service or inspection of a day was recorded wrongly: the register goes back to the latest record that stands.

    Where it knows a later day, or one that no record says, it stays.
    """
    tx.run(
        """
        UPDATE equipment AS e SET last_service_on = r.on_day
          FROM (SELECT max(done_on) AS on_day FROM service_records AS r
                 WHERE equipment_id = :id AND work = 'service'
                   AND NOT EXISTS (SELECT 1 FROM service_records AS c WHERE c.corrects_id = r.id)) AS r
         WHERE e.id = :id AND e.last_service_on = :on AND r.on_day IS NOT NULL
        """,
        id=equipment_id,
        on=on.isoformat(),
    )
    tx.run(
        """
        UPDATE equipment AS e SET last_inspection_on = r.done_on, next_inspection_on = r.valid_until
          FROM (SELECT done_on, valid_until FROM service_records AS r
                 WHERE equipment_id = :id AND work = 'inspection'
                   AND NOT EXISTS (SELECT 1 FROM service_records AS c WHERE c.corrects_id = r.id)
                 ORDER BY done_on DESC, id DESC LIMIT 1) AS r
         WHERE e.id = :id AND e.last_inspection_on = :on
        """,
        id=equipment_id,
        on=on.isoformat(),
    )


def foresee(tx: Tx, equipment_id: int | None = None) -> None:
    """The next service of every piece that has a plan is the earliest of its open dues."""
    tx.run(
        """
        UPDATE equipment AS e SET next_service_on = d.due_on
          FROM (SELECT equipment_id, min(due_on) AS due_on FROM upkeep_dues
                 WHERE state IN ('planned', 'ordered') AND work = 'service' GROUP BY equipment_id) AS d
         WHERE d.equipment_id = e.id AND e.next_service_on IS NOT d.due_on
           AND (:equipment_id IS NULL OR e.id = :equipment_id)
        """,
        equipment_id=equipment_id,
    )
