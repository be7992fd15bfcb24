"""On which channels somebody can be reached now, and under which address there."""

from collections.abc import Collection

from estate.data import Reader
from estate.messages.records import Recipient
from estate.messages.rules import allowed


class Reach:
    """The channels that are set up now, read once for many recipients."""

    def __init__(self, active: Collection[str], with_devices: Collection[int] = ()) -> None:
        self._active = {"in_app", "paper", *active}
        self._with_devices = with_devices

    def addresses(self, who: Recipient, category: str, home_code: str) -> dict[str, str]:
        """Where a message of this category may go, by channel; empty when nowhere.

        The inbox and paper need no address but an account or a home. What people have switched off is not among them;
        the inbox cannot be: it disturbs nobody.
        """
        account = str(who.account_id or "")
        found = {
            "in_app": account,
            "push": "" if who.push_off or who.account_id not in self._with_devices else account,
            "mail": "" if who.mail_off else who.mail,
            "sms": "" if who.sms_off else who.mobile,
            "paper": "" if who.paper_off or who.person_id is None else home_code or who.name,
        }
        open_to = allowed(category, who.marketing, self._active)
        return {channel: address for channel, address in found.items() if address and channel in open_to}


def reach(db: Reader) -> Reach:
    """The channels as they are set up now."""
    return Reach(())
