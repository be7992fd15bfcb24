"""Which event goes by which channel, and the office's habits."""

from estate.access.me import Me
from estate.access.permissions import MESSAGES_EDIT
from estate.channels import queries as channels
from estate.data import read
from estate.i18n import gettext as _
from estate.messages import actions_settings, events, records, records_settings, words
from estate.messages.forms import HabitsForm
from estate.messages.records import Habits
from estate.messages.rules import LADDER
from estate.web import Posted, Response, get, page, post, redirect


@get("/messages/settings", permission=MESSAGES_EDIT)
def show_settings() -> Response:
    """Events by channels, quiet hours, waiting time, reminders."""
    with read() as db:
        habits = records.habits(db)
    return _page(HabitsForm(**habits._asdict()))


@post("/messages/settings", permission=MESSAGES_EDIT)
def keep_settings(posted: Posted, me: Me) -> Response:
    """Keep the switches; a value that there is none of is passed over."""
    chosen = {
        (event.code, channel): mode
        for event in events.ALL
        for channel in LADDER
        if (mode := posted.get(f"{event.code}:{channel}")) in words.MODES
    }
    actions_settings.set_modes(chosen, me)
    return redirect("/messages/settings", toast=_("Switches kept"))


@post("/messages/habits", permission=MESSAGES_EDIT)
def keep_habits(posted: Posted, me: Me) -> Response:
    form = HabitsForm(posted)
    if not form.validate():
        return _page(form, status=422)
    actions_settings.set_habits(
        Habits(
            str(form.quiet_from.data),
            str(form.quiet_to.data),
            int(form.wait_hours.data or 0),
            int(form.remind_days.data or 0),
        ),
        me,
    )
    return redirect("/messages/settings", toast=_("Habits kept"))


def _page(form: HabitsForm, status: int = 200) -> Response:
    with read() as db:
        decided, active = records_settings.all_modes(db), channels.active(db)
    modes = {
        (event.code, channel): decided.get((event.code, channel), event.modes.get(channel, "off"))
        for event in events.ALL
        for channel in LADDER
    }
    return page(
        "messages/settings.html",
        form=form,
        events=events.ALL,
        channels=LADDER,
        active={"in_app", "paper", *active},
        modes=modes,
        words=words,
        status=status,
    )


ROUTES = [show_settings, keep_settings, keep_habits]
