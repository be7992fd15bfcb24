"""Changing the texts of letters; a text that threatens is refused. One transaction each."""

from estate.arrears.rules_law import refuse_threats
from estate.data import Actor, audit, clock, write
from estate.i18n import gettext as _
from estate.letters.rules_texts import unknown_names
from estate.letters.texts import Text, delivered, text
from estate.letters.words import NAMES
from estate.refusal import Refused


def change(wanted: Text, by: Actor) -> Text:
    """Write the words of a kind and language anew; letters that are issued keep theirs. The same words change nothing.

    Refused: a name in braces that nothing stands for, and what threatens (estate/arrears/rules_law.py).
    """
    for field, words in (("title", wanted.title), ("opening", wanted.opening), ("closing", wanted.closing)):
        refuse_threats(words, field)
        known = NAMES if field != "title" else set[str]()
        if unknown := unknown_names(words, known):
            raise Refused(
                _("Nothing stands for “%(name)s”. Use only the names in the list.", name=unknown[0]), field
            )
    with write(by) as tx:
        before = text(tx, wanted.kind, wanted.locale)
        if before[:6] == wanted[:6]:
            return before
        tx.insert(
            "letter_texts",
            kind=wanted.kind,
            locale=wanted.locale,
            title=wanted.title,
            opening=wanted.opening,
            closing=wanted.closing,
            days=wanted.days,
            written_at=clock.stamp(),
            account_id=by.account_id,
            who=by.name,
        )
        audit.record(
            tx,
            "letter_text.changed",
            "letter_texts",
            before={"kind": before.kind, "opening": before.opening, "closing": before.closing},
            after={"kind": wanted.kind, "opening": wanted.opening, "closing": wanted.closing},
        )
        return text(tx, wanted.kind, wanted.locale)


def restore(kind: str, locale: str, by: Actor) -> Text:
    """The words that come with the program hold again."""
    return change(delivered(kind, locale), by)
