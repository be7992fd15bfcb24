"""What an import would bring in, what it repaired, and what a person has to decide. Nothing here touches a database."""

from dataclasses import dataclass
from dataclasses import field as made
from typing import NamedTuple

from estate.intake.dates import Day
from estate.intake.families import Member
from estate.intake.layout import Layout


class Source(NamedTuple):
    """Where a record stands in the file; rows count from 1."""

    sheet: str
    row: int


@dataclass(frozen=True, slots=True)
class Finding:
    """A cell that was repaired (kind says how) or that a person must decide (kind says why).

    column None: the whole row; row None: the whole sheet. value: what is stored, or what is proposed.
    about: parameters of the message.
    """

    kind: str
    sheet: str
    row: int | None
    column: str | None
    field: str | None
    raw: str | int | float | bool | None
    value: str | None = None
    about: dict[str, str] = made(default_factory=dict[str, str])


class Skipped(NamedTuple):
    """A row or (row None) a sheet that holds no record; reason is a code."""

    sheet: str
    row: int | None
    reason: str


class HomeRow(NamedTuple):
    """A home ready to be stored; areas in dm² (0.01 m²). doubtful: fields left empty until somebody decides."""

    code: str
    building: str
    entrance: str
    number: str
    zone: str | None
    floor: int | None
    area_dm2: int | None
    inner_area_dm2: int | None
    layout: str | None
    usage: str | None
    state: str | None
    handover: Day | None
    family: tuple[Member, ...]
    special: tuple[str, ...]
    note: str | None
    plates: tuple[str, ...]
    doubtful: frozenset[str]
    source: Source
    contacts: tuple[str, ...] = ()
    parking: tuple[str, ...] = ()


class OwnerRow(NamedTuple):
    """Somebody at a home. kind: person or company; role: owner, co_owner or tenant; share as written (50%, 1/2)."""

    code: str
    name: str
    kind: str
    id_no: str | None
    role: str
    share: str | None
    source: Source


class PhoneRow(NamedTuple):
    """A telephone number at a home. role: owner, tenant or contact; beside: words that stood beside the number."""

    code: str
    phone: str
    role: str
    beside: str | None
    source: Source


class Total(NamedTuple):
    """A total of the sheet beside the sum of its rows, in dm²; stated None: a formula without a result.

    since: it adds up the rows below this one.
    """

    sheet: str
    row: int
    label: str
    stated_dm2: int | None
    rows_dm2: int
    rows: int
    homes: int
    since: int = 0

    @property
    def agrees(self) -> bool | None:
        """Whether both are the same; None when the sheet states nothing."""
        return None if self.stated_dm2 is None else self.stated_dm2 == self.rows_dm2


@dataclass(slots=True)
class Findings:
    """All that came of one homes-and-owners ledger."""

    file: str
    layouts: list[Layout]
    homes: list[HomeRow] = made(default_factory=list[HomeRow])
    owners: list[OwnerRow] = made(default_factory=list[OwnerRow])
    phones: list[PhoneRow] = made(default_factory=list[PhoneRow])
    fixed: list[Finding] = made(default_factory=list[Finding])
    flagged: list[Finding] = made(default_factory=list[Finding])
    skipped: list[Skipped] = made(default_factory=list[Skipped])
    totals: list[Total] = made(default_factory=list[Total])
    waiting: list[HomeRow] = made(default_factory=list[HomeRow])
