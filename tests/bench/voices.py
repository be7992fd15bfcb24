"""The lists of the owners' voice that bench_voices.py fills with 10,000 entries each, by feature."""

from tests.bench import (
    listed_announcements,
    listed_chat,
    listed_complaints,
    listed_disclosure,
    listed_downloads,
    listed_gate,
    listed_surveys,
    listed_votes,
)
from tests.bench.listed import Listed

LISTS: dict[str, Listed] = {
    "complaints": listed_complaints.LIST,
    "announcements": listed_announcements.LIST,
    "surveys": listed_surveys.LIST,
    "chat": listed_chat.LIST,
    "votes": listed_votes.LIST,
    "visitors": listed_gate.VISITORS,
    "parcels": listed_gate.PARCELS,
    "permits": listed_gate.PERMITS,
    "disclosures": listed_disclosure.LIST,
    "downloads": listed_downloads.LIST,
}
