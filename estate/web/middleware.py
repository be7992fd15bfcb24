"""What happens to every request before its handler: who asks, from where, may this browser send it at all."""

import logging
import re
import secrets
import time
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import unquote, urlsplit

from anyio import to_thread
from litestar.datastructures import Headers

from estate import i18n
from estate.access import sessions
from estate.data import clock, read, write
from estate.data.store import System
from estate.settings import Settings
from estate.web.context import Current, Queued, begin

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

log = logging.getLogger("estate.request")

CSP = (
    "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    b"content-security-policy": CSP.encode(),
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"DENY",
    b"referrer-policy": b"same-origin",
    b"cross-origin-opener-policy": b"same-origin",
    b"permissions-policy": b"camera=(self), geolocation=(self), microphone=(self)",
}
BEFORE_OWN_PASSWORD = ("/account/password", "/sign-out", "/static/", "/preferences")
TABLET_COOKIE = "__Host-estate_tablet"
UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}


@dataclass
class Front:
    """The outermost middleware: request id, language, person, same-origin check, headers, one log line."""

    app: Callable[[Scope, Receive, Send], Awaitable[None]]
    settings: Settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = time.perf_counter()
        headers = Headers.from_scope(scope)  # pyright: ignore[reportArgumentType]
        now = describe(scope, headers, self.settings)
        begin(now)
        i18n.use_locale(i18n.best_locale(headers.get("accept-language", "")))
        token = read_cookie(headers, cookie_name(self.settings, now.scheme))
        if token and not now.path.startswith("/static/"):
            await self._recognise(now, token)
        if now.queued and now.me and now.queued.account_id != now.me.account_id:
            now.me = None  # another person uses the tablet now: what waits is not theirs to send
        status = 500

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = _with_headers(
                    message.get("headers", []), now, signed_in=now.me is not None
                )
            await send(message)

        if now.method in UNSAFE and not same_origin(headers, now):
            await _refuse(answer, 403, b"cross-origin request refused")
        elif int(headers.get("content-length") or 0) > self.settings.upload_limit_mb * 2**20:
            await _refuse(answer, 413, b"too large")
        elif now.me and now.me.must_change_password and not now.path.startswith(BEFORE_OWN_PASSWORD):
            if now.queued:  # a tablet would follow and take that page for the answer
                await _refuse(answer, 401, b"choose a password of your own first")
            else:
                await _see_other(answer, "/account/password")
        else:
            await self.app(scope, receive, answer)
        if now.unlogged:
            return
        log.info(
            "%s %s %s %d %.1f ms account=%s",
            now.request_id,
            now.method,
            now.path,
            status,
            (time.perf_counter() - started) * 1000,
            now.me.account_id if now.me else "-",
        )

    async def _recognise(self, now: Current, token: str) -> None:
        with read() as db:
            found = sessions.find(db, token, limits(self.settings))
        if found is None:
            return
        now.me, stale = found
        i18n.use_locale(now.me.locale)
        if stale:
            await to_thread.run_sync(_touch, now.me.session_id)


def limits(settings: Settings) -> sessions.Limits:
    """How long sessions last by these settings."""
    return sessions.Limits(
        timedelta(hours=settings.session_idle_hours), timedelta(days=settings.session_days)
    )


def cookie_name(settings: Settings, scheme: str) -> str:
    """Cookies are shared by all ports of a host: the practice community needs a name of its own, and so has HTTPS.

    A browser lets a plain page not replace a secure cookie, so one name for both would keep people from signing in
    there; and it takes a name with __Host- from no plain page at all, so nobody in the network can slip one in.
    """
    name = "estate_practice" if settings.practice else "estate_session"
    return f"__Host-{name}" if scheme == "https" else name


def describe(scope: Scope, headers: Headers, settings: Settings) -> Current:
    """What the request says of itself; forwarded headers count only from the trusted proxy."""
    client = scope.get("client")
    address = client[0] if client else ""
    scheme, host = str(scope.get("scheme", "http")), headers.get("host", "")
    if settings.trusted_proxy and address == settings.trusted_proxy:
        address = headers.get("x-forwarded-for", address).split(",")[-1].strip()
        scheme = headers.get("x-forwarded-proto", scheme)
        host = headers.get("x-forwarded-host", host)
    return Current(
        request_id=f"{clock.now():%y%m%d}-{secrets.token_hex(4)}",
        method=str(scope["method"]),
        path=str(scope["path"]),
        query=bytes(scope.get("query_string", b"")).decode("latin-1"),
        host=host,
        scheme=scheme,
        address=address,
        agent=headers.get("user-agent", ""),
        htmx=headers.get("hx-request") == "true" and headers.get("hx-history-restore-request") != "true",
        # what the service worker fetches to keep is not what the person sees: the word stays for the page
        toast="" if headers.get("x-keep") else unquote(read_cookie(headers, "toast")),
        tablet=read_cookie(headers, TABLET_COOKIE),
        queued=read_queued(headers.get("x-queued", "")),
    )


def read_queued(told: str) -> Queued | None:
    """`7;12;2026-11-26T01:02:03.000Z;340`: account, sequence, when it was made, how many seconds ago; None for else."""
    found = re.fullmatch(r"(\d{1,12});(\d{1,12});(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z);(\d{1,9})", told)
    if not found or not int(found[2]) or not _is_moment(found[3]):
        return None
    return Queued(int(found[1]), int(found[2]), found[3], int(found[4]))


def _is_moment(text: str) -> bool:
    """Whether such a day and hour exist, in every time zone: pages show it in the community's."""
    try:
        return 2000 <= datetime.fromisoformat(text).year < 9999
    except ValueError:
        return False


def same_origin(headers: Headers, now: Current) -> bool:
    """Whether a changing request comes from our own pages: Sec-Fetch-Site, else Origin or Referer against Host.

    A client that sends none of them is no browser that carries somebody's cookie along.
    """
    site = headers.get("sec-fetch-site")
    if site:
        return site in ("same-origin", "none")
    origin = headers.get("origin") or headers.get("referer")
    if origin:
        return urlsplit(origin).netloc == now.host
    return "cookie" not in headers


def read_cookie(headers: Headers, name: str) -> str:
    """One cookie's value, or nothing."""
    for part in headers.get("cookie", "").split(";"):
        key, _, value = part.strip().partition("=")
        if key == name:
            return value.strip('"')
    return ""


def _touch(session_id: int) -> None:
    with write(System("session")) as tx:
        sessions.touch(tx, session_id)


def _with_headers(
    given: list[tuple[bytes, bytes]], now: Current, *, signed_in: bool
) -> list[tuple[bytes, bytes]]:
    names = {name.lower() for name, _ in given}
    extra = [(name, value) for name, value in HEADERS.items() if name not in names]
    if signed_in and b"cache-control" not in names:
        extra.append((b"cache-control", b"no-store"))
    return [*given, *extra, (b"x-request-id", now.request_id.encode())]


async def _refuse(send: Send, status: int, text: bytes) -> None:
    await send(
        {"type": "http.response.start", "status": status, "headers": [(b"content-type", b"text/plain")]}
    )
    await send({"type": "http.response.body", "body": text})


async def _see_other(send: Send, path: str) -> None:
    await send({"type": "http.response.start", "status": 303, "headers": [(b"location", path.encode())]})
    await send({"type": "http.response.body", "body": b""})
