"""SMS without a provider: a message is taken once it stands in the list."""

from collections.abc import Callable
from datetime import timedelta

from estate.channels import records_lists
from estate.channels.channel import Answer, Code, Outgoing
from estate.data import write
from estate.i18n import gettext as _
from estate.jobs.outbox import WORKER


class ListSms:
    """Its one list; a key stands in it once."""

    code: Code = "sms"
    name = "list"
    once = True
    can_ask = False
    grace = timedelta()

    def deliver(self, outgoing: Outgoing, handed: Callable[[], None]) -> Answer:
        """Enter it."""
        handed()
        with write(WORKER) as tx:
            records_lists.enter(tx, outgoing.key, outgoing.to, outgoing.text)
        return Answer("accepted", f"list:{outgoing.key}", _("It stands in the SMS list."))

    def ask(self, outgoing: Outgoing, handed_at: str | None, provider_id: str | None) -> Answer | None:
        """A list tells nothing afterwards."""
        return None

    def close(self) -> None:
        """There is no connection."""
