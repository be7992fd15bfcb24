"""Tablets: HTTPS on and off, preparing and enrolling them, who uses which, what they sent late."""

from typing import Any

from litestar import Response as LitestarResponse
from litestar.datastructures import Cookie, State
from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import PUBLIC, SIGNED_IN, TABLETS_MANAGE
from estate.access.sessions import hash_token
from estate.data import read
from estate.i18n import gettext as _
from estate.refusal import Refused
from estate.settings import Settings
from estate.tablets import actions, authority, queries, records
from estate.tablets.forms import TabletForm
from estate.tablets.https import Https
from estate.web import Posted, Response, current, existing, get, page, post, redirect
from estate.web.lan import https_url, lan_url, qr_svg
from estate.web.middleware import TABLET_COOKIE


@get("/tablets", permission=TABLETS_MANAGE)
def list_tablets(state: State, settings: Settings) -> Response:
    """Whether HTTPS is on, how tablets come to trust it, and which there are."""
    return _tablets(TabletForm(), state, settings)


@post("/tablets/https", permission=TABLETS_MANAGE)
def switch_https_on(state: State, me: Me) -> Response:
    https: Https = state.https
    https.start()
    if https.trouble:
        raise Refused(_("HTTPS does not start: %(why)s", why=https.trouble))
    actions.switch_https(True, me)
    return redirect("/tablets", toast=_("HTTPS is on"))


@post("/tablets/https/end", permission=TABLETS_MANAGE)
def switch_https_off(state: State, me: Me, settings: Settings) -> Response:
    actions.switch_https(False, me)
    https: Https = state.https
    https.switch_off()
    if current().scheme == "https":  # this address answers no more
        return page("tablets/off.html", url=lan_url(settings.port))
    return redirect("/tablets", toast=_("HTTPS is off"))


@post("/tablets", permission=TABLETS_MANAGE)
def prepare_tablet(posted: Posted, me: Me, state: State, settings: Settings) -> Response:
    """A name for a tablet, answered with its one-time link as a QR code."""
    form = TabletForm(posted)
    if not form.validate():
        return _tablets(form, state, settings, 422)
    try:
        tablet_id, code = actions.prepare(str(form.name.data), me)
    except Refused as refused:
        form.refuse(refused)
        return _tablets(form, state, settings, 422)
    return _link(tablet_id, code, settings)


@get("/tablets/{tablet_id:int}", permission=TABLETS_MANAGE)
def show_tablet(tablet_id: int) -> Response:
    with read() as db:
        tablet = existing(records.get(db, tablet_id))
        uploads = records.uploads_of(db, tablet_id)
    return page("tablets/tablet.html", tablet=tablet, uploads=uploads)


@post("/tablets/{tablet_id:int}/link", permission=TABLETS_MANAGE)
def renew_link(tablet_id: int, me: Me, settings: Settings) -> Response:
    """Another one-time link: the first was lost, or the tablet's browser was emptied."""
    with read() as db:
        if existing(records.get(db, tablet_id)).ended_at:
            raise Refused(_("This tablet was taken out."))
    return _link(tablet_id, actions.renew_code(tablet_id, me), settings)


@post("/tablets/{tablet_id:int}/end", permission=TABLETS_MANAGE)
def take_tablet_out(tablet_id: int, me: Me) -> Response:
    with read() as db:
        existing(records.get(db, tablet_id))
    actions.take_out(tablet_id, me)
    return redirect("/tablets", toast=_("Tablet taken out"))


@get("/tablet", permission=PUBLIC)
def show_steps(state: State, settings: Settings) -> Response:
    """How any device of the office comes to trust the office's HTTPS; nothing on it is secret."""
    return _steps("", state, settings)


@get("/tablet/{code:str}", permission=PUBLIC)
def show_enrolment(code: str, state: State, settings: Settings) -> Response:
    """The one-time link: first how to trust, then, over HTTPS, the enrolment itself."""
    return _steps(code, state, settings)


@post("/tablet/{code:str}", permission=PUBLIC)
def enrol_tablet(code: str) -> Response:
    if current().scheme != "https":
        raise Refused(_("A tablet is enrolled over HTTPS."))
    token = actions.enrol(code)
    response = redirect("/sign-in", toast=_("This tablet is enrolled. Sign in as yourself."))
    response.set_cookie(
        Cookie(
            TABLET_COOKIE, value=token, httponly=True, samesite="lax", secure=True, max_age=5 * 365 * 86_400
        )
    )
    return response


@get("/estate-authority.crt", permission=PUBLIC)
def download_authority(settings: Settings) -> Response:
    """The certificate that a tablet takes in, in the form and type that all systems open."""
    certificate = authority.authority(settings.folder)
    if certificate is None:
        raise NotFoundException
    return LitestarResponse(
        authority.der(certificate),
        media_type="application/x-x509-ca-cert",
        headers={"Content-Disposition": 'attachment; filename="estate-authority.crt"'},
    )


@get("/tablet-here", permission=SIGNED_IN)
def show_here(me: Me) -> Response:
    """Who is signed in on which tablet: what offline.js asks before it sends."""
    actions.note_seen(me.account_id)
    with read() as db:
        tablet = queries.present(db)
    return LitestarResponse({"account": me.account_id, "tablet": tablet.name if tablet else ""})


def _tablets(form: TabletForm, state: State, settings: Settings, status: int = 200) -> Response:
    https: Https = state.https
    with read() as db:
        tablets = records.every(db)
    return page(
        "tablets/tablets.html",
        form=form,
        https=https,
        plain_url=lan_url(settings.port),
        certificate=authority.authority(settings.folder),
        fingerprint=authority.fingerprint,
        **_safe_address(https),
        tablets=tablets,
        status=status,
    )


def _safe_address(https: Https) -> dict[str, Any]:
    """Where HTTPS is found from elsewhere in the network, also as a QR code."""
    if not https.running:
        return {"url": "", "qr": ""}
    url = f"{https_url(https.port)}tablet"
    return {"url": url, "qr": qr_svg(url)}


def _link(tablet_id: int, code: str, settings: Settings) -> Response:
    with read() as db:
        tablet = existing(records.get(db, tablet_id))
    # Over plain HTTP: a tablet that does not trust the office yet could not open the other.
    url = f"{lan_url(settings.port)}tablet/{code}"
    return page("tablets/link.html", tablet=tablet, url=url, qr=qr_svg(url))


def _steps(code: str, state: State, settings: Settings) -> Response:
    https: Https = state.https
    with read() as db:
        tablet = records.of_code(db, hash_token(code)) if code else None
    if code and tablet is None:
        return page("tablets/steps_gone.html", status=404)
    safe = current().scheme == "https"
    certificate = None if https.given else authority.authority(settings.folder)
    return page(
        "tablets/steps.html",
        tablet=tablet,
        code=code,
        safe=safe,
        on=https.running or safe,
        safe_url=f"https://{_host()}:{https.port}/tablet" + (f"/{code}" if code else ""),
        certificate=certificate,
        fingerprint=authority.fingerprint(certificate) if certificate else "",
    )


def _host() -> str:
    """The host as the browser of this request reached it, without the port."""
    host = current().host
    return host.rsplit(":", 1)[0] if not host.endswith("]") else host


ROUTES = [
    list_tablets,
    switch_https_on,
    switch_https_off,
    prepare_tablet,
    show_tablet,
    renew_link,
    take_tablet_out,
    show_steps,
    show_enrolment,
    enrol_tablet,
    download_authority,
    show_here,
]
