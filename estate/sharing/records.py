"""Batches of shared costs in the database: what they say, and once posted what each home bears."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from estate.data import Reader, Tx
from estate.sharing.rules import Floors
from estate.sharing.rules_preview import PlaceRule, Preview

PAGE = 50


class Batch(NamedTuple):
    """A batch. state: draft, posted, voided. pool_fen and what follows is copied when it is posted."""

    id: int
    fee_item_id: int
    fee_item_name: str
    period_from: str
    period_to: str
    due_on: str
    pool_kind: str
    amount_fen: int | None
    price_e4: int | None
    own_e6: int
    home_subs: int
    method: str
    meter_kind: str | None
    basis: str
    note: str
    state: str
    created_at: str
    created_by: str
    pool_fen: int | None
    pool_formula: str | None
    whole_e6: int | None
    charged_fen: int | None
    kept_fen: int | None
    posted_at: str | None
    posted_by: str | None
    voided_at: str | None
    voided_by: str | None
    reason: str | None


class RuleRow(NamedTuple):
    """Who takes part. name: of the zone, building, entrance or home."""

    id: int
    scope: str
    key: str
    name: str
    excluded: int
    reason: str

    @property
    def rule(self) -> PlaceRule:
        """As the rules read it."""
        key = None if self.scope == "all" else self.key if self.scope == "usage" else int(self.key)
        return PlaceRule(self.scope, key, bool(self.excluded), self.reason)


class FloorRow(NamedTuple):
    id: int
    from_floor: int | None
    to_floor: int | None
    factor_e4: int

    @property
    def floors(self) -> Floors:
        """As the rules read it."""
        return Floors(self.from_floor, self.to_floor, self.factor_e4)


class MeterRow(NamedTuple):
    """A meter of a batch. part: master or sub."""

    meter_id: int
    part: str
    kind: str
    number: str
    place: str


class PostedShare(NamedTuple):
    """What a home bears of a posted batch. reversed: whether what it was charged was taken back by itself."""

    home_id: int
    home_code: str
    area_dm2: int
    floor: int | None
    weight_e6: int | None
    quantity: str
    formula: str
    share_fen: int | None
    kept_fen: int
    why: str
    reason: str


class PostedCharge(NamedTuple):
    """A charge of a batch. live: not taken back."""

    home_id: int
    charge_id: int
    payer_name: str
    amount_fen: int
    live: int


_BATCH = f"SELECT {', '.join(Batch._fields)} FROM sharing_batches "


def batch(db: Reader, batch_id: int) -> Batch | None:
    """One batch."""
    return db.row(Batch, _BATCH + "WHERE id = :batch_id", batch_id=batch_id)


def batch_by_key(db: Reader, key: str) -> Batch | None:
    """The batch that was begun under this key."""
    return db.row(Batch, _BATCH + "WHERE key = :key", key=key)


def batches(db: Reader, number: int) -> tuple[list[Batch], int]:
    """A page of batches, the latest period first, and how many there are in all."""
    sql = _BATCH + "ORDER BY period_from DESC, id DESC LIMIT :limit OFFSET :offset"
    rows = db.rows(Batch, sql, limit=PAGE, offset=(number - 1) * PAGE)
    return rows, int(db.value("SELECT count(*) FROM sharing_batches"))


def rules(db: Reader, batch_id: int) -> list[RuleRow]:
    """Who takes part: first those that include."""
    sql = "SELECT id, scope, key, name, excluded, reason FROM sharing_rules WHERE batch_id = :batch_id ORDER BY excluded, id"
    return db.rows(RuleRow, sql, batch_id=batch_id)


def floors(db: Reader, batch_id: int) -> list[FloorRow]:
    """The table of factors, from the lowest floor up."""
    return db.rows(
        FloorRow,
        """
        SELECT id, from_floor, to_floor, factor_e4 FROM sharing_floors WHERE batch_id = :batch_id
         ORDER BY ifnull(from_floor, -1000), id
        """,
        batch_id=batch_id,
    )


def meters(db: Reader, batch_id: int) -> list[MeterRow]:
    """The meters that were picked: master meters first."""
    return db.rows(
        MeterRow,
        """
        SELECT s.meter_id, s.part, m.kind, m.number, m.place
          FROM sharing_meters AS s JOIN meters AS m ON m.id = s.meter_id
         WHERE s.batch_id = :batch_id ORDER BY s.part, m.place, m.id
        """,
        batch_id=batch_id,
    )


def set_meters(tx: Tx, batch_id: int, masters: Iterable[int], subs: Iterable[int]) -> None:
    """Pick the meters anew."""
    tx.run("DELETE FROM sharing_meters WHERE batch_id = :batch_id", batch_id=batch_id)
    picked = [(batch_id, one, "master") for one in masters] + [(batch_id, one, "sub") for one in subs]
    tx.many("INSERT INTO sharing_meters VALUES (?, ?, ?)", picked)


def taken(db: Reader, batch: Batch) -> set[int]:
    """The homes that bear a part of this fee in these months already: charged, or counted without a payer."""
    return set(
        db.values(
            """
            SELECT home_id FROM charges
             WHERE fee_item_id = :item AND period_from <= :last AND period_to >= :first
               AND reverses_id IS NULL AND reversed_by IS NULL AND kind NOT IN ('one_off', 'penalty')
            UNION
            SELECT s.home_id FROM sharing_batches AS b JOIN sharing_shares AS s ON s.batch_id = b.id
             WHERE b.fee_item_id = :item AND b.state = 'posted' AND b.period_from <= :last AND b.period_to >= :first
               AND s.kept_fen > 0
            """,
            item=batch.fee_item_id,
            first=batch.period_from,
            last=batch.period_to,
        )
    )


def copy_shares(tx: Tx, batch_id: int, preview: Preview) -> None:
    """Keep what a batch was computed from, home by home."""
    tx.many(
        """
        INSERT INTO sharing_shares (batch_id, position, home_id, home_code, area_dm2, floor, weight_e6, quantity, formula,
                                    share_fen, kept_fen, why, reason)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
            (
                batch_id,
                position,
                share.home.id,
                share.home.code,
                share.home.area_dm2,
                share.home.floor,
                share.weight_e6,
                share.quantity,
                share.formula,
                share.share_fen,
                share.kept_fen,
                share.why,
                share.reason,
            )
            for position, share in enumerate(preview.shares)
        ],
    )


def link(tx: Tx, batch_id: int, charges: Sequence[tuple[int, int]]) -> None:
    """Which charges, each with its home, came of a batch."""
    tx.many(
        "INSERT INTO sharing_charges (charge_id, batch_id, home_id) VALUES (?, ?, ?)",
        [(charge_id, batch_id, home_id) for charge_id, home_id in charges],
    )


def posted_shares(
    db: Reader, batch_id: int, number: int, *, why: bool = False
) -> tuple[list[PostedShare], int]:
    """A page of what the homes of a posted batch bear, and how many homes; with `why` those alone that something is
    to be said of."""
    where = "batch_id = :batch_id" + (" AND why <> ''" if why else "")
    sql = f"SELECT {', '.join(PostedShare._fields)} FROM sharing_shares WHERE {where} ORDER BY position LIMIT :limit OFFSET :offset"
    rows = db.rows(PostedShare, sql, batch_id=batch_id, limit=PAGE, offset=(number - 1) * PAGE)
    return rows, int(db.value(f"SELECT count(*) FROM sharing_shares WHERE {where}", batch_id=batch_id))


def members(db: Reader, batch_id: int) -> int:
    """How many homes bear a part of a posted batch."""
    sql = "SELECT count(*) FROM sharing_shares WHERE batch_id = :batch_id AND share_fen IS NOT NULL"
    return int(db.value(sql, batch_id=batch_id))


def posted_charges(db: Reader, batch_id: int, home_ids: Sequence[int] | None = None) -> list[PostedCharge]:
    """The charges of a batch, or of some of its homes."""
    some = "" if home_ids is None else f" AND l.home_id IN ({', '.join(str(int(one)) for one in home_ids)})"
    return db.rows(
        PostedCharge,
        f"""
        SELECT l.home_id, l.charge_id, c.payer_name, c.amount_fen, c.reversed_by IS NULL AS live
          FROM sharing_charges AS l JOIN charges AS c ON c.id = l.charge_id
         WHERE l.batch_id = :batch_id{some} ORDER BY l.charge_id
        """,
        batch_id=batch_id,
    )


def add(tx: Tx, **values: Any) -> int:
    return tx.insert("sharing_batches", **values)


def discard(tx: Tx, batch_id: int) -> None:
    tx.run("DELETE FROM sharing_batches WHERE id = :batch_id", batch_id=batch_id)
