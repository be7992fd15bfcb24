"""Votes and their motions as they are kept. Instants UTC text, days ISO, areas dm²."""

from typing import Any, NamedTuple

from estate.data import Reader, Tx, clock
from estate.votes.rules import Decision, Sums, Weight, decide

PAGE = 50


class Vote(NamedTuple):
    """One vote. number: empty until its roll was drawn up. closes_at: when its time is over."""

    id: int
    number: str | None
    title: str
    text: str
    audience_id: int
    usages: str
    convention: str
    co_owners: str
    secrecy: str
    silence_follows: int
    silence_basis: str
    notice_days: int
    closes_at: str
    state: str
    drawn_at: str | None
    opened_at: str | None
    opened_by: str
    ended_at: str | None
    closed_at: str | None
    closed_by: str
    cancelled_at: str | None
    cancelled_by: str
    cancelled_why: str
    list_hash: str
    ballots: int
    made_at: str
    made_by: str

    @property
    def secret(self) -> bool:
        return self.secrecy == "secret"

    @property
    def over(self) -> bool:
        """Whether its time is over, even if the appliance's clock has not looked yet."""
        return self.state in ("counting", "closed", "cancelled") or clock.stamp() >= self.closes_at


class Motion(NamedTuple):
    id: int
    vote_id: int
    position: int
    title: str
    text: str
    matter: str


class Extension(NamedTuple):
    closed_at_before: str
    closes_at: str
    reason: str
    at: str
    who: str


class Counted(NamedTuple):
    """A motion with its published figures."""

    motion: Motion
    sums: Sums
    decision: Decision


VOTE = f"SELECT {', '.join(Vote._fields)} FROM votes"
MOTION = f"SELECT {', '.join(Motion._fields)} FROM vote_motions"


def vote(db: Reader, vote_id: int) -> Vote | None:
    return db.row(Vote, f"{VOTE} WHERE id = :id", id=vote_id)


def by_number(db: Reader, number: str) -> Vote | None:
    return db.row(Vote, f"{VOTE} WHERE number = :number", number=number)


def by_key(db: Reader, key: str) -> int | None:
    return db.value("SELECT id FROM votes WHERE key = :key", key=key)


def listed(db: Reader, state: str, page: int) -> tuple[list[Vote], int]:
    """Votes of a state, or all, the latest first. Answers how many there are, too."""
    where = "state = :state" if state else ":state = ''"
    total = int(db.value(f"SELECT count(*) FROM votes WHERE {where}", state=state))
    found = db.rows(
        Vote,
        f"{VOTE} WHERE {where} ORDER BY id DESC LIMIT {PAGE} OFFSET :start",
        state=state,
        start=(max(page, 1) - 1) * PAGE,
    )
    return found, total


def state_counts(db: Reader) -> dict[str, int]:
    return dict(db.tuples("SELECT state, count(*) FROM votes GROUP BY state"))


def due(db: Reader) -> list[int]:
    """Open votes whose time is over."""
    return db.values(
        "SELECT id FROM votes WHERE state = 'open' AND closes_at <= :now ORDER BY closes_at",
        now=clock.stamp(),
    )


def secret_open(db: Reader) -> bool:
    """Whether votes come in that nobody may join with voters."""
    return bool(db.value("SELECT 1 FROM votes WHERE state IN ('open', 'counting') AND secrecy = 'secret'"))


def secret_ended(db: Reader, since: str) -> bool:
    """Whether a secret vote was counted or called off since an instant."""
    return bool(
        db.value(
            """
            SELECT 1 FROM votes WHERE state IN ('closed', 'cancelled') AND secrecy = 'secret'
               AND opened_at IS NOT NULL AND ifnull(closed_at, cancelled_at) >= :since
            """,
            since=since,
        )
    )


def motions(db: Reader, vote_id: int) -> list[Motion]:
    return db.rows(Motion, f"{MOTION} WHERE vote_id = :id ORDER BY position", id=vote_id)


def extensions(db: Reader, vote_id: int) -> list[Extension]:
    return db.rows(
        Extension,
        f"SELECT {', '.join(Extension._fields)} FROM vote_extensions WHERE vote_id = :id ORDER BY id",
        id=vote_id,
    )


def next_number(tx: Tx, year: int) -> dict[str, Any]:
    """The next number of a year with its place in the series, as columns."""
    tx.run("INSERT INTO vote_series (year) VALUES (:year) ON CONFLICT DO NOTHING", year=year)
    seq = int(tx.value("SELECT next FROM vote_series WHERE year = :year", year=year))
    return {"number": f"BJ{year}-{seq:04d}", "year": year, "seq": seq}


def write_motions(tx: Tx, vote_id: int, given: list[tuple[str, str, str]]) -> None:
    """Put these motions (title, text, matter) in the place of those there were."""
    tx.run("DELETE FROM vote_motions WHERE vote_id = :id", id=vote_id)
    tx.many(
        "INSERT INTO vote_motions (vote_id, position, title, text, matter) VALUES (?, ?, ?, ?, ?)",
        [(vote_id, place, *one) for place, one in enumerate(given, 1)],
    )


def results(db: Reader, found: Vote) -> list[Counted]:
    """The published results of a vote, decided again from their figures; empty before."""
    rows = db.tuples(
        """
        SELECT motion_id, entitled_area, entitled_number, in_favour_area, in_favour_number, against_area, against_number,
               abstained_area, abstained_number
          FROM vote_results WHERE vote_id = :id
        """,
        id=found.id,
    )
    sums = {row[0]: Sums(*(Weight(row[i], row[i + 1]) for i in (1, 3, 5, 7))) for row in rows}
    return counted(found, [one for one in motions(db, found.id) if one.id in sums], sums)


def counted(found: Vote, given: list[Motion], sums: dict[int, Sums]) -> list[Counted]:
    """Motions decided by their sums."""
    follows = bool(found.silence_follows)
    return [
        Counted(one, sums[one.id], decide(sums[one.id], one.matter, silence_follows=follows)) for one in given
    ]


def write_results(tx: Tx, found: Vote, results: list[Counted]) -> None:
    tx.many(
        """
        INSERT INTO vote_results (motion_id, vote_id, entitled_area, entitled_number, in_favour_area, in_favour_number,
                                  against_area, against_number, abstained_area, abstained_number, passed, why)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
            (
                one.motion.id,
                found.id,
                *one.sums.entitled,
                *one.sums.in_favour,
                *one.sums.against,
                *one.sums.abstained,
                int(one.decision.passed),
                one.decision.why,
            )
            for one in results
        ],
    )
