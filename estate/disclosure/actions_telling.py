"""Telling the owners that a disclosure was published, some hundreds at a time; nobody twice of one version."""

from collections.abc import Callable

from estate.data import read, write
from estate.disclosure import queries
from estate.jobs.outbox import WORKER
from estate.messages.actions import Telling, tell_many

TELL = "tell_of_disclosure"
PUBLISHED, CORRECTED = "disclosure.published", "disclosure.corrected"
AT_ONCE = 300


def tell(disclosure_id: int, progress: Callable[[int, int], None]) -> None:
    """Tell every owner of today; nobody further once a later version corrects it: of that one all are told."""
    with read() as db:
        found = queries.disclosure(db, disclosure_id)
    if found is None or not found.published_at:
        return
    event = CORRECTED if found.version > 1 else PUBLISHED
    after, done = 0, 0
    while True:
        with write(WORKER) as tx:
            if queries.correction_of(tx, found):
                return
            some = queries.owners_after(tx, after, AT_ONCE)
            tellings = [
                Telling(
                    f"{event}:{found.id}:{person}",
                    {"period": f"{found.first_on}/{found.last_on}"},
                    person_id=person,
                    home_id=home,
                    link=f"/disclosed/{found.token}",
                )
                for person, home in some
            ]
            tell_many(tx, event, tellings)
        if not some:
            return
        after, done = some[-1][0], done + len(some)
        progress(done, done)
