"""What others may know of the channels: which are in use, whom they reach, and how a text goes by SMS."""

from collections.abc import Mapping
from typing import NamedTuple

from estate.channels import records
from estate.channels.channel import Code, SmsTemplate
from estate.channels.rules_settings import ByHand, Gateway
from estate.channels.rules_sms import number, params, rendered
from estate.data import Reader


class SmsText(NamedTuple):
    """A message as it goes by SMS. text: as the phone shows it, with the signature; params: by the provider's names."""

    template: SmsTemplate | None
    params: dict[str, str]
    text: str


def active(db: Reader) -> set[Code]:
    """The channels that are set up and switched on, of mail, sms and push."""
    return set(db.values("SELECT code FROM channels WHERE active = 1"))


def by_hand(db: Reader) -> bool:
    """Whether somebody of the office carries the SMS to a provider, and reads to whom they go."""
    sms = records.set_up(db, "sms")
    return sms is not None and isinstance(sms.values, ByHand)


def sms_text(
    db: Reader, event: str, locale: str, values: Mapping[str, str], free_text: str
) -> SmsText | None:
    """How an event's message goes by SMS; None when it can not: no approved text, or a value that no provider takes.

    values: our variables, written out. free_text: what goes where the gateway takes texts that nobody approved.
    """
    sms = records.set_up(db, "sms")
    if sms is None:
        return None
    if found := records.approved(db, event, locale):
        given = params(found.pairs, values)
        if given is not None:
            return SmsText(found.template, given, rendered(found.signature, found.text, given))
    settings = sms.values
    by_itself = isinstance(settings, ByHand) or (isinstance(settings, Gateway) and settings.free_text)
    if by_itself and free_text:
        return SmsText(None, {}, free_text)
    return None


def sms_number(phone: str) -> str | None:
    """A phone number as SMS takes it; None for a landline."""
    return number(phone)


def dead(db: Reader, channel: Code) -> set[str]:
    """Addresses of a channel that are tried no more: nobody has them."""
    return set(
        db.values(
            "SELECT to_address FROM dead_addresses WHERE channel = :channel AND dead_at IS NOT NULL",
            channel=channel,
        )
    )


def is_dead(db: Reader, channel: Code, to: str) -> bool:
    """Whether this address is tried no more."""
    return bool(
        db.value(
            """
            SELECT 1 FROM dead_addresses
             WHERE channel = :channel AND to_address = :to AND dead_at IS NOT NULL
            """,
            channel=channel,
            to=to,
        )
    )


def takes_push(db: Reader, account_id: int) -> bool:
    """Whether an account has a device that takes notifications."""
    return bool(db.value("SELECT 1 FROM push_devices WHERE account_id = :id LIMIT 1", id=account_id))


def accounts_with_push(db: Reader) -> set[int]:
    """The accounts that have a device that takes notifications."""
    return set(db.values("SELECT DISTINCT account_id FROM push_devices"))
