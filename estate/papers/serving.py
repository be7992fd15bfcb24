"""The content of a paper as an answer: a photo to look at, a voice note to hear, a PDF to save."""

from urllib.parse import quote

from litestar.exceptions import NotFoundException

from estate.data import files
from estate.papers.queries import Paper
from estate.web import Response, ranges

SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""A file that somebody handed in is shown or saved, never run as a page of ours."""


def answer(paper: Paper, asked: str = "") -> Response:
    """The content of a paper; asked: the range of it that a player wants. Who calls has looked who may see it."""
    path = files.path_of(paper.file)
    if not path.exists():
        raise NotFoundException
    name = _photo_name(paper.name) if paper.is_photo else paper.name
    how = "inline" if paper.is_photo or paper.is_voice else "attachment"
    response = ranges.answer(path.read_bytes(), paper.media, asked if paper.is_voice else "")
    response.headers.update(SAFE)
    response.headers["Content-Disposition"] = f"{how}; filename*=UTF-8''{quote(name, safe='')}"
    return response


def _photo_name(name: str) -> str:
    """A photo is kept as JPEG, whatever its name said."""
    stem, dot, _end = name.rpartition(".")
    return f"{stem if dot else name}.jpg"
