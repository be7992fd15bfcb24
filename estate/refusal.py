"""The office's rules say no: a text for the person who asked, and the field it stands beside."""

from estate.i18n import gettext as _


class Refused(Exception):
    """Something that may not be done now. `message` says why and what to do; `field` names the form's field, if any."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


def require_key(key: str) -> str:
    """The key of its page, which what is done once needs. Refused without one."""
    if not key:
        raise Refused(_("This page is not complete. Open it again and repeat what you want to do."))
    return key
