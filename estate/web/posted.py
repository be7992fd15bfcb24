"""What a form sent: fields in the shape that WTForms reads, and files."""

import re
from collections.abc import Iterator
from typing import Any

from litestar import Request
from litestar.datastructures import UploadFile
from litestar.exceptions import ClientException


class Upload:
    """A file that was sent: its name and content."""

    def __init__(self, filename: str, content: bytes) -> None:
        self.filename = filename
        self.content = content

    def __bool__(self) -> bool:
        return bool(self.filename)


class Posted:
    """Field values by name, in order (the interface WTForms expects), and uploads by name: the last of each name."""

    def __init__(self, values: dict[str, list[str]], sent: dict[str, list[Upload]] | None = None) -> None:
        self._values = values
        self._sent = sent or {}
        self.uploads = {name: several[-1] for name, several in self._sent.items()}

    def getlist(self, name: str) -> list[Any]:
        if name in self.uploads:
            return [self.uploads[name]]
        return self._values.get(name, [])

    def files(self, name: str) -> list[Upload]:
        """Every file that was chosen under a name; a browser sends an empty one where nobody chose."""
        return [one for one in self._sent.get(name, []) if one.content or one.filename]

    def get(self, name: str, default: str = "") -> str:
        """The first value of a field."""
        return self._values.get(name, [default])[0]

    def whole(self, name: str) -> int | None:
        """A whole number such as a page or an id; None for anything else, and for one that no record could have."""
        text = self.get(name)
        return int(text) if re.fullmatch(r"[0-9]{1,15}", text) else None

    def __contains__(self, name: object) -> bool:
        return name in self._values or name in self.uploads

    def __iter__(self) -> Iterator[str]:
        return iter([*self._values, *self.uploads])

    def __len__(self) -> int:
        return len(self._values) + len(self.uploads)

    def __bool__(self) -> bool:
        return True  # an empty form that was sent is still a form that was sent


async def read_posted(request: Request[Any, Any, Any]) -> Posted:
    """Read the body of a form, url-encoded or multipart."""
    values: dict[str, list[str]] = {}
    sent: dict[str, list[Upload]] = {}
    try:
        form = await request.form()
    except UnicodeDecodeError as error:  # a file that was sent without a name is read as text
        raise ClientException from error
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            sent.setdefault(name, []).append(Upload(value.filename, await value.read()))
        else:
            values.setdefault(name, []).append(str(value))
    return Posted(values, sent)


def read_query(request: Request[Any, Any, Any]) -> Posted:
    """The query string in the same shape, for filter and search forms."""
    values: dict[str, list[str]] = {}
    for name, value in request.query_params.multi_items():
        values.setdefault(name, []).append(str(value))
    return Posted(values)
