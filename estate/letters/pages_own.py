"""The letters that the office wrote to somebody, for themselves: the list, and each one word for word."""

import msgspec
from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import OWN_HOME
from estate.data import read
from estate.documents import answers
from estate.documents.content import common
from estate.documents.typeset import typeset
from estate.i18n import speaking
from estate.letters import queries, words
from estate.office.identity import identity
from estate.settings import Settings
from estate.web import Response, get, page
from estate.web.lan import lan_url, qr_svg


@get("/my/letters", permission=OWN_HOME)
def list_own(me: Me) -> Response:
    """The letters to oneself, about all homes together."""
    with read() as db:
        found = queries.to_payer(db, me.person_id or 0)
    return page("letters/own.html", letters=found, words=words)


@get("/my/letters/{paper:str}", permission=OWN_HOME)
def open_own(paper: str, me: Me, settings: Settings) -> Response:
    """A letter to oneself. It is set anew from its words: a printed one lies in a file with other people's."""
    with read() as db:
        found = next((one for one in queries.to_payer(db, me.person_id or 0) if one.number == paper), None)
        if found is None:
            raise NotFoundException
        with speaking(identity(db).locale):
            shared = common(db, practice=settings.practice)
    url = f"{lan_url(settings.port)}my"
    written = {
        **msgspec.json.decode(found.content),
        "number": found.number,
        "qr": str(qr_svg(url, scale=1)),
        "url": url,
    }
    return answers.pdf(typeset("letter", {"common": shared, "sheets": [written]}), found.number)


ROUTES = [list_own, open_own]
