"""Change the text of an event: a new version each time, checked before it is kept."""

from estate.arrears.rules_law import refuse_threats
from estate.data import Actor, Tx, audit, clock, write
from estate.i18n import gettext as _
from estate.messages import events, records, records_templates
from estate.messages.event import Event
from estate.messages.rendering import Rendered, built_in
from estate.messages.rules_text import unknown
from estate.refusal import Refused


def check(event: Event, texts: Rendered) -> None:
    """Refused at the field that names a variable which the event does not give, or that threatens a debtor."""
    known = events.known_variables(event)
    for field, text in texts._asdict().items():
        if wrong := unknown(text, known):
            named = ", ".join(f"{{{name}}}" if name not in "{}" or not name else name for name in wrong)
            raise Refused(_("No such variable here: %(names)s", names=named), field)
        if event.about_debt:
            refuse_threats(text, field)


def save(code: str, language: str, texts: Rendered, by: Actor) -> int:
    """Keep a text as the next version; answers its number. The same text again makes no version."""
    event = events.of(code)
    check(event, texts)
    with write(by) as tx:
        now = records.texts(tx, code, language) or built_in(code, language)
        if now[1:] == texts:
            return records_templates.latest_version(tx, code, language)
        return _add(tx, code, language, texts, built_in=0)


def back_to_built_in(code: str, language: str, by: Actor) -> None:
    """Use the text that comes with the program again, also when a newer program brings another."""
    with write(by) as tx:
        if records.texts(tx, code, language) is not None:
            _add(tx, code, language, Rendered(*built_in(code, language)[1:]), built_in=1)


def _add(tx: Tx, code: str, language: str, texts: Rendered, *, built_in: int) -> int:
    version = records_templates.latest_version(tx, code, language) + 1
    row = {"event": code, "language": language, "version": version, **texts._asdict()}
    made = tx.insert("message_templates", **row, built_in=built_in, made_at=clock.stamp(), made_by=tx.by.name)
    audit.record(tx, "message_template.changed", "message_templates", made, after=row)
    return version
