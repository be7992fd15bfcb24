"""The office's rules say no: a text for the person who asked, and the field it stands beside."""


class Refused(Exception):
    """Something that may not be done now. `message` says why and what to do; `field` names the form's field, if any."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
