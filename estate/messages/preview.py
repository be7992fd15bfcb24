"""A text as it would read for a real home: who pays there, what is owed, else the samples of the event."""

from typing import NamedTuple

from estate.billing import queries as billing
from estate.channels import queries as channels
from estate.community import queries as community
from estate.data import Reader, clock
from estate.messages import events
from estate.messages.event import Event
from estate.messages.records import Texts
from estate.messages.rendering import Rendered, common_values, render, spoken
from estate.messages.rules_text import segments, signed
from estate.office.identity import identity
from estate.people import queries as people


class Preview(NamedTuple):
    """What a recipient would read. sms: with the signature; approved: by the text that the SMS provider has approved."""

    home: str
    told: Rendered
    sms: str
    length: int
    segments: int
    approved: bool


def preview(db: Reader, event: Event, language: str, texts: Rendered, home_code: str) -> Preview | None:
    """The texts filled for a home; for one of the samples when the code is empty, None when there is no such home."""
    office = identity(db)
    given = {one.name: one.sample for one in event.variables}
    common = {one.name: str(one.sample) for one in events.COMMON}
    name, code = common["name"], common["home"]
    if home_code:
        home = community.home_by_code(db, home_code)
        if home is None:
            return None
        payer = people.payer_of(db, home.id, clock.today())
        name, code = payer.name if payer else name, home.code
        owed = billing.owed_total(db, home.id, payer.person_id if payer else None)
        given |= {one: owed for one in ("amount", "open") if one in given}
    values = {**common_values(office, name, code), **spoken(event, given, language)}
    told = render(Texts(None, *texts), values)
    by_provider = channels.sms_text(db, event.code, language, values, told.short)
    approved = by_provider is not None and by_provider.template is not None
    sms = by_provider.text if by_provider and approved else signed(told.short, office.community_name)
    return Preview(code, told, sms, len(sms), segments(sms), approved)
