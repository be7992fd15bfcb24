"""Photos from tablets: taken and made small, without what the device wrote into them; what is none is refused."""

import io
import struct
import zlib

import pytest
from PIL import Image

from estate.data import Store, files
from estate.refusal import Refused
from estate.web import photos


def written(picture: Image.Image, form: str = "JPEG", **options: object) -> bytes:
    kept = io.BytesIO()
    picture.save(kept, form, **options)
    return kept.getvalue()


def test_twelve_megapixels_are_taken_upright_and_small_and_tell_no_place(store: Store) -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "A phone", 6  # its maker; lying on its side
    exif.get_ifd(0x8825)[1] = "N"  # where it was taken
    sent = written(
        Image.effect_noise((4000, 3000), 30).convert("RGB"), quality=90, exif=exif, comment=b"mine"
    )
    with Image.open(files.path_of(photos.keep(sent))) as kept:
        assert kept.size == (1200, 1600) and kept.format == "JPEG"
        assert not kept.getexif() and "comment" not in kept.info


def bomb() -> bytes:
    """A PNG of 30,000 × 30,000 pixels in a few hundred bytes: unpacked it would take 900 MB."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * 30_000, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    "sent",
    [
        bomb(),
        b"MZ\x90\0 a program that is called lamp.jpg",
        b"\xff\xd8\xff\xe0 the first letters of a photo, and no more",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        written(Image.new("RGB", (8, 8)), "GIF"),
        written(Image.effect_noise((900, 700), 30))[:3000],
        b"",
    ],
    ids=["bomb", "program", "head only", "drawing with a script", "other format", "cut off", "nothing"],
)
def test_what_is_no_photo_is_refused_beside_its_field(store: Store, sent: bytes) -> None:
    with pytest.raises(Refused) as refused:
        photos.keep(sent, "photo")
    assert refused.value.field == "photo"
    assert not [path for path in (store.folder / "files").rglob("*") if path.is_file()]
