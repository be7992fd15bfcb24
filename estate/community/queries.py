"""What there is in the community, for pages and for other features. Areas in dm² (0.01 m²), dates ISO text."""

from typing import NamedTuple

from estate.data import Reader


class Zone(NamedTuple):
    id: int
    name: str
    buildings: int
    homes: int


class Named(NamedTuple):
    """A building or zone by its names alone."""

    id: int
    code: str
    name: str


class Building(NamedTuple):
    """A building with what is in it. area_dm2: built area of its homes together."""

    id: int
    code: str
    name: str
    zone_id: int | None
    zone: str | None
    entrances: int
    homes: int
    area_dm2: int
    vacant: int


class Entrance(NamedTuple):
    id: int
    building_id: int
    code: str
    homes: int


class Home(NamedTuple):
    """A home with where it is. state_since and delivered_on may be unknown."""

    id: int
    code: str
    zone_id: int | None
    zone: str | None
    building_id: int
    building: str
    building_name: str
    entrance_id: int
    entrance: str
    room: str
    floor: int | None
    area_dm2: int
    inner_area_dm2: int | None
    layout: str
    usage: str
    state: str
    state_since: str | None
    delivered_on: str | None
    delivered_precision: str
    note: str
    import_batch_id: int | None


class HomeState(NamedTuple):
    id: int
    state: str
    from_date: str | None
    at: str
    who: str
    note: str


class ParkingSpace(NamedTuple):
    id: int
    code: str
    kind: str
    area_dm2: int | None
    home_id: int | None
    home_code: str | None
    note: str


class Holding(NamedTuple):
    """Which home held a parking space, from when to when; empty days mean always and still."""

    id: int
    home_id: int
    home_code: str
    from_date: str | None
    to_date: str | None
    at: str
    who: str


HOME = """
    SELECT h.id, h.code, b.zone_id, z.name AS zone, b.id AS building_id, b.code AS building, b.name AS building_name,
           e.id AS entrance_id, e.code AS entrance, h.room, h.floor, h.area_dm2, h.inner_area_dm2, h.layout, h.usage,
           h.state, h.state_since, h.delivered_on, h.delivered_precision, h.note, h.import_batch_id
      FROM homes AS h
      JOIN entrances AS e ON e.id = h.entrance_id
      JOIN buildings AS b ON b.id = e.building_id
      LEFT JOIN zones AS z ON z.id = b.zone_id
"""


def home(db: Reader, home_id: int) -> Home | None:
    """One home."""
    return db.row(Home, HOME + "WHERE h.id = :home_id", home_id=home_id)


def home_by_code(db: Reader, code: str) -> Home | None:
    """The home of a canonical code (see rules.home_code)."""
    return db.row(Home, HOME + "WHERE h.code = :code", code=code)


def home_ids(db: Reader) -> dict[str, int]:
    """Every home's id by its code, for bulk work."""
    return dict(db.tuples("SELECT code, id FROM homes"))


def home_areas(db: Reader) -> dict[str, int | None]:
    """Every home's area in dm² by its code, for bulk work."""
    return dict(db.tuples("SELECT code, area_dm2 FROM homes"))


def homes_of_building(db: Reader, building_id: int) -> list[Home]:
    """A building's homes in natural order."""
    return db.rows(Home, HOME + "WHERE b.id = :building_id ORDER BY h.sort", building_id=building_id)


def states_of(db: Reader, home_id: int) -> list[HomeState]:
    """A home's history, the newest state first."""
    return db.rows(
        HomeState,
        """
        SELECT id, state, from_date, at, who, note FROM home_states
         WHERE home_id = :home_id ORDER BY ifnull(from_date, '') DESC, id DESC
        """,
        home_id=home_id,
    )


def zones(db: Reader) -> list[Zone]:
    """The zones by name, with how much is in them."""
    return db.rows(
        Zone,
        """
        SELECT z.id, z.name, count(DISTINCT b.id) AS buildings, count(h.id) AS homes
          FROM zones AS z
          LEFT JOIN buildings AS b ON b.zone_id = z.id
          LEFT JOIN entrances AS e ON e.building_id = b.id
          LEFT JOIN homes AS h ON h.entrance_id = e.id
         GROUP BY z.id ORDER BY z.name
        """,
    )


_BUILDING = """
    SELECT b.id, b.code, b.name, b.zone_id, z.name AS zone, count(DISTINCT e.id) AS entrances, count(h.id) AS homes,
           ifnull(sum(h.area_dm2), 0) AS area_dm2, count(h.id) FILTER (WHERE h.state IN ('vacant', 'unsold')) AS vacant
      FROM buildings AS b
      LEFT JOIN zones AS z ON z.id = b.zone_id
      LEFT JOIN entrances AS e ON e.building_id = b.id
      LEFT JOIN homes AS h ON h.entrance_id = e.id
"""


def buildings(db: Reader) -> list[Building]:
    """Every building in natural order, with how much is in it."""
    return db.rows(Building, _BUILDING + "GROUP BY b.id ORDER BY b.sort, b.code")


def choices(db: Reader) -> tuple[list[Named], list[Named]]:
    """Buildings and zones to choose from, without a look at their homes."""
    return (
        db.rows(Named, "SELECT id, code, name FROM buildings ORDER BY sort, code"),
        db.rows(Named, "SELECT id, '' AS code, name FROM zones ORDER BY name"),
    )


def building(db: Reader, building_id: int) -> Building | None:
    """One building."""
    return db.row(Building, _BUILDING + "WHERE b.id = :building_id GROUP BY b.id", building_id=building_id)


def building_codes(db: Reader) -> dict[str, list[str]]:
    """Every building's code with the codes of its entrances, for reading rooms as people write them."""
    codes: dict[str, list[str]] = {}
    for code, entrance in db.tuples("""
        SELECT b.code, e.code FROM buildings AS b LEFT JOIN entrances AS e ON e.building_id = b.id ORDER BY b.sort, e.code
    """):
        codes.setdefault(code, []).extend([entrance] if entrance is not None else [])
    return codes


def entrances_of(db: Reader, building_id: int) -> list[Entrance]:
    """A building's entrances with how many homes each has."""
    return db.rows(
        Entrance,
        """
        SELECT e.id, e.building_id, e.code, count(h.id) AS homes
          FROM entrances AS e LEFT JOIN homes AS h ON h.entrance_id = e.id
         WHERE e.building_id = :building_id GROUP BY e.id ORDER BY min(h.sort), e.code
        """,
        building_id=building_id,
    )


_PARTS = {"zone": "zones", "building": "buildings", "entrance": "entrances"}


class Part(NamedTuple):
    """A part of the community to choose: a zone, building or entrance. name: as people call it."""

    scope: str
    id: int
    name: str


def parts(db: Reader) -> list[Part]:
    """Zones, buildings and their entrances, each in natural order."""
    return db.rows(
        Part,
        """
        SELECT scope, id, name FROM (
            SELECT 1 AS rank, 'zone' AS scope, id, name, 0 AS sort, name AS code FROM zones
            UNION ALL
            SELECT 2, 'building', id, code, sort, code FROM buildings
            UNION ALL
            SELECT 3, 'entrance', e.id, b.code || '-' || e.code, b.sort, b.code || '-' || printf('%05s', e.code)
              FROM entrances AS e JOIN buildings AS b ON b.id = e.building_id)
         ORDER BY rank, sort, code
        """,
    )


def has_part(db: Reader, scope: str, part_id: int) -> bool:
    """Whether there is this zone, building or entrance."""
    return bool(db.value(f"SELECT 1 FROM {_PARTS[scope]} WHERE id = :part_id", part_id=part_id))


PARKING = """
    SELECT p.id, p.code, p.kind, p.area_dm2, p.home_id, h.code AS home_code, p.note
      FROM parking_spaces AS p LEFT JOIN homes AS h ON h.id = p.home_id
"""


def parking_space(db: Reader, space_id: int) -> ParkingSpace | None:
    """One parking space."""
    return db.row(ParkingSpace, PARKING + "WHERE p.id = :space_id", space_id=space_id)


def parking_of(db: Reader, home_id: int) -> list[ParkingSpace]:
    """The parking spaces of a home."""
    return db.rows(ParkingSpace, PARKING + "WHERE p.home_id = :home_id ORDER BY p.sort", home_id=home_id)


def latest_holdings(db: Reader) -> dict[str, tuple[str, int | None, str | None, str | None]]:
    """Every parking space by its number: its kind, and the home that held it last, since when and until when."""
    rows = db.tuples(
        """
        SELECT code, kind, home_id, from_date, to_date FROM (
            SELECT p.code, p.kind, g.home_id, g.from_date, g.to_date,
                   row_number() OVER (PARTITION BY p.id ORDER BY ifnull(g.from_date, '') DESC) AS nth
              FROM parking_spaces AS p LEFT JOIN parking_holdings AS g ON g.parking_space_id = p.id)
         WHERE nth = 1
        """
    )
    return {code: (kind, home_id, since, until) for code, kind, home_id, since, until in rows}


def holdings_of(db: Reader, space_id: int) -> list[Holding]:
    """The homes that a parking space belonged to, the latest first."""
    return db.rows(
        Holding,
        """
        SELECT g.id, g.home_id, h.code AS home_code, g.from_date, g.to_date, g.at, g.who
          FROM parking_holdings AS g JOIN homes AS h ON h.id = g.home_id
         WHERE g.parking_space_id = :space_id ORDER BY ifnull(g.from_date, '') DESC
        """,
        space_id=space_id,
    )
