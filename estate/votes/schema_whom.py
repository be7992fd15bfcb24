"""Whom a vote is put to, as an audience (estate/audience) in place of the one part of the community it could name before."""

from sqlite_utils import Database

from estate.data.migrate import widen_check

FROZEN = """number, year, seq, title, text, audience_id, usages, convention, co_owners, secrecy, silence_follows,
                 silence_basis, notice_days"""
PARTS = ("zone", "building", "entrance")


def put_to_audiences(db: Database) -> None:
    """Each vote gets an audience that names what the vote named; what was opened or called off has one that stays."""
    for trigger in ("votes_are_frozen", "votes_stay"):
        db.execute(f"DROP TRIGGER {trigger}")
    db.execute("ALTER TABLE votes ADD COLUMN audience_id INTEGER REFERENCES audiences (id)")
    last = int(db.execute("SELECT ifnull(max(id), 0) FROM audiences").fetchone()[0])
    db.execute("INSERT INTO audiences (id, whom) SELECT id + ?, 'owners' FROM votes", [last])
    db.execute("UPDATE votes SET audience_id = id + ?", [last])
    db.execute("""
        INSERT INTO audience_targets (audience_id, scope, zone_id, building_id, entrance_id)
        SELECT audience_id, scope, zone_id, building_id, entrance_id FROM votes ORDER BY id
    """)
    db.execute("""
        UPDATE audiences
           SET fixed_at = (SELECT ifnull(v.opened_at, v.cancelled_at) FROM votes AS v WHERE v.audience_id = audiences.id)
         WHERE id IN (SELECT audience_id FROM votes WHERE opened_at IS NOT NULL OR cancelled_at IS NOT NULL)
    """)
    for part in PARTS:
        db.execute(f"DROP INDEX votes_by_{part}_id")
        widen_check(
            db,
            "votes",
            f"            CHECK ((scope = '{part}') = ({part}_id IS NOT NULL)),\n",
            "",
        )
    for column in (*(f"{part}_id" for part in PARTS), "scope"):
        db.execute(f"ALTER TABLE votes DROP COLUMN {column}")
    optional = "audience_id INTEGER REFERENCES audiences (id)"
    widen_check(db, "votes", optional, optional.replace("INTEGER", "INTEGER NOT NULL"))
    db.execute("CREATE UNIQUE INDEX votes_by_audience ON votes (audience_id)")
    db.execute(f"""
        CREATE TRIGGER votes_are_frozen BEFORE UPDATE OF {FROZEN} ON votes WHEN OLD.state <> 'draft'
        BEGIN SELECT RAISE(ABORT, 'what is voted on, and how, stays as it was announced'); END
    """)
    db.execute("""
        CREATE TRIGGER votes_stay BEFORE UPDATE ON votes WHEN OLD.state IN ('closed', 'cancelled')
        BEGIN SELECT RAISE(ABORT, 'a vote that was counted stays as it is'); END
    """)
    db.execute("""
        CREATE TRIGGER votes_open_for_somebody BEFORE UPDATE OF state ON votes
        WHEN NEW.state = 'open' AND OLD.state <> 'open'
         AND (SELECT fixed_at FROM audiences WHERE id = NEW.audience_id) IS NULL
        BEGIN SELECT RAISE(ABORT, 'whom a vote is put to stays from its opening on'); END
    """)
