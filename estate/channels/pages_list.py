"""The SMS list of a day, for a provider's own page; and addresses that are tried again."""

import csv
import io
import json
from datetime import date

from litestar import Response as LitestarResponse

from estate.access.me import Me
from estate.access.permissions import CHANNELS_EDIT
from estate.channels import records, records_list, records_sends
from estate.channels.records_list import Listed
from estate.channels.rules_sms import params, rendered
from estate.data import Reader, audit, clock, read, write
from estate.i18n import gettext as _
from estate.messages import events
from estate.messages.rules_text import segments
from estate.web import Posted, Response, get, post, redirect


@get("/channels/sms-list.csv", permission=CHANNELS_EDIT)
def download_list(asked: Posted, me: Me) -> Response:
    """Number and text of each message of a day that nobody has seen; each message is in the list of its day alone."""
    day = _day(asked.get("day"))
    with read() as db:
        silent, loud = records_list.silent_events(db), records_list.loud_events(db)
        wanted = {one.code for one in events.ALL if one.modes.get("sms", "off") != "off"} - silent | loud
        rows = [(one, _text(db, one)) for one in records_list.unsent(db, day.isoformat(), wanted)]
    with write(me) as tx:
        audit.record(tx, "sms_list.downloaded", "channels", after={"day": day.isoformat(), "rows": len(rows)})
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet)
    writer.writerow(
        [
            _("Mobile number"),
            _("Content of the message"),
            _("Messages charged"),
            _("Name"),
            _("Home"),
            _("Event"),
            _("Message"),
        ]
    )
    for one, text in rows:
        event = str(events.of(one.event).name) if one.event in events.EVENTS else one.event
        cells = [one.number, text, segments(text), one.recipient, one.home_code, event, one.message_id]
        writer.writerow([_safe(str(cell)) for cell in cells])
    name = f"sms-{day.isoformat()}.csv"
    return LitestarResponse(
        sheet.getvalue().encode("utf-8-sig"),  # Excel takes it for UTF-8 only by this mark
        media_type="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@post("/channels/addresses/revival", permission=CHANNELS_EDIT)
def revive_address(posted: Posted, me: Me) -> Response:
    """Try an address again that had been given up: the number has a new owner, or the mailbox was made anew."""
    channel, to = posted.get("channel"), posted.get("to")
    with write(me) as tx:
        records_sends.note_alive(tx, channel, to)
        audit.record(tx, "address.revived", "channels", after={"channel": channel})
    return redirect("/channels", toast=_("It is tried again"))


def _text(db: Reader, one: Listed) -> str:
    """The provider's approved text where there is one, else ours."""
    found = records.approved(db, one.event, one.language)
    given = params(found.pairs, json.loads(one.given)) if found else None
    return rendered(found.signature, found.text, given) if found and given is not None else one.short


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return clock.today()


def _safe(cell: str) -> str:
    """No cell that a spreadsheet would take for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


ROUTES = [download_list, revive_address]
