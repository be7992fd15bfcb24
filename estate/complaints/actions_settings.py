"""What the office decides about complaints: clocks, and the kinds of its own. A change holds for what comes after it."""

import secrets

from estate.complaints import records
from estate.complaints.records import Settings
from estate.data import Actor, audit, clock, write
from estate.i18n import gettext as _
from estate.refusal import Refused


def change(wanted: Settings, by: Actor) -> None:
    """Decide the clocks. Refused: a written answer that is due before the first."""
    if wanted.answer_hours > wanted.reply_days * 24:
        raise Refused(_("The written answer is not due before the first one."), "reply_days")
    with write(by) as tx:
        before = records.settings(tx)
        if before == wanted:
            return
        tx.run(
            """
            UPDATE complaint_settings SET answer_hours = :answer_hours, reply_days = :reply_days,
                   warn_percent = :warn_percent, reopen_days = :reopen_days, reveal = :reveal
            """,
            **wanted._asdict(),
        )
        audit.record(
            tx,
            "complaint_settings.changed",
            "complaint_settings",
            before=before._asdict(),
            after=wanted._asdict(),
        )


def add_category(name: str, by: Actor) -> str:
    """A kind of the office's own; answers its code. The same name again changes nothing."""
    name = name.strip()
    if not name:
        raise Refused(_("Fill this in."), "name")
    with write(by) as tx:
        known = records.categories(tx, retired=True)
        same = next((one for one in known if one.name == name), None)
        if same is not None:
            return same.code
        code = f"own-{secrets.token_hex(4)}"
        rank = max(one.rank for one in known) + 1
        tx.run(
            "INSERT INTO complaint_categories (code, name, rank) VALUES (:code, :name, :rank)",
            code=code,
            name=name,
            rank=rank,
        )
        audit.record(tx, "complaint_kind.added", "complaint_categories", after={"name": name})
        return code


def rename_category(code: str, name: str, by: Actor) -> None:
    """Call a kind otherwise; an empty name is the program's own word, which kinds of the office have not."""
    with write(by) as tx:
        found = records.category(tx, code)
        if found is None:
            raise LookupError(code)
        if not name.strip() and code.startswith("own-"):
            raise Refused(_("Fill this in."), "name")
        tx.run(
            "UPDATE complaint_categories SET name = :name WHERE code = :code", code=code, name=name.strip()
        )
        audit.record(
            tx,
            "complaint_kind.renamed",
            "complaint_categories",
            before={"name": found.name},
            after={"name": name.strip()},
        )


def hide_category(code: str, *, hidden: bool, by: Actor) -> None:
    """Offer a kind no more, or again; complaints of it stay. Refused: the last one."""
    with write(by) as tx:
        live = records.categories(tx)
        if records.category(tx, code) is None:
            raise LookupError(code)
        if hidden and [one.code for one in live] == [code]:
            raise Refused(_("One kind at least is offered."))
        tx.run(
            "UPDATE complaint_categories SET retired_at = :at WHERE code = :code",
            code=code,
            at=clock.stamp() if hidden else None,
        )
        audit.record(tx, "complaint_kind.hidden", "complaint_categories", after={"hidden": hidden})
