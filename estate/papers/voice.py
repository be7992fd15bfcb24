"""Voice notes: what somebody says instead of typing it, kept as it was recorded beside what it belongs to.

What it is decides its content, never its name or what the browser says of it. No picture is let in as a sound.
"""

import re

from estate.data import files
from estate.i18n import gettext as _
from estate.papers.content import Kept
from estate.refusal import Refused
from estate.web import Posted
from estate.web.posted import Upload

FIELD = "paper_voice"
MOST_BYTES = 10 * 2**20
"""Some minutes, whatever the device records them as."""
MOST_AT_ONCE = 3

ENDINGS = {
    "audio/webm": "webm",
    "audio/ogg": "ogg",
    "audio/mp4": "m4a",
    "audio/mpeg": "mp3",
    "audio/wav": "wav",
}
"""What browsers record and play."""

_VIDEO = (b"V_VP8", b"V_VP9", b"V_AV1", b"V_MPEG")
_HANDLER = re.compile(rb"hdlr.{8}(soun|vide)", re.DOTALL)


def keep_sent(posted: Posted) -> list[Kept]:
    """Check and keep the voice notes that a form sent, each content once. Refused: field `paper_voice`."""
    sent = posted.files(FIELD)
    if len(sent) > MOST_AT_ONCE:
        raise Refused(_("Choose %(most)s files at most at a time.", most=MOST_AT_ONCE), FIELD)
    kept = {one.file: one for one in map(keep, sent)}
    return list(kept.values())


def keep(upload: Upload) -> Kept:
    """Check and keep one voice note. Refused: too large, no recording that browsers play."""
    if len(upload.content) > MOST_BYTES:
        raise Refused(_("This voice note is too long. Say it in fewer minutes."), FIELD)
    media = media_of(upload.content)
    if media is None:
        raise Refused(_("This is no voice note that can be played. Record it again."), FIELD)
    name = f"{_('Voice note')}.{ENDINGS[media]}"
    return Kept(files.keep(upload.content), name, media, len(upload.content))


def media_of(content: bytes) -> str | None:
    """What kind of sound a file is by its first bytes; None for anything else, a film among them."""
    if content.startswith(b"\x1aE\xdf\xa3") and b"webm" in content[:64]:
        return None if any(one in content[:4096] for one in _VIDEO) else "audio/webm"
    if content.startswith(b"OggS") and (b"OpusHead" in content[:64] or b"\x01vorbis" in content[:64]):
        return "audio/ogg"
    if content[4:8] == b"ftyp":
        return "audio/mp4" if set(_HANDLER.findall(content)) == {b"soun"} else None
    if content.startswith(b"RIFF") and content[8:12] == b"WAVE":
        return "audio/wav"
    return "audio/mpeg" if _is_mp3(content) else None


def _is_mp3(content: bytes) -> bool:
    """Whether a frame of MPEG layer III begins where one must: at once, or behind the tag with title and so on."""
    at = 0
    if content.startswith(b"ID3") and len(content) > 10:
        high, mid, low, last = content[6:10]
        at = 10 + (high << 21 | mid << 14 | low << 7 | last)
    head = content[at : at + 4]
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return False
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    bitrate, rate = head[2] >> 4, head[2] >> 2 & 3
    return version != 1 and layer == 1 and bitrate not in (0, 15) and rate != 3
