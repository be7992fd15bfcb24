"""Routes: each names the permission it needs; handlers run in a thread, so a lock wait never stops the loop."""

from collections.abc import Callable
from typing import Any

import litestar
from litestar.connection import ASGIConnection
from litestar.exceptions import NotAuthorizedException, PermissionDeniedException
from litestar.handlers import BaseRouteHandler, HTTPRouteHandler

from estate.access.permissions import PUBLIC
from estate.web.context import current

Handler = Callable[..., Any]


def get(path: str, *, permission: str, **options: Any) -> Callable[[Handler], HTTPRouteHandler]:
    """A page at this path for those with the permission."""
    return litestar.get(path, permission=permission, sync_to_thread=True, include_in_schema=False, **options)


def post(path: str, *, permission: str, **options: Any) -> Callable[[Handler], HTTPRouteHandler]:
    """An act at this path for those with the permission."""
    return litestar.post(
        path, permission=permission, sync_to_thread=True, include_in_schema=False, status_code=200, **options
    )


def require_permission(_: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """The guard of every route: no permission named is a fault of the program, not an open door."""
    permission = handler.opt.get("permission")
    if permission is None:
        raise RuntimeError(f"{handler.paths} names no permission")
    if permission == PUBLIC:
        return
    person = current().me
    if person is None:
        raise NotAuthorizedException
    if not person.may(permission):
        raise PermissionDeniedException
