"""10,000 visitors, parcels and renovations each, of two years, the latest some hundreds of them live: the registers."""

from estate.data import Tx
from tests.bench.listed import ENTRIES, Ground, Listed, Look

LIVE = 300
"""The latest passes hold, the latest parcels wait, the latest renovations go on."""

_DAYS = """
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count),
    d (i, at, day) AS (
        SELECT i, strftime('%Y-%m-%dT%H:%M:%S.000Z', '2025-01-01', '+' || (i * 60) || ' minutes'),
               date('2025-01-01', '+' || (i * 60) || ' minutes') FROM n),
    p (n, home, person) AS (
        SELECT row_number() OVER (ORDER BY h.id), h.id,
               (SELECT person_id FROM residencies WHERE home_id = h.id LIMIT 1) FROM homes AS h)
"""


def visitors(tx: Tx, _ground: Ground) -> None:
    tx.run(
        f"""
        {_DAYS}
        INSERT INTO gate_passes (key, kind, home_id, person_id, name, plate, from_on, until_on, most_uses, code, token, live,
                                 made_at, made_by)
        SELECT 'bench' || i, 'visitor', home, person, 'Guest ' || i, '', day, iif(i > :count - {LIVE}, '2099-01-01', day), 2,
               printf('%06d', i), printf('bench-token-%08d', i), i > :count - {LIVE}, at, 'bench'
          FROM d JOIN p ON p.n = d.i ORDER BY i
        """,
        count=ENTRIES,
    )
    tx.run("""
        INSERT INTO gate_entries (key, pass_id, at, day, who)
        SELECT 'bench' || id, id, made_at, from_on, 'bench' FROM gate_passes
    """)


def parcels(tx: Tx, _ground: Ground) -> None:
    tx.run(
        f"""
        {_DAYS}
        INSERT INTO parcels (key, home_id, name, carrier, tracking, shelf, code, arrived_at, arrived_on, taken_by, ended_at,
                             ending, ended_by)
        SELECT 'bench' || i, home, 'Owner ' || i, 'SF', 'SF' || i, 'A-' || (i % 40), printf('%06d', i), at, day, 'bench',
               iif(i > :count - {LIVE}, NULL, at), iif(i > :count - {LIVE}, NULL, 'code'), ''
          FROM d JOIN p ON p.n = d.i ORDER BY i
        """,
        count=ENTRIES,
    )


def permits(tx: Tx, _ground: Ground) -> None:
    tx.run(
        "INSERT INTO permit_rules (text, at, who) VALUES ('No noise at noon.', '2025-01-01T00:00:00.000Z', 'bench')"
    )
    tx.run("INSERT INTO permit_series (year) VALUES (2026) ON CONFLICT DO NOTHING")
    tx.run(
        f"""
        {_DAYS}
        INSERT INTO permits (number, year, seq, key, token, home_id, person_id, person_name, firm, firm_phone, works, text,
                             from_on, until_on, rules_id, made_at, made_on, source, made_by)
        SELECT printf('ZX2026-%04d', i), 2026, i, 'bench' || i, printf('bench-token-%08d', i), home, person, 'Owner ' || i,
               'Builders', '13800000000', '["floor"]', 'New floor', day, date(day, '+60 days'),
               (SELECT max(id) FROM permit_rules), at, day, 'owner', 'bench'
          FROM d JOIN p ON p.n = d.i ORDER BY i
        """,
        count=ENTRIES,
    )
    step = """
        INSERT INTO permit_steps (permit_id, key, step, to_state, at, who)
        SELECT id, 'bench-{step}' || id, '{step}', '{state}', made_at, 'bench' FROM permits
    """
    tx.run(step.format(step="apply", state="applied"))
    tx.run(step.format(step="approve", state="approved"))
    for name, state in (("complete", "completed"), ("accept", "accepted")):
        tx.run(step.format(step=name, state=state) + f" WHERE id <= (SELECT max(id) - {LIVE} FROM permits)")


LAST = ENTRIES // 50
VISITORS = Listed(
    visitors,
    (
        Look("visitors of the office", "manager", "/visitors"),
        Look("visitors of the office, last page", "manager", f"/visitors?page={LAST}"),
        Look("workers among the visitors", "manager", "/visitors?kind=worker"),
        Look("the gate with those who are expected", "manager", "/gate"),
        Look("visitors of an owner", "owner", "/my/visitors"),
    ),
)
PARCELS = Listed(
    parcels,
    (
        Look("parcels that wait", "manager", "/parcels"),
        Look("parcels that are gone", "manager", "/parcels?state=ended"),
        Look("parcels that are gone, last page", "manager", f"/parcels?state=ended&page={LAST - LIVE // 50}"),
        Look("parcels of an owner", "owner", "/my/parcels"),
    ),
)
PERMITS = Listed(
    permits,
    (
        Look("renovations", "manager", "/permits"),
        Look("renovations that go on", "manager", "/permits?state=open"),
        Look("renovations, last page", "manager", f"/permits?page={LAST}"),
        Look("one renovation", "manager", "SELECT '/permits/' || max(id) FROM permits"),
        Look("renovations of an owner", "owner", "/my/permits"),
    ),
)
