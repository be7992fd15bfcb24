"""A gateway of one's own: its requests are made, and its answers read, by what an administrator wrote down. Pure.

A template fills only the values of JSON, never its structure, and only names it knows: what somebody wrote into a
message can not become a field of the request.
"""

import json
import re
from collections.abc import Mapping, Sequence
from ipaddress import ip_address
from typing import Any, cast
from urllib.parse import quote, urlencode, urlsplit

NAMES = (
    "to",
    "text",
    "template",
    "signature_name",
    "params",
    "key",
    "provider_id",
    "timestamp",
    "nonce",
    "secret",
    "signature",
    "body",
)
"""What a template may name. signature_name: what stands in 【】; signature: of the request; body: only for signing;
provider_id: only for asking."""

_PLACE = re.compile(r"\{([a-z_]+)\}")


def places(text: str) -> set[str]:
    """The names in braces of a template."""
    return set(_PLACE.findall(text))


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its names filled in; of those it does not know it keeps the braces."""
    return _PLACE.sub(lambda match: values.get(match[1], match[0]), text)


def filled_url(url: str, values: Mapping[str, str]) -> str:
    """An address with its names filled in, each percent-encoded."""
    return filled(url, {name: quote(value, safe="") for name, value in values.items()})


def json_body(template: str, values: Mapping[str, str], params: Mapping[str, str]) -> str:
    """The JSON of a template: names are filled in its strings; a string that is `{params}` alone becomes an object."""
    return json.dumps(_leaf(json.loads(template), values, params), ensure_ascii=False, separators=(",", ":"))


def form_body(template: str, values: Mapping[str, str], params: Mapping[str, str]) -> str:
    """The form of a template, one `name=value` in each line, percent-encoded."""
    known = {**values, "params": json.dumps(params, ensure_ascii=False)}
    return urlencode([(name, filled(value, known)) for name, value in pairs(template, "=")])


def pairs(text: str, mark: str) -> list[tuple[str, str]]:
    """Lines of `name<mark>value`; empty lines are left out, ValueError for one without the mark."""
    found: list[tuple[str, str]] = []
    for line in text.splitlines():
        if not line.strip():
            continue
        name, sep, value = line.partition(mark)
        if not sep or not name.strip():
            raise ValueError(line)
        found.append((name.strip(), value.strip()))
    return found


def at_path(answer: Any, path: str) -> str | None:
    """What stands in a JSON answer at `data.list.0.id`, as text; None when nothing does."""
    found = answer
    for step in path.split(".") if path else []:
        if isinstance(found, Mapping):
            found = cast(Mapping[str, Any], found).get(step)
        elif isinstance(found, Sequence) and not isinstance(found, str) and step.isdigit():
            items = cast(Sequence[Any], found)
            found = items[int(step)] if int(step) < len(items) else None
        else:
            return None
    if found is None or isinstance(found, Mapping | list):
        return None
    return str(found).lower() if isinstance(found, bool) else str(found)


def listed(answer: Any, path: str) -> list[Any]:
    """The entries of a callback: the list at the path, or the one thing that stands there."""
    found = answer
    for step in path.split(".") if path else []:
        found = cast(Mapping[str, Any], found).get(step) if isinstance(found, Mapping) else None
    if found is None:
        return []
    return cast(list[Any], found) if isinstance(found, list) else [found]


def one_of(value: str | None, words: str) -> bool:
    """Whether a value is among words that are separated by commas, large or small."""
    return value is not None and value.strip().lower() in {
        one.strip().lower() for one in re.split("[,，]", words)
    }


def address_of_house(url: str) -> bool:
    """Whether an address names a machine of a private network, as a number: only there may HTTP be plain."""
    host = urlsplit(url).hostname or ""
    try:
        address = ip_address(host)
    except ValueError:
        return host == "localhost"
    return address.is_private or address.is_loopback


def _leaf(node: Any, values: Mapping[str, str], params: Mapping[str, str]) -> Any:
    if isinstance(node, dict):
        return {key: _leaf(value, values, params) for key, value in cast(dict[str, Any], node).items()}
    if isinstance(node, list):
        return [_leaf(value, values, params) for value in cast(list[Any], node)]
    if not isinstance(node, str):
        return node
    if node == "{params}":
        return dict(params)
    return filled(node, {**values, "params": json.dumps(dict(params), ensure_ascii=False)})
