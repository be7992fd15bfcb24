"""What the office notes about arrears, and who decides whether a list of debtors may hang on the notice board."""

from estate.arrears import queries, records_causes, records_publication, words
from estate.data import Tx, audit, write
from estate.data.store import Actor
from estate.i18n import gettext as _
from estate.refusal import Refused

SHORTEST_BASIS = 10


def note_cause(
    tx: Tx,
    home_id: int,
    payer_id: int,
    code: str,
    note: str = "",
    *,
    source: str = "office",
    source_id: int | None = None,
) -> int | None:
    """Note why a payer of a home does not pay; `none` when the reason is gone. Nothing new is not noted again.

    source, source_id: what it was heard in, such as a call; answers the note's id.
    """
    if code != "none" and code not in words.CAUSES:
        raise Refused(_("Choose a reason."), "code")
    if not records_causes.was_charged(tx, home_id, payer_id):
        raise Refused(_("This person was never billed for this home."), "payer")
    before = queries.cause(tx, home_id, payer_id)
    note = note.strip()
    if (before or "none") == code and not note:
        return None
    noted = records_causes.add(tx, home_id, payer_id, code, note, source, source_id)
    audit.record(
        tx,
        "arrears.cause_noted",
        "homes",
        home_id,
        before={"reason": before},
        after={"reason": code, "payer": payer_id, "note": note},
    )
    return noted


def allow_publication(basis: str, by: Actor) -> None:
    """An administrator says on which law a printed list of debtors rests."""
    if len(basis.strip()) < SHORTEST_BASIS:
        raise Refused(
            _("Write the rule and the article, or the resolution of the owners with its day."), "basis"
        )
    _decide(True, basis.strip(), by)


def forbid_publication(by: Actor) -> None:
    """No list is printed any more."""
    _decide(False, "", by)


def _decide(allowed: bool, basis: str, by: Actor) -> None:
    with write(by) as tx:
        before = records_publication.now(tx)
        if before.allowed == allowed and before.basis == basis:
            return
        records_publication.decide(tx, allowed, basis)
        audit.record(
            tx,
            "arrears.publication_allowed" if allowed else "arrears.publication_forbidden",
            "office",
            None,
            before={"allowed": before.allowed, "basis": before.basis},
            after={"allowed": allowed, "basis": basis},
        )
