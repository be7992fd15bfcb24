"""Versions of texts in the database."""

from typing import NamedTuple

from estate.data import Reader


class Version(NamedTuple):
    """One version of the text of an event in a language. built_in: from here on that of the program."""

    id: int
    version: int
    built_in: int
    subject: str
    text: str
    short: str
    made_at: str
    made_by: str


def versions(db: Reader, event: str, language: str) -> list[Version]:
    """All versions, the latest first."""
    return db.rows(
        Version,
        f"""
        SELECT {", ".join(Version._fields)} FROM message_templates
         WHERE event = :event AND language = :language ORDER BY version DESC
        """,
        event=event,
        language=language,
    )


def latest_version(db: Reader, event: str, language: str) -> int:
    """The number of the latest version; 0 when there is none."""
    sql = "SELECT max(version) FROM message_templates WHERE event = :event AND language = :language"
    return int(db.value(sql, event=event, language=language) or 0)


def own_texts(db: Reader) -> dict[tuple[str, str], int]:
    """The events and languages that have a text of the office's own, with its version."""
    found = db.tuples(
        """
        SELECT event, language, version FROM message_templates AS t
         WHERE built_in = 0 AND version = (SELECT max(version) FROM message_templates AS o
                                            WHERE o.event = t.event AND o.language = t.language)
        """
    )
    return {(event, language): version for event, language, version in found}
