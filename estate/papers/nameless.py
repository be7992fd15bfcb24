"""A PDF of somebody who wishes to stay unnamed: the same pages without what says who made them, when and on what.

What goes: the author and program of the file, its earlier versions, the authors of comments, signatures with their
certificates, files inside, and where and with what its photos were taken. What is written on the pages stays.
"""

import io
from collections.abc import Iterator
from typing import Any

_TELLING = frozenset(
    {
        "/Metadata", "/PieceInfo", "/LastModified", "/Author", "/Creator", "/Producer", "/CreationDate", "/ModDate",
        "/AF", "/EF", "/FS", "/AA", "/JS", "/OpenAction", "/UserName", "/CreatorInfo", "/PTEX.FileName", "/PTEX.InfoDict",
    }
)  # fmt: skip
"""Keys of PDF objects that say where they come from, or hold files and scripts. Source: ISO 32000-1, 14.3 to 14.5."""
_COMMENT = frozenset({"/T", "/M", "/NM", "/RC", "/Subj"})
"""Keys of a comment on a page beside its words."""
_SIGNATURE = frozenset(
    {"/Name", "/Contents", "/Cert", "/Reason", "/Location", "/ContactInfo", "/M", "/Prop_Build"}
)

_SOI, _EOI, _SOS = 0xD8, 0xD9, 0xDA
_OF_THE_PICTURE = frozenset({0xE0, 0xE2, 0xEE})
"""Markers of a JPEG that its look needs: size, colours. The other APPn and the comment say who, where and with what."""


def nameless(pdf: bytes) -> bytes | None:
    """The pages of a PDF without what says who made them; None for one that cannot be read or is locked."""
    from pypdf import PdfReader, PdfWriter  # that only these files need

    try:
        reader = PdfReader(io.BytesIO(pdf))
        if reader.is_encrypted and not reader.decrypt(""):
            return None
        pages = PdfWriter()
        for page in reader.pages:
            pages.add_page(page)
        for one in list(pages._objects):  # pyright: ignore[reportPrivateUsage]
            _forget(one)
        writer = PdfWriter()  # what is pointed at no more is not copied again
        for page in pages.pages:
            writer.add_page(page)
        writer.metadata = None
        written = io.BytesIO()
        writer.write(written)
    except Exception:  # whatever a broken or hostile file makes the reader raise
        return None
    return written.getvalue() if writer.pages else None


def _forget(found: Any, depth: int = 0) -> None:
    """Take out of an object, and of those that stand in it, what says who made it."""
    from pypdf.generic import ArrayObject, DictionaryObject, StreamObject

    if depth > 100:
        raise ValueError("objects in objects without end")
    if isinstance(found, StreamObject):
        _forget_in_picture(found)
    if isinstance(found, DictionaryObject):
        for key in _to_drop(found):
            found.pop(key, None)
        for each in list(found.values()):
            _forget(each, depth + 1)
    elif isinstance(found, ArrayObject):
        for each in found:
            _forget(each, depth + 1)


def _to_drop(found: Any) -> frozenset[str]:
    if found.get("/Type") in ("/Sig", "/DocTimeStamp") or "/ByteRange" in found:
        return _TELLING | _SIGNATURE
    if "/Rect" in found and found.get("/Subtype") not in (None, "/Widget"):
        return _TELLING | _COMMENT
    return _TELLING


def _forget_in_picture(found: Any) -> None:
    from pypdf.filters import FlateDecode
    from pypdf.generic import NameObject

    filters = found.get("/Filter")
    names = [filters] if isinstance(filters, str) else list(filters or [])
    if not names or names[-1] != "/DCTDecode":
        return
    data = found._data
    if names[:-1] == ["/FlateDecode"]:
        data = FlateDecode.decode(data)
        found[NameObject("/Filter")] = NameObject("/DCTDecode")
        found.pop("/DecodeParms", None)
    elif names[:-1]:
        raise ValueError("a picture that is packed otherwise")
    found._data = plain_jpeg(data)


def plain_jpeg(data: bytes) -> bytes:
    """A JPEG without the data about its place, device and author, and without what hangs on behind it.

    ValueError for what is no whole JPEG. Source: ITU-T T.81, annex B.
    """
    if data[:2] != bytes((0xFF, _SOI)):
        raise ValueError("no JPEG")
    return data[:2] + b"".join(_segments(data))


def _segments(data: bytes) -> Iterator[bytes]:
    at = 2
    while True:
        while data[at : at + 2] == b"\xff\xff":  # a marker may be filled up in front
            at += 1
        if at + 2 > len(data) or data[at] != 0xFF:
            raise ValueError("the JPEG is not whole")
        marker = data[at + 1]
        if marker == _EOI:
            yield data[at : at + 2]
            return
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4])
        if marker == _SOS:
            end = _end_of_scan(data, end)
        if not (0xE0 <= marker <= 0xEF or marker == 0xFE) or marker in _OF_THE_PICTURE:
            yield data[at:end]
        at = end


def _end_of_scan(data: bytes, at: int) -> int:
    """Where the next marker stands: in a scan FF is followed by 00, or by one of the restarts D0 to D7."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            raise ValueError("the JPEG is not whole")
        if data[at + 1] not in (0x00, *range(0xD0, 0xD8)):
            return at
        at += 2
