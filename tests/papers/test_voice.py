"""Voice notes: a sound by its content, kept as it was, answered piece by piece."""

import io
import wave

import pytest

from estate.data import files
from estate.papers import voice
from estate.refusal import Refused
from estate.web.posted import Upload
from estate.web.ranges import answer, span

WEBM = b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webm"
OGG = b"OggS\x00\x02" + bytes(20) + b"\x01\x13OpusHead\x01\x01"
FRAME = b"\xff\xfb\x90\x00" + bytes(400)


def box(kind: bytes, handler: bytes) -> bytes:
    """A file of Apple's kind with one track."""
    return (
        b"\x00\x00\x00\x18ftyp" + kind + bytes(12) + b"\x00\x00\x00\x21hdlr" + bytes(8) + handler + bytes(12)
    )


def spoken() -> bytes:
    """A second of silence as WAV."""
    held = io.BytesIO()
    with wave.open(held, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(16000))
    return held.getvalue()


@pytest.mark.parametrize(
    ("content", "media"),
    [
        (WEBM + b"A_OPUS", "audio/webm"),
        (OGG, "audio/ogg"),
        (box(b"M4A ", b"soun"), "audio/mp4"),
        (FRAME, "audio/mpeg"),
        (b"ID3\x04\x00\x00\x00\x00\x01\x01" + bytes(129) + FRAME, "audio/mpeg"),
        (spoken(), "audio/wav"),
        (WEBM + b"A_OPUS V_VP9", None),  # a film
        (box(b"isom", b"vide"), None),
        (box(b"isom", b"soun") + box(b"isom", b"vide"), None),
        (box(b"heic", b"pict"), None),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", None),
        (b"\xff\xfe<\x00h\x00t\x00m\x00", None),  # a text with a mark of its byte order
        (b"ID3<script>alert(1)</script>", None),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", None),
        (b"<html><script>alert(1)</script>", None),
        (b"%PDF-1.7", None),
        (b"", None),
    ],
)
def test_a_sound_is_known_by_its_content(content: bytes, media: str | None) -> None:
    assert voice.media_of(content) == media


def test_a_voice_note_is_kept_as_it_was_recorded(store: object) -> None:
    kept = voice.keep(Upload("../../evil.html", spoken()))
    assert (kept.name, kept.media, kept.bytes) == ("Voice note.wav", "audio/wav", len(spoken()))
    assert files.path_of(kept.file).read_bytes() == spoken()


@pytest.mark.parametrize(
    ("content", "word"),
    [(b"<html>", "no voice note"), (spoken() + bytes(voice.MOST_BYTES), "too long")],
)
def test_what_is_none_is_refused_beside_its_field(store: object, content: bytes, word: str) -> None:
    with pytest.raises(Refused, match=word) as refused:
        voice.keep(Upload("note.wav", content))
    assert refused.value.field == voice.FIELD


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("", None),
        ("bytes=0-", (0, 99)),
        ("bytes=10-19", (10, 19)),
        ("bytes=90-200", (90, 99)),
        ("bytes=-10", (90, 99)),
        ("bytes=-200", (0, 99)),
        ("bytes=100-", (0, -1)),
        ("bytes=-0", (0, -1)),
        ("bytes=20-10", None),
        ("bytes=-", None),
        ("bytes=0-1,5-6", None),
        ("seconds=1-2", None),
    ],
)
def test_a_player_gets_the_part_that_it_asks_for(asked: str, part: tuple[int, int] | None) -> None:
    assert span(asked, 100) == part
    response = answer(bytes(range(100)), "audio/wav", asked)
    if part is None:
        assert (response.status_code, response.content) == (200, bytes(range(100)))
    elif part == (0, -1):
        assert (response.status_code, response.headers["Content-Range"]) == (416, "bytes */100")
    else:
        first, last = part
        assert response.content == bytes(range(100))[first : last + 1]
        assert response.headers["Content-Range"] == f"bytes {first}-{last}/100"
