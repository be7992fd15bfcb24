"""Routes: each names the permission it needs; handlers run in a thread, so a lock wait never stops the loop."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Annotated, Any

import litestar
from anyio import to_thread
from litestar.connection import ASGIConnection
from litestar.di import NamedDependency
from litestar.exceptions import MethodNotAllowedException, NotAuthorizedException, PermissionDeniedException
from litestar.handlers import BaseRouteHandler, HTTPRouteHandler
from litestar.params import PathParameter

from estate.access.permissions import PUBLIC
from estate.web.context import current

Handler = Callable[..., Any]

PROVIDED = {"posted", "asked", "me", "settings"}  # what every handler may ask for by name; see create_app


def get(path: str, *, permission: str, **options: Any) -> Callable[[Handler], HTTPRouteHandler]:
    """A page at this path for those with the permission."""
    route = litestar.get(path, permission=permission, include_in_schema=False, **options)
    return lambda handler: route(_in_a_thread(handler, path))


def post(path: str, *, permission: str, **options: Any) -> Callable[[Handler], HTTPRouteHandler]:
    """An act at this path for those with the permission."""
    route = litestar.post(path, permission=permission, include_in_schema=False, status_code=200, **options)
    return lambda handler: route(_in_a_thread(handler, path))


def require_permission(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """The guard of every route: no permission named is a fault of the program, not an open door."""
    if connection.scope.get("method") == "OPTIONS":  # Litestar answers these itself; no page of ours asks
        raise MethodNotAllowedException
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


def _in_a_thread(handler: Handler, path: str) -> Handler:
    """The handler as Litestar calls it: in a thread, with each parameter marked for where it comes from.

    Litestar's own sync_to_thread wraps a handler twice when another one shares its path (2.25).
    """

    @wraps(handler)
    async def threaded(**arguments: Any) -> Any:
        return await to_thread.run_sync(partial(handler, **arguments))

    threaded.__annotations__ = {
        name: _marked(name, kind, path) for name, kind in handler.__annotations__.items()
    }
    return threaded


def _marked(name: str, kind: Any, path: str) -> Any:
    if f"{{{name}:" in path:
        return Annotated[kind, PathParameter()]
    return NamedDependency[kind] if name in PROVIDED else kind
