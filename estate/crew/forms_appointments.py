"""The form of an appointment."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from wtforms import HiddenField

from estate.crew.actions_appointments import Time
from estate.crew.forms import MinuteField
from estate.crew.records_appointments import Appointment
from estate.data import clock
from estate.i18n import lazy
from estate.repairs.queries import Order
from estate.web.forms import DayField, EstateForm, TextField, required


class AppointmentForm(EstateForm):
    """When somebody comes."""

    day = DayField(lazy("Day of the visit"), [required()])
    from_time = MinuteField(lazy("Comes from"), [required()])
    to_time = MinuteField(lazy("Comes until"), [required()])
    note = TextField(lazy("How it was agreed"), most=200)
    key = HiddenField()

    @classmethod
    def of(cls, order: Order, agreed: Sequence[Appointment]) -> "AppointmentForm":
        """The form with the time that holds now: the agreed one, else the wished one."""
        starts, ends = (
            (agreed[0].starts_at, agreed[0].ends_at) if agreed else (order.wished_from, order.wished_to)
        )
        shown = {"key": secrets.token_urlsafe(12), "day": clock.today()}
        if starts and ends:
            begins = datetime.fromisoformat(starts).astimezone(clock.zone())
            over = datetime.fromisoformat(ends).astimezone(clock.zone())
            shown |= {"day": begins.date(), "from_time": f"{begins:%H:%M}", "to_time": f"{over:%H:%M}"}
        return cls(data=shown)

    def typed(self) -> Time:
        """What was typed, as instants; an end that is not later lies on the next day."""
        starts, ends = self.from_time.time() or time(), self.to_time.time() or time()
        begins = _at(self.day.data or clock.today(), starts)
        over = _at(self.day.data or clock.today(), ends)
        if over < begins:
            over += timedelta(days=1)
        return Time(begins, over, str(self.note.data or ""))


def _at(day: date, at: time) -> datetime:
    return datetime.combine(day, at, clock.zone())
