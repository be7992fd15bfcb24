"""Labels and what they hang on."""

from collections.abc import Sequence
from typing import NamedTuple

from estate.data import Reader


class Label(NamedTuple):
    """A label. replaced_at: when another took its place."""

    id: int
    token: str
    subject: str
    subject_id: int
    made_at: str
    who: str
    replaced_at: str | None


_LABEL = "SELECT id, token, subject, subject_id, made_at, who, replaced_at FROM labels "


def of_token(db: Reader, token: str) -> Label | None:
    """The label of a code, a replaced one too."""
    return db.row(Label, _LABEL + "WHERE token = :token", token=token)


def living(db: Reader, subject: str, subject_id: int) -> Label | None:
    """The label that hangs on a thing now."""
    where = "WHERE subject = :subject AND subject_id = :subject_id AND replaced_at IS NULL"
    return db.row(Label, _LABEL + where, subject=subject, subject_id=subject_id)


def tokens(db: Reader, subject: str, subject_ids: Sequence[int]) -> dict[int, str]:
    """The living codes of these things; those without a label are not named."""
    marks = ", ".join(str(int(one)) for one in subject_ids) or "NULL"
    return dict(
        db.tuples(
            f"""SELECT subject_id, token FROM labels
                 WHERE subject = :subject AND replaced_at IS NULL AND subject_id IN ({marks})""",
            subject=subject,
        )
    )


def address(db: Reader) -> str:
    """The address of the house that stands in labels, without a slash at its end; empty where nobody wrote one."""
    return str(db.value("SELECT address FROM label_settings") or "")
