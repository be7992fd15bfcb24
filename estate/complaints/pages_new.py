"""The desk writes a complaint down while somebody is on the phone: the home, who of it, what it is about."""

from estate.access import accounts
from estate.access.me import Me
from estate.access.permissions import COMPLAINTS_TAKE
from estate.community import queries as community
from estate.community import queries_lists
from estate.complaints import actions, queries, words
from estate.complaints.details import Received
from estate.complaints.forms import TakeForm
from estate.complaints.keys import fresh_key
from estate.complaints.pages_show import kinds
from estate.complaints.queries import Complaint
from estate.data import Reader, read, write
from estate.i18n import gettext as _
from estate.papers.content import Kept
from estate.people import queries as people
from estate.people.queries import Resident
from estate.places import queries as places
from estate.refusal import Refused
from estate.repairs import carried
from estate.web import Posted, Response, get, page, post, redirect


@get("/complaints/new", permission=COMPLAINTS_TAKE)
def new_complaint(asked: Posted, me: Me) -> Response:
    """The form; with a home that is named, who lives there and what is open of theirs."""
    return _form_page(TakeForm(key=fresh_key(), home=asked.get("home")), me)


@get("/complaints/new/home", permission=COMPLAINTS_TAKE)
def show_home(asked: Posted, me: Me) -> Response:
    """What changes in the form with the home."""
    return _form_page(TakeForm(asked), me, part="complaints/_home.html")


@post("/complaints", permission=COMPLAINTS_TAKE)
def take_complaint(posted: Posted, me: Me) -> Response:
    """Put it on record."""
    form, kept = TakeForm(posted), carried.read(posted)
    if form.validate():
        try:
            kept = carried.keep(posted, unnamed=bool(form.unnamed.data))
            with read() as db:
                told = _told(db, form)
            with write(me) as tx:
                complaint_id = actions.receive(tx, told, form.key_for("desk"))
                actions.add_photos(tx, complaint_id, kept)
        except Refused as refused:
            form.refuse(refused)
        else:
            return _received(complaint_id, me)
    return _form_page(form, me, kept=kept, status=422)


def _received(complaint_id: int, me: Me) -> Response:
    with read() as db:
        if queries.visible(db, me, complaint_id) is None:  # they wrote down what is about themselves
            return redirect("/complaints", toast=_("It is about you, so somebody else handles it"))
    return redirect(f"/complaints/{complaint_id}", toast=_("Complaint received"))


def _told(db: Reader, form: TakeForm) -> Received:
    """What the form means. Refused: a home that there is not."""
    home_id = queries_lists.home_meant(db, str(form.home.data or ""))
    about_home_id = home_meant(db, str(form.about_home.data or ""))
    resident = _resident(db, home_id, int(form.reporter.data or 0))
    place = None if about_home_id else place_meant(db, str(form.location.data or ""))
    return Received(
        source="clerk",
        kind=str(form.kind.data),
        category=str(form.category.data),
        title=str(form.title.data or ""),
        text=str(form.text.data or ""),
        reporter_id=resident.person_id if resident else None,
        reporter_name=str(form.reporter_name.data or "") or (resident.name if resident else ""),
        reporter_phone=str(form.reporter_phone.data or ""),
        home_id=home_id,
        unnamed=bool(form.unnamed.data),
        about_home_id=about_home_id,
        about_account_id=int(form.about.data or 0) or None,
        place_id=place,
        location="" if place else str(form.location.data or ""),
    )


def home_meant(db: Reader, text: str) -> int | None:
    """The home that a complaint is about. Refused beside its field where there is none or several."""
    try:
        return queries_lists.home_meant(db, text)
    except Refused as refused:
        raise Refused(refused.message, "about_home") from refused


def place_meant(db: Reader, text: str) -> int | None:
    """The public place of the register that was meant: by its number, or as the list offers it."""
    if not (text := text.strip()):
        return None
    place = places.by_code(db, text) or next((one for one in places.choices(db) if one.title == text), None)
    return place.id if place else None


def _resident(db: Reader, home_id: int | None, person_id: int) -> Resident | None:
    if home_id is None:
        return None
    return next((one for one in people.residents_of(db, home_id) if one.person_id == person_id), None)


def _form_page(
    form: TakeForm, me: Me, *, part: str = "", kept: list[Kept] | None = None, status: int = 200
) -> Response:
    residents: list[Resident] = []
    earlier: list[Complaint] = []
    home = None
    with read() as db:
        try:
            home_id = queries_lists.home_meant(db, str(form.home.data or ""))
        except Refused:
            home_id = None  # said when the form is sent
        if home_id is not None:
            home = community.home(db, home_id)
            residents = people.residents_of(db, home_id)
            earlier = queries.of_home(db, me, home_id)
        form.category.choices = kinds(db)
        form.about.choices = [(0, _("Nobody of us"))] + [
            (one.id, one.name) for one in accounts.staff(db) if one.disabled_at is None
        ]
        known = places.choices(db)
    form.reporter.choices = [(0, _("Nobody of the household"))] + [
        (one.person_id, f"{one.name} · {one.role_name}") for one in residents
    ]
    return page(
        "complaints/new.html",
        part=part,
        form=form,
        home=home,
        residents=residents,
        earlier=earlier,
        places=known,
        kept=carried.hand_on(kept or []),
        kept_count=len(kept or []),
        words=words,
        status=status,
    )


ROUTES = [new_complaint, show_home, take_complaint]
