"""Meters and the round of reading through the real application."""

import io
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from litestar.testing import TestClient
from PIL import Image

from estate.data import files, read
from estate.meters import records
from tests.meters.conftest import Place
from tests.meters.test_actions import on, reads, totals

SignIn = Callable[[str], TestClient[Any]]


def photo() -> bytes:
    """A picture that says where and with what it was taken."""
    picture, exif = Image.new("RGB", (3000, 2000), "white"), Image.Exif()
    exif[0x010F] = "Secret Phone"
    kept = io.BytesIO()
    picture.save(kept, "JPEG", exif=exif)
    return kept.getvalue()


def test_a_meter_is_registered_and_found(place: Place, sign_in: SignIn) -> None:
    clerk = sign_in("clerk")
    form = {
        "home": "3栋2单元501", "kind": "electricity", "number": "E-1", "installed_on": "2026-01-01", "initial": "6581.5",
        "multiplier": "40", "digits": "5", "place": "", "active": "1",
    }  # fmt: skip
    answer = clerk.post("/meters", data=form)
    assert answer.status_code == 200 and "6581.5" in answer.text and "3-2-501" in answer.text
    assert "E-1" in clerk.get("/meters?kind=electricity&text=3-2-5").text
    again = clerk.post("/meters", data=form)
    assert again.status_code == 422 and "is registered at 3-2-501" in again.text


def test_a_round_is_read_one_by_one(place: Place, sign_in: SignIn) -> None:
    patrol = sign_in("patrol")
    assert "0 of 2" in patrol.get("/readings").text
    with read() as db:
        building = db.value("SELECT id FROM buildings")
    stop = patrol.get(f"/readings/{building}?kind=water").text
    assert "501" in stop and "502" in stop and ">100<" in stop.replace(" ", "")
    url = f"/readings/{building}/meters/{place.wang_water}?kind=water&on=2026-11-05"
    answer = patrol.post(url, data={"value": "１２５"}, headers={"HX-Request": "true"})
    assert answer.status_code == 200 and "used 25" in answer.text and "1 of 2" in answer.text
    plain = patrol.post(url.replace(f"/{place.wang_water}?", f"/{place.li_water}?"), data={"value": "130"})
    assert plain.status_code == 200 and "2 of 2" in plain.text
    assert totals(place.wang_water) == [0, 25]


def test_a_lower_value_is_asked_about_beside_its_field(place: Place, sign_in: SignIn) -> None:
    reads(place.wang_water, on(10), 99_990)
    patrol = sign_in("patrol")
    url = f"/readings/1/meters/{place.wang_water}?kind=water&on=2026-11-05"
    asked = patrol.post(url, data={"value": "12"}, headers={"HX-Request": "true"})
    assert asked.status_code == 422 and "what happened" in asked.text and "tell the office" in asked.text
    said = patrol.post(url, data={"value": "12", "passed_zero": "1"}, headers={"HX-Request": "true"})
    assert said.status_code == 200 and "used 22" in said.text


def test_nothing_used_is_confirmed_by_a_second_tap(place: Place, sign_in: SignIn) -> None:
    patrol = sign_in("patrol")
    url = f"/readings/1/meters/{place.wang_water}?kind=water&on=2026-11-05"
    asked = patrol.post(url, data={"value": "100"})
    assert asked.status_code == 422 and "Confirm the value" in asked.text and 'value="100"' in asked.text
    assert patrol.post(url, data={"value": "100", "confirmed": "1"}).status_code == 200
    assert totals(place.wang_water) == [0, 0]


@pytest.mark.parametrize("value", ["", "12a", "-4", "1.2345", "123456", "<b>"])
def test_what_is_no_value_gets_a_word_and_is_not_kept(place: Place, sign_in: SignIn, value: str) -> None:
    patrol = sign_in("patrol")
    for path in (f"/readings/1/meters/{place.wang_water}?kind=water", f"/meters/{place.wang_water}/readings"):
        answer = patrol.post(path, data={"value": value, "on": "2026-11-05"})
        assert answer.status_code == 422 and "<b>" not in answer.text
    assert totals(place.wang_water) == [0]


def test_the_photo_of_a_dial_is_kept_small_and_without_its_data(place: Place, sign_in: SignIn) -> None:
    clerk = sign_in("clerk")
    url = f"/meters/{place.wang_water}/readings"
    sent = {"photo": ("dial.jpg", photo(), "image/jpeg")}
    answer = clerk.post(url, data={"value": "125", "on": "2026-11-05"}, files=sent)
    assert answer.status_code == 200
    with read() as db:
        last = records.last(db, place.wang_water)
    assert last is not None and last.photo
    kept = files.path_of(last.photo).read_bytes()
    assert b"Secret" not in kept and Image.open(io.BytesIO(kept)).size == (1600, 1067)
    shown = clerk.get(f"/meters/{place.wang_water}/readings/{last.id}/photo")
    assert shown.headers["content-type"] == "image/jpeg" and shown.content == kept


def test_what_is_no_photo_is_refused_and_nothing_is_kept(place: Place, sign_in: SignIn) -> None:
    clerk = sign_in("clerk")
    sent = {"photo": ("dial.jpg", b"GIF89a no photo", "image/jpeg")}
    answer = clerk.post(
        f"/meters/{place.wang_water}/readings", data={"value": "125", "on": "2026-11-05"}, files=sent
    )
    assert answer.status_code == 422 and "no photo" in answer.text
    assert totals(place.wang_water) == [0]


def test_a_reading_is_corrected_and_withdrawn_with_a_reason(place: Place, sign_in: SignIn) -> None:
    wrong = reads(place.wang_water, on(10), 710)
    clerk = sign_in("clerk")
    url = f"/meters/{place.wang_water}/readings/{wrong.id}"
    form = {"value": "170", "on": "2026-10-28", "reason": ""}
    assert clerk.post(f"{url}/correction", data=form).status_code == 422
    assert clerk.post(f"{url}/correction", data={**form, "reason": "swapped"}).status_code == 200
    assert totals(place.wang_water) == [0, 70]
    with read() as db:
        last = records.last(db, place.wang_water)
    assert last is not None
    away = clerk.post(
        f"/meters/{place.wang_water}/readings/{last.id}/withdrawal", data={"reason": "other home"}
    )
    assert away.status_code == 200 and totals(place.wang_water) == [0]


def test_a_counter_is_replaced_on_its_page(place: Place, sign_in: SignIn) -> None:
    clerk = sign_in("clerk")
    url = f"/meters/{place.wang_water}/replacement"
    form = {
        "on": "2026-11-05",
        "final": "116",
        "number": "W-9",
        "initial": "3",
        "multiplier": "1",
        "digits": "5",
    }
    assert "number of the new meter" in clerk.post(url, data={**form, "number": ""}).text
    assert "Below the last reading" in clerk.post(url, data={**form, "final": "90"}).text
    assert clerk.post(url, data=form).status_code == 200
    assert totals(place.wang_water) == [0, 16, 16]


def test_a_reader_of_meters_may_not_change_the_register(place: Place, sign_in: SignIn) -> None:
    cashier = sign_in("cashier")
    assert cashier.get(f"/meters/{place.wang_water}").status_code == 200
    assert cashier.get(f"/meters/{place.wang_water}/replacement").status_code == 403
    assert sign_in("patrol").get("/meters").status_code == 403


def test_a_meter_of_another_address_is_not_found(place: Place, sign_in: SignIn) -> None:
    clerk = sign_in("clerk")
    other = reads(place.li_water, date(2026, 10, 1), 130)
    for path in (
        f"/meters/{place.wang_water}/readings/{other.id}",
        "/meters/99",
        "/readings/99",
        "/readings/x",
    ):
        assert clerk.get(path).status_code == 404, path


def test_a_photo_stays_with_the_form_until_its_questions_are_answered(place: Place, sign_in: SignIn) -> None:
    reads(place.wang_water, on(10), 99_990)
    patrol = sign_in("patrol")
    url = f"/readings/1/meters/{place.wang_water}?kind=water&on=2026-11-05"
    sent = {"photo": ("dial.jpg", photo(), "image/jpeg")}
    slip = patrol.post(url, data={"value": "12a"}, files=sent)
    assert slip.status_code == 422 and "The photo is kept." in slip.text
    carried = re.search(r'name="kept_photo" value="([^"]+)"', slip.text)
    assert carried
    asked = patrol.post(url, data={"value": "12", "kept_photo": carried[1]})
    assert asked.status_code == 422 and "what happened?" in asked.text
    carried = re.search(r'name="kept_photo" value="([^"]+)"', asked.text)
    assert carried
    patrol.post(url, data={"value": "12", "passed_zero": "1", "kept_photo": carried[1]})
    with read() as db:
        last = records.last(db, place.wang_water)
    assert last is not None and last.value_e3 == 12_000 and last.photo


@pytest.mark.parametrize("made_up", ["a" * 64, "gAAAAABl", ""])
def test_nobody_names_a_file_of_somebody_elses_as_their_photo(
    place: Place, sign_in: SignIn, made_up: str
) -> None:
    url = f"/meters/{place.wang_water}/readings"
    sign_in("clerk").post(url, data={"value": "110", "on": "2026-11-05", "kept_photo": made_up})
    with read() as db:
        last = records.last(db, place.wang_water)
    assert last is not None and last.value_e3 == 110_000 and last.photo is None
