"""Word and Excel files among papers: kept as they are where they hold nothing that runs or reaches out when opened.

What a file is, its main part says (ECMA-376, part 2: [Content_Types].xml), never its name. The old binary formats, and
files with a password, are no packages and are refused like anything unknown.
"""

import html
import io
import re
import zipfile
import zlib

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ENDINGS = {DOCX: "docx", XLSX: "xlsx"}

MOST_PARTS = 2000
MOST_UNPACKED = 200 * 2**20
"""A real file of 12 MB has fewer parts, and unpacks to less than this."""
MOST_LISTED = 2**20

_TYPES = "[Content_Types].xml"
_RUNS = re.compile(
    r"vbaproject|vbadata|macrosheets/|dialogsheets/|activex|customui|(?:^|/)embeddings/(?!.*\.(?:docx|xlsx|png|jpe?g)$)",
    re.I,
)
_RELATION = re.compile(r"<(?:\w+:)?relationship\b[^>]*>")
_FETCHED = re.compile(r"/(?:attachedtemplate|oleobject|frame|subdocument)[\"']")
_LOCAL_TEMPLATE = re.compile(r"target\s*=\s*[\"']file:///[a-z]:")
"""Word notes the path of the template on the disk where a file was written; it opens without it."""


class Unsafe(ValueError):
    """A Word or Excel file that holds macros, controls or foreign programs, or fetches something when it is opened."""


def media_of(content: bytes) -> str | None:
    """DOCX or XLSX; None for anything else. Unsafe for one that runs or fetches something."""
    if not content.startswith(b"PK\x03\x04"):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return _of_package(package)
    except (zipfile.BadZipFile, zlib.error, KeyError, NotImplementedError, RuntimeError, EOFError):
        return None


def _of_package(package: zipfile.ZipFile) -> str | None:
    parts = package.infolist()
    if len(parts) > MOST_PARTS or sum(one.file_size for one in parts) > MOST_UNPACKED:
        return None
    if len({one.filename.lower() for one in parts}) < len(
        parts
    ):  # one program reads the first, another the last
        raise Unsafe
    types = _read(package, _TYPES)
    if "macroenabled" in types or "vnd.ms-office.vbaproject" in types:
        raise Unsafe
    media = next((one for one in ENDINGS if f"{one}.main+xml" in types), None)
    if media is None:
        return None
    if any(_RUNS.search(one.filename.replace("\\", "/")) for one in parts):
        raise Unsafe
    if any(_reaches(_read(package, one.filename)) for one in parts if one.filename.lower().endswith(".rels")):
        raise Unsafe
    return media


def _reaches(relations: str) -> bool:
    return "/vbaproject" in relations or any(
        "external" in one and _FETCHED.search(one) and not _LOCAL_TEMPLATE.search(one)
        for one in _RELATION.findall(relations)
    )


def _read(package: zipfile.ZipFile, name: str) -> str:
    """A part that lists others, in small letters and with every sign written out, as the programs understand it.

    Unsafe when it is longer than programs write one, or in an encoding that hides its words.
    """
    with package.open(name) as part:
        found = part.read(MOST_LISTED + 1)
    if len(found) > MOST_LISTED or found.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unsafe
    return html.unescape(found.decode(errors="replace")).lower()
