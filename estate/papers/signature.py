"""A signature that was drawn on the glass, as a form sends it: a PNG in a data URL."""

import base64
import binascii

from estate.data import files
from estate.i18n import gettext as _
from estate.papers.content import Kept
from estate.refusal import Refused
from estate.web import photos

FIELD = "signature"
PREFIX = "data:image/png;base64,"
MOST_BYTES = 2 * 2**20


def keep_drawn(text: str) -> Kept | None:
    """Keep what was drawn, made anew like a photo; None where nothing was. Refused for what is no picture."""
    if not text:
        return None
    try:
        if not text.startswith(PREFIX) or len(text) > MOST_BYTES:
            raise ValueError
        file = photos.keep(base64.b64decode(text.removeprefix(PREFIX), validate=True), FIELD)
    except (ValueError, binascii.Error, Refused) as error:
        raise Refused(_("The signature could not be read. Sign once more."), FIELD) from error
    return Kept(file, _("Signature"), "image/jpeg", files.path_of(file).stat().st_size)
