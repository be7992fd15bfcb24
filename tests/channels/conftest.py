"""Channels set up with the providers of `servers.py`."""

import json
from collections.abc import Iterator

import pytest

from estate.channels import actions
from estate.channels.channel import Answer, Code, Outgoing
from estate.channels.rules_settings import Gateway as GatewaySettings
from estate.channels.rules_settings import Smtp
from estate.data.store import System
from tests.channels.servers import Gateway, MailServer


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    server = MailServer()
    yield server
    server.close()


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    server = Gateway()
    yield server
    server.close()


@pytest.fixture
def mail(by: System, mail_server: MailServer) -> MailServer:
    """The mail channel, in use."""
    settings = Smtp(
        host="127.0.0.1",
        port=mail_server.port,
        security="none",
        from_address="office@guihua.example",
        from_name="桂花园物业服务中心",
    )
    actions.set_up(settings, {"password": ""}, by)
    actions.switch("mail", True, by)
    return mail_server


@pytest.fixture
def sms(by: System, gateway: Gateway) -> Gateway:
    """The SMS channel over a gateway that can be asked, in use."""
    actions.set_up(settings_of(gateway), {"secret": "s3cret"}, by)
    actions.switch("sms", True, by)
    return gateway


def settings_of(gateway: Gateway, **changes: object) -> GatewaySettings:
    values: dict[str, object] = {
        "url": f"{gateway.url}/send",
        "body": json.dumps({"to": "{to}", "content": "{text}", "key": "{key}"}),
        "headers": "X-Signature: {signature}",
        "sign": "hmac-sha256-hex",
        "sign_of": "{timestamp}{body}",
        "ok_path": "code",
        "ok_words": "0",
        "id_path": "data.id",
        "query_url": f"{gateway.url}/status?key={{key}}",
        "query_state": "data.state",
        "query_id": "data.id",
        "delivered_words": "delivered",
        "failed_words": "failed",
        "callback_id": "id",
        "callback_key": "key",
        "callback_to": "to",
        "callback_state": "state",
        "free_text": True,
        **changes,
    }
    return GatewaySettings(**values)  # type: ignore[arg-type]


def outgoing(key: str = "bill:1", to: str = "13812345678", text: str = "您好") -> Outgoing:
    return Outgoing(1, key, to, "十一月账单", text)


def send(code: Code, message: Outgoing) -> Answer:
    with actions.opened(code) as channel:
        assert channel
        return channel.send(message)
