"""Equipment of an import leaves the register again, while nobody has done anything with it."""

import sqlite3

from estate.data import Tx, audit
from estate.i18n import gettext as _
from estate.refusal import Refused


def remove(tx: Tx, import_batch_id: int) -> int:
    """Take back the pieces that came with an import; answers how many.

    Refused when one of them was changed since, has papers, orders or a label, or when something else refers to one.
    A label: its number would go to a later piece, and with it what hangs in the house.
    """
    if touched := tx.value(
        """
        SELECT e.code FROM equipment AS e
         WHERE e.import_batch_id = :batch
           AND (EXISTS (SELECT 1 FROM audit AS a WHERE a.subject = 'equipment' AND a.subject_id = e.id
                           AND a.action <> 'equipment.added')
                OR EXISTS (SELECT 1 FROM work_orders AS w WHERE w.equipment_id = e.id)
                OR EXISTS (SELECT 1 FROM labels AS l WHERE l.subject = 'equipment' AND l.subject_id = e.id)
                OR EXISTS (SELECT 1 FROM papers AS p WHERE p.subject = 'equipment' AND p.subject_id = e.id))
         LIMIT 1
        """,
        batch=import_batch_id,
    ):
        told = _("%(code)s was changed or got a label since; the import cannot be taken back.", code=touched)
        raise Refused(told)
    try:
        with tx.db.atomic():
            gone = tx.run("DELETE FROM equipment WHERE import_batch_id = :batch", batch=import_batch_id)
    except sqlite3.IntegrityError as error:
        raise Refused(_("Other records refer to these pieces; they cannot be taken back.")) from error
    before = {"equipment": gone, "import_batch_id": import_batch_id}
    audit.record(tx, "equipment.batch_removed", "equipment", before=before)
    return gone
