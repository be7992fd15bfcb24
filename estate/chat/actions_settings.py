"""How chat works in this office, and its prepared answers."""

from estate.chat import records, records_answers
from estate.chat.records import Settings
from estate.chat.rules_words import unknown_variables
from estate.data import Actor, audit, clock, write
from estate.data.edits import Edits
from estate.i18n import gettext as _
from estate.refusal import Refused

EDITS = Edits("chat_answers", ("chat.answer_kept", "chat.answer_retired"))
SETTINGS = Edits("chat_settings", ("chat.settings_changed",))


def change_settings(given: Settings, by: Actor, seen: int | None = None) -> None:
    """Set the minutes and days. Refused where another has set them since (`SETTINGS`)."""
    with write(by) as tx:
        before = records.settings(tx)
        if before == given:
            return
        SETTINGS.require_seen(tx, 1, seen)
        tx.update("chat_settings", 1, **given._asdict())
        audit.record(
            tx, "chat.settings_changed", "chat_settings", 1, before=before._asdict(), after=given._asdict()
        )


def keep_answer(answer_id: int | None, title: str, text: str, by: Actor, seen: int | None = None) -> int:
    """A new prepared answer, or a change of one. Refused: a title that is there, a variable that is not known, one that
    another has changed since (`EDITS`)."""
    title, text = title.strip(), text.strip()
    if unknown := unknown_variables(text):
        raise Refused(_("There is no such variable: %(names)s.", names=", ".join(unknown)), "text")
    with write(by) as tx:
        known = records_answers.titled(tx, title)
        if known is not None and known != answer_id:
            raise Refused(_("There is an answer of this title already."), "title")
        values = {"title": title, "text": text, "changed_at": clock.stamp(), "changed_by": tx.by.name}
        if answer_id is None:
            answer_id = tx.insert("chat_answers", **values)
        else:
            found = records_answers.answer(tx, answer_id)
            if found and (found.title, found.text) == (title, text):
                return answer_id
            EDITS.require_seen(tx, answer_id, seen)
            tx.update("chat_answers", answer_id, **values)
        audit.record(tx, "chat.answer_kept", "chat_answers", answer_id, after={"title": title, "text": text})
        return answer_id


def retire_answer(answer_id: int, by: Actor) -> None:
    """Take a prepared answer out of use. Again changes nothing."""
    with write(by) as tx:
        found = records_answers.answer(tx, answer_id)
        if found is None or found.retired_at:
            return
        tx.update("chat_answers", answer_id, retired_at=clock.stamp())
        audit.record(tx, "chat.answer_retired", "chat_answers", answer_id, before={"title": found.title})
