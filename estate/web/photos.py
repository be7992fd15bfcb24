"""Photos that people hand in: made anew from the picture alone, so that no place, device or hidden content stays in it."""

import io

from cryptography.fernet import InvalidToken
from PIL import Image, ImageOps, UnidentifiedImageError

from estate.data import files, secrets
from estate.i18n import gettext as _
from estate.refusal import Refused

_TICKET = "photo:"

LONGEST_SIDE = 1600
MOST_PIXELS = 60_000_000
MOST_BYTES = 20 * 2**20
FORMATS = ("JPEG", "PNG", "WEBP")


def keep(content: bytes, field: str = "photo") -> str:
    """Keep a photo as JPEG without its data about place and device; answers its name in files/.

    Refused for what is no photo, and for one of more pixels than any phone takes: they would fill the memory.
    """
    if len(content) > MOST_BYTES:
        raise Refused(_("This photo is larger than %(most)s MB.", most=MOST_BYTES // 2**20), field)
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Refused(_("This photo is too large."), field)
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Refused(
            _("This is no photo that can be read. Take it again, as JPEG or PNG."), field
        ) from error
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    clean = Image.new("RGB", upright.size)
    clean.paste(upright)
    kept = io.BytesIO()
    clean.save(kept, "JPEG", quality=80, optimize=True)
    return files.keep(kept.getvalue())


def ticket(name: str) -> str:
    """A kept photo as a form carries it through a question: whoever took it need not take it again.

    It is sealed, so that nobody names a file of somebody else's.
    """
    return secrets.seal(_TICKET + name).decode()


def of_ticket(text: str) -> str | None:
    """The photo of a ticket; None for what is none."""
    try:
        found = secrets.unseal(text.encode())
    except InvalidToken:
        return None
    return found.removeprefix(_TICKET) if found.startswith(_TICKET) else None
