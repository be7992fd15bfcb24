"""Web Push to all devices of one account; the same key replaces itself on each."""

from collections.abc import Callable
from datetime import timedelta

from estate.channels import records
from estate.channels.channel import Answer, Code, Outgoing
from estate.channels.records import Device
from estate.channels.rules_push import payload, sealed, topic, vapid
from estate.channels.rules_settings import Vapid
from estate.channels.wire import NotSent, Unknown, Wire
from estate.data import clock, read, write
from estate.jobs.outbox import WORKER

DAY = 86_400


class Push:
    """`Topic` and the notification's tag are made of the key, so that a second one takes the place of the first."""

    code: Code = "push"
    name = "vapid"
    once = True
    can_ask = False
    grace = timedelta()

    def __init__(self, settings: Vapid, private: str, wire: Wire) -> None:
        self._settings = settings
        self._private = private
        self._wire = wire

    def deliver(self, outgoing: Outgoing, handed: Callable[[], None]) -> Answer:
        """To every device; taken when one service takes it. A device that let go is forgotten."""
        with read() as db:
            devices = records.devices(db, int(outgoing.to)) if outgoing.to.isdigit() else []
        if not devices:
            return Answer("failed", None, "no device")
        handed()
        answers = [self._to(device, outgoing) for device in devices]
        best = min(answers, key=lambda one: ("accepted", "later", "failed").index(one.state))
        return best._replace(text="\n".join(one.text for one in answers))

    def ask(self, outgoing: Outgoing, handed_at: str | None, provider_id: str | None) -> Answer | None:
        """Push services tell nothing afterwards."""
        return None

    def close(self) -> None:
        self._wire.close()

    def _to(self, device: Device, outgoing: Outgoing) -> Answer:
        body = payload(outgoing.subject, outgoing.text, outgoing.link, outgoing.key)
        headers = {
            "Authorization": vapid(device.endpoint, self._private, self._settings.contact, clock.now()),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(DAY),
            "Topic": topic(outgoing.key),
            "Urgency": "normal",
        }
        try:
            status, text = self._wire.request(
                "POST", device.endpoint, headers, sealed(body, device.p256dh, device.auth)
            )
        except (NotSent, Unknown) as trouble:
            return Answer("later", None, str(trouble))
        if status in (404, 410):
            with write(WORKER) as tx:
                records.drop_device(tx, device.id, device.account_id)
            return Answer("failed", None, f"HTTP {status} {text}")
        return Answer("accepted" if status < 300 else "failed", topic(outgoing.key), f"HTTP {status} {text}")
