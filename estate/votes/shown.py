"""The office's page of one vote, which the forms in it come back to."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from estate.access.me import Me
from estate.access.permissions import VOTES_ENTER, VOTES_RUN
from estate.audience import queries as audiences
from estate.audience.choosing import HomesForm, PartForm, choices
from estate.data import Reader, read
from estate.i18n import gettext as _
from estate.papers import queries as papers
from estate.votes import (
    actions,
    records,
    records_ballots,
    records_drawing,
    records_roll,
    records_voters,
    topics,
    words,
)
from estate.votes.forms import AnswerForm, ExtendForm, ObjectionForm, ReasonForm
from estate.votes.papers import VOTE
from estate.votes.records import Counted, Vote
from estate.votes.rules import PARTICIPATION, Weight
from estate.votes.rules import Test as Comparison
from estate.votes.rules_acts import ENTRY, OFFICE, allowed
from estate.web import Response, existing, live, page


class Turnout(NamedTuple):
    """Who has taken part so far, against the two thirds."""

    taken_part: Weight
    entitled: Weight
    tests: tuple[Comparison, Comparison]

    @property
    def enough(self) -> bool:
        return all(test.met for test in self.tests)


def turnout(db: Reader, vote_id: int) -> Turnout:
    """How many have taken part; never how they voted."""
    part, whole = records_ballots.turnout(db, vote_id), records_roll.entitled(db, vote_id)
    tests = (
        Comparison("area", part.area, whole.area, PARTICIPATION, strict=False),
        Comparison("number", part.number, whole.number, PARTICIPATION, strict=False),
    )
    return Turnout(part, whole, tests)


def parties(me: Me) -> list[str]:
    """As what somebody of the office acts."""
    return [who for who, permission in ((OFFICE, VOTES_RUN), (ENTRY, VOTES_ENTER)) if me.may(permission)]


def required(vote_id: int) -> Vote:
    """The vote of an address; 404 when there is none."""
    with read() as db:
        return existing(records.vote(db, vote_id))


def whose(db: Reader, found: Vote) -> str:
    """Whose homes vote, in words."""
    return _(", ").join(audiences.said(db, found.audience_id))


def announcement(found: Vote, results: Sequence[Counted]) -> str:
    """What an announcement of the result may say."""
    outcomes = "\n".join(f"- {words.outcome(one)}" for one in results)
    return _("The owners have voted (number %(number)s):", number=found.number or "") + f"\n\n{outcomes}"


def vote_page(
    vote_id: int,
    me: Me,
    *,
    extend: ExtendForm | None = None,
    cancel: ReasonForm | None = None,
    objection: ObjectionForm | None = None,
    aim: PartForm | None = None,
    homes: HomesForm | None = None,
    refused: str = "",
) -> Response:
    """The page of a vote; a form that was refused stands in it with what was typed."""
    found = required(vote_id)
    failed = any((extend, cancel, objection, aim, homes, refused))
    with read() as db:
        context: dict[str, Any] = {
            "vote": found,
            "acts": allowed(found.state, parties(me)),
            "motions": records.motions(db, vote_id),
            "whose": whose(db, found),
            "extensions": records.extensions(db, vote_id),
            "objections": records_voters.objections(db, vote_id),
            "papers": papers.shown(db, VOTE, vote_id),
            "results": records.results(db, found),
            "differs": [],
            "conflicts": [],
            "task": None,
        }
        context["announcement"] = announcement(found, context["results"])
        if found.state == "draft":
            context |= {
                "audience": audiences.shown(db, found.audience_id),
                "reach": records_drawing.reach(db, found),
                "aim": aim or PartForm(targets=choices(db)),
                "homes": homes or HomesForm(),
            }
        else:
            context |= {
                "roll": records_roll.summary(db, vote_id),
                "turnout": turnout(db, vote_id),
                "pending": records_ballots.pending_count(db, vote_id),
                "conflicts": records_ballots.conflicts(db, vote_id),
                "task": actions.telling(db, found),
                "differs": records_drawing.differs(db, found) if found.state == "checking" else [],
            }
    return page(
        "votes/show.html",
        **context,
        extend=extend or ExtendForm(clock="20:00"),
        cancel=cancel or ReasonForm(),
        objection=objection or ObjectionForm(),
        answer=AnswerForm(),
        refused=refused,
        words=words,
        live=live.url(topics.of_one(vote_id)) if found.state in ("open", "counting") else "",
        status=422 if failed else 200,
    )
