"""Why nobody comes in, or gets a parcel, by guessing.

A pass's QR code and a permit's carry a token of 128 random bits: no number of tries finds one, so that a public page needs
its throttle only against noise. The spoken number has six digits, 900,000 in all, given at random and only while it is
live. It is typed by the gate's own people, who are signed in; nobody from outside can try it. Each account has 20 wrong
numbers in ten minutes and all accounts together 100: against one parcel that is one chance in 9,000 for the whole gate,
and against a thousand live passes one in nine, each try seen by a guard who sees at once whom the home expects.

The counts lie in memory. A restart begins them anew and so gives 20 tries more; nobody outside can cause one.
"""

from estate.web.tally import Tally

BY_ACCOUNT = Tally(20, 600.0)
"""Wrong numbers of one account in ten minutes: a slip of the finger, not a search for one that fits."""
IN_ALL = Tally(100, 600.0)
"""Wrong numbers of all accounts in ten minutes."""
UNKNOWN = Tally(30, 600.0)
"""Unknown passes from one address in ten minutes."""


def too_many(account_id: int | None) -> bool:
    """Whether this account, or the whole gate, has named too many wrong numbers to go on."""
    return BY_ACCOUNT.full(str(account_id), count=False) or IN_ALL.full("all", count=False)


def wrong(account_id: int | None) -> None:
    """Note a wrong number."""
    BY_ACCOUNT.full(str(account_id))
    IN_ALL.full("all")
