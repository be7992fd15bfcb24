"""What an event is that the office tells somebody of: its variables, its texts, the channels it goes by."""

from collections.abc import Mapping
from typing import NamedTuple


class Variable(NamedTuple):
    """One thing that a text can name. kind: text, money (fen), day, period (`2026-11-01/2026-11-30`) or number.

    sample: a value as it is given, for the preview.
    """

    name: str
    meaning: str
    kind: str
    sample: str | int


class Event(NamedTuple):
    """What happened. audience: owner, staff or firm; category: service, dunning or marketing; modes: by channel.

    sealed: who was told is nobody's business: no list of the office shows such messages, and none goes on paper.
    """

    code: str
    name: str
    audience: str
    category: str
    modes: Mapping[str, str]
    variables: tuple[Variable, ...]
    subject: str
    text: str
    short: str
    sealed: bool = False

    @property
    def about_debt(self) -> bool:
        """Whether it asks for money: its text must not threaten (Civil Code §944)."""
        return self.category == "dunning" or self.code.startswith(("bill.", "plan.", "promise."))


INBOX = {"in_app": "at_once"}
QUICK = {**INBOX, "push": "at_once", "mail": "at_once", "sms": "off", "paper": "off"}
CARRIED = {**INBOX, "push": "at_once", "mail": "at_once", "sms": "later", "paper": "later"}
TEXTED = {**INBOX, "push": "at_once", "mail": "off", "sms": "later", "paper": "off"}
STAFF = {**INBOX, "push": "at_once", "mail": "off", "sms": "off", "paper": "off"}
FIRM = {"in_app": "off", "push": "off", "mail": "off", "sms": "at_once", "paper": "off"}
"""Channels with their modes, as many events have them."""
