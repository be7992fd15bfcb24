"""Names and facts of the invented community, out of seed/demo.toml."""

import random
import tomllib
from functools import lru_cache

import msgspec

from estate.resources import resource


class Mender(msgspec.Struct, frozen=True, rename={"begins": "from", "ends": "to"}):
    """One of the crew. skills: the level by category; weekdays: Monday 0."""

    login: str
    skills: dict[str, int]
    begins: str
    ends: str
    weekdays: list[int]
    name: str = ""


class Facts(msgspec.Struct, frozen=True):
    """What the file holds; areas in dm²."""

    community: str
    company: str
    address: str
    phone: str
    uncounted: str
    bank_account: str
    surnames: list[str]
    given: list[str]
    companies: list[str]
    zones: list[str]
    layouts: list[str]
    areas_dm2: list[int]
    plates: list[str]
    staff: dict[str, str]
    dunning: dict[str, str]
    crew: list[Mender]


@lru_cache(maxsize=1)
def facts() -> Facts:
    """The facts, read once."""
    return msgspec.convert(tomllib.loads((resource("seed") / "demo.toml").read_text("utf-8")), Facts)


def a_name(rng: random.Random) -> str:
    """A person's name."""
    return rng.choice(facts().surnames) + rng.choice(facts().given)


def a_phone(rng: random.Random) -> str:
    """A mobile number of a range that is not given out to anybody (100 after the prefix)."""
    return f"1{rng.choice('3578')}{rng.randrange(10)}00{rng.randrange(10**6):06d}"


def a_plate(rng: random.Random) -> str:
    """A plate."""
    return rng.choice(facts().plates) + "".join(
        rng.choice("ABCDEFGHJKLMNPQRSTUVWXYZ0123456789") for _ in range(5)
    )
