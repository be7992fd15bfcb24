"""What goes wrong is said calmly, with headers and a number that the log has."""

import logging
from typing import Any

import pytest
from litestar.testing import TestClient

from estate.data import store


def test_every_answer_carries_the_headers(client: TestClient[Any]) -> None:
    for path in ("/sign-in", "/nothing-here", "/static/x/nothing.css"):
        headers = client.get(path).headers
        assert "default-src 'self'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-request-id"]


def test_what_is_not_there_has_a_page_with_a_number(client: TestClient[Any]) -> None:
    answer = client.get("/nothing-here", headers={"accept-language": "en"})
    assert answer.status_code == 404
    assert answer.headers["x-request-id"] in answer.text


def test_a_fault_shows_its_number_and_the_log_has_it(
    client: TestClient[Any], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("inside")

    monkeypatch.setattr("estate.access.pages.SignInForm", broken)
    with caplog.at_level(logging.ERROR, logger="estate.error"):
        answer = client.get("/sign-in")
    assert answer.status_code == 500
    assert "inside" not in answer.text
    assert answer.headers["x-request-id"] in answer.text
    assert answer.headers["x-request-id"] in caplog.text


def test_when_the_records_cannot_be_read_plain_words_remain(client: TestClient[Any]) -> None:
    store.use(None)
    answer = client.get("/sign-in")
    assert answer.status_code == 500
    assert answer.headers["x-request-id"] in answer.text


@pytest.mark.parametrize("name", ["%00", "a" * 3000, "..%2f..%2fpyproject.toml"])
def test_a_file_with_an_impossible_name_is_not_found(name: str, client: TestClient[Any]) -> None:
    assert client.get(f"/static/x/{name}").status_code == 404


def test_a_body_that_is_no_form_is_not_understood(client: TestClient[Any]) -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="login"\r\n\r\n\xff\xfe\r\n--x--\r\n'
    headers = {"content-type": "multipart/form-data; boundary=x"}
    assert client.post("/sign-in", content=body, headers=headers).status_code == 400


def test_too_large_a_body_is_refused_before_it_is_read(client: TestClient[Any]) -> None:
    answer = client.post("/sign-in", content=b"x", headers={"content-length": str(2**31)})
    assert answer.status_code == 413
