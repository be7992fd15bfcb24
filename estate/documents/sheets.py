"""Which papers a print has, and their sheets: for whom first, what stands on them when they are made."""

from collections.abc import Iterator, Sequence

from estate.billing.queries_notices import notices
from estate.billing.statement import statement
from estate.data import Reader, clock
from estate.documents import records, sources
from estate.documents.content import Sheet, certificate_sheet, notice_sheet, statement_sheet
from estate.documents.records import Addressee
from estate.i18n import gettext as _
from estate.office.identity import identity

Key = int | Addressee
"""What one sheet, or the sheets of one home, are made from: a home that owes, a payer of a home, or a source's own."""


def groups(db: Reader, kind: str, building_id: int | None, year: int | None) -> Iterator[tuple[str, Key]]:
    """What is to be printed, with the building of each, in the order of buildings and homes."""
    if source := sources.of(kind):
        yield from source.groups(db, building_id)
        return
    if kind == "notice":
        for home_id, building in records.homes_owing(db, building_id):
            yield building, home_id
        return
    first, last = _year(year)
    paid = kind == "certificate"
    for one in records.addressees(db, first, last, paid=paid, building_id=building_id):
        yield one.building, one


def of_home(db: Reader, kind: str, home_id: int, year: int) -> list[Sheet]:
    """The sheets of one home, one for each payer; of a year without entries too, for who had some before it."""
    if kind == "notice":
        return build(db, kind, [home_id], None)
    payers = addressees_of(db, kind, home_id, year)
    if kind == "certificate":
        return build(db, kind, payers, year)
    return [sheet for one in payers if (sheet := account(db, one, year, quiet=True))]


def nothing(kind: str, year: int) -> str:
    """Why there is no paper of this kind."""
    if kind == "notice":
        return _("Nothing is owed for this home.")
    if kind == "certificate":
        return _("Nothing was paid for this home in %(year)s, so there is nothing to certify.", year=year)
    return _("Nothing was charged or paid for this home by the end of %(year)s.", year=year)


def build(db: Reader, kind: str, keys: Sequence[Key], year: int | None) -> list[Sheet]:
    """The sheets of these keys as they are now; what has become empty is left out."""
    if kind == "notice":
        homes = [key for key in keys if isinstance(key, int)]
        office = identity(db)
        return [
            notice_sheet(one, office.bank_account, office.phone)
            for one in notices(db, homes, clock.today().isoformat())
        ]
    payers = [key for key in keys if isinstance(key, Addressee)]
    made = (certificate(db, one, year) if kind == "certificate" else account(db, one, year) for one in payers)
    return [sheet for sheet in made if sheet]


def account(db: Reader, one: Addressee, year: int | None, *, quiet: bool = False) -> Sheet | None:
    """The statement of a payer's account for a home in a year; None when nothing was charged or paid in it.

    quiet: make it for a year without entries as well.
    """
    found = statement(db, one.home_id, year, one.payer_id, exactly=True)
    if not found.entries and not quiet:
        return None
    return statement_sheet(one.home_id, one.home_code, one.payer_id, one.payer_name, found)


def certificate(db: Reader, one: Addressee, year: int | None) -> Sheet | None:
    """The certificate of what a payer paid for a home in a year; None when that is nothing."""
    first, last = _year(year)
    items = records.paid_items(db, one.home_id, one.payer_id, first, last)
    if not items:
        return None
    receipts = records.paid_receipts(db, one.home_id, one.payer_id, first, last)
    home, payer = (one.home_id, one.home_code, one.area_dm2), (one.payer_id, one.payer_name)
    return certificate_sheet(home, payer, int(first[:4]), items, receipts)


def addressees_of(db: Reader, kind: str, home_id: int, year: int) -> list[Addressee]:
    """The payers of one home that a paper of a year can be made for."""
    first, last = _year(year)
    return records.addressees(db, first, last, paid=kind == "certificate", home_id=home_id)


def _year(year: int | None) -> tuple[str, str]:
    number = year or clock.today().year
    return f"{number}-01-01", f"{number}-12-31"
