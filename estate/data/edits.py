"""Two people who change one record: nobody overwrites what they have not seen.

A form carries the number of the last change that its record was read at, and brings it back. Who is second is told who
changed the record and when: nothing of theirs is saved, and what they typed stays (`ChangeForm` of estate/web/forms.py).
The change log has every change already, so a record needs no stamp of its own.
"""

from typing import NamedTuple

from estate.data.store import Reader, Tx
from estate.i18n import gettext as _
from estate.refusal import Refused


class Change(NamedTuple):
    """One change of a record. at: an instant."""

    id: int
    subject_id: int | None
    at: str
    account_id: int | None
    who: str


class Overtaken(Refused):
    """Somebody has changed the record since it was read."""

    def __init__(self, change: Change) -> None:
        super().__init__(_("This has changed in the meantime. Look at it again."), "")
        self.change = change


class Edits(NamedTuple):
    """The changes of a kind of record that its form shows. subject: its table. acts: what the change log calls them."""

    subject: str
    acts: tuple[str, ...]

    def last(self, db: Reader, subject_id: int | None = None) -> int:
        """The number of a record's last change, 0 before any. Asked for before what the form shows is read, never after."""
        found = self._last(db, subject_id)
        return found.id if found else 0

    def own(self, tx: Tx, subject_id: int) -> int:
        """The last change that who acts has made: what they saw who go back to the form that they made the record with."""
        return int(
            tx.value(
                f"SELECT ifnull(max(id), 0) FROM audit WHERE subject = :subject AND subject_id = :subject_id"
                f" AND action IN ({self._named()}) AND account_id IS :account_id",
                subject=self.subject,
                subject_id=subject_id,
                account_id=tx.by.account_id,
                **self._given(),
            )
        )

    def require_seen(self, tx: Tx, subject_id: int | None, seen: int | None) -> None:
        """Refused (Overtaken) when the record was changed after `seen`; None: who changes it has not read it in a form."""
        found = self._last(tx, subject_id) if seen is not None else None
        if found and seen is not None and found.id > seen:
            raise Overtaken(found)

    def _last(self, db: Reader, subject_id: int | None) -> Change | None:
        return db.row(
            Change,
            f"""
            SELECT {", ".join(Change._fields)} FROM audit
             WHERE subject = :subject AND subject_id IS :subject_id AND action IN ({self._named()})
             ORDER BY id DESC LIMIT 1
            """,
            subject=self.subject,
            subject_id=subject_id,
            **self._given(),
        )

    def _given(self) -> dict[str, str]:
        return {f"act{number}": act for number, act in enumerate(self.acts)}

    def _named(self) -> str:
        return ", ".join(f":{name}" for name in self._given())
