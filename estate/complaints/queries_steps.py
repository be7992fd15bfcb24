"""Single facts of a complaint's steps: the last, what was said since, what went along."""

from estate.data import Reader


def last_step(db: Reader, complaint_id: int) -> int:
    """The number of the last step that a complaint took."""
    return int(db.value("SELECT max(id) FROM complaint_steps WHERE complaint_id = :id", id=complaint_id))


def said_since(db: Reader, complaint_id: int, step_id: int, account_id: int | None) -> str:
    """Which step somebody else said something with after this one, the latest; empty for none."""
    return str(
        db.value(
            """
            SELECT step FROM complaint_steps
             WHERE complaint_id = :complaint_id AND id > :step_id AND account_id IS NOT :account_id
               AND step IN ('acknowledge', 'answer', 'write') ORDER BY id DESC LIMIT 1
            """,
            complaint_id=complaint_id,
            step_id=step_id,
            account_id=account_id,
        )
        or ""
    )


def step_papers(db: Reader, complaint_id: int) -> dict[int, list[int]]:
    """The photos and files of a complaint's steps, by step."""
    found: dict[int, list[int]] = {}
    for step_id, paper_id in db.tuples(
        """
        SELECT p.step_id, p.paper_id FROM complaint_steps AS s
          JOIN complaint_step_papers AS p ON p.step_id = s.id
         WHERE s.complaint_id = :complaint_id ORDER BY p.paper_id
        """,
        complaint_id=complaint_id,
    ):
        found.setdefault(step_id, []).append(paper_id)
    return found
