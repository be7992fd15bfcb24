"""The two strategies that every office begins with. Days relative to the due day. Source: DOMAIN C."""

from sqlite_utils import Database

STANDARD = [
    (-10, "notice"),
    (5, "reminder"),
    (20, "call"),
    (60, "formal"),
    (90, "letter"),
    (180, "lawyer"),
]
GENTLE = [(-10, "notice"), (10, "call"), (30, "visit"), (75, "call"), (120, "visit")]
"""For households that were promised care: people speak with them; a letter is a decision of the office."""


def write_defaults(db: Database) -> None:
    """Write the strategies of the house, each with its first version, for all homes and for care households."""
    for code, scope, steps in (("standard", "all", STANDARD), ("gentle", "care", GENTLE)):
        made = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), 'Estate'"
        db.execute(f"INSERT INTO strategies (code, made_at, made_by) VALUES (?, {made})", [code])
        (strategy,) = db.execute("SELECT id FROM strategies WHERE code = ?", [code]).fetchone()
        db.execute(
            f"INSERT INTO strategy_versions (strategy_id, number, made_at, made_by) VALUES (?, 1, {made})",
            [strategy],
        )
        (version,) = db.execute(
            "SELECT id FROM strategy_versions WHERE strategy_id = ?", [strategy]
        ).fetchone()
        for position, (days, kind) in enumerate(steps, start=1):
            db.execute(
                "INSERT INTO strategy_steps (version_id, position, days, kind) VALUES (?, ?, ?, ?)",
                [version, position, days, kind],
            )
        db.execute(
            f"INSERT INTO strategy_assignments (strategy_id, scope, made_at, made_by) VALUES (?, ?, {made})",
            [strategy, scope],
        )
