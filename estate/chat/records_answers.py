"""Prepared answers."""

from typing import NamedTuple

from estate.data import Reader


class Answer(NamedTuple):
    id: int
    title: str
    text: str
    changed_at: str
    changed_by: str
    retired_at: str | None


_ANSWER = f"SELECT {', '.join(Answer._fields)} FROM chat_answers "


def answer(db: Reader, answer_id: int) -> Answer | None:
    return db.row(Answer, _ANSWER + "WHERE id = :id", id=answer_id)


def titled(db: Reader, title: str) -> int | None:
    return db.value("SELECT id FROM chat_answers WHERE title = :title AND retired_at IS NULL", title=title)


def answers(db: Reader, q: str = "", most: int = 200) -> list[Answer]:
    """Those in use whose title or text has all the words that were typed, by title."""
    words = q.split()[:6]
    clauses = "".join(
        f" AND (instr(lower(title), lower(:w{n})) OR instr(lower(text), lower(:w{n})))"
        for n in range(len(words))
    )
    given = {f"w{n}": word for n, word in enumerate(words)}
    return db.rows(
        Answer, f"{_ANSWER}WHERE retired_at IS NULL{clauses} ORDER BY title LIMIT :most", most=most, **given
    )
