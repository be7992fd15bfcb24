"""Static files under a name with their content's hash, so that browsers may keep them for ever."""

import gzip
import hashlib
import mimetypes
from functools import lru_cache
from typing import Any, NamedTuple

from litestar import Request
from litestar import Response as LitestarResponse
from litestar.exceptions import NotFoundException

from estate.access.permissions import PUBLIC
from estate.resources import resource
from estate.web.routes import get

mimetypes.add_type("text/javascript", ".js")
mimetypes.add_type("font/woff2", ".woff2")
mimetypes.add_type("image/svg+xml", ".svg")
mimetypes.add_type("application/manifest+json", ".webmanifest")


class Asset(NamedTuple):
    content: bytes
    gzipped: bytes | None
    media_type: str
    version: str


@lru_cache(maxsize=256)
def _load(name: str) -> Asset | None:
    root = resource("static").resolve()
    try:
        path = (root / name).resolve()
        if not path.is_relative_to(root) or not path.is_file():
            return None
    except (OSError, ValueError):  # no name that a file could have: too long, or with a NUL in it
        return None
    content = path.read_bytes()
    media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    squeezable = media_type.startswith("text/") or media_type.endswith(("+xml", "json", "javascript"))
    squeezed = gzip.compress(content, 6) if squeezable else None
    return Asset(content, squeezed, media_type, hashlib.sha256(content).hexdigest()[:12])


def url(name: str) -> str:
    """The address of a static file; FileNotFoundError when it does not ship."""
    asset = _load(name)
    if asset is None:
        raise FileNotFoundError(f"static/{name}")
    return f"/static/{asset.version}/{name}"


@get("/static/{version:str}/{name:path}", permission=PUBLIC)
def static_file(request: Request[Any, Any, Any], version: str, name: str) -> LitestarResponse[bytes]:
    """One static file, gzipped where the browser takes it."""
    asset = _load(name.lstrip("/"))
    if asset is None:
        raise NotFoundException
    squeezed = asset.gzipped if "gzip" in request.headers.get("accept-encoding", "") else None
    headers = {
        "Cache-Control": "public, max-age=31536000, immutable" if version == asset.version else "no-cache",
        "Vary": "Accept-Encoding",
    }
    if squeezed:
        headers["Content-Encoding"] = "gzip"
    return LitestarResponse(squeezed or asset.content, media_type=asset.media_type, headers=headers)
