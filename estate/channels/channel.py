"""What every way out of the house has in common: what is handed over to a provider, and what it answers."""

from collections.abc import Mapping
from typing import Literal, NamedTuple, Protocol

Code = Literal["mail", "sms", "push"]
State = Literal["accepted", "failed", "later"]

CODES: tuple[Code, ...] = ("mail", "sms", "push")


class SmsTemplate(NamedTuple):
    """A text that the SMS provider has approved. names: (its name of a parameter, our variable), in its order."""

    id: int
    event: str
    locale: str
    signature: str
    code: str
    text: str
    names: tuple[tuple[str, str], ...]


class File(NamedTuple):
    """A file that goes with an e-mail. sha256: its name in the data folder (estate.data.files)."""

    sha256: str
    name: str
    media_type: str = "application/pdf"


class Outgoing(NamedTuple):
    """One message on its way to one address, rendered and frozen.

    key: of the delivery; the same key has one visible effect, however often it is handed over. to: an e-mail
    address, a mobile number, or for push the number of the account whose devices it goes to. params: the values of
    `template`'s variables by our names. link: a path in this house, which a notification opens.
    """

    delivery_id: int
    key: str
    to: str
    subject: str
    text: str
    template: SmsTemplate | None = None
    params: Mapping[str, str] = {}
    file: File | None = None
    link: str = ""


class Answer(NamedTuple):
    """What came back. accepted: the provider has it; failed: it never will; later: try again after a while.

    text: the provider's own words. to_gone: the address itself is dead (an unknown mailbox, an empty number, a
    device that let go), so that it need not be tried again. delivered: the provider says that it has arrived.
    """

    state: State
    provider_id: str | None
    text: str
    to_gone: bool = False
    delivered: bool = False


class Channel(Protocol):
    """One way out, opened for some messages one after the other (`channels.actions.opened`)."""

    @property
    def code(self) -> Code: ...

    def send(self, outgoing: Outgoing) -> Answer:
        """Hand it over, once: of a key that was handed over before it first asks what became of it.

        Never raises for what a network or a provider does: that is an Answer.
        """
        ...

    def find(self, outgoing: Outgoing) -> Answer | None:
        """What the provider knows of a key that may have been handed over; None when it knows nothing of it."""
        ...
