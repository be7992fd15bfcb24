"""Notifications on one's own devices: take them on this one, stop them on any; and the script that shows them."""

from litestar import Response as LitestarResponse
from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import PUBLIC, SIGNED_IN
from estate.channels import actions, records
from estate.data import read
from estate.i18n import gettext as _
from estate.refusal import Refused
from estate.resources import resource
from estate.web import Posted, Response, current, get, page, post, redirect


@get("/account/devices", permission=SIGNED_IN)
def show_devices(me: Me) -> Response:
    """The part of the account's page that push.js fetches; empty while the office sends no notifications."""
    return _part(me)


@post("/account/devices", permission=SIGNED_IN)
def add_device(posted: Posted, me: Me) -> Response:
    """Notify this browser from now on."""
    try:
        actions.subscribe(
            me.account_id,
            posted.get("endpoint"),
            posted.get("p256dh"),
            posted.get("auth"),
            current().agent,
            me,
        )
    except Refused as refused:
        return _part(me, refused.message, 422)
    return _part(me)


@post("/account/devices/{device_id:int}/end", permission=SIGNED_IN)
def end_device(device_id: int, me: Me) -> Response:
    """Notify that browser no more."""
    if not actions.unsubscribe(me.account_id, device_id, me):
        raise NotFoundException
    return redirect("/account", toast=_("No more notifications there"))


@get("/sw.js", permission=PUBLIC)
def service_worker() -> Response:
    """The script that shows a notification; at the root, so that it may speak for the whole house."""
    content = (resource("static") / "sw.js").read_bytes()
    return LitestarResponse(content, media_type="text/javascript", headers={"Cache-Control": "no-cache"})


def _part(me: Me, trouble: str = "", status: int = 200) -> Response:
    key = actions.push_key()
    with read() as db:
        devices = records.devices(db, me.account_id)
    return page("channels/_devices.html", key=key, devices=devices, trouble=trouble, status=status)


ROUTES = [show_devices, add_device, end_device, service_worker]
