"""10,000 conversations of as many owners: most have ended, some wait, some are one clerk's."""

from estate.chat.rules_words import index_text
from estate.data import Tx, clock
from tests.bench.listed import Ground, Listed, Look

OPEN_EVERY = 50
SAID = ("电梯又停了，麻烦看看", "您好，师傅半小时内到", "好的，谢谢")


def _fill(tx: Tx, ground: Ground) -> None:
    now = clock.stamp()
    for number, (home, person) in enumerate(zip(ground.homes, ground.owners, strict=True)):
        waits = number % OPEN_EVERY == 0
        conversation = tx.insert(
            "conversations",
            person_id=person,
            home_id=home,
            owner_name=f"Owner {number}",
            opened_at=now,
            last_at=f"2026-{number % 12 + 1:02d}-{number % 28 + 1:02d}T08:{number % 60:02d}:00.000Z",
            clerk_id=ground.manager_account if number % 3 == 0 else None,
            clerk_name="Liu Min" if number % 3 == 0 else "",
        )
        ids = [
            tx.insert(
                "chat_messages",
                conversation_id=conversation,
                key=f"bench:{conversation}:{place}",
                side="office" if place == 1 else "owner",
                kind="said",
                text=f"{text} {number}",
                who="bench",
                at=now,
            )
            for place, text in enumerate(SAID)
        ]
        tx.many(
            "INSERT INTO chat_words (rowid, words) VALUES (?, ?)",
            [(one, index_text(f"{text} {number}")) for one, text in zip(ids, SAID, strict=True)],
        )
        if waits:
            tx.update("conversations", conversation, waiting_since=now, waiting_id=ids[-1])
        else:
            tx.update("conversations", conversation, ended_at=now, ended_by="bench")


LIST = Listed(
    _fill,
    (
        Look("chat, queue", "manager", "/chat?view=queue"),
        Look("chat, all conversations", "manager", "/chat?view=all"),
        Look("chat, search for what all said", "manager", "/chat?q=电梯"),
        Look("chat, one conversation", "manager", "SELECT '/chat/' || max(id) FROM conversations"),
        Look("chat of an owner", "owner", "/my/chat"),
    ),
)
