"""Reports without an account: how many came lately, and whose page is whose."""

from typing import NamedTuple

from estate.data import Reader, Tx


class Reported(NamedTuple):
    """One report. joined: whether the fault was reported already."""

    id: int
    label_id: int
    order_id: int
    joined: int
    photos: int
    at: str


class Lately(NamedTuple):
    """How many reports came since an instant: from one address, about one label, in all."""

    address: int
    label: int
    total: int


def of_secret(db: Reader, secret_hash: bytes) -> Reported | None:
    """The report that a browser's secret stands for."""
    return db.row(
        Reported,
        "SELECT id, label_id, order_id, joined, photos, at FROM label_reports WHERE secret_hash = :secret_hash",
        secret_hash=secret_hash,
    )


def lately(db: Reader, address: str, label_id: int, since: str) -> Lately:
    """How much was reported since then."""
    found = db.row(
        Lately,
        """
        SELECT (SELECT count(*) FROM label_reports WHERE address = :address AND address <> '' AND at > :since) AS address,
               (SELECT count(*) FROM label_reports WHERE label_id = :label_id AND at > :since) AS label,
               (SELECT count(*) FROM label_reports WHERE at > :since) AS total
        """,
        address=address,
        label_id=label_id,
        since=since,
    )
    assert found is not None
    return found


def forget_addresses(tx: Tx, before: str) -> None:
    """Where old reports came from is nobody's business any more."""
    tx.run("UPDATE label_reports SET address = '' WHERE address <> '' AND at < :before", before=before)
