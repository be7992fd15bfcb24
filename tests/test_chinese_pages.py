"""What people see is Chinese: every page of a living community is read for English that stayed."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from typing import Any

import pytest
from litestar.testing import TestClient

from estate.data import Reader, read
from estate.settings import Settings
from tests.application import application
from tests.conftest import Community

SILENT = {"script", "style", "template", "code"}
SPOKEN = {"placeholder", "aria-label", "title", "alt", "data-label"}
WORD = re.compile(r"(?<![A-Za-z\d\u4e00-\u9fff])[A-Za-z]{3,}(?![A-Za-z\d])")
ADDRESS = re.compile(r"\$?\{\w+\}|https?://\S+|/[a-z-]+/\S*|\b[\w.]+@[\w.]+|--[a-z-]+")
NAMES = {
    "Estate",
    "Excel",
    "PDF",
    "CSV",
    "DOCX",
    "XLSX",
    "OpenDocument",
    "HTTP",
    "POS",
    "TSG",  # the technical regulations of special equipment
    "NTU",
    "LED",
    "Asia",
    "Shanghai",
    "TLS",
    "STARTTLS",
    "HTTPS",
    "AccessKey",
    "SecretId",
    "SecretKey",
    "SdkAppId",
    "SMS",
    "MPa",
    "English",
    "Tab",
    "zzz",
    "testclient",
}

STAFF_PAGES = [
    "/today",
    "/counter",
    "/counter/{home}",
    "/homes",
    "/homes?state=vacant",
    "/homes?room=zzz",
    "/homes/{home}",
    "/homes/{home}/edit",
    "/homes/{home}/state",
    "/homes/{home}/residents",
    "/homes/{home}/residents/new",
    "/homes/{home}/handover",
    "/homes/{home}/settlement",
    "/residencies/{residency}",
    "/homes/{home}/statement",
    "/homes/{home}/notice",
    "/homes/{home}/charges/new",
    "/buildings",
    "/buildings/new",
    "/buildings/{building}",
    "/buildings/{building}/edit",
    "/buildings/{building}/generator",
    "/buildings/{building}/homes/new",
    "/zones",
    "/equipment",
    "/equipment/1",
    "/equipment/1/edit",
    "/equipment/1/fault",
    "/equipment/1/outages/new",
    "/equipment/1/state",
    "/equipment/3",
    "/upkeep",
    "/upkeep/dues/{due}/record",
    "/upkeep/equipment/1",
    "/upkeep/equipment/1/counter",
    "/upkeep/equipment/1/record",
    "/upkeep/forecast",
    "/upkeep/lists",
    "/upkeep/lists/new",
    "/upkeep/plans",
    "/upkeep/plans/1",
    "/upkeep/plans/1/edit",
    "/upkeep/plans/new",
    "/upkeep/plans/usual",
    "/upkeep/records",
    "/upkeep/records/1",
    "/upkeep/records/1/correction",
    "/upkeep/records/1/print",
    "/places",
    "/places/new",
    "/places/many",
    "/labels",
    "/contractors",
    "/parking",
    "/gate",
    "/disclosures",
    "/disclosures/1",
    "/disclosures/terms",
    "/public-ledgers/common",
    "/public-ledgers/fund",
    "/public-ledgers/common/2",
    "/permits",
    "/permits/new",
    "/permits/rules",
    "/permits/1",
    "/parcels",
    "/parcels/new",
    "/parcels/1",
    "/gate/passes/1",
    "/visitors",
    "/visitors/new",
    "/window",
    "/window/hours",
    "/window/phones/new",
    "/window/phones/1",
    "/window/services/new",
    "/window/services/1",
    "/complaints",
    "/complaints/1",
    "/complaints/new",
    "/complaints/settings",
    "/complaints/analysis",
    "/repairs",
    "/repairs/mine",
    "/repairs/orders",
    "/repairs/orders?q=zzz",
    "/repairs/new",
    "/repairs/{order}",
    "/repairs/settings",
    "/repairs/norms/plumbing/fast",
    "/documents",
    "/homes/{home}/documents",
    "/contacts",
    "/appointments",
    "/appointments?view=day",
    "/crew",
    "/crew/handing-out",
    "/dispatch",
    "/plans",
    "/homes/{home}/plans/new",
    "/letters",
    "/letters/texts",
    "/letters/texts/demand/zh_CN",
    "/letters/limitation",
    "/homes/{home}/letters",
    "/homes/{home}/contacts",
    "/homes/{home}/contacts/new",
    "/statements",
    "/claims",
    "/parking/new",
    "/people",
    "/people?q=zzz",
    "/people/new",
    "/people/{person}",
    "/people/{person}/edit",
    "/people/{person}/care/new",
    "/people/{person}/preferences",
    "/invitations",
    "/channels",
    "/channels/smtp",
    "/channels/aliyun",
    "/channels/tencent",
    "/channels/list",
    "/channels/vapid",
    "/channels/texts",
    "/channels/texts/new",
    "/bill-runs",
    "/bill-runs/{run}",
    "/bill-runs/{run}/homes",
    "/bill-runs/{run}/homes/{home}",
    "/bill-runs/{run}/skips",
    "/bill-runs/{run}/notices",
    "/charges/{charge}",
    "/shared-costs",
    "/shared-costs/new",
    "/fee-items",
    "/fee-items/new",
    "/fee-items/{item}",
    "/fee-items/{item}/penalty",
    "/charges/{charge}/penalty",
    "/penalties",
    "/arrears",
    "/arrears?by=cause",
    "/arrears?by=payer",
    "/arrears/penalties",
    "/arrears/trend",
    "/arrears/homes/{home}",
    "/arrears/public-list",
    "/arrears/rows?age=overdue",
    "/days-off",
    "/receipts",
    "/receipts/{receipt}",
    "/receipts/{receipt}/print?paper=a5",
    "/receipts/{receipt}/print?paper=slip",
    "/receipts/{receipt}/reversal",
    "/messages",
    "/messages?home={code}&state=paper",
    "/messages/failed",
    "/messages/settings",
    "/messages/paper",
    "/messages/templates",
    "/messages/templates/bill.posted/zh_CN?home={code}",
    "/inbox",
    "/imports",
    "/imports/new",
    "/meters/imports",
    "/search",
    "/search?q={code}",
    "/search?q=zzz",
    "/users",
    "/users/new",
    "/users/{account}",
    "/office",
    "/practice",
    "/audit",
    "/welcome",
    "/account",
    "/account/password",
    "/no-such-page",
    "/patrol",
    "/patrol/rounds",
    "/patrol/rounds/{round}",
    "/patrol/checks/{check}",
    "/patrol/conflicts",
    "/patrol/points",
    "/patrol/points/bulk",
    "/patrol/points/{point}",
    "/patrol/points/{point}/edit",
    "/patrol/points/{point}/check",
    "/patrol/routes",
    "/patrol/routes/new?model=fire_daily",
    "/patrol/routes/{route}",
    "/patrol/coverage",
    "/patrol/report",
]
OWNER_PAGES = [
    "/my/claims",
    "/my/claims/new?home={home}",
    "/my/complaints",
    "/my/complaints/new",
    "/my/office/disclosures",
    "/my/permits",
    "/my/permits/new",
    "/my/permits/{own_permit}",
    "/my/parcels",
    "/my/visitors",
    "/my/visitors/new",
    "/my/visitors/{own_pass}",
    "/my/office",
    "/my/office/services",
    "/my/bills",
    "/my/bills/{month}",
    "/my/charges/{own_charge}",
    "/my/history",
    "/my/messages",
    "/my/messages/preferences",
    "/my/receipts/{own_receipt}",
    "/my/receipts/{own_receipt}/print",
    "/account",
    "/account/password",
    "/homes",
]
OPEN_PAGES = ["/sign-in", "/join", "/join/ABCD2345", "/no-such-page"]
FORMS = {
    "/account/password": {"old": "wrong", "password": "short", "again": "other"},
    "/users": {"name": "", "login": "x", "roles": "king", "password": "a", "again": "b"},
    "/buildings": {"entrances": "what", "floors": "x"},
    "/people": {"kind": "animal", "name": "", "phone": "12", "id_number": "1"},
    "/fee-items": {"name": "", "kind": "?", "amount": "x"},
    "/homes/{home}/residents": {"role": "king", "from_date": "x", "share": "2"},
    "/homes/{home}/charges": {"amount": "", "on": "13"},
    "/homes/{home}/handover": {"from_date": "x"},
    "/parking": {"kind": "?", "area_dm2": "x"},
    "/receipts/{receipt}/reversal": {"reason": ""},
    "/counter/{home}": {"amount": "0", "method": "gold"},
    "/fee-items/{item}/penalty": {"rate": "king"},
    "/days-off": {"day": "what"},
    "/shared-costs": {"first": "what", "amount_fen": "king", "pool_kind": "?"},
    "/channels/smtp": {"host": "/", "port": "x", "security": "none", "from_address": "a"},
    "/channels/aliyun": {"url": "ftp://x"},
    "/imports": {},
    "/meters/imports": {},
}


class Visible(HTMLParser):
    """Collects what a person reads or hears of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in SILENT
        self.texts += [value for name, value in attrs if name in SPOKEN and value]

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in SILENT

    def handle_data(self, data: str) -> None:
        if not self.silent and data.strip():
            self.texts.append(" ".join(data.split()))


def english(html: str, names: set[str]) -> list[str]:
    """The texts of a page that hold English words other than names."""
    page = Visible()
    page.feed(html)
    return [text for text in page.texts if set(WORD.findall(ADDRESS.sub("", text))) - NAMES - names]


@contextmanager
def browser(community: Community, role: str = "") -> Iterator[TestClient[Any]]:
    """A Chinese browser in the community, signed in where a role is given."""
    settings = Settings(data=str(community.folder), open_browser=False)
    with TestClient(application(settings), raise_server_exceptions=False) as one:
        one.headers.update({"sec-fetch-site": "same-origin", "accept-language": "zh-CN"})
        if role:
            login = community.logins[role]
            data = {"login": login.name, "password": login.password}
            assert one.post("/sign-in", data=data, follow_redirects=False).status_code == 303
        yield one


@pytest.fixture
def numbers(community: Community) -> dict[str, Any]:
    """One of each thing, to fill the addresses: the owner's, then any of the office's."""
    with read() as db:
        login = community.logins["owner"].name
        me = db.value("SELECT person_id FROM accounts WHERE login = :login", login=login)
        own = db.value("SELECT max(id) FROM charges WHERE payer_id = :me", me=me)
        home = db.value("SELECT home_id FROM charges WHERE id = :own", own=own)
        return {
            "home": home,
            "code": db.value("SELECT code FROM homes WHERE id = :home", home=home),
            "person": me,
            "own_charge": own,
            "month": db.value("SELECT substr(period_from, 1, 7) FROM charges WHERE id = :own", own=own),
            "own_receipt": db.value("SELECT max(number) FROM receipts WHERE payer_id = :me", me=me),
            "receipt": db.value("SELECT max(number) FROM receipts WHERE kind = 'receipt'"),
            "building": db.value("SELECT min(id) FROM buildings"),
            "own_permit": db.value("SELECT min(id) FROM permits WHERE person_id = :me", me=me),
            "own_pass": db.value("SELECT min(id) FROM gate_passes WHERE person_id = :me", me=me),
            "residency": db.value("SELECT min(id) FROM residencies WHERE person_id = :me", me=me),
            "run": db.value("SELECT max(id) FROM bill_runs"),
            "charge": db.value("SELECT max(id) FROM charges"),
            "item": db.value("SELECT min(id) FROM fee_items"),
            "order": db.value("SELECT min(id) FROM work_orders WHERE state = 'waiting'"),
            "round": db.value("SELECT max(id) FROM patrol_rounds WHERE state = 'finished'"),
            "check": db.value("SELECT max(id) FROM patrol_checks WHERE abnormal"),
            "point": db.value("SELECT min(id) FROM patrol_points"),
            "route": db.value("SELECT min(id) FROM patrol_routes"),
            "due": db.value("SELECT min(id) FROM upkeep_dues WHERE state = 'ordered'"),
            "account": db.value("SELECT max(id) FROM accounts"),
            "logins": {one.name for one in community.logins.values()} | _makes(db),
        }


def _makes(db: Reader) -> set[str]:
    """The words in numbers and models of equipment, which are the maker's own."""
    parts = db.values("SELECT code || ' ' || model || ' ' || serial_no FROM equipment")
    return set(WORD.findall(" ".join(parts)))


def left_english(one: TestClient[Any], addresses: list[str], numbers: dict[str, Any]) -> dict[str, Any]:
    """By address: the texts that stayed English, or a status nobody should see."""
    found: dict[str, Any] = {}
    for address in addresses:
        answer = one.get(address.format(**numbers))
        if answer.status_code >= 500 or (answer.url.path == "/sign-in" != address):
            found[address] = answer.status_code
        elif texts := english(answer.text, numbers["logins"]):
            found[address] = texts
    return found


def test_the_office_reads_chinese(community: Community, numbers: dict[str, Any]) -> None:
    with browser(community, "administrator") as one:
        assert left_english(one, STAFF_PAGES, numbers) == {}


def test_an_owner_reads_chinese(community: Community, numbers: dict[str, Any]) -> None:
    with browser(community, "owner") as one:
        assert left_english(one, OWNER_PAGES, numbers) == {}


def test_a_stranger_reads_chinese(community: Community, numbers: dict[str, Any]) -> None:
    with browser(community) as one:
        assert left_english(one, OPEN_PAGES, numbers) == {}


@pytest.mark.parametrize("address", FORMS)
def test_what_a_form_refuses_is_said_in_chinese(
    address: str, community: Community, numbers: dict[str, Any]
) -> None:
    with browser(community, "administrator") as one:
        answer = one.post(address.format(**numbers), data=FORMS[address], follow_redirects=False)
    assert answer.status_code in (409, 422), answer.text
    assert english(answer.text, numbers["logins"] | {"king", "gold", "animal", "what"}) == []
