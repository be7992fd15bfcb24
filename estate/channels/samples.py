"""How a provider's text looks with the samples of its event: for previews and tests."""

from estate.channels.queries import SmsText
from estate.channels.records import TemplateRow
from estate.channels.rules_sms import rendered
from estate.messages import events
from estate.messages.rendering import spoken


def sample(row: TemplateRow) -> SmsText:
    """The text with each place filled by its event's sample; a place that nothing fills keeps its name."""
    values: dict[str, str] = {}
    if row.event in events.EVENTS:
        event = events.of(row.event)
        values = {one.name: str(one.sample) for one in events.COMMON}
        values |= spoken(event, {one.name: one.sample for one in event.variables}, row.locale)
    given = {theirs: values.get(ours, ours) for theirs, ours in row.pairs}
    return SmsText(row.template, given, rendered(row.signature, row.text, given))
