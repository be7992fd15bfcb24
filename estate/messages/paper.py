"""A kept PDF as an answer that the browser shows under a name."""

from urllib.parse import quote

from litestar import Response as LitestarResponse

from estate.data import files
from estate.web import Response


def pdf(file: str, name: str) -> Response:
    """The PDF that is kept under a hash. name: what the browser calls it, without its ending."""
    response: Response = LitestarResponse(files.path_of(file).read_bytes(), media_type="application/pdf")
    response.headers["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(name)}.pdf"
    return response
