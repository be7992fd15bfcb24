"""Photos and voice notes that a form carries through a question, so that nobody makes them twice: sealed, as kept."""

import msgspec
from cryptography.fernet import InvalidToken

from estate.data import secrets
from estate.papers import content, voice
from estate.papers.content import Kept
from estate.web import Posted

FIELD = "carried"


def keep(posted: Posted, *, unnamed: bool = False) -> list[Kept]:
    """What was sent now and what was carried on, each once. Refused as keep_sent() of content and voice do.

    unnamed: without what files say of their author, what was carried on too: they may have said so only now.
    """
    sent = (*content.keep_sent(posted, unnamed=unnamed), *voice.keep_sent(posted))
    carried = [content.without_author(one) if unnamed else one for one in read(posted)]
    every = {one.file: one for one in (*carried, *sent)}
    return list(every.values())


def read(posted: Posted) -> list[Kept]:
    """What was carried on; what this office did not seal is passed over."""
    found: list[Kept] = []
    for text in posted.getlist(FIELD)[: content.MOST_AT_ONCE]:
        try:
            found.append(msgspec.json.decode(secrets.unseal(str(text).encode()), type=Kept))
        except (InvalidToken, msgspec.MsgspecError):
            continue
    return found


def hand_on(kept: list[Kept]) -> list[str]:
    """The photos as hidden fields carry them."""
    return [secrets.seal(msgspec.json.encode(one).decode()).decode() for one in kept]


def photos(kept: list[Kept]) -> int:
    """How many of them are no voice notes, to be told of."""
    return sum(not one.media.startswith("audio/") for one in kept)
