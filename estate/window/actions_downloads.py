"""What the office does with downloads, each in one transaction: offer, describe, replace, order, retire and restore."""

from typing import NamedTuple

from estate.data import Actor, Tx, audit, clock, write
from estate.data.edits import Edits
from estate.i18n import gettext as _
from estate.papers import actions as papers
from estate.papers.content import FIELD, Kept
from estate.refusal import Refused, require_key
from estate.window import queries_downloads as queries
from estate.window.papers import DOWNLOAD
from estate.window.queries_downloads import Download

EDITS = Edits("downloads", ("download.offered", "download.changed"))


class Described(NamedTuple):
    """How a download is shown."""

    category: str
    title: str
    description: str = ""


def offer(described: Described, kept: Kept | None, key: str, by: Actor, note: str = "") -> int:
    """Put a file on offer, last in its category; the same key offers one. Answers its id. Refused without a file."""
    with write(by) as tx:
        require_key(key)
        known = queries.by_key(tx, key)
        if known is not None:
            return known
        if kept is None:
            raise Refused(_("Choose the file."), FIELD)
        place = queries.last_place(tx, described.category) + 1
        download_id = tx.insert("downloads", key=key, **described._asdict(), place=place)
        papers.attach(tx, DOWNLOAD, download_id, [kept], note=note)
        audit.record(
            tx, "download.offered", "downloads", download_id, after=described._asdict() | {"file": kept.name}
        )
        return download_id


def describe(download_id: int, described: Described, by: Actor, seen: int | None = None) -> None:
    """Change how it is shown; in another category it stands last. Refused where another has changed it since (`EDITS`)."""
    with write(by) as tx:
        found = _require(tx, download_id)
        before = Described(found.category, found.title, found.description)
        if before == described:
            return
        EDITS.require_seen(tx, download_id, seen)
        place = found.place
        if described.category != found.category:
            place = queries.last_place(tx, described.category) + 1
        tx.update("downloads", download_id, **described._asdict(), place=place)
        audit.record(
            tx,
            "download.changed",
            "downloads",
            download_id,
            before=before._asdict(),
            after=described._asdict(),
        )


def replace(download_id: int, kept: Kept | None, note: str, by: Actor) -> int:
    """Put a new version on offer, the older stay for the office; sent twice it is one. Answers its paper.

    Refused without a file, and for a file that an older version is: that one is taken up again by taking back the
    later ones, so that a file is never two versions.
    """
    with write(by) as tx:
        _require(tx, download_id)
        if kept is None:
            raise Refused(_("Choose the file."), FIELD)
        current = queries.current(tx, download_id)
        [paper_id] = papers.attach(tx, DOWNLOAD, download_id, [kept], note=note)
        if paper_id == current.paper.id:
            return paper_id
        if paper_id < current.paper.id:
            raise Refused(
                _("This file is an older version already. Take back the later ones to offer it again."), FIELD
            )
        audit.record(tx, "download.replaced", "downloads", download_id, after={"file": kept.name})
        return paper_id


def take_back(download_id: int, paper_id: int, reason: str, by: Actor) -> None:
    """A version was put up by mistake: the one before it holds. Refused for the last that is left, and without a reason."""
    with write(by) as tx:
        live = [one for one in queries.versions(tx, download_id) if not one.withdrawn_at]
        if [one.id for one in live] == [paper_id]:
            raise Refused(_("No other version is left. Take the download off the list instead."), "reason")
        papers.withdraw_one(tx, paper_id, reason)


def move(download_id: int, step: int, by: Actor) -> None:
    """One further up (-1) or down (1) in the list of its category; at its end nothing changes."""
    with write(by) as tx:
        found = _require(tx, download_id)
        other = queries.neighbour(tx, found, step)
        if other is None or found.retired_at:
            return
        tx.update("downloads", found.id, place=other.place)
        tx.update("downloads", other.id, place=found.place)
        audit.record(
            tx,
            "download.moved",
            "downloads",
            found.id,
            before={"place": found.place},
            after={"place": other.place},
        )


def retire(download_id: int, by: Actor) -> None:
    """Owners see it no more. Again changes nothing."""
    with write(by) as tx:
        if not _require(tx, download_id).retired_at:
            tx.update("downloads", download_id, retired_at=clock.stamp())
            audit.record(tx, "download.retired", "downloads", download_id)


def restore(download_id: int, by: Actor) -> None:
    """Offer it again where it stood. Again changes nothing."""
    with write(by) as tx:
        if _require(tx, download_id).retired_at:
            tx.update("downloads", download_id, retired_at=None)
            audit.record(tx, "download.restored", "downloads", download_id)


def _require(tx: Tx, download_id: int) -> Download:
    found = queries.download(tx, download_id)
    if found is None:
        raise LookupError(f"there is no download {download_id}")
    return found
