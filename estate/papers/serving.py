"""The content of a paper as an answer: a photo to look at, a voice note to hear, any other file to save."""

import re
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


def answer(paper: Paper, asked: str = "", title: str = "") -> Response:
    """The content of a paper. Who calls has looked who may see it.

    asked: the range of it that a player wants. title: it is saved under this name, a photo too.
    """
    path = files.path_of(paper.file)
    if not path.exists():
        raise NotFoundException
    name = _saved_name(paper, title) if title else _photo_name(paper.name) if paper.is_photo else paper.name
    how = "inline" if (paper.is_photo or paper.is_voice) and not title else "attachment"
    response = ranges.answer(path.read_bytes(), paper.media, asked if paper.is_voice else "")
    response.headers.update(SAFE)
    response.headers["Content-Disposition"] = disposition(how, name)
    return response


def disposition(how: str, name: str) -> str:
    """The header with a name in any script, and one that old programs can read.

    Source: RFC 6266, 4.3 and appendix D; RFC 8187, 3.2.
    """
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip("-.")
    stem, _dot, end = plain.rpartition(".")
    plain = plain if stem.strip("-.") else f"download.{end}" if end else "download"
    return f"{how}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _saved_name(paper: Paper, title: str) -> str:
    """The title as a file is called on any system: without the signs that Windows forbids, with the ending of its kind."""
    stem = re.sub(r'[\x00-\x1f\\/:*?"<>|]+', " ", title).strip(" .")
    return f"{stem or paper.id}.{paper.ending}"


def _photo_name(name: str) -> str:
    """A photo is kept as JPEG, whatever its name said."""
    stem, dot, _end = name.rpartition(".")
    return f"{stem if dot else name}.jpg"
