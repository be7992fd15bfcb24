"""SMS lists for a provider's own page; and addresses that are sent to again."""

import csv
import io

from litestar import Response as LitestarResponse
from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import CHANNELS_EDIT
from estate.channels import records_lists, records_sends
from estate.data import audit, read, write
from estate.i18n import gettext as _
from estate.messages.rules_text import segments
from estate.refusal import Refused
from estate.web import Posted, Response, get, post, redirect


@post("/channels/sms-lists", permission=CHANNELS_EDIT)
def make_list(me: Me) -> Response:
    """Make a list of all that waits, and download it."""
    with write(me) as tx:
        list_id = records_lists.make(tx)
        if list_id is None:
            raise Refused(_("Nothing waits for a list."))
        audit.record(tx, "sms_list.made", "channels", after={"list": list_id})
    return redirect(f"/channels/sms-lists/{list_id}")


@get("/channels/sms-lists/{list_id:int}", permission=CHANNELS_EDIT)
def download_list(list_id: int) -> Response:
    """Number, text and messages charged, as CSV."""
    with read() as db:
        rows = records_lists.rows(db, list_id)
    if not rows:
        raise NotFoundException
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet)
    writer.writerow([_("Mobile number"), _("Content of the message"), _("Messages charged")])
    writer.writerows([one.to_address, _safe(one.text), segments(one.text)] for one in rows)
    return LitestarResponse(
        sheet.getvalue().encode("utf-8-sig"),  # Excel takes it for UTF-8 only by this mark
        media_type="text/csv",
        headers={"Content-Disposition": f'attachment; filename="sms-{list_id}.csv"'},
    )


@post("/channels/addresses/revival", permission=CHANNELS_EDIT)
def revive_address(posted: Posted, me: Me) -> Response:
    """Try an address again that had been given up: the number has a new owner, or the mailbox was made anew."""
    channel, to = posted.get("channel"), posted.get("to")
    with write(me) as tx:
        records_sends.note_alive(tx, channel, to)
        audit.record(tx, "address.revived", "channels", after={"channel": channel})
    return redirect("/channels", toast=_("It is tried again"))


def _safe(cell: str) -> str:
    """No cell that a spreadsheet would take for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


ROUTES = [make_list, download_list, revive_address]
