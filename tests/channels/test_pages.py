"""The set-up pages, as an administrator uses them."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from litestar.testing import TestClient

from estate.channels import actions, queries, records
from estate.channels.rules_settings import Gateway as GatewaySettings
from estate.data import read
from estate.data.store import System
from tests.application import application
from tests.channels.conftest import settings_of
from tests.channels.servers import Gateway, MailServer

BY = System("test")
SignIn = Callable[[str], TestClient[Any]]


def mail_form(**changes: str) -> dict[str, str]:
    return {
        "host": "127.0.0.1",
        "port": "465",
        "security": "tls",
        "user": "office",
        "secret": "s3cret-word",
        "from_address": "office@guihua.example",
        "from_name": "桂花园",
        **changes,
    }


def gateway_form(url: str, /, **changes: str) -> dict[str, str]:
    return {
        "url": url,
        "plain": "y",
        "method": "POST",
        "body_kind": "json",
        "body": '{"to": "{to}", "content": "{text}", "key": "{key}"}',
        "headers": "Authorization: Bearer {secret}",
        "secret": "s3cret-word",
        "sign": "",
        "ok_path": "code",
        "ok_words": "0",
        "id_path": "data.id",
        "callback_answer": "OK",
        "free_text": "y",
        **changes,
    }


def test_only_an_administrator_sets_channels_up(sign_in: SignIn):
    assert sign_in("manager").get("/channels").status_code == 403
    assert sign_in("administrator").get("/channels").status_code == 200


def test_a_channel_is_set_up_tried_and_switched_on(sign_in: SignIn, mail_server: MailServer):
    browser = sign_in("administrator")
    form = mail_form(port=str(mail_server.port), security="none", plain="y", user="", secret="")
    assert browser.post("/channels/smtp", data=form, follow_redirects=False).status_code == 303
    page = browser.post("/channels/smtp/test", data={"to": "chen@example.com"})
    assert "250 taken as 4711" in page.text
    assert len(mail_server.letters) == 1
    with read() as db:
        assert queries.active(db) == set()
    browser.post("/channels/smtp/opening")
    with read() as db:
        assert queries.active(db) == {"mail"}
    browser.post("/channels/smtp/closure")
    with read() as db:
        assert queries.active(db) == set()


def test_each_test_is_a_message_of_its_own(sign_in: SignIn, mail: MailServer):
    browser = sign_in("administrator")
    for _ in range(2):
        browser.post("/channels/smtp/test", data={"to": "chen@example.com"})
    assert len(mail.visible) == 2


def test_a_refusal_is_shown_word_by_word(sign_in: SignIn, mail: MailServer):
    mail.refuse = "550 5.7.1 <office> is on a list"
    page = sign_in("administrator").post("/channels/smtp/test", data={"to": "chen@example.com"})
    assert "550 5.7.1 &lt;office&gt; is on a list" in page.text


def test_a_secret_never_comes_back(sign_in: SignIn):
    browser = sign_in("administrator")
    browser.post("/channels/smtp", data=mail_form())
    wrong = browser.post("/channels/smtp", data=mail_form(host=""))
    assert wrong.status_code == 422
    for text in (
        wrong.text,
        browser.get("/channels/smtp").text,
        browser.get("/channels").text,
        browser.get("/audit").text,
    ):
        assert "s3cret-word" not in text
    browser.post("/channels/smtp", data=mail_form(secret="", host="mail.example.com"))
    with read() as db:
        known = records.set_up(db, "mail")
    assert known and known.secret("password") == "s3cret-word"


def test_another_provider_does_not_get_the_first_ones_key(sign_in: SignIn):
    browser = sign_in("administrator")
    browser.post(
        "/channels/aliyun",
        data={"key_id": "A", "secret": "of-aliyun", "url": "https://dysmsapi.aliyuncs.com"},
    )
    with read() as db:
        first = records.set_up(db, "sms")
    browser.post(
        "/channels/tencent",
        data={
            "secret_id": "B",
            "secret": "",
            "app_id": "1",
            "region": "ap-guangzhou",
            "url": "https://sms.tencentcloudapi.com",
        },
    )
    with read() as db:
        second = records.set_up(db, "sms")
    assert first and second
    assert second.secret("secret") == ""
    assert first.token != second.token


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"host": "smtp.example.com/x"}, "host"),
        ({"security": "none", "host": "smtp.example.com", "plain": "y"}, "security"),
        ({"security": "none"}, "security"),
        ({"from_address": "office"}, "from_address"),
        ({"port": "0"}, "port"),
    ],
)
def test_what_can_not_be_right_is_said_beside_its_field(sign_in: SignIn, changes: dict[str, str], field: str):
    page = sign_in("administrator").post("/channels/smtp", data=mail_form(**changes))
    assert page.status_code == 422
    assert f'id="{field}-error"' in page.text


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"url": "http://sms.example.com/send"}, "url"),
        ({"url": "http://192.168.1.9/send", "plain": ""}, "url"),
        ({"url": "ftp://192.168.1.9/send"}, "url"),
        ({"url": "https://user:pass@sms.example.com/"}, "url"),
        ({"body": "{"}, "body"),
        ({"body": '{"to": "{too}"}'}, "body"),
        ({"body_kind": "form", "body": "no equals sign"}, "body"),
        ({"headers": "no colon"}, "headers"),
        ({"headers": "Bad Name: x"}, "headers"),
        ({"sign": "md5-hex"}, "sign_of"),
        ({"ok_words": ""}, "ok_words"),
        ({"query_url": "https://sms.example.com/{key}"}, "query_url"),
        ({"query_url": "https://sms.example.com/{key}", "query_state": "s"}, "delivered_words"),
    ],
)
def test_a_gateways_mistakes_are_said_beside_their_field(
    sign_in: SignIn, changes: dict[str, str], field: str
):
    form = {
        name: value for name, value in gateway_form("http://127.0.0.1:1/send", **changes).items() if value
    }
    page = sign_in("administrator").post("/channels/gateway", data=form)
    assert page.status_code == 422
    assert f'id="{field}-error"' in page.text


def test_a_gateway_is_set_up_as_written_and_tried(sign_in: SignIn, gateway: Gateway):
    browser = sign_in("administrator")
    answer = browser.post(
        "/channels/gateway", data=gateway_form(f"{gateway.url}/send"), follow_redirects=False
    )
    assert answer.status_code == 303
    page = browser.post("/channels/gateway/test", data={"to": "138 1234 5678"})
    assert "HTTP 200" in page.text
    (got,) = gateway.requests
    assert got.headers["authorization"] == "Bearer s3cret-word"
    assert got.json["to"] == "13812345678"
    page = browser.post("/channels/gateway/test", data={"to": "0571-88886666"})
    assert page.status_code == 422
    with read() as db:
        known = records.set_up(db, "sms")
    assert known and isinstance(known.values, GatewaySettings)
    assert known.values.free_text and not known.values.once
    assert f"/callbacks/gateway/{known.token}" in page.text


def test_an_sms_text_is_kept_with_what_fills_its_places(sign_in: SignIn):
    browser = sign_in("administrator")
    form = {
        "event": "bill.posted",
        "locale": "zh_CN",
        "signature": "桂花园",
        "code": "SMS_12345678",
        "text": "${name}您好，${home}本期应缴${sum}元，请于${due_on}前缴纳。",
        "names": "sum = amount",
        "approval": "approved",
    }
    answer = browser.post("/channels/texts", data=form)
    assert "【桂花园】王建国您好，3-2-501本期应缴166.06元" in answer.text
    with read() as db:
        (row,) = records.templates(db)
    assert json.loads(row.names) == [
        ["name", "name"],
        ["home", "home"],
        ["sum", "amount"],
        ["due_on", "due_on"],
    ]
    assert "due_on" in browser.get("/channels/texts/variables?event=bill.posted").text
    assert "due_on" not in browser.get("/channels/texts/variables?event=receipt.posted").text
    again = browser.post("/channels/texts", data=form)
    assert again.status_code == 422
    wrong = browser.post(f"/channels/texts/{row.id}", data={**form, "names": "sum = weight"})
    assert wrong.status_code == 422
    assert "weight" in wrong.text
    threat = browser.post(f"/channels/texts/{row.id}", data={**form, "text": "${name}，逾期将停水停电。"})
    assert threat.status_code == 422
    assert 'id="text-error"' in threat.text
    assert "王建国您好" in browser.get("/channels/texts").text


def test_a_number_that_was_given_up_can_be_tried_again(sign_in: SignIn, sms: Gateway):
    from tests.channels.conftest import outgoing, send

    sms.mode = "refuse"
    for number in range(3):
        send("sms", outgoing(f"bill:{number}"))
    browser = sign_in("administrator")
    page = browser.get("/channels")
    assert "138****5678" in re.sub(r"\s", "", page.text)
    browser.post("/channels/addresses/revival", data={"channel": "sms", "to": "13812345678"})
    with read() as db:
        assert not queries.is_dead(db, "sms", "13812345678")


def test_from_a_practice_community_nothing_is_sent(store, gateway: Gateway):
    from estate.settings import Settings
    from tests.conftest import PASSWORD

    settings = Settings(data=str(store.folder), open_browser=False, practice=True)
    with TestClient(application(settings)) as browser:
        browser.headers["sec-fetch-site"] = "same-origin"
        browser.post("/sign-in", data={"login": "administrator", "password": PASSWORD})
        page = browser.post("/channels/gateway", data=gateway_form(f"{gateway.url}/send"))
    assert page.status_code == 422
    with read() as db:
        assert records.all_set_up(db) == {}


def test_a_channel_that_is_unknown_or_not_set_up_is_not_found(sign_in: SignIn):
    browser = sign_in("administrator")
    assert browser.get("/channels/pigeon").status_code == 404
    for act in ("test", "opening", "closure", "address"):
        assert browser.post(f"/channels/smtp/{act}", data={}).status_code == 404


def test_a_changed_set_up_keeps_its_address_for_receipts(sms: Gateway):
    with read() as db:
        before = records.set_up(db, "sms")
    actions.set_up(settings_of(sms, ok_words="0,1"), {"secret": ""}, BY)
    with read() as db:
        after = records.set_up(db, "sms")
    assert before and after and before.token == after.token
    actions.new_address("sms", BY)
    with read() as db:
        renewed = records.set_up(db, "sms")
    assert renewed and renewed.token != before.token
