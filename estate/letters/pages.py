"""Pages of letters: the list, one letter with its delivery, issuing one or a print of many."""

import secrets
from urllib.parse import quote

from litestar import Response as LitestarResponse
from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import LETTERS_MAKE
from estate.community import queries as community
from estate.data import clock, files, read
from estate.documents import actions as documents
from estate.documents.actions import Wanted as Print
from estate.documents.content import common
from estate.documents.typeset import typeset
from estate.i18n import gettext as _
from estate.i18n import speaking
from estate.letters import (
    actions,
    actions_delivery,
    pages_evidence,
    pages_home,
    pages_own,
    pages_texts,
    queries,
    records,
    words,
)
from estate.letters.actions_delivery import Delivered
from estate.letters.content import demand, sheet
from estate.letters.forms import BatchForm, DeliveryForm, ListForm, ReasonForm
from estate.letters.queries import Letter
from estate.letters.records import Wanted
from estate.letters.texts import text
from estate.office.identity import identity
from estate.refusal import Refused
from estate.settings import Settings
from estate.web import Posted, Response, get, page, photos, post, redirect
from estate.web.lan import lan_url, qr_svg


@get("/letters", permission=LETTERS_MAKE)
def list_letters(asked: Posted) -> Response:
    """Letters, drafts that wait in sight, and the print of drafts."""
    return _list_page(asked, BatchForm(key=secrets.token_hex(16)))


@post("/letters", permission=LETTERS_MAKE)
def issue_many(posted: Posted, me: Me, settings: Settings) -> Response:
    """Issue and print all drafts of a kind, in the order of buildings and homes, which is that of the envelopes."""
    form = BatchForm(posted)
    form.building_id.choices = _buildings()
    if not form.validate():
        return _list_page(Posted({}), form, status=422)
    building = str(form.building_id.data)
    wanted = Print(actions.KIND + str(form.kind.data), int(building) if building else None)
    try:
        batch = documents.start_batch(
            wanted, form.key_for("letters"), lan_url(settings.port), me, practice=settings.practice
        )
    except Refused as refused:
        nothing = refused.field == "kind"
        form.refuse(Refused(_("No draft waits for this choice."), "kind") if nothing else refused)
        return _list_page(Posted({}), form, status=422)
    return redirect(f"/documents/batches/{batch.id}")


@get("/letters/{letter_id:int}", permission=LETTERS_MAKE)
def show_letter(letter_id: int) -> Response:
    """A letter with what it asks for and how it was delivered."""
    return _letter_page(letter_id, _delivery_form(), ReasonForm())


@get("/letters/{letter_id:int}/draft", permission=LETTERS_MAKE)
def preview_draft(letter_id: int, settings: Settings) -> Response:
    """The letter as it would be issued today, marked as a draft."""
    letter = _letter(letter_id)
    with read() as db, speaking(identity(db).locale):
        made = sheet(db, letter, clock.today())
        if letter.state != "draft" or made is None:
            raise NotFoundException
        shared = common(db, practice=False) | {"practice": _("Draft, not issued")}
        url = f"{lan_url(settings.port)}my"
        printed = {**made[0].content, "number": "–", "qr": str(qr_svg(url, scale=1)), "url": url}
        content = typeset("letter", {"common": shared, "sheets": [printed]})
    response: Response = LitestarResponse(content, media_type="application/pdf")
    response.headers["Content-Disposition"] = (
        f"inline; filename*=UTF-8''{quote(str(words.KINDS[letter.kind]))}.pdf"
    )
    return response


@post("/letters/{letter_id:int}/issue", permission=LETTERS_MAKE)
def issue_letter(letter_id: int, me: Me, settings: Settings) -> Response:
    _letter(letter_id)
    url = f"{lan_url(settings.port)}my"
    done = actions.issue(letter_id, url, me, practice=settings.practice)
    told = (
        _("Issued: %(number)s", number=done.number)
        if done.number
        else _("Nothing is late any more; it is not issued.")
    )
    return redirect(f"/letters/{letter_id}", toast=told)


@post("/letters/{letter_id:int}/withdrawal", permission=LETTERS_MAKE)
def withdraw_letter(letter_id: int, posted: Posted, me: Me) -> Response:
    _letter(letter_id)
    form = ReasonForm(posted)
    if form.validate():
        try:
            actions.withdraw(letter_id, str(form.reason.data), me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/letters/{letter_id}", toast=_("Withdrawn"))
    return _letter_page(letter_id, _delivery_form(), form, status=422)


@post("/letters/{letter_id:int}/deliveries", permission=LETTERS_MAKE)
def record_delivery(letter_id: int, posted: Posted, me: Me) -> Response:
    _letter(letter_id)
    form = DeliveryForm(posted)
    if form.validate():
        try:
            sent = posted.files("photo")
            done = Delivered(
                str(form.way.data),
                form.on_day.data or clock.today(),
                str(form.person.data or ""),
                str(form.relation.data or ""),
                str(form.tracking.data or ""),
                str(form.witness.data or ""),
                str(form.note.data or ""),
                photos.keep(sent[0].content) if sent else None,
                posted.whole("corrects"),
            )
            actions_delivery.record(letter_id, done, form.key_for(letter_id), me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/letters/{letter_id}", toast=_("Delivery recorded"))
    return _letter_page(letter_id, form, ReasonForm(), status=422)


@get("/letters/{letter_id:int}/deliveries/{delivery_id:int}", permission=LETTERS_MAKE)
def show_photo(letter_id: int, delivery_id: int) -> Response:
    """The picture of a delivery."""
    with read() as db:
        found = next((one for one in queries.deliveries(db, letter_id) if one.id == delivery_id), None)
    if found is None or found.photo is None:
        raise NotFoundException
    return LitestarResponse(files.path_of(found.photo).read_bytes(), media_type="image/jpeg")


def _delivery_form() -> DeliveryForm:
    return DeliveryForm(key=secrets.token_urlsafe(16), on_day=clock.today())


def _list_page(asked: Posted, batch: BatchForm, status: int = 200) -> Response:
    batch.building_id.choices = _buildings()
    form, number = ListForm(asked), asked.whole("page") or 1
    form.validate()
    state = asked.get("state")
    wanted = Wanted(
        state if state in words.STATES else "", str(form.kind.data or ""), str(form.home.data or "")
    )
    with read() as db:
        found, total = records.letters(db, wanted, number)
        counts = records.state_counts(db)
    return page(
        "letters/index.html",
        letters=found,
        total=total,
        number=number,
        pages=max(1, -(-total // queries.PAGE)),
        counts=counts,
        form=form,
        batch=batch,
        words=words,
        status=status,
    )


def _letter_page(letter_id: int, delivery: DeliveryForm, reason: ReasonForm, status: int = 200) -> Response:
    letter = _letter(letter_id)
    with read() as db:
        deliveries = queries.deliveries(db, letter_id)
        asked, rests = None, records.rests_until(db, letter.home_id, letter.payer_id)
        if letter.state == "draft":
            days = text(db, letter.kind, identity(db).locale).days
            asked = demand(db, letter.home_id, letter.payer_id, letter.kind, clock.today(), days)
    return page(
        "letters/show.html",
        letter=letter,
        deliveries=deliveries,
        asked=asked,
        rests=rests,
        form=delivery,
        reason=reason,
        words=words,
        status=status,
    )


def _letter(letter_id: int) -> Letter:
    with read() as db:
        found = queries.letter(db, letter_id)
    if found is None:
        raise NotFoundException
    return found


def _buildings() -> list[tuple[str, str]]:
    with read() as db:
        found = community.buildings(db)
    named = [(str(one.id), _("Building %(name)s", name=one.name or one.code)) for one in found]
    return [("", _("All buildings")), *named]


ROUTES = [
    list_letters,
    issue_many,
    show_letter,
    preview_draft,
    issue_letter,
    withdraw_letter,
    record_delivery,
    show_photo,
    *pages_home.ROUTES,
    *pages_evidence.ROUTES,
    *pages_texts.ROUTES,
    *pages_own.ROUTES,
]
