"""The person of a request: who they are and what they may."""

from typing import NamedTuple


class Me(NamedTuple):
    """A signed-in person. `person_id` links an owner's account to the person in the community's records."""

    account_id: int
    name: str
    roles: frozenset[str]
    permissions: frozenset[str]
    locale: str
    person_id: int | None = None
    large_text: bool = False
    theme: str = "auto"
    session_id: int = 0
    must_change_password: bool = False

    def may(self, permission: str) -> bool:
        """Whether this person has the permission."""
        return permission in self.permissions

    @property
    def is_staff(self) -> bool:
        """Whether they work in the office, rather than live here."""
        return bool(self.roles - {"owner"})
