"""Notifications: a browser's keys, a push service of this machine that opens what comes, and the account's page."""

import json
import os
import struct
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from litestar.testing import TestClient

from estate.channels import actions, queries, records
from estate.channels.channel import Outgoing
from estate.channels.rules_push import decode, encode
from estate.channels.rules_settings import Vapid
from estate.data import clock, read, write
from estate.data.store import System
from tests.channels.conftest import send
from tests.channels.servers import Gateway, Got

SignIn = Callable[[str], TestClient[Any]]


class Browser:
    """What a browser keeps of its subscription, and how it opens a message: RFC 8291, section 3.4."""

    def __init__(self) -> None:
        self._private = ec.generate_private_key(ec.SECP256R1())
        self._secret = os.urandom(16)

    @property
    def p256dh(self) -> str:
        return encode(self._private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))

    @property
    def auth(self) -> str:
        return encode(self._secret)

    def opened(self, body: bytes) -> Any:
        salt, (_record, length) = body[:16], struct.unpack(">IB", body[16:21])
        point, sealed = body[21 : 21 + length], body[21 + length :]
        theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        info = b"WebPush: info\0" + decode(self.p256dh) + point
        secret = HKDF(hashes.SHA256(), 32, self._secret, info).derive(
            self._private.exchange(ec.ECDH(), theirs)
        )
        key = HKDF(hashes.SHA256(), 16, salt, b"Content-Encoding: aes128gcm\0").derive(secret)
        nonce = HKDF(hashes.SHA256(), 12, salt, b"Content-Encoding: nonce\0").derive(secret)
        padded = AESGCM(key).decrypt(nonce, sealed, None)
        assert padded.rstrip(b"\0").endswith(b"\x02")
        return json.loads(padded.rstrip(b"\0")[:-1])


def sender(got: Got, key: str) -> dict[str, Any]:
    """The claims of the VAPID header, once its signature is found good: RFC 8292."""
    scheme, _space, rest = got.headers["authorization"].partition(" ")
    assert scheme == "vapid"
    parts = dict(part.strip().split("=", 1) for part in rest.split(","))
    assert parts["k"] == key
    head, claims, signature = parts["t"].split(".")
    assert json.loads(decode(head)) == {"typ": "JWT", "alg": "ES256"}
    raw = decode(signature)
    assert len(raw) == 64
    der = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), decode(key))
    public.verify(der, f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
    return json.loads(decode(claims))


@pytest.fixture
def push(by: System) -> str:
    """The push channel, in use; its public key."""
    actions.set_up(Vapid(contact="mailto:office@guihua.example"), {}, by)
    actions.switch("push", True, by)
    return actions.push_key()


def subscribed(gateway: Gateway, browser: Browser, name: str = "one") -> int:
    """A device whose push service runs on this machine; the page itself would refuse its address. Answers the account."""
    gateway.status = 201
    gateway.answer = lambda _got: ""
    with write(System("test")) as tx:
        account = int(tx.value("SELECT id FROM accounts ORDER BY id LIMIT 1"))
        records.put_device(tx, account, f"{gateway.url}/push/{name}", browser.p256dh, browser.auth, "Firefox")
    return account


def message(account: int, key: str = "bill:1") -> Outgoing:
    return Outgoing(1, key, str(account), "十一月账单", "应缴 ¥166.06", link="/my/bills")


def test_a_notification_is_opened_by_its_browser_alone_and_names_its_sender(push: str, gateway: Gateway):
    browser = Browser()
    account = subscribed(gateway, browser)
    answer = send("push", message(account))
    assert answer.state == "accepted"
    (got,) = gateway.requests
    assert (got.headers["content-encoding"], got.headers["ttl"]) == ("aes128gcm", "86400")
    told = browser.opened(got.body)
    assert (told["title"], told["body"], told["link"]) == ("十一月账单", "应缴 ¥166.06", "/my/bills")
    claims = sender(got, push)
    assert claims["aud"] == gateway.url
    assert claims["sub"] == "mailto:office@guihua.example"
    assert 0 < claims["exp"] - clock.now().timestamp() <= 86400
    with pytest.raises(Exception):  # noqa: B017  whatever the library says, it does not open
        Browser().opened(got.body)


def test_the_same_key_has_the_same_name_on_the_device_and_at_the_service(push: str, gateway: Gateway):
    browser = Browser()
    account = subscribed(gateway, browser)
    gateway.status = 500
    assert send("push", message(account)).state == "later"
    gateway.status = 201
    assert send("push", message(account)).state == "accepted"
    first, second = gateway.requests
    assert first.headers["topic"] == second.headers["topic"]
    assert browser.opened(first.body)["tag"] == browser.opened(second.body)["tag"]
    send("push", message(account))
    assert len(gateway.requests) == 2


def test_a_device_that_let_go_is_forgotten_and_the_others_still_get_it(push: str, gateway: Gateway):
    browser = Browser()
    account = subscribed(gateway, browser)
    with write(System("test")) as tx:
        records.put_device(tx, account, f"{gateway.url}/gone", browser.p256dh, browser.auth, "Chrome")

    def answer(got: Got) -> str:
        gateway.status = 410 if got.path == "/gone" else 201
        return ""

    gateway.answer = answer

    assert send("push", message(account)).state == "accepted"
    with read() as db:
        assert [one.agent for one in records.devices(db, account)] == ["Firefox"]


def test_without_a_device_it_has_failed_at_once(push: str):
    answer = send("push", message(1))
    assert answer.state == "failed"


def test_the_private_key_stays_when_the_contact_changes(push: str, by: System):
    actions.set_up(Vapid(contact="mailto:other@guihua.example"), {}, by)
    assert actions.push_key() == push


def test_a_browser_takes_notifications_and_stops_them(sign_in: SignIn, push: str):
    browser, keys = sign_in("manager"), Browser()
    assert push in browser.get("/account/devices").text
    form = {"endpoint": "https://fcm.googleapis.com/fcm/send/abc", "p256dh": keys.p256dh, "auth": keys.auth}
    assert browser.post("/account/devices", data=form).status_code == 200
    assert browser.post("/account/devices", data=form).status_code == 200
    with read() as db:
        account = db.value("SELECT id FROM accounts WHERE login = 'manager'")
        (device,) = records.devices(db, account)
        assert queries.takes_push(db, account)
        assert queries.accounts_with_push(db) == {account}
    stranger = sign_in("cashier")
    assert stranger.post(f"/account/devices/{device.id}/end").status_code == 404
    browser = sign_in("manager")
    assert browser.post(f"/account/devices/{device.id}/end", follow_redirects=False).status_code == 303
    with read() as db:
        assert not queries.takes_push(db, account)


@pytest.mark.parametrize(
    "changes",
    [
        {"endpoint": "http://127.0.0.1:8080/"},
        {"endpoint": "https://192.168.1.1/"},
        {"p256dh": "AAAA"},
        {"auth": "AAAA"},
        {"endpoint": ""},
    ],
)
def test_a_subscription_that_is_none_is_refused(sign_in: SignIn, push: str, changes: dict[str, str]):
    keys = Browser()
    form = {"endpoint": "https://fcm.googleapis.com/x", "p256dh": keys.p256dh, "auth": keys.auth, **changes}
    assert sign_in("manager").post("/account/devices", data=form).status_code == 422


def test_nothing_is_offered_while_notifications_are_off(sign_in: SignIn):
    assert "data-push-on" not in sign_in("manager").get("/account/devices").text


def test_the_service_worker_speaks_for_the_whole_house(client: TestClient[Any]):
    answer = client.get("/sw.js")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["cache-control"] == "no-cache"
    assert "showNotification" in answer.text
