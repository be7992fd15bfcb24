"""Set a channel up, switch it, try it; open it to send; take what providers report afterwards."""

import secrets as random
from collections.abc import Generator, Mapping
from contextlib import contextmanager

import msgspec

from estate.arrears.rules_law import refuse_threats
from estate.channels import records
from estate.channels.aliyun import AliyunSms
from estate.channels.byhand import ListSms
from estate.channels.channel import Answer, Channel, Code, Outgoing
from estate.channels.gateway import GatewaySms
from estate.channels.line import Line, Provider
from estate.channels.mail import Mail
from estate.channels.push import Push
from estate.channels.records import SetUp
from estate.channels.rules_push import good_endpoint, good_keys, new_private_key, public_key
from estate.channels.rules_settings import Aliyun, ByHand, Gateway, Settings, Smtp, Tencent, Vapid
from estate.channels.tencent import TencentSms
from estate.channels.wire import Wire
from estate.data import Actor, Tx, audit, read, write
from estate.i18n import gettext as _
from estate.messages import events
from estate.refusal import Refused

PROVIDER_OF: dict[type[Settings], tuple[Code, str]] = {
    Smtp: ("mail", "smtp"),
    Aliyun: ("sms", "aliyun"),
    Tencent: ("sms", "tencent"),
    Gateway: ("sms", "gateway"),
    ByHand: ("sms", "list"),
    Vapid: ("push", "vapid"),
}
DEVICES_OF_ONE = 10


@contextmanager
def opened(code: Code) -> Generator[Channel | None]:
    """The channel, ready to send some messages one after the other; None when it is not in use."""
    with read() as db:
        known = records.set_up(db, code)
    if known is None or not known.active:
        yield None
        return
    line = Line(provider(known))
    try:
        yield line
    finally:
        line.close()


def provider(known: SetUp) -> Provider:
    """Who carries a channel, by how it is set up."""
    settings = known.values
    if isinstance(settings, Smtp):
        return Mail(settings, known.secret("password"))
    if isinstance(settings, Aliyun):
        return AliyunSms(settings, known.secret("secret"), Wire())
    if isinstance(settings, Tencent):
        return TencentSms(settings, known.secret("secret"), Wire())
    if isinstance(settings, Gateway):
        return GatewaySms(settings, known.secret("secret"), Wire())
    if isinstance(settings, ByHand):
        return ListSms()
    return Push(settings, known.secret("private"), Wire())


def set_up(settings: Settings, secret: Mapping[str, str], by: Actor) -> None:
    """Keep how a channel is set up. A secret that is left empty stays as it was, while the provider does."""
    code, name = PROVIDER_OF[type(settings)]
    with write(by) as tx:
        before = records.set_up(tx, code)
        same = before if before and before.provider == name else None
        kept = {one: value or (same.secret(one) if same else "") for one, value in secret.items()}
        if name == "vapid":  # a new key would cut off every device that takes notifications
            kept["private"] = same.secret("private") if same else new_private_key()
        records.put(tx, code, name, settings, kept, random.token_urlsafe(32))
        audit.record(
            tx,
            "channel.changed",
            "channels",
            after={"channel": code, "provider": name, **_told(settings)},
        )


def _told(settings: Settings) -> dict[str, object]:
    """What the change log keeps of a set-up: where messages go, and in whose name."""
    told = ("host", "port", "security", "from_address", "url", "query_url", "key_id", "secret_id", "app_id")
    return {name: value for name, value in msgspec.to_builtins(settings).items() if name in told}


def switch(code: Code, on: bool, by: Actor) -> None:
    """Use a channel from now on, or no more. Refused when it is not set up."""
    with write(by) as tx:
        if tx.run("UPDATE channels SET active = :on WHERE code = :code", on=int(on), code=code) != 1:
            raise Refused(_("Set this channel up first."))
        audit.record(tx, "channel.opened" if on else "channel.closed", "channels", after={"channel": code})


def new_address(code: Code, by: Actor) -> None:
    """A new callback address; the old one is nobody's from now on."""
    with write(by) as tx:
        tx.run(
            "UPDATE channels SET token = :token WHERE code = :code", token=random.token_urlsafe(32), code=code
        )
        audit.record(tx, "channel.address_renewed", "channels", after={"channel": code})


def trial(code: Code, outgoing: Outgoing) -> Answer:
    """Send one message to try a channel, in use or not; answers the provider's own words."""
    with read() as db:
        known = records.set_up(db, code)
    if known is None:
        raise Refused(_("Set this channel up first."))
    line = Line(provider(known))
    try:
        return line.send(outgoing._replace(key=f"test:{random.token_hex(12)}"))
    finally:
        line.close()


def save_template(tx: Tx, template_id: int | None, values: Mapping[str, str]) -> int:
    """Keep an SMS text. Refused when the event has one in this language already, or when it threatens a debtor."""
    if events.of(values["event"]).about_debt:
        refuse_threats(values["text"], "text")
    other = tx.value(
        "SELECT id FROM sms_templates WHERE event = :event AND locale = :locale",
        event=values["event"],
        locale=values["locale"],
    )
    if other is not None and other != template_id:
        raise Refused(_("This event has a text in this language already. Change that one."), "event")
    kept = records.put_template(tx, template_id, **values)
    told = {name: value for name, value in values.items() if name != "names"}
    audit.record(tx, "sms_template.changed", "sms_templates", kept, after=told)
    return kept


def push_key() -> str:
    """The public key with which browsers subscribe; empty while notifications are off."""
    with read() as db:
        known = records.set_up(db, "push")
        return public_key(known.secret("private")) if known and known.active else ""


def subscribe(account_id: int, endpoint: str, p256dh: str, auth: str, agent: str, by: Actor) -> None:
    """Keep a browser that lets itself be notified. Refused for an address that is no push service's."""
    if not (good_endpoint(endpoint) and good_keys(p256dh, auth) and len(endpoint) < 1000):
        raise Refused(_("This browser gave an address to which no notification can be sent."))
    with write(by) as tx:
        records.put_device(tx, account_id, endpoint, p256dh, auth, agent[:200])
        for old in records.devices(tx, account_id)[DEVICES_OF_ONE:]:
            records.drop_device(tx, old.id, account_id)
        audit.record(tx, "push_device.added", "accounts", account_id)


def unsubscribe(account_id: int, device_id: int, by: Actor) -> bool:
    """Notify a browser no more; whether it was one of this account."""
    with write(by) as tx:
        dropped = records.drop_device(tx, device_id, account_id)
        if dropped:
            audit.record(tx, "push_device.dropped", "accounts", account_id)
        return dropped
