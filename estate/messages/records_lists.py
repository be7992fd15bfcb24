"""Messages as lists and pages show them."""

from typing import NamedTuple

from estate.access.me import Me
from estate.data import Reader
from estate.messages.queries import SEALED

PAGE = 50


class Wanted(NamedTuple):
    """Which messages to list; what is empty or None does not narrow it. state: read, waiting, paper or failed."""

    home: str = ""
    name: str = ""
    person_id: int | None = None
    event: str = ""
    state: str = ""
    first: str = ""
    last: str = ""


class Row(NamedTuple):
    """A message in a list. ways: `sms:failed,paper:queued`."""

    id: int
    event: str
    recipient: str
    home_id: int | None
    home_code: str
    subject: str
    told_at: str
    read_at: str | None
    ways: str

    @property
    def deliveries(self) -> list[list[str]]:
        """(channel, state) of each of its deliveries."""
        return [way.split(":") for way in self.ways.split(",") if way]


class Message(NamedTuple):
    """A message with all that is known of it."""

    id: int
    key: str
    event: str
    category: str
    person_id: int | None
    account_id: int | None
    recipient: str
    home_id: int | None
    home_code: str
    language: str
    subject: str
    text: str
    short: str
    hash: str
    template_id: int | None
    link: str
    urgent: int
    file: str | None
    told_at: str
    told_by: str
    read_at: str | None
    climb_at: str | None


class Attempt(NamedTuple):
    """One try of a delivery, or word of it."""

    id: int
    channel: str
    at: str
    state: str
    provider_id: str | None
    answer: str
    who: str


class Dead(NamedTuple):
    """A delivery that was given up."""

    id: int
    message_id: int
    channel: str
    to_address: str
    attempts: int
    answer: str
    at: str
    recipient: str
    home_code: str
    subject: str
    read_at: str | None


class InInbox(NamedTuple):
    """A message as its recipient's list shows it. elsewhere: it went another way, such as on paper, and is not waited
    for here."""

    id: int
    event: str
    home_code: str
    subject: str
    told_at: str
    read_at: str | None
    elsewhere: int


_STATE = {
    "read": "m.read_at IS NOT NULL",
    "waiting": "EXISTS (SELECT 1 FROM deliveries AS d WHERE d.message_id = m.id AND d.channel <> 'paper'"
    " AND d.state IN ('queued', 'claimed', 'submitted', 'accepted'))",
    "paper": "EXISTS (SELECT 1 FROM deliveries AS d WHERE d.message_id = m.id AND d.channel = 'paper')",
    "failed": "m.id IN (SELECT d.message_id FROM deliveries AS d WHERE d.state = 'failed')",
}
_MESSAGE = f"SELECT {', '.join(Message._fields)} FROM messages "
_OWN = "(m.account_id = :account OR m.person_id = :person)"
"""What went by another way alone, such as on paper before somebody signed in for the first time, is read there too."""


_READ = f"m.event NOT IN ({SEALED}) AND m.hidden_from IS NOT :account"
"""What somebody of the office may read: neither whom a secret was told, nor what is about themselves."""


def listed(db: Reader, me: Me, wanted: Wanted, page: int) -> tuple[list[Row], int]:
    """One page of the messages that are asked for, the latest first, and how many there are."""
    where = _where(wanted)
    params = {**wanted._asdict(), "after_name": f"{wanted.name}\U0010ffff", "account": me.account_id}
    total = int(db.value(f"SELECT count(*) FROM messages AS m {where}", **params))
    rows = db.rows(
        Row,
        f"""
        SELECT m.id, m.event, m.recipient, m.home_id, m.home_code, m.subject, m.told_at, m.read_at,
               coalesce((SELECT group_concat(d.channel || ':' || d.state) FROM deliveries AS d
                          WHERE d.message_id = m.id), '') AS ways
          FROM messages AS m {where} ORDER BY m.id DESC LIMIT :most OFFSET :offset
        """,
        most=PAGE,
        offset=PAGE * (page - 1),
        **params,
    )
    return rows, total


def message(db: Reader, me: Me, message_id: int) -> Message | None:
    """One message as the office may read it."""
    where = f"AS m WHERE m.id = :id AND {_READ}"
    return db.row(Message, _MESSAGE + where, id=message_id, account=me.account_id)


def own(db: Reader, me: Me, message_id: int) -> Message | None:
    """One message of somebody's own inbox."""
    return db.row(
        Message,
        _MESSAGE + f"AS m WHERE m.id = :id AND {_OWN}",
        id=message_id,
        person=me.person_id,
        account=me.account_id,
    )


def inbox(db: Reader, me: Me, page: int) -> tuple[list[InInbox], int]:
    """One page of somebody's own inbox, the latest first, and how many messages it has."""
    who = {"person": me.person_id, "account": me.account_id}
    total = int(db.value(f"SELECT count(*) FROM messages AS m WHERE {_OWN}", **who))
    rows = db.rows(
        InInbox,
        f"""
        SELECT m.id, m.event, m.home_code, m.subject, m.told_at,
               m.read_at, m.account_id IS NULL AND NOT EXISTS (SELECT 1 FROM deliveries AS d
                     WHERE d.message_id = m.id AND d.channel = 'in_app') AS elsewhere
          FROM messages AS m
         WHERE {_OWN} ORDER BY m.id DESC LIMIT :most OFFSET :offset
        """,
        most=PAGE,
        offset=PAGE * (page - 1),
        **who,
    )
    return rows, total


def attempts(db: Reader, message_id: int) -> list[Attempt]:
    """What was tried and heard of a message's deliveries, in order."""
    return db.rows(
        Attempt,
        """
        SELECT a.id, d.channel, a.at, a.state, a.provider_id, a.answer, a.who
          FROM delivery_attempts AS a JOIN deliveries AS d ON d.id = a.delivery_id
         WHERE d.message_id = :id ORDER BY a.id
        """,
        id=message_id,
    )


def dead(db: Reader, me: Me, page: int) -> list[Dead]:
    """One page of the deliveries that were given up, the latest first."""
    return db.rows(
        Dead,
        f"""
        SELECT d.id, d.message_id, d.channel, d.to_address, d.attempts, d.answer,
               coalesce((SELECT max(a.at) FROM delivery_attempts AS a WHERE a.delivery_id = d.id), d.created_at) AS at,
               m.recipient, m.home_code, m.subject, m.read_at
          FROM deliveries AS d JOIN messages AS m ON m.id = d.message_id
         WHERE d.state = 'failed' AND {_READ} ORDER BY d.id DESC LIMIT :most OFFSET :offset
        """,
        account=me.account_id,
        most=PAGE,
        offset=PAGE * (page - 1),
    )


def _where(wanted: Wanted) -> str:
    found = [
        _READ,
        "m.home_id = (SELECT h.id FROM homes AS h WHERE h.code = :home)" if wanted.home else "",
        "m.person_id = :person_id" if wanted.person_id is not None else "",
        "m.person_id IN (SELECT p.id FROM people AS p WHERE p.name >= :name AND p.name < :after_name)"
        if wanted.name
        else "",
        "m.event = :event" if wanted.event else "",
        _STATE.get(wanted.state, ""),
        "m.told_on >= :first" if wanted.first else "",
        "m.told_on <= :last" if wanted.last else "",
    ]
    return f"WHERE {' AND '.join(one for one in found if one)}"
