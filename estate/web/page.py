"""Pages: one template serves the full page and, for htmx, its main part alone."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar, cast
from urllib.parse import parse_qsl, quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import MediaType
from litestar import Response as LitestarResponse
from litestar.datastructures import Cookie
from litestar.exceptions import NotFoundException

from estate import i18n
from estate.data import clock
from estate.resources import resource
from estate.web import assets, filters
from estate.web.context import current

Response = LitestarResponse[Any]
T = TypeVar("T")

TOAST_COOKIE = "toast"


class Query(dict[str, str]):
    """The query string for templates: what is not there is empty."""

    def __missing__(self, name: str) -> str:
        return ""


_providers: dict[str, Callable[[], Any]] = {}


def provide(**providers: Callable[[], Any]) -> None:
    """Name what every page shows and how to get it at each rendering: `office`, `nav`, `practice` (see app.py)."""
    _providers.update(providers)


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The one template environment: escaping on, unknown names are errors."""
    env = Environment(
        loader=FileSystemLoader(resource("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n", "jinja2.ext.loopcontrols"],
        cache_size=-1,
    )
    install: Any = env.__getattribute__("install_gettext_callables")  # added by the i18n extension
    install(i18n.plain_gettext, i18n.plain_ngettext, newstyle=True)
    cast(dict[str, Any], env.globals).update(asset=assets.url, locales=i18n.LOCALES)
    env.filters.update(filters.ALL)
    return env


def render(template: str, **context: Any) -> str:
    """The template as text, with what every page knows of the request."""
    now = current()
    return (
        environment()
        .get_template(template)
        .render(
            me=now.me,
            path=now.path,
            query=Query(parse_qsl(now.query)),
            locale=i18n.locale(),
            today=clock.today(),
            may=now.me.may if now.me else _nobody_may,
            toast=now.toast,
            **{name: get() for name, get in _providers.items()},
            **context,
        )
    )


def existing(found: T | None) -> T:
    """What was looked for; the page is not found where there is none."""
    if found is None:
        raise NotFoundException
    return found


def page(template: str, *, part: str = "", status: int = 200, **context: Any) -> Response:
    """Answer with a template; the same URL serves, to htmx, only the `part` (a template that the page includes)."""
    chosen = part if part and current().htmx else template
    response = LitestarResponse(render(chosen, **context), media_type=MediaType.HTML, status_code=status)
    response.headers["Vary"] = "HX-Request, Cookie"
    if current().toast:
        response.delete_cookie(TOAST_COOKIE)
    return response


def redirect(to: str, toast: str = "") -> Response:
    """See the page at `to` next (303; for htmx HX-Redirect), with a short word on what was done."""
    to = quote(to, safe="/?&=#%:+,;@~!$'()*[]")  # a header holds no Chinese
    if (
        current().htmx or current().queued
    ):  # fetch would follow a 303 unseen and swap the other page into this one
        response: Response = LitestarResponse(b"", media_type=MediaType.HTML, headers={"HX-Redirect": to})
    else:
        response = LitestarResponse(b"", media_type=MediaType.HTML, status_code=303, headers={"Location": to})
    if toast:
        response.set_cookie(
            Cookie(TOAST_COOKIE, value=quote(toast), httponly=True, samesite="lax", max_age=30)
        )
    return response


def _nobody_may(_: str) -> bool:
    return False
