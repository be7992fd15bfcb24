"""On which channels somebody can be reached now, and under which address there."""

from estate.channels import queries as channels
from estate.data import Reader
from estate.messages.event import Event
from estate.messages.events import COMMON
from estate.messages.records import Recipient
from estate.messages.rendering import spoken
from estate.messages.rules import allowed


class Reach:
    """The channels that are set up now, read once for many recipients of one event."""

    def __init__(self, db: Reader, event: Event) -> None:
        self._db, self._event = db, event
        active = channels.active(db)
        self._active = {"in_app", "paper", *active}
        if event.sealed:  # what somebody of the office carries would tell them who is told
            self._active -= {"paper", "sms"} if channels.by_hand(db) else {"paper"}
        self._with_devices = channels.accounts_with_push(db) if "push" in active else set[int]()
        self._dead = {
            "mail": channels.dead(db, "mail") if "mail" in active else set[str](),
            "sms": channels.dead(db, "sms") if "sms" in active else set[str](),
        }
        self._texted: dict[str, bool] = {}

    def addresses(self, who: Recipient, language: str, home_code: str) -> dict[str, str]:
        """Where a message of this event may go, by channel; empty when nowhere.

        The inbox and paper need no address but an account or a home. What people have switched off is not among them;
        the inbox cannot be: it disturbs nobody. Nor is what the provider has called dead, and SMS only where the
        provider takes a text of this event. Paper that is switched off is still the last way, advertising excepted:
        what concerns somebody's home is never lost.
        """
        account = str(who.account_id or "")
        found = {
            "in_app": account,
            "push": "" if who.push_off or who.account_id not in self._with_devices else account,
            "mail": "" if who.mail_off or who.mail in self._dead["mail"] else who.mail,
            "sms": "" if who.sms_off or who.mobile in self._dead["sms"] else who.mobile,
            "paper": "" if who.person_id is None else home_code or who.name,
        }
        open_to = allowed(self._event.category, who.marketing, self._active)
        ways = {
            channel: address
            for channel, address in found.items()
            if address and channel in open_to and (channel != "sms" or self._can_text(language))
        }
        if who.paper_off and (len(ways) > 1 or self._event.category == "marketing"):
            ways.pop("paper", None)
        return ways

    def _can_text(self, language: str) -> bool:
        if language not in self._texted:
            given = {one.name: one.sample for one in self._event.variables}
            values = {one.name: str(one.sample) for one in COMMON} | spoken(self._event, given, language)
            text = channels.sms_text(self._db, self._event.code, language, values, self._event.code)
            self._texted[language] = text is not None
        return self._texted[language]
