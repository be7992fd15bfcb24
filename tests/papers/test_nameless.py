"""A PDF of somebody who stays unnamed says on its pages what it said, and nowhere who made it."""

import io

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, TextStringObject

from estate.papers.nameless import nameless, plain_jpeg

NAME = "Wang Xiuying"


def photo(*, exif: bool = True) -> bytes:
    """A small photo that says who took it, with more behind its end."""
    picture, kept = Image.new("RGB", (64, 48), "teal"), io.BytesIO()
    said = Image.Exif()
    said[0x013B] = NAME  # the artist
    more = {"exif": said, "comment": NAME} if exif else {}
    picture.save(kept, "JPEG", progressive=True, **more)
    return kept.getvalue() + (NAME.encode() if exif else b"")


def written(words: str = "The stairs are dirty") -> bytes:
    """A PDF whose every corner names its author: file, pages, photo, comment, attachment, an earlier version."""
    writer, kept = PdfWriter(), io.BytesIO()
    page = writer.add_blank_page(300, 300)
    xmp = DecodedStreamObject()
    xmp.set_data(f"<rdf:li>{NAME}</rdf:li>".encode())
    shown = DecodedStreamObject()
    shown.set_data(photo())
    shown.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Image"),
            NameObject("/Filter"): NameObject("/DCTDecode"),
            NameObject("/Metadata"): writer._add_object(xmp),
        }
    )
    picture = writer._add_object(shown)
    page[NameObject("/Metadata")] = writer._add_object(xmp)
    page[NameObject("/PieceInfo")] = DictionaryObject({NameObject("/WPS"): TextStringObject(NAME)})
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/XObject"): DictionaryObject({NameObject("/P"): picture})}
    )
    note = FreeText(text=words, rect=(10, 10, 200, 40))
    note[NameObject("/T")] = TextStringObject(NAME)
    writer.add_annotation(0, note)
    writer.add_attachment("who.txt", NAME.encode())
    writer.add_metadata({"/Author": NAME, "/Creator": f"Laptop of {NAME}"})
    writer.root_object[NameObject("/Metadata")] = writer._add_object(xmp)
    writer.write(kept)
    later = PdfWriter(io.BytesIO(kept.getvalue()), incremental=True)
    later.add_metadata({"/Author": "nobody"})
    kept = io.BytesIO()
    later.write(kept)
    return kept.getvalue()


def everywhere(pdf: bytes) -> str:
    """All that a PDF holds, unpacked."""
    reader = PdfReader(io.BytesIO(pdf))
    found = [pdf.decode("latin-1")]
    for number in range(1, int(reader.trailer["/Size"])):
        one = reader.get_object(number)
        found.append(repr(one))
        if hasattr(one, "_data"):
            found.append(one._data.decode("latin-1"))
    return "\n".join(found)


def test_nothing_in_it_names_its_author_but_its_pages_stay() -> None:
    before = written()
    assert everywhere(before).count(NAME) >= 6
    after = nameless(before)
    assert after is not None
    told = everywhere(after)
    assert NAME not in told and "Laptop" not in told and "WPS" not in told
    pages = PdfReader(io.BytesIO(after)).pages
    assert len(pages) == 1 and "The stairs are dirty" in told
    kept = pages[0]["/Resources"]["/XObject"]["/P"]._data
    assert Image.open(io.BytesIO(kept)).size == (64, 48)


def test_a_signature_stays_to_be_seen_and_its_certificate_goes() -> None:
    writer, kept = PdfWriter(), io.BytesIO()
    page = writer.add_blank_page(300, 300)
    signed = DictionaryObject(
        {NameObject("/Type"): NameObject("/Sig"), NameObject("/Name"): TextStringObject(NAME),
         NameObject("/Contents"): TextStringObject(NAME)}
    )  # fmt: skip
    field = DictionaryObject(
        {NameObject("/Subtype"): NameObject("/Widget"), NameObject("/T"): TextStringObject("signature 1"),
         NameObject("/V"): writer._add_object(signed)}
    )  # fmt: skip
    page[NameObject("/Annots")] = ArrayObject([writer._add_object(field)])
    writer.write(kept)
    after = nameless(kept.getvalue())
    assert after is not None and NAME not in everywhere(after) and "signature 1" in everywhere(after)


@pytest.mark.parametrize(
    "broken", [b"", b"%PDF-1.7\n%%EOF", b"%PDF-1.4\n" + b"\x00" * 400 + b"%%EOF", written()[:900]]
)
def test_what_cannot_be_read_is_not_passed_on(broken: bytes) -> None:
    assert nameless(broken) is None


def test_a_locked_file_is_not_passed_on_and_one_without_a_password_is() -> None:
    for password, opened in (("secret", False), ("", True)):
        writer, kept = PdfWriter(), io.BytesIO()
        writer.add_blank_page(100, 100)
        writer.add_metadata({"/Author": NAME})
        writer.encrypt(password, "owner", algorithm="AES-256")
        writer.write(kept)
        after = nameless(kept.getvalue())
        assert (after is not None) == opened
        assert after is None or (
            NAME not in everywhere(after) and not PdfReader(io.BytesIO(after)).is_encrypted
        )


def test_a_photo_keeps_its_picture_and_loses_what_hangs_on_it() -> None:
    plain = plain_jpeg(photo())
    assert NAME.encode() not in plain and b"Exif" not in plain
    assert Image.open(io.BytesIO(plain)).tobytes() == Image.open(io.BytesIO(photo())).tobytes()
    with pytest.raises(ValueError, match="not whole"):
        plain_jpeg(photo(exif=False)[:-2])
