"""The set-up of each channel, approved SMS texts, and the devices that let themselves be pushed to."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

import msgspec

from estate.channels.channel import Code, SmsTemplate
from estate.channels.rules_settings import KINDS, Settings
from estate.data import Reader, Tx, clock, secrets


class SetUp(NamedTuple):
    """One channel as it is set up. settings: JSON; secrets: sealed JSON, never shown; token: of its callback address."""

    code: Code
    provider: str
    settings: str
    secrets: bytes
    token: str
    active: int
    changed_at: str
    changed_by: str
    succeeded_at: str | None
    failed_at: str | None
    failure: str

    @property
    def values(self) -> Settings:
        """The settings, typed by their provider."""
        return msgspec.json.decode(self.settings, type=KINDS[self.provider])

    def secret(self, name: str) -> str:
        """One secret, opened."""
        return str(json.loads(secrets.unseal(self.secrets)).get(name, ""))


_SET_UP = """
    SELECT code, provider, settings, secrets, token, active, changed_at, changed_by, succeeded_at, failed_at, failure
      FROM channels
"""


def all_set_up(db: Reader) -> dict[str, SetUp]:
    """The channels that are set up, by code."""
    return {one.code: one for one in db.rows(SetUp, _SET_UP)}


def set_up(db: Reader, code: str) -> SetUp | None:
    """One channel, when it is set up."""
    return db.row(SetUp, _SET_UP + "WHERE code = :code", code=code)


def of_token(db: Reader, provider: str, token: str) -> SetUp | None:
    """The channel whose callback address this is."""
    return db.row(
        SetUp, _SET_UP + "WHERE token = :token AND provider = :provider", token=token, provider=provider
    )


def put(tx: Tx, code: str, provider: str, settings: Settings, given: Mapping[str, str], token: str) -> None:
    """Set a channel up, or anew; the token stays while the provider does."""
    tx.run(
        """
        INSERT INTO channels (code, provider, settings, secrets, token, changed_at, changed_by)
        VALUES (:code, :provider, :settings, :secrets, :token, :now, :by)
        ON CONFLICT (code) DO UPDATE SET
            token = CASE WHEN provider = excluded.provider THEN token ELSE excluded.token END,
            provider = excluded.provider, settings = excluded.settings, secrets = excluded.secrets,
            changed_at = excluded.changed_at, changed_by = excluded.changed_by, failure = ''
        """,
        code=code,
        provider=provider,
        settings=msgspec.json.encode(settings).decode(),
        secrets=secrets.seal(json.dumps(dict(given))),
        token=token,
        now=clock.stamp(),
        by=tx.by.name,
    )


def note(tx: Tx, code: str, failure: str | None) -> None:
    """Remember that a channel worked, or how it did not."""
    tx.run(
        """
        UPDATE channels
           SET succeeded_at = iif(:failure IS NULL, :now, succeeded_at),
               failed_at = iif(:failure IS NULL, failed_at, :now),
               failure = ifnull(:failure, '')
         WHERE code = :code
        """,
        code=code,
        failure=failure,
        now=clock.stamp(),
    )


class TemplateRow(NamedTuple):
    """A text for one event in one language. names: JSON, pairs of the provider's and our name."""

    id: int
    event: str
    locale: str
    signature: str
    code: str
    text: str
    names: str
    approval: str
    changed_at: str
    changed_by: str

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """(the provider's parameter, our variable), in the provider's order."""
        return tuple((str(theirs), str(ours)) for theirs, ours in json.loads(self.names))

    @property
    def template(self) -> SmsTemplate:
        return SmsTemplate(self.id, self.event, self.locale, self.signature, self.code, self.text, self.pairs)


_TEMPLATE = """
    SELECT id, event, locale, signature, code, text, names, approval, changed_at, changed_by FROM sms_templates
"""


def templates(db: Reader) -> list[TemplateRow]:
    """All SMS texts, by event and language."""
    return db.rows(TemplateRow, _TEMPLATE + "ORDER BY event, locale DESC")


def template(db: Reader, template_id: int) -> TemplateRow | None:
    """One SMS text."""
    return db.row(TemplateRow, _TEMPLATE + "WHERE id = :id", id=template_id)


def approved(db: Reader, event: str, locale: str) -> TemplateRow | None:
    """The approved text of an event in this language, else in the other one."""
    return db.row(
        TemplateRow,
        _TEMPLATE
        + "WHERE event = :event AND approval = 'approved' ORDER BY locale = :locale DESC, locale DESC LIMIT 1",
        event=event,
        locale=locale,
    )


def put_template(tx: Tx, template_id: int | None, **values: Any) -> int:
    """Keep an SMS text, a new one or one that is changed."""
    row = {**values, "changed_at": clock.stamp(), "changed_by": tx.by.name}
    if template_id is None:
        return tx.insert("sms_templates", **row)
    tx.update("sms_templates", template_id, **row)
    return template_id


class Device(NamedTuple):
    """A browser that takes notifications for an account. agent: how it calls itself."""

    id: int
    account_id: int
    endpoint: str
    p256dh: str
    auth: str
    agent: str
    created_at: str


def devices(db: Reader, account_id: int) -> list[Device]:
    """The devices of an account, newest first."""
    return db.rows(
        Device,
        """
        SELECT id, account_id, endpoint, p256dh, auth, agent, created_at
          FROM push_devices WHERE account_id = :account_id ORDER BY id DESC
        """,
        account_id=account_id,
    )


def put_device(tx: Tx, account_id: int, endpoint: str, p256dh: str, auth: str, agent: str) -> None:
    """Keep a device; a browser that another person used before is this one's now."""
    tx.run(
        """
        INSERT INTO push_devices (account_id, endpoint, p256dh, auth, agent, created_at)
        VALUES (:account_id, :endpoint, :p256dh, :auth, :agent, :now)
        ON CONFLICT (endpoint) DO UPDATE SET account_id = excluded.account_id, p256dh = excluded.p256dh,
            auth = excluded.auth, agent = excluded.agent, created_at = excluded.created_at
        """,
        account_id=account_id,
        endpoint=endpoint,
        p256dh=p256dh,
        auth=auth,
        agent=agent,
        now=clock.stamp(),
    )


def drop_device(tx: Tx, device_id: int, account_id: int) -> bool:
    """Forget a device of this account; whether there was one."""
    return (
        tx.run(
            "DELETE FROM push_devices WHERE id = :id AND account_id = :account_id",
            id=device_id,
            account_id=account_id,
        )
        == 1
    )
