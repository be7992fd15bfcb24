"""The line between claim and answer: whatever the provider, one key has one visible effect, crash or not.

Before a message leaves the house its key is written down as handed over. Who finds that word at the next try asks the
provider what became of it, and sends again only what the provider does not know, or what two of one key are one of.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from estate.channels import records, records_sends
from estate.channels.channel import Answer, Code, Outgoing
from estate.channels.records_sends import Send
from estate.channels.wire import NotSent, Unknown
from estate.data import clock, read, write
from estate.i18n import gettext as _
from estate.jobs.outbox import WORKER

MOST_TEXT = 2000
"""Characters of a provider's answer that are kept."""


class Provider(Protocol):
    """How one provider is spoken to.

    once: two of one key have one effect there, so asking first is not needed. can_ask: it can be asked for a key;
    grace: until so long after the hand-over, that it knows nothing proves nothing.
    """

    @property
    def code(self) -> Code: ...
    @property
    def name(self) -> str: ...
    @property
    def once(self) -> bool: ...
    @property
    def can_ask(self) -> bool: ...
    @property
    def grace(self) -> timedelta: ...

    def deliver(self, outgoing: Outgoing, handed: Callable[[], None]) -> Answer:
        """Hand it over; `handed` is called at the last moment before it may take effect. NotSent, Unknown."""
        ...

    def ask(self, outgoing: Outgoing, handed_at: str | None, provider_id: str | None) -> Answer | None:
        """What it knows of a key, or of its own number; None when nothing. NotSent, Unknown when it does not say."""
        ...

    def close(self) -> None:
        """Hang up."""
        ...


class Line:
    """A channel (see `channel.Channel`) with its journal."""

    def __init__(self, provider: Provider) -> None:
        self._provider = provider

    @property
    def code(self) -> Code:
        return self._provider.code

    def close(self) -> None:
        self._provider.close()

    def send(self, outgoing: Outgoing) -> Answer:
        """Hand it over, once: of a key that was handed over before it first asks what became of it."""
        with read() as db:
            known = records_sends.send_of(db, outgoing.key)
        if known and known.stage == "accepted":
            return Answer("accepted", known.provider_id, known.answer)
        try:
            if known and known.stage == "handed" and not self._provider.once:
                told = self._of_handed(outgoing, known)
                if told:
                    return self._keep(outgoing, told) if told.state != "later" else told
            return self._keep(outgoing, self._provider.deliver(outgoing, lambda: self._hand_over(outgoing)))
        except NotSent as trouble:
            return self._keep(outgoing, Answer("later", None, str(trouble)))
        except Unknown as trouble:
            self._note(str(trouble))
            return Answer("later", None, str(trouble)[:MOST_TEXT])

    def find(self, outgoing: Outgoing) -> Answer | None:
        """What the provider knows of a key that may have been handed over; None when it knows nothing of it."""
        with read() as db:
            known = records_sends.send_of(db, outgoing.key)
        if known is None:
            return None
        if known.stage == "accepted":
            return Answer("accepted", known.provider_id, known.answer)
        try:
            told = self._provider.ask(outgoing, known.handed_at, None)
        except (NotSent, Unknown) as trouble:
            return Answer("later", None, str(trouble)[:MOST_TEXT])
        return self._keep(outgoing, told) if told else None

    def _of_handed(self, outgoing: Outgoing, known: Send) -> Answer | None:
        """What to answer for a key whose last try has no answer; None when it can be sent again."""
        if not self._provider.can_ask:
            text = _("No answer came, and this provider can not be asked: whether it was sent is not known.")
            return Answer("failed", None, text)
        try:
            told = self._provider.ask(outgoing, known.handed_at, None)
        except (NotSent, Unknown) as trouble:
            return Answer("later", None, str(trouble))
        if told is None and clock.now() < datetime.fromisoformat(str(known.handed_at)) + self._provider.grace:
            return Answer("later", None, _("The provider does not know of it yet; it is asked again."))
        return told

    def _hand_over(self, outgoing: Outgoing) -> None:
        with write(WORKER) as tx:
            records_sends.hand_over(tx, self.code, self._provider.name, outgoing)

    def _keep(self, outgoing: Outgoing, answer: Answer) -> Answer:
        answer = answer._replace(text=answer.text[:MOST_TEXT])
        with write(WORKER) as tx:
            records_sends.keep_answer(tx, self.code, self._provider.name, outgoing, answer)
            records.note(tx, self.code, None if answer.state == "accepted" else answer.text[:500])
            if answer.to_gone:
                records_sends.note_dead(tx, self.code, outgoing.to)
        return answer

    def _note(self, failure: str) -> None:
        with write(WORKER) as tx:
            records.note(tx, self.code, failure[:500])
