"""Papers of a vote (rules of procedure, texts of motions), which its owners see, and of proxies and of whom co-owners named,
which the office sees."""

from estate.access.me import Me
from estate.access.permissions import OWN_HOME, VOTES_ENTER, VOTES_READ, VOTES_RUN
from estate.data import Reader
from estate.i18n import lazy as _
from estate.papers.subjects import Place, Subject, declare
from estate.votes import queries, records, records_roll, records_voters

KINDS: dict[str, str] = {
    "motion": _("Text or plan of a motion"),
    "procedure": _("Rules of procedure"),
    "other": _("Other paper"),
}


def _vote_place(db: Reader, me: Me, vote_id: int) -> Place | None:
    if me.may(VOTES_READ):
        found = records.vote(db, vote_id)
        return Place(found.title, f"/votes/{found.id}") if found else None
    own = queries.own(db, me, vote_id) if me.may(OWN_HOME) else None
    return Place(own.title, f"/my/votes/{own.id}") if own else None


def _proxy_place(db: Reader, me: Me, proxy_id: int) -> Place | None:
    found = records_voters.proxy(db, proxy_id) if me.may(VOTES_ENTER) else None
    return Place(found.holder, f"/votes/{found.vote_id}/proxies") if found else None


def _unit_place(db: Reader, me: Me, unit_id: int) -> Place | None:
    found = records_roll.unit(db, unit_id) if me.may(VOTES_ENTER) else None
    return Place(found.label, f"/votes/{found.vote_id}/units/{found.id}") if found else None


VOTE = declare(Subject("vote", VOTES_RUN, KINDS, _vote_place))
PROXY = declare(Subject("vote_proxy", VOTES_ENTER, {"proxy": _("Signed proxy")}, _proxy_place))
AGREEMENT = declare(
    Subject(
        "vote_representative",
        VOTES_ENTER,
        {"agreement": _("What the co-owners signed")},
        _unit_place,
    )
)
