"""Papers that owners make for themselves: the statement or certificate of a year, of the payer that they choose."""

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import OWN_HOME
from estate.access.scopes import own_homes
from estate.data import clock, read
from estate.documents import actions, answers, records, sheets, words
from estate.documents.forms import OwnForm
from estate.i18n import gettext as _
from estate.i18n import speaking
from estate.office.identity import identity
from estate.refusal import Refused
from estate.settings import Settings
from estate.web import Posted, Response, get, page, post, redirect
from estate.web.lan import lan_url


@get("/my/documents", permission=OWN_HOME)
def show_own(me: Me, asked: Posted) -> Response:
    """The papers of one's home, and the form to make one."""
    with read() as db:
        home_id = asked.whole("home") or next((one.id for one in own_homes(db, me)), 0)
    return _own_page(me, home_id, OwnForm(year=clock.today().year, home=home_id))


@post("/my/documents", permission=OWN_HOME)
def make_own(posted: Posted, me: Me, settings: Settings) -> Response:
    """One's own statement or certificate of a year; of several payers' the one that is chosen."""
    form, home_id = OwnForm(posted), posted.whole("home") or 0
    with read() as db:
        own, language = records.own_payers(db, me, home_id), identity(db).locale
    _offer(form, own)
    if not form.validate():
        return _own_page(me, home_id, form, status=422)
    kind, year, payer = str(form.kind.data), int(form.year.data or 0), str(form.payer.data or "")
    wanted = {int(payer)} if payer else set(own)
    with read() as db, speaking(language):
        made = [one for one in sheets.of_home(db, kind, home_id, year) if one.payer_id in wanted]
    if len(made) != 1:
        several = _("More than one person has bills here. Choose whose paper it is.")
        form.refuse(Refused(several, "payer") if made else Refused(sheets.nothing(kind, year), "year"))
        return _own_page(me, home_id, form, status=422)
    with speaking(language):
        url = f"{lan_url(settings.port)}my"
        paper = actions.make_one(made[0], kind, url, me, practice=settings.practice)
    return redirect(f"/my/documents/{paper.number}")


@get("/my/documents/{paper:str}", permission=OWN_HOME)
def open_own(paper: str, me: Me) -> Response:
    """One's own paper that was made singly; those of a print lie in a file with other people's.

    Who owns the home together sees each other's statements, but not what the office writes to one of them.
    """
    with read() as db:
        found = records.document(db, paper)
        shared = found is not None and found.kind in words.ONE
        own = set(records.own_payers(db, me, found.home_id)) if found and shared else {me.person_id}
    if found is None or found.payer_id not in own or found.file_id is not None:
        raise NotFoundException
    return answers.kept(found.file, paper)


def _own_page(me: Me, home_id: int, form: OwnForm, status: int = 200) -> Response:
    with read() as db:
        own = records.own_payers(db, me, home_id)
        homes = {one.id: one.code for one in own_homes(db, me)}
        made = records.own_documents(db, home_id, list(own))
    if not own and home_id not in homes:
        raise NotFoundException
    _offer(form, own)
    return page(
        "documents/own.html",
        form=form,
        home_id=home_id,
        home_code=homes.get(home_id, ""),
        own=own,
        documents=made,
        words=words,
        status=status,
    )


def _offer(form: OwnForm, own: dict[int, str]) -> None:
    form.payer.choices = [("", _("Choose the payer")), *((str(one), name) for one, name in own.items())]


ROUTES = [show_own, make_own, open_own]
