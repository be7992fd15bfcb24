"""A row of a homes' ledger on its way from cells to records."""

from dataclasses import dataclass, field

from estate.intake.dates import Day
from estate.intake.families import Member
from estate.intake.findings import Finding, Source
from estate.intake.phones import Phone
from estate.intake.rooms import Room
from estate.intake.table import Row


@dataclass(slots=True)
class Owner:
    """An owner or tenant while the row is being read."""

    name: str
    is_company: bool = False
    share: str | None = None
    id_no: str | None = None
    is_tenant: bool = False


@dataclass(slots=True)
class Draft:
    """What one row says, field by field, with what was repaired and doubted on the way.

    same: a comparable reading of every field, to see whether two rows of one home agree. held: the home must not be
    stored before somebody decides about its key. decided: fields on which a person has given a word; they are neither
    asked about again nor withheld. bare: the cell holds the room number alone; room_column: where it stands.
    """

    row: Row
    source: Source
    place: Room
    columns: dict[str, str]
    area: int | None = None
    inner_area: int | None = None
    layout: str | None = None
    usage: str | None = None
    state: str | None = None
    floor: int | None = None
    handover: Day | None = None
    note: str | None = None
    owners: list[Owner] = field(default_factory=list[Owner])
    ids: list[str] = field(default_factory=list[str])
    phones: list[tuple[Phone, str]] = field(default_factory=list[tuple[Phone, str]])
    family: tuple[Member, ...] = ()
    special: tuple[str, ...] = ()
    plates: tuple[str, ...] = ()
    owner_ref: str | None = None
    same: dict[str, object] = field(default_factory=dict[str, object])
    fixed: list[Finding] = field(default_factory=list[Finding])
    flagged: list[Finding] = field(default_factory=list[Finding])
    doubtful: set[str] = field(default_factory=set[str])
    held: bool = False
    room_merged: bool = False
    bare: bool = False
    room_column: int = 0
    decided: set[str] = field(default_factory=set[str])
    named_ids: dict[str, str] = field(default_factory=dict[str, str])
    contacts: tuple[str, ...] = ()
    parking: tuple[str, ...] = ()

    @property
    def code(self) -> str | None:
        """The home's code when its building, entrance and number are known."""
        return self.place.code

    def doubt(self, name: str, kind: str, raw: object, value: str | None = None, **about: str) -> None:
        """Ask about a field of this row; its column is found by the field's name."""
        if name in self.decided:
            return
        shown = raw if raw is None or isinstance(raw, (str, int, float)) else str(raw)
        self.flagged.append(
            Finding(
                kind, self.source.sheet, self.source.row, self.columns.get(name), name, shown, value, about
            )
        )
        self.doubtful.add(name)

    def withhold(self, name: str) -> None:
        """Leave a field empty until somebody decides."""
        if name in self.decided:
            return
        self.doubtful.add(name)
        if name in ("area", "inner_area", "layout", "usage", "state", "floor", "handover", "note"):
            setattr(self, name, None)
        elif name == "phone":
            self.phones = [p for p in self.phones if p[1] != "owner"]
        elif name == "name":
            self.owners = []
        elif name == "id_no":
            for owner in self.owners:
                owner.id_no = None
        elif name in ("family", "special", "plates"):
            setattr(self, name, ())
