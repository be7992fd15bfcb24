"""Answers in part: players of sound ask for a file piece by piece, and some play nothing that comes whole."""

import re

from litestar import Response as LitestarResponse

from estate.web.page import Response


def span(asked: str, size: int) -> tuple[int, int] | None:
    """The first and the last byte of a `Range` header; None where it asks for nothing in particular, or for several.

    A range that the file does not have is (0, -1). Source: RFC 9110, 14.1.2.
    """
    found = re.fullmatch(r"bytes=(\d{0,12})-(\d{0,12})", asked.strip())
    if not found or not (found[1] or found[2]):
        return None
    if not found[1]:
        first, last = max(size - int(found[2]), 0), size - 1
    else:
        first, last = int(found[1]), min(int(found[2] or size), size - 1)
        if found[2] and int(found[2]) < first:
            return None
    return (first, last) if first <= last else (0, -1)


def answer(content: bytes, media: str, asked: str) -> Response:
    """A file, or the part of it that was asked for."""
    wanted = span(asked, len(content))
    if wanted is None:
        response: Response = LitestarResponse(content, status_code=200, media_type=media)
    elif wanted == (0, -1):
        response = LitestarResponse(b"", status_code=416, media_type=media)
        response.headers["Content-Range"] = f"bytes */{len(content)}"
    else:
        first, last = wanted
        response = LitestarResponse(content[first : last + 1], status_code=206, media_type=media)
        response.headers["Content-Range"] = f"bytes {first}-{last}/{len(content)}"
    response.headers["Accept-Ranges"] = "bytes"
    return response
