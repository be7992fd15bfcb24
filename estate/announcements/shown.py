"""The page of one announcement, which the forms in it come back to."""

from litestar.exceptions import NotFoundException

from estate.announcements import audience, markup, records, records_readers, words
from estate.announcements.forms import AimForm, HomesForm, PublishForm, WithdrawForm, choices
from estate.announcements.papers import ANNOUNCEMENT
from estate.announcements.records import Announcement
from estate.announcements.rules import ACTS
from estate.community import queries as community
from estate.data import clock, read
from estate.jobs import outbox
from estate.papers import queries as papers
from estate.web import Response, page


def announcement_page(
    announcement_id: int,
    *,
    aim: AimForm | None = None,
    homes: HomesForm | None = None,
    publish: PublishForm | None = None,
    withdraw: WithdrawForm | None = None,
) -> Response:
    """The page of an announcement; a form that was refused stands in it with what was typed."""
    found = required(announcement_id)
    refused = any((aim, homes, publish, withdraw))
    with read() as db:
        parts = choices(community.parts(db)) if "aim" in ACTS[found.state] else []
        return page(
            "announcements/show.html",
            announcement=found,
            acts=ACTS[found.state],
            body=markup.html(found.text),
            versions=records.versions(db, announcement_id),
            targets=records.targets(db, announcement_id),
            audience=audience.count(db, announcement_id),
            reach=records_readers.reach(db, announcement_id),
            task=outbox.of_key(db, f"announcement:{announcement_id}:{found.version}"),
            papers=papers.shown(db, ANNOUNCEMENT, announcement_id),
            aim=aim or AimForm(targets=parts),
            homes=homes or HomesForm(),
            publish=publish or PublishForm(day=clock.today(), clock="09:00"),
            withdraw=withdraw or WithdrawForm(),
            words=words,
            status=422 if refused else 200,
        )


def required(announcement_id: int) -> Announcement:
    """The announcement of an address; 404 when there is none."""
    with read() as db:
        found = records.announcement(db, announcement_id)
    if found is None:
        raise NotFoundException
    return found
