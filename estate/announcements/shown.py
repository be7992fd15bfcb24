"""The page of one announcement, which the forms in it come back to."""

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.announcements import causes, markup, records, records_readers, topics, words
from estate.announcements.forms import PublishForm, WithdrawForm
from estate.announcements.papers import ANNOUNCEMENT
from estate.announcements.records import Announcement
from estate.announcements.rules import ACTS
from estate.audience import queries as audiences
from estate.audience.choosing import HomesForm, PartForm, choices
from estate.data import clock, read
from estate.jobs import outbox
from estate.papers import queries as papers
from estate.web import Response, live, page


def announcement_page(
    announcement_id: int,
    me: Me,
    *,
    aim: PartForm | None = None,
    homes: HomesForm | None = None,
    publish: PublishForm | None = None,
    withdraw: WithdrawForm | None = None,
) -> Response:
    """The page of an announcement; a form that was refused stands in it with what was typed."""
    found = required(announcement_id)
    refused = any((aim, homes, publish, withdraw))
    with read() as db:
        parts = choices(db) if "aim" in ACTS[found.state] else []
        return page(
            "announcements/show.html",
            announcement=found,
            acts=ACTS[found.state],
            body=markup.html(found.text),
            versions=records.versions(db, announcement_id),
            audience=audiences.shown(db, found.audience_id),
            reach=records_readers.reach(db, announcement_id),
            task=outbox.of_key(db, f"announcement:{announcement_id}:{found.version}"),
            causes=causes.places(db, me, found),
            papers=papers.shown(db, ANNOUNCEMENT, announcement_id),
            aim=aim or PartForm(targets=parts),
            homes=homes or HomesForm(),
            publish=publish or PublishForm(day=clock.today(), clock="09:00"),
            withdraw=withdraw or WithdrawForm(),
            words=words,
            live=live.url(topics.of_one(announcement_id)) if found.published_at else "",
            status=422 if refused else 200,
        )


def required(announcement_id: int) -> Announcement:
    """The announcement of an address; 404 when there is none."""
    with read() as db:
        found = records.announcement(db, announcement_id)
    if found is None:
        raise NotFoundException
    return found
