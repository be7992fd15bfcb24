"""Receipt codes of ballots, their hashes, and the hash of the whole list. Pure, but for chance.

An owner keeps the code; the records keep only its hash, which stands in the published list beside the choices. Anybody can
work it out again: SHA-256 of `number:code` in UTF-8, both as printed (the code without its hyphens).

The list is sealed as a whole, not chained: its hash is printed on the certificate and told to every owner with the result,
so a list that was changed after the count no longer has it. A chain from ballot to ballot would add nothing to that, since
its last link would be kept by the same office, and would give away in which order the ballots came.
"""

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable, Mapping

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Signs that nobody takes for one another."""
LENGTH = 16
"""30^16 is more than 2^78: no list of all codes can be made to look hashes up."""


def new_code() -> str:
    """A code by chance, in groups of four: `7KQM-2F9T-XW3A-HJ4C`."""
    signs = "".join(secrets.choice(ALPHABET) for _sign in range(LENGTH))
    return "-".join(signs[start : start + 4] for start in range(0, LENGTH, 4))


def plain_code(typed: str) -> str:
    """A code as it was typed or scanned, without blanks and hyphens; empty when it is none."""
    signs = re.sub(r"[\s-]", "", typed).upper()
    return signs if len(signs) == LENGTH and set(signs) <= set(ALPHABET) else ""


def receipt_hash(number: str, code: str) -> str:
    """What stands in the list for the ballot of this code: 64 hex digits."""
    return hashlib.sha256(f"{number}:{plain_code(code)}".encode()).hexdigest()


def paper_hash(number: str, code: str) -> str:
    """What the records keep of a printed ballot's code by its serial; without the code it leads to no line of the list."""
    return hashlib.sha256(f"paper:{number}:{plain_code(code)}".encode()).hexdigest()


def line(receipt: str, choices: Iterable[str]) -> str:
    """One line of the published list: the hash, then the choices in the order of the motions."""
    return f"{receipt} {' '.join(choices)}"


def list_text(number: str, lines: Iterable[str]) -> str:
    """The published list as a file: the number, then every line in the order of the hashes, each ended by a line feed."""
    return "".join(f"{one}\n" for one in (number, *sorted(lines)))


def list_hash(number: str, lines: Iterable[str]) -> str:
    """The SHA-256 of that file."""
    return hashlib.sha256(list_text(number, lines).encode()).hexdigest()


def choices_digest(code: str, choices: Mapping[int, str]) -> str:
    """What a secret vote keeps of one entry of a paper ballot until the second: equal for equal choices of the same ballot.

    The key is the code on the paper, which the records do not hold: the choices cannot be tried out.
    """
    text = ";".join(f"{motion}={choices[motion]}" for motion in sorted(choices))
    return hmac.new(plain_code(code).encode(), text.encode(), hashlib.sha256).hexdigest()


def settled(entries: Iterable[tuple[int, str]]) -> str:
    """The digest that two different people entered (account, digest), each with their latest entry; empty while none is."""
    seen: dict[str, set[int]] = {}
    for account, digest in entries:
        seen.setdefault(digest, set()).add(account)
    return next((digest for digest, accounts in seen.items() if len(accounts) > 1), "")


def serial(number: str, seq: int) -> str:
    """The number of a paper ballot: that of the vote, and its place on the roll."""
    return f"{number}-{seq:04d}"


def read_serial(typed: str) -> tuple[str, int]:
    """The number of a vote and a place on its roll as they were typed, `42` or `BJ2026-0001-0042`; 0 when it is neither."""
    found = re.fullmatch(r"(?:(BJ\d{4}-\d{4,6})-)?(\d{1,6})", typed.strip().upper())
    return (found[1] or "", int(found[2])) if found else ("", 0)


def read_scanned(typed: str) -> tuple[str, str] | None:
    """The number and the code of a paper ballot out of the address that its QR code holds."""
    found = re.search(r"/ballots/([A-Za-z0-9-]+)/([A-Za-z0-9-]+)/?$", typed.strip())
    return (found[1], found[2]) if found else None
