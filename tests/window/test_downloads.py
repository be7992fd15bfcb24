"""Downloads: offered under a title, replaced with the older kept, ordered, retired; owners get the version that holds."""

import io
import sqlite3
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from litestar.testing import TestClient
from PIL import Image

from estate.data import files, read, write
from estate.data.store import System
from estate.papers.content import Kept
from estate.refusal import Refused
from estate.window import actions_downloads as downloads
from estate.window import queries_downloads as queries
from estate.window.actions_downloads import Described
from tests.papers.packages import WORD, package

BY = System("test")
PDF = b"%PDF-1.7\n1 0 obj << >> endobj\ntrailer << /Version {} >>\n%%EOF\n"
FORM = Described("form", "装修申请表", "Fill in before works")


def kept(content: bytes = PDF) -> Kept:
    return Kept(files.keep(content), "scan.pdf", "application/pdf", len(content))


def offer(title: str, category: str = "form", content: bytes = PDF) -> int:
    return downloads.offer(Described(category, title), kept(content), f"key-{title}", BY)


def titles(category: str = "") -> list[str]:
    with read() as db:
        return [one.download.title for one in queries.offered(db, 1, category)]


def test_the_last_version_holds_and_the_older_stay(store: object) -> None:
    download_id = downloads.offer(FORM, kept(), "a key", BY)
    assert downloads.offer(FORM, kept(), "a key", BY) == download_id
    second = downloads.replace(download_id, kept(b"%PDF two %%EOF"), "new fees", BY)
    assert downloads.replace(download_id, kept(b"%PDF two %%EOF"), "new fees", BY) == second
    with pytest.raises(Refused, match="an older version already"):
        downloads.replace(download_id, kept(), "", BY)
    with read() as db:
        assert queries.current(db, download_id)[0].id == second
        assert queries.current(db, download_id).version == 2
        assert len(queries.versions(db, download_id)) == 2


def test_a_version_that_was_a_mistake_gives_way_to_the_one_before(store: object) -> None:
    download_id = offer("Covenant")
    second = downloads.replace(download_id, kept(b"%PDF wrong %%EOF"), "", BY)
    downloads.take_back(download_id, second, "draft", BY)
    with read() as db:
        assert queries.current(db, download_id).version == 1
        first = queries.current(db, download_id).paper.id
    with pytest.raises(Refused, match="No other version"):
        downloads.take_back(download_id, first, "also wrong", BY)
    downloads.replace(download_id, kept(b"%PDF three %%EOF"), "", BY)
    with read() as db:
        assert queries.current(db, download_id).version == 3


def test_lists_follow_the_categories_and_then_the_offices_order(store: object) -> None:
    a, b, c = offer("A"), offer("B"), offer("C")
    offer("Rules", "rule")
    assert titles() == ["A", "B", "C", "Rules"]
    downloads.move(c, -1, BY)
    downloads.move(a, -1, BY)  # the first stays
    assert titles("form") == ["A", "C", "B"]
    downloads.move(a, 1, BY)
    assert titles("form") == ["C", "A", "B"]
    downloads.describe(a, Described("rule", "A"), BY)
    assert titles() == ["C", "B", "Rules", "A"]
    downloads.retire(c, BY)
    downloads.move(b, -1, BY)  # what is off the list is no neighbour
    assert titles() == ["B", "Rules", "A"]
    downloads.restore(c, BY)
    assert titles("form") == ["C", "B"]


def test_nothing_is_deleted_and_every_act_is_on_record(store: object) -> None:
    download_id = offer("A")
    downloads.replace(download_id, kept(b"%PDF two %%EOF"), "", BY)
    for _time in range(2):
        downloads.retire(download_id, BY)
    downloads.restore(download_id, BY)
    with read() as db:
        acts = db.values("SELECT action FROM audit WHERE subject = 'downloads' ORDER BY id")
    assert acts == ["download.offered", "download.replaced", "download.retired", "download.restored"]
    with pytest.raises(sqlite3.IntegrityError, match="retired, not deleted"), write(BY) as tx:
        tx.run("DELETE FROM downloads")


def photo() -> bytes:
    held, exif = io.BytesIO(), Image.Exif()
    exif[0x010F] = "PhoneMaker"
    Image.new("RGB", (300, 200), "grey").save(held, "JPEG", exif=exif)
    return held.getvalue()


def test_the_office_offers_a_file_and_replaces_it(sign_in: Callable[[str], TestClient[Any]]) -> None:
    clerk = sign_in("clerk")
    form = {"category": "form", "title": "装修 申请表", "description": "Before works", "key": "one"}
    refused = clerk.post("/window/downloads", data=form)
    assert refused.status_code == 422 and "Choose the file." in refused.text
    bad = package(WORD, {"word/vbaProject.bin": "x"})
    refused = clerk.post("/window/downloads", data=form, files={"paper_files": ("a.docx", bad)})
    assert refused.status_code == 422 and "holds macros" in refused.text and "装修 申请表" in refused.text
    made = clerk.post("/window/downloads", data=form, files={"paper_files": ("扫描.docx", package())})
    assert made.status_code == 200 and "Before works" in made.text
    page = clerk.get("/window/downloads").text
    assert "装修 申请表" in page and "DOCX" in page
    with read() as db:
        [one] = queries.offered(db)
    base = f"/window/downloads/{one.download.id}"
    saved = clerk.get(f"{base}/versions/{one.paper.id}")
    assert saved.content == package()
    assert saved.headers["content-disposition"].endswith(f"filename*=UTF-8''{quote('装修 申请表.docx')}")
    picture = {"paper_files": ("board.jpg", photo())}
    again = clerk.post(f"{base}/versions", data={"note": "as on the board"}, files=picture)
    assert again.status_code == 200 and "as on the board" in again.text and "Version 2" in again.text
    with read() as db:
        current = queries.current(db, one.download.id).paper
    assert current.media == "image/jpeg" and b"PhoneMaker" not in files.path_of(current.file).read_bytes()
    wrong = clerk.post(f"{base}/versions/{current.id}/withdrawal", data={"reason": " "})
    assert wrong.status_code == 422
    clerk.post(f"{base}/versions/{current.id}/withdrawal", data={"reason": "blurred"})
    with read() as db:
        assert queries.current(db, one.download.id).version == 1
    other = clerk.post("/window/downloads", data=form | {"key": "two"}, files={"paper_files": ("b.pdf", PDF)})
    assert other.status_code == 200
    assert clerk.get(f"{base}/versions/{current.id + 1}").status_code == 404  # of the other download
    assert clerk.get(f"/papers/{current.id}").status_code == 404  # versions have their own pages
    assert clerk.post(f"{base}/lift").status_code == 200
    clerk.post(f"{base}/retirement")
    assert "Offer it again" in clerk.get(base).text
    assert "装修 申请表" in clerk.get("/window/downloads?state=retired").text
    clerk.post(f"{base}/restoration")
    changed = clerk.post(base, data={"category": "rule", "title": "Covenant", "description": ""})
    assert "Covenant" in changed.text
    assert clerk.get("/window/downloads/99").status_code == 404


def test_who_may_only_read_the_window_changes_no_download(sign_in: Callable[[str], TestClient[Any]]) -> None:
    download_id = offer("A")
    cashier = sign_in("cashier")
    assert cashier.get(f"/window/downloads/{download_id}").status_code == 200
    assert "Replace the file" not in cashier.get(f"/window/downloads/{download_id}").text
    for path in (
        "",
        "/versions",
        "/versions/1/withdrawal",
        "/lift",
        "/lowering",
        "/retirement",
        "/restoration",
    ):
        assert cashier.post(f"/window/downloads/{download_id}{path}").status_code == 403, path
    assert cashier.post("/window/downloads").status_code == 403
    assert cashier.get("/window/downloads/new").status_code == 403
    assert cashier.get("/my/office/downloads").status_code == 403
    assert cashier.get(f"/my/office/downloads/{download_id}/file").status_code == 403


def test_owners_save_the_version_that_holds_and_no_other(resident: TestClient[Any]) -> None:
    download_id = downloads.offer(FORM, kept(), "resident", BY)
    downloads.replace(download_id, kept(b"%PDF two %%EOF"), "", BY)
    page = resident.get("/my/office/downloads").text
    assert "装修申请表" in page and f"/my/office/downloads/{download_id}/file" in page
    saved = resident.get(f"/my/office/downloads/{download_id}/file")
    assert saved.content == b"%PDF two %%EOF"
    assert saved.headers["x-content-type-options"] == "nosniff"
    assert saved.headers["content-disposition"].startswith("attachment; ")
    with read() as db:
        first = queries.versions(db, download_id)[0].id
    for path in (
        f"/papers/{first}",
        f"/window/downloads/{download_id}/versions/{first}",
        "/window/downloads",
    ):
        assert resident.get(path).status_code in (403, 404), path
    downloads.retire(download_id, BY)
    assert resident.get(f"/my/office/downloads/{download_id}/file").status_code == 404
    assert f"/my/office/downloads/{download_id}/file" not in resident.get("/my/office/downloads").text


def test_who_is_not_signed_in_gets_no_file(client: TestClient[Any]) -> None:
    download_id = offer("A")
    answer = client.get(f"/my/office/downloads/{download_id}/file", follow_redirects=False)
    assert answer.status_code in (302, 303, 401) and PDF not in answer.content
