"""A PDF as the answer to a request."""

from urllib.parse import quote

from litestar import Response as LitestarResponse

from estate.data import files
from estate.web import Response


def kept(file: str, name: str) -> Response:
    """A kept PDF, by the hash of its content."""
    return pdf(files.path_of(file).read_bytes(), name)


def pdf(content: bytes, name: str) -> Response:
    """A PDF that the browser shows, and saves under a name."""
    response: Response = LitestarResponse(content, media_type="application/pdf")
    response.headers["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(name)}.pdf"
    return response
