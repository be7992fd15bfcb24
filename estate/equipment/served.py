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
