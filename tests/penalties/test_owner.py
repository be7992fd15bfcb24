"""An owner sees what paying late would cost today, with its arithmetic, as a hint and not as a charge."""

from datetime import date, timedelta
from typing import Any

from litestar.testing import TestClient

from estate.billing import queries as billing
from estate.billing.actions_charges import OpeningCharge, post_opening_charges
from estate.data import clock, read, write
from estate.penalties import actions
from estate.penalties.actions import TermsSpec
from tests.conftest import Community
from tests.penalties.conftest import BY


def test_the_penalty_of_today_stands_beside_what_is_owed(
    community: Community, resident: TestClient[Any]
) -> None:
    due = clock.today() - timedelta(days=60)
    with write(BY) as tx:
        login = community.logins["owner"].name
        me = int(tx.value("SELECT person_id FROM accounts WHERE login = :login", login=login))
        [(home_id, code, item_id)] = tx.tuples(
            "SELECT home_id, home_code, fee_item_id FROM charges WHERE payer_id = :me"
            " AND fee_item_id NOT IN (SELECT fee_item_id FROM penalty_terms) ORDER BY id LIMIT 1",
            me=me,
        )
        debt = OpeningCharge(
            home_id,
            code,
            item_id,
            me,
            "x",
            "2001-01-01",
            "2001-01-31",
            due.isoformat(),
            100_000,
            "from before",
        )
        post_opening_charges(tx, [debt], clock.stamp())
        charge_id = tx.value("SELECT max(id) FROM charges")
    actions.add_terms(item_id, TermsSpec(date(2000, 1, 1), 5_000, "Contract § 12"), BY)
    with read() as db:
        owed = billing.owed_total(db, home_id)
    for address in (f"/my/bills/2001-01?home={home_id}", f"/my/charges/{charge_id}"):
        page = resident.get(address).text
        assert "1000.00 × 0.0005 × " in page and "Contract § 12" in page
    overview = resident.get(f"/my/bills?home={home_id}").text
    assert "违约金" in overview
    with read() as db:
        assert billing.owed_total(db, home_id) == owed
