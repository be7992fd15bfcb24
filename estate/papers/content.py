"""What comes in as a paper: a photo is made anew without its data about place and device, a PDF is kept as it is, and
so is a Word or Excel file where those are welcome (office_files.py).

What it is decides its content, never its name or what the browser says of it.
"""

from typing import NamedTuple

from estate.data import files
from estate.i18n import gettext as _
from estate.papers import office_files
from estate.papers.nameless import nameless
from estate.refusal import Refused
from estate.web import Posted, photos
from estate.web.forms import one_line
from estate.web.posted import Upload

FIELD = "paper_files"
CAMERA_FIELD = "paper_photo"
"""The names of the two inputs: files, and a photo from the camera at once."""

MOST_FILE_BYTES = 12 * 2**20
"""Of a PDF, Word or Excel file; a photo may be larger, as it is made smaller."""
MOST_AT_ONCE = 12
LONGEST_NAME = 80


class Kept(NamedTuple):
    """A file that was checked and lies in files/. media: image/jpeg, application/pdf, a Word or Excel file, a sound (voice.py)."""

    file: str
    name: str
    media: str
    bytes: int


def keep_sent(posted: Posted, *, unnamed: bool = False) -> list[Kept]:
    """Check and keep every file that a form sent as papers; the same content once. Refused: field `paper_files`.

    unnamed: from somebody who wishes to stay it; what a file says of its author is never written to the disk.
    """
    sent = [*posted.files(FIELD), *posted.files(CAMERA_FIELD)]
    if len(sent) > MOST_AT_ONCE:
        raise Refused(_("Choose %(most)s files at most at a time.", most=MOST_AT_ONCE), FIELD)
    each = [keep(one, unnamed=unnamed) for one in sent]
    return list({one.file: one for one in each}.values())


def keep_photo(posted: Posted, field: str) -> Kept | None:
    """Check and keep the one photo that answers a question; None where nobody took one. Refused beside the field."""
    sent = posted.files(field)
    if not sent:
        return None
    name = _name(sent[0].filename)
    try:
        file = photos.keep(sent[0].content, field)
    except Refused as refused:
        raise Refused(_("%(name)s: %(why)s", name=name, why=refused.message), field) from refused
    return _photo(file, name)


def keep_file(posted: Posted) -> Kept | None:
    """Check and keep the one file that a form sent, Word and Excel too; None where none was chosen. Refused as keep()."""
    sent = posted.files(FIELD)
    return keep(sent[0], office=True) if sent else None


def keep(upload: Upload, office: bool = False, *, unnamed: bool = False) -> Kept:
    """Check and keep one file. office: Word and Excel files are welcome. unnamed: as keep_sent() does.

    Refused: anything else, not whole, too large.
    """
    name = _name(upload.filename)
    if upload.content.startswith(b"%PDF-"):
        return _pdf(upload.content, name, unnamed=unnamed)
    if office and (kept := _office(upload.content, name)):
        return kept
    try:
        file = photos.keep(upload.content, FIELD)
    except Refused as refused:
        raise Refused(_("%(name)s: %(why)s", name=name, why=refused.message), FIELD) from refused
    return _photo(file, name)


def _photo(file: str, name: str) -> Kept:
    return Kept(file, name, "image/jpeg", files.path_of(file).stat().st_size)


def _office(content: bytes, name: str) -> Kept | None:
    try:
        media = office_files.media_of(content)
    except office_files.Unsafe as error:
        why = _(
            "%(name)s holds macros or fetches something when it is opened. Save it as PDF, or without them.",
            name=name,
        )
        raise Refused(why, FIELD) from error
    if media is None:
        if content.startswith((b"\xff\xd8\xff", b"\x89PNG", b"RIFF")):
            return None
        raise Refused(_("%(name)s is no PDF, photo, Word (DOCX) or Excel (XLSX) file.", name=name), FIELD)
    _require_size(content, name)
    return Kept(files.keep(content), name, media, len(content))


def without_author(one: Kept) -> Kept:
    """A file that was kept before its sender wished to stay unnamed, without what it says of its author."""
    if one.media != "application/pdf":
        return one
    return _pdf(files.path_of(one.file).read_bytes(), one.name, unnamed=True)


def _pdf(content: bytes, name: str, *, unnamed: bool) -> Kept:
    _require_size(content, name)
    if b"%%EOF" not in content[-2048:]:
        raise Refused(_("%(name)s is not whole. Save the PDF again.", name=name), FIELD)
    if unnamed:
        made = nameless(content)
        if made is None:
            why = _(
                "%(name)s may say who wrote it, and that cannot be taken out. Send photos of its pages.",
                name=name,
            )
            raise Refused(why, FIELD)
        content = made
    return Kept(files.keep(content), name, "application/pdf", len(content))


def _require_size(content: bytes, name: str) -> None:
    if len(content) > MOST_FILE_BYTES:
        most = MOST_FILE_BYTES // 2**20
        raise Refused(_("%(name)s is larger than %(most)s MB.", name=name, most=most), FIELD)


def _name(filename: str) -> str:
    """The file's own name without its folder; a long one is shortened, its ending stays."""
    last = (one_line(filename) or "").replace("\\", "/").rpartition("/")[2].strip(". ")
    stem, dot, end = last.rpartition(".")
    if not dot or len(end) > 5:
        stem, end = last, ""
    return (stem[:LONGEST_NAME] + (f".{end}" if end else "")) or _("Paper")
