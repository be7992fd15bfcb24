"""Whom a survey asks when it is opened."""

from estate.audience import queries as audiences
from estate.data import Reader
from estate.surveys.records import Survey


def people(db: Reader, survey: Survey) -> list[tuple[int, int]]:
    """The people, each with one of the homes; none where homes are asked."""
    return audiences.people(db, survey.audience_id) if survey.per == "person" else []


def homes(db: Reader, survey: Survey) -> list[int]:
    """The homes, by id; none where people are asked."""
    return audiences.homes(db, survey.audience_id) if survey.per == "home" else []
