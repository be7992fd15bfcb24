"""What somebody may know of surveys that ask them."""

from typing import Any, NamedTuple

from estate.access.me import Me
from estate.data import Reader, clock
from estate.surveys import records_marks
from estate.surveys.records_marks import OF_ME


class Own(NamedTuple):
    """A survey that asks somebody, for one of their homes or themselves. home_id: empty where it asks the person."""

    id: int
    title: str
    per: str
    anonymous: int
    closes_on: str | None
    closed_at: str | None
    home_id: int
    home_code: str
    done: int
    begun: int

    @property
    def over(self) -> bool:
        return bool(self.closed_at) or (self.closes_on or "9999") < clock.today().isoformat()

    @property
    def waits(self) -> bool:
        return not self.done and not self.over


_OWN = f"""
    SELECT s.id, s.title, s.per, s.anonymous, s.closes_on, s.closed_at, m.home_id, h.code AS home_code, m.done,
           EXISTS (SELECT 1 FROM survey_drafts AS d WHERE d.survey_id = s.id AND d.account_id = :account_id
                      AND d.home_id = m.home_id) AS begun
      FROM surveys AS s
      CROSS JOIN survey_marks AS m ON m.survey_id = s.id
       AND m.home_id IN (SELECT home_id FROM residencies WHERE person_id = :person_id)
      JOIN homes AS h ON h.id = m.home_id
     WHERE {OF_ME}
"""
"""Through the surveys in their order, each by the few homes of the person."""


def own(db: Reader, me: Me, most: int = 50) -> list[Own]:
    """The surveys that ask somebody, what waits for them first, then the latest; of closed ones some."""
    closed = db.rows(
        Own,
        f"{_OWN} AND s.closed_at IS NOT NULL ORDER BY s.id DESC, h.sort LIMIT :most",
        most=most,
        **_params(me),
    )
    return sorted([*_open(db, me), *closed], key=lambda one: not one.waits)


def waiting(db: Reader, me: Me) -> int:
    """How many wait for somebody's answer."""
    return sum(1 for one in _open(db, me) if one.waits)


def _open(db: Reader, me: Me) -> list[Own]:
    return db.rows(
        Own,
        f"{_OWN} AND s.opened_at IS NOT NULL AND s.closed_at IS NULL ORDER BY s.id DESC, h.sort",
        **_params(me),
    )


def _params(me: Me) -> dict[str, Any]:
    return {"person_id": me.person_id or 0, "account_id": me.account_id, "day": clock.today().isoformat()}


def people_asked(db: Reader, survey_id: int) -> list[tuple[int, int]]:
    """The people who may fill a survey in today, each with one of their homes."""
    return records_marks.to_tell(db, survey_id, 0, 10**6, open_only=False)


def not_done(db: Reader, survey_id: int) -> list[records_marks.Mark]:
    """The first of those who are asked and have not taken part."""
    return records_marks.listed(db, survey_id, "open", 1)[0]
