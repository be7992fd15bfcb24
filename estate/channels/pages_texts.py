"""The SMS texts that a provider approves, one for an event and language."""

import json

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import CHANNELS_EDIT
from estate.channels import actions, records, words
from estate.channels.forms_texts import SmsTextForm
from estate.channels.records import TemplateRow
from estate.channels.samples import sample
from estate.data import read, write
from estate.i18n import LOCALES
from estate.i18n import gettext as _
from estate.messages import events
from estate.messages.rules_text import segments
from estate.refusal import Refused
from estate.web import Posted, Response, get, page, post, redirect


@get("/channels/texts", permission=CHANNELS_EDIT)
def list_texts() -> Response:
    with read() as db:
        rows = records.templates(db)
    shown = [(row, sample(row).text) for row in rows]
    return page(
        "channels/texts.html",
        rows=[(row, text, segments(text)) for row, text in shown],
        names={one.code: one.name for one in events.ALL},
        locales_=LOCALES,
        words=words,
    )


@get("/channels/texts/new", permission=CHANNELS_EDIT)
def new_text() -> Response:
    return _page(SmsTextForm(), None)


@get("/channels/texts/variables", permission=CHANNELS_EDIT)
def show_variables(asked: Posted) -> Response:
    """What the chosen event can say, beside the form."""
    event = events.EVENTS.get(asked.get("event"), events.ALL[0])
    return page("channels/_variables.html", event=event, variables=events.known_variables(event).values())


@post("/channels/texts", permission=CHANNELS_EDIT)
def create_text(posted: Posted, me: Me) -> Response:
    return _save(posted, None, me)


@get("/channels/texts/{text_id:int}", permission=CHANNELS_EDIT)
def show_text(text_id: int) -> Response:
    row = _row(text_id)
    names = "\n".join(f"{theirs} = {ours}" for theirs, ours in row.pairs)
    return _page(SmsTextForm(data={**row._asdict(), "names": names}), row)


@post("/channels/texts/{text_id:int}", permission=CHANNELS_EDIT)
def change_text(text_id: int, posted: Posted, me: Me) -> Response:
    return _save(posted, _row(text_id), me)


def _save(posted: Posted, row: TemplateRow | None, me: Me) -> Response:
    form = SmsTextForm(posted)
    if not form.validate():
        return _page(form, row, 422)
    names = ("event", "locale", "signature", "code", "text", "approval")
    values = {name: str(form.data[name]) for name in names} | {"names": json.dumps(form.pairs)}
    try:
        with write(me) as tx:
            text_id = actions.save_template(tx, row.id if row else None, values)
    except Refused as refused:
        form.refuse(refused)
        return _page(form, row, 422)
    return redirect(f"/channels/texts/{text_id}", toast=_("Saved"))


def _row(text_id: int) -> TemplateRow:
    with read() as db:
        row = records.template(db, text_id)
    if row is None:
        raise NotFoundException
    return row


def _page(form: SmsTextForm, row: TemplateRow | None, status: int = 200) -> Response:
    text = sample(row).text if row else ""
    event = events.EVENTS.get(str(form.event.data), events.ALL[0])
    return page(
        "channels/text.html",
        form=form,
        row=row,
        text=text,
        segments=segments(text),
        variables=events.known_variables(event).values(),
        event=event,
        status=status,
    )


ROUTES = [list_texts, new_text, show_variables, create_text, show_text, change_text]
