"""Papers: what is taken in, who sees it, how it is answered, and that it stays as it is."""

import io
import sqlite3
from collections.abc import Callable
from typing import Any

import pytest
from litestar.testing import TestClient
from PIL import Image

from estate.data import files, read, write
from estate.data.store import System
from estate.deposits import actions as deposits
from estate.deposits.papers import DEPOSIT
from estate.deposits.queries import Deposit
from estate.papers import actions, content, queries
from estate.papers.content import Kept
from estate.papers.subjects import Subject, declare
from estate.people.queries import residents_of
from estate.refusal import Refused
from estate.web.posted import Upload
from tests.cashier.conftest import Place
from tests.refunds.conftest import CASHIER

PDF = b"%PDF-1.7\n1 0 obj << >> endobj\ntrailer << >>\n%%EOF\n"


def photo(kind: str = "JPEG", size: tuple[int, int] = (2400, 1800)) -> bytes:
    """A photo that says where it was taken."""
    picture, exif, held = Image.new("RGB", size, "grey"), Image.Exif(), io.BytesIO()
    exif.get_ifd(0x8825)[1] = "N"
    exif[0x010F] = "PhoneMaker"
    picture.save(held, kind, exif=exif)
    return held.getvalue()


@pytest.fixture
def deposit(place: Place) -> Deposit:
    asked = deposits.Asked(*place.wang, "renovation", "contract § 4", 200000, "cash")
    return deposits.take(asked, "taken", CASHIER)


def keep(content_: bytes, name: str = "slip.jpg") -> Kept:
    return content.keep(Upload(name, content_))


def live(deposit: Deposit) -> list[queries.Paper]:
    with read() as db:
        return queries.shown(db, DEPOSIT, deposit.id).live


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_is_made_anew_smaller_and_without_its_place(store: object, kind: str) -> None:
    kept = keep(photo(kind), "IMG_1.HEIC")
    held = files.path_of(kept.file).read_bytes()
    assert kept.media == "image/jpeg" and kept.bytes == len(held)
    assert b"PhoneMaker" not in held and b"Exif" not in held
    with Image.open(io.BytesIO(held)) as picture:
        assert picture.format == "JPEG" and max(picture.size) == 1600 and not picture.getexif()


@pytest.mark.parametrize(
    ("sent", "word"),
    [
        (b"", "no photo"),
        (b"<html><script>alert(1)</script>", "no photo"),
        (b"GIF89a" + b"\0" * 40, "no photo"),
        (b"PK\x03\x04" + b"\0" * 40, "no photo"),
        (photo()[:4000], "no photo"),
        (PDF[:-8], "not whole"),
        (b" " + PDF, "no photo"),
        (b"%PDF-1.7" + b"\0" * content.MOST_FILE_BYTES + b"%%EOF", "larger than"),
    ],
)
def test_what_is_neither_a_photo_nor_a_whole_pdf_is_refused_beside_the_field(
    store: object, sent: bytes, word: str
) -> None:
    with pytest.raises(Refused, match=word) as refused:
        keep(sent, "paper.pdf")
    assert refused.value.field == content.FIELD


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\scans\\list.pdf", "list.pdf"),
        ("a\r\nb\u202e.pdf", "ab.pdf"),
        ("收" * 200 + ".pdf", "收" * 80 + ".pdf"),
        ("", "Paper"),
        ("...", "Paper"),
    ],
)
def test_a_name_is_only_a_name(store: object, given: str, name: str) -> None:
    assert keep(PDF, given).name == name


def test_the_same_paper_is_added_once_and_again_after_it_was_taken_back(deposit: Deposit) -> None:
    first = actions.add(DEPOSIT, deposit.id, [keep(PDF)], "deduction", "signed", CASHIER)
    assert actions.add(DEPOSIT, deposit.id, [keep(PDF)], "deduction", "", CASHIER) == first
    withdrawn = actions.withdraw(first[0], " wrong list ", CASHIER)
    assert (withdrawn.withdrawn_by, withdrawn.withdrawn_why) == ("Zhao Lin", "wrong list")
    assert actions.withdraw(first[0], "again", CASHIER) == withdrawn
    assert live(deposit) == []
    second = actions.add(DEPOSIT, deposit.id, [keep(PDF)], "deduction", "", CASHIER)
    assert second != first and [one.id for one in live(deposit)] == second
    with read() as db:
        assert [one.id for one in queries.of(db, "deposit", deposit.id)] == [*first, *second]
        assert queries.counts(db, "deposit", [deposit.id, 99]) == {deposit.id: 1}
        assert db.values("SELECT action FROM audit WHERE subject = 'papers' ORDER BY id") == [
            "paper.added",
            "paper.withdrawn",
            "paper.added",
        ]


def test_nothing_an_unknown_kind_no_reason_and_too_many_are_refused(deposit: Deposit) -> None:
    with pytest.raises(Refused, match="Choose a photo"):
        actions.add(DEPOSIT, deposit.id, [], "other", "", CASHIER)
    with pytest.raises(Refused, match="what paper"):
        actions.add(DEPOSIT, deposit.id, [keep(PDF)], "signature", "", CASHIER)
    (paper_id,) = actions.add(DEPOSIT, deposit.id, [keep(PDF)], "", "", CASHIER)
    with pytest.raises(Refused, match="Write the reason"):
        actions.withdraw(paper_id, " ", CASHIER)
    many = [Kept(f"{n:064x}", "a.pdf", "application/pdf", 1) for n in range(actions.MOST_OF_ONE)]
    with pytest.raises(Refused, match="too many"):
        actions.add(DEPOSIT, deposit.id, many, "", "", CASHIER)
    assert len(live(deposit)) == 1


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE papers SET file = replace(file, 'a', 'b')",
        "UPDATE papers SET subject_id = 99",
        "DELETE FROM papers",
        "UPDATE paper_withdrawals SET reason = 'x'",
        "DELETE FROM paper_withdrawals",
    ],
)
def test_papers_stay_as_they_are(deposit: Deposit, by: System, attack: str) -> None:
    (paper_id,) = actions.add(DEPOSIT, deposit.id, [keep(PDF)], "", "", CASHIER)
    actions.withdraw(paper_id, "wrong", CASHIER)
    with pytest.raises(sqlite3.IntegrityError, match="stay as they are"), write(by) as tx:
        tx.run(attack)


def test_the_database_takes_the_same_paper_once(deposit: Deposit, by: System) -> None:
    actions.add(DEPOSIT, deposit.id, [keep(PDF)], "", "", CASHIER)
    columns = "subject, subject_id, kind, file, name, media, bytes, at, who"
    with pytest.raises(sqlite3.IntegrityError, match="there already"), write(by) as tx:
        tx.run(f"INSERT INTO papers ({columns}) SELECT {columns} FROM papers")


def test_two_subjects_never_share_a_code() -> None:
    with pytest.raises(ValueError, match="deposit"):
        declare(Subject("deposit", "", {}, lambda _db, _me, _id: None))


SignIn = Callable[[str], TestClient[Any]]


def test_a_cashier_adds_a_photo_and_a_pdf_and_they_are_answered_safely(
    deposit: Deposit, sign_in: SignIn
) -> None:
    browser = sign_in("cashier")
    sent = [
        ("paper_files", ("清单.pdf", PDF, "text/html")),
        ("paper_photo", ("image.png", photo("PNG"), "image/png")),
    ]
    data = {"paper_kind": "deduction", "paper_note": "signed by Wang"}
    href = f"/papers/of/deposit/{deposit.id}"
    answer = browser.post(href, data=data, files=sent, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/deposits/{deposit.number}")
    pdf, picture = live(deposit)
    page = browser.get(f"/deposits/{deposit.number}").text
    assert f"/papers/{pdf.id}" in page and f"/papers/{picture.id}" in page and "signed by Wang" in page
    saved = browser.get(f"/papers/{pdf.id}")
    assert saved.content == PDF and saved.headers["content-type"] == "application/pdf"
    assert saved.headers["content-disposition"].endswith("filename*=UTF-8''%E6%B8%85%E5%8D%95.pdf")
    seen = browser.get(f"/papers/{picture.id}")
    assert seen.headers["content-type"] == "image/jpeg"
    assert seen.headers["content-disposition"] == "inline; filename=\"image.jpg\"; filename*=UTF-8''image.jpg"
    for one in (saved, seen):
        assert one.headers["x-content-type-options"] == "nosniff"
        assert one.headers.get_list("content-security-policy") == [
            "default-src 'none'; style-src 'unsafe-inline'; sandbox"
        ]
        assert one.headers["cache-control"] == "no-store"


def test_a_wrong_file_is_answered_with_the_form_and_nothing_is_kept(
    deposit: Deposit, sign_in: SignIn
) -> None:
    browser = sign_in("cashier")
    href = f"/papers/of/deposit/{deposit.id}"
    wrong = {"paper_files": ("virus.exe", b"MZ\0\0", "image/jpeg")}
    answer = browser.post(href, data={"paper_kind": "other"}, files=wrong)
    assert answer.status_code == 422 and "virus.exe" in answer.text
    assert browser.post(href, data={"paper_kind": "other"}).status_code == 422
    assert live(deposit) == []


def test_a_wrong_paper_is_taken_back_with_a_reason(deposit: Deposit, sign_in: SignIn) -> None:
    (paper_id,) = actions.add(DEPOSIT, deposit.id, [keep(PDF)], "", "", CASHIER)
    browser = sign_in("cashier")
    assert browser.post(f"/papers/{paper_id}/withdrawal", data={"reason": " "}).status_code == 422
    answer = browser.post(f"/papers/{paper_id}/withdrawal", data={"reason": "another home's"})
    assert answer.status_code == 200 and "another home&#39;s" in answer.text
    assert live(deposit) == [] and browser.get(f"/papers/{paper_id}").status_code == 200


@pytest.mark.parametrize("role", ["clerk", "repairer", "patrol"])
def test_who_may_not_open_a_deposit_finds_no_papers_of_it(
    deposit: Deposit, sign_in: SignIn, role: str
) -> None:
    (paper_id,) = actions.add(DEPOSIT, deposit.id, [keep(PDF)], "", "", CASHIER)
    browser = sign_in(role)
    assert browser.get(f"/papers/{paper_id}").status_code == 404
    assert browser.get(f"/papers/of/deposit/{deposit.id}").status_code == 404
    assert browser.post(f"/papers/{paper_id}/withdrawal", data={"reason": "x"}).status_code == 404
    sent = {"paper_files": ("a.pdf", PDF)}
    assert browser.post(f"/papers/of/deposit/{deposit.id}", files=sent).status_code == 404
    assert len(live(deposit)) == 1


@pytest.mark.parametrize("path", ["/papers/of/deposit/999", "/papers/of/people/1", "/papers/999"])
def test_of_nothing_there_are_no_papers(store: object, sign_in: SignIn, path: str) -> None:
    assert sign_in("manager").get(path).status_code == 404


def test_an_owner_finds_nobodys_papers(resident: TestClient[Any]) -> None:
    by = System("test")
    with read() as db:
        home_id = next(iter(db.values("SELECT id FROM homes ORDER BY id")))
        payer_id = residents_of(db, home_id)[0].person_id
    asked = deposits.Asked(home_id, payer_id, "renovation", "contract", 100, "cash")
    deposit = deposits.take(asked, "one", by)
    (paper_id,) = actions.add(DEPOSIT, deposit.id, [keep(PDF)], "", "", by)
    assert resident.get("/my/bills").status_code == 200
    for path in (f"/papers/{paper_id}", f"/papers/of/deposit/{deposit.id}"):
        assert resident.get(path).status_code == 404
    sent = {"paper_files": ("a.pdf", PDF + b"\n")}
    assert resident.post(f"/papers/of/deposit/{deposit.id}", files=sent).status_code == 404
    assert resident.post(f"/papers/{paper_id}/withdrawal", data={"reason": "x"}).status_code == 404
    assert [one.id for one in live(deposit)] == [paper_id]
