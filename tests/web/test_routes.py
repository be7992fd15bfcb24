"""Every route names its permission, and every role gets exactly what its permissions say."""

from collections.abc import Callable
from typing import Any

import pytest
from litestar.testing import TestClient

from estate.access.permissions import PUBLIC, ROLES, permissions_of
from estate.features import ROUTES
from tests.conftest import STAFF

ALL = [
    (method, path, handler.opt.get("permission"))
    for handler in ROUTES
    for path in handler.paths
    for method in handler.http_methods
]

KNOWN = {PUBLIC, *(permission for permissions in ROLES.values() for permission in permissions)}


@pytest.mark.parametrize(("method", "path", "permission"), ALL)
def test_a_route_names_a_permission_that_some_role_has(
    method: str, path: str, permission: str | None
) -> None:
    assert permission in KNOWN, f"{method} {path}"


def fill(path: str) -> str:
    """The path with numbers and words where its parameters stand."""
    parts = [
        ("0" if part.endswith(":int}") else "x") if part.startswith("{") else part for part in path.split("/")
    ]
    return "/".join(parts)


@pytest.mark.parametrize("role", STAFF)
def test_a_role_gets_only_what_its_permissions_allow(
    role: str, sign_in: Callable[[str], TestClient[Any]]
) -> None:
    """403 exactly where the permission is missing; elsewhere the handler decides (a page, 404, 422, 409)."""
    browser, mine, wrong = sign_in(role), permissions_of(frozenset({role})), list[str]()
    for method, path, permission in ALL:
        if permission == PUBLIC or (path in ("/practice", "/practice/removal") and method == "POST"):
            continue
        answer = browser.request(method, fill(path), follow_redirects=False)
        if (answer.status_code == 403) != (permission not in mine) or answer.status_code >= 500:
            wrong.append(f"{method} {path} {permission}: {answer.status_code}")
    assert wrong == []


ODD = (
    "page=²",
    "page=99999999999999999999",
    "before=²",
    "before=" + "9" * 30,
    "year=²²²²",
    "person=" + "9" * 30,
)


def test_no_number_in_an_address_is_a_fault(sign_in: Callable[[str], TestClient[Any]]) -> None:
    """Ids that no record can have are not found, odd words in a query are passed over."""
    browser, wrong = sign_in("administrator"), list[str]()
    for method, path, _permission in ALL:
        if method == "GET":
            huge = path.replace(":int}", "}").replace("{", "9" * 30 + "{")
            paths = ["/".join(part.split("{")[0] for part in huge.split("/"))] if ":int}" in path else []
            for asked in [*paths, *(f"{fill(path)}?{query}" for query in ODD)]:
                if (status := browser.get(asked, follow_redirects=False).status_code) >= 500:
                    wrong.append(f"{asked}: {status}")
    assert wrong == []


@pytest.mark.parametrize("path", ["/today", "/sign-in", "/receipts/x"])
def test_a_method_that_no_page_knows_is_refused_calmly(path: str, client: TestClient[Any]) -> None:
    assert client.options(path).status_code == 405


def test_who_is_not_signed_in_is_sent_to_the_sign_in(client: TestClient[Any]) -> None:
    wrong = list[str]()
    for method, path, permission in ALL:
        if permission != PUBLIC:
            answer = client.request(method, fill(path), follow_redirects=False)
            if answer.status_code != 303 or not answer.headers["location"].startswith("/sign-in"):
                wrong.append(f"{method} {path}: {answer.status_code}")
    assert wrong == []
