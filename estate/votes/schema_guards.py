"""What the database itself keeps of votes: the course, the frozen roll, and that nothing changes after the count."""

from sqlite_utils import Database

# Since the step put_votes_to_audiences the columns are those of schema_whom.py.
FROZEN = """number, year, seq, title, text, scope, zone_id, building_id, entrance_id, usages, convention, co_owners,
                 secrecy, silence_follows, silence_basis, notice_days"""


def guard_course(db: Database) -> None:
    """A vote takes its number once, goes its course, and stays as it was announced and counted."""
    db.execute("""
        CREATE TRIGGER vote_series_count_up BEFORE UPDATE ON vote_series
        WHEN NEW.year <> OLD.year OR NEW.next <> OLD.next + 1
        BEGIN SELECT RAISE(ABORT, 'a series of votes only counts up'); END
    """)
    db.execute("""
        CREATE TRIGGER votes_take_the_next_number BEFORE UPDATE OF seq ON votes
        WHEN NEW.seq IS NOT OLD.seq
         AND (OLD.seq IS NOT NULL OR NEW.seq IS NOT (SELECT next FROM vote_series WHERE year = NEW.year))
        BEGIN SELECT RAISE(ABORT, 'a vote takes the next number of its year, once'); END
    """)
    db.execute("""
        CREATE TRIGGER votes_move_their_series_on AFTER UPDATE OF seq ON votes WHEN OLD.seq IS NULL AND NEW.seq IS NOT NULL
        BEGIN UPDATE vote_series SET next = next + 1 WHERE year = NEW.year; END
    """)
    db.execute("""
        CREATE TRIGGER votes_begin_as_drafts BEFORE INSERT ON votes WHEN NEW.state <> 'draft' OR NEW.seq IS NOT NULL
        BEGIN SELECT RAISE(ABORT, 'a vote begins as a draft'); END
    """)
    db.execute("""
        CREATE TRIGGER votes_no_delete BEFORE DELETE ON votes WHEN OLD.number IS NOT NULL
        BEGIN SELECT RAISE(ABORT, 'a vote that has a number stays'); END
    """)
    db.execute("""
        CREATE TRIGGER votes_go_on BEFORE UPDATE OF state ON votes
        WHEN NEW.state <> OLD.state AND OLD.state || '>' || NEW.state NOT IN (
            'draft>checking', 'checking>draft', 'checking>open', 'open>counting', 'counting>closed',
            'checking>cancelled', 'open>cancelled', 'counting>cancelled')
        BEGIN SELECT RAISE(ABORT, 'a vote does not go that way'); END
    """)
    db.execute(f"""
        CREATE TRIGGER votes_are_frozen BEFORE UPDATE OF {FROZEN} ON votes WHEN OLD.state <> 'draft'
        BEGIN SELECT RAISE(ABORT, 'what is voted on, and how, stays as it was announced'); END
    """)
    db.execute("""
        CREATE TRIGGER votes_end_later_only BEFORE UPDATE OF closes_at ON votes
        WHEN OLD.state <> 'draft' AND NOT (OLD.state = 'open' AND NEW.closes_at > OLD.closes_at)
        BEGIN SELECT RAISE(ABORT, 'the time of a vote can only be made longer, while it is open'); END
    """)
    db.execute("""
        CREATE TRIGGER votes_stay BEFORE UPDATE ON votes WHEN OLD.state IN ('closed', 'cancelled')
        BEGIN SELECT RAISE(ABORT, 'a vote that was counted stays as it is'); END
    """)
    db.execute("""
        CREATE TRIGGER votes_end_in_time BEFORE UPDATE OF state ON votes
        WHEN NEW.state = 'counting' AND OLD.state = 'open' AND ifnull(NEW.ended_at, '') < OLD.closes_at
        BEGIN SELECT RAISE(ABORT, 'nobody ends a vote before its time'); END
    """)


def guard_parts(db: Database) -> None:
    """Roll, ballots, papers and results come and change only while their vote is in the state for it."""
    _only(
        db, "vote_motions", ("INSERT", "UPDATE", "DELETE"), "'draft'", "motions stay as they were announced"
    )
    for table in ("vote_units", "vote_unit_homes", "vote_unit_owners"):
        _only(
            db,
            table,
            ("INSERT", "UPDATE", "DELETE"),
            "'draft', 'checking'",
            "the roll of a vote stays frozen",
        )
    _only(db, "vote_marks", ("INSERT",), "'open', 'counting'", "this vote is not open")
    _only(db, "vote_ballots", ("INSERT",), "'open', 'counting'", "this vote is not open")
    for table in ("vote_papers", "vote_entries"):
        _only(db, table, ("INSERT", "UPDATE", "DELETE"), "'open', 'counting'", "this vote is not open")
    _only(db, "vote_results", ("INSERT",), "'counting'", "a vote is counted once, when its time is over")
    _only(
        db,
        "vote_proxies",
        ("INSERT", "UPDATE"),
        "'checking', 'open', 'counting'",
        "proxies stay as they were when the votes were counted",
    )
    for table in (
        "vote_marks",
        "vote_ballots",
        "vote_choices",
        "vote_results",
        "vote_extensions",
        "vote_conflicts",
    ):
        for act in ("UPDATE", "DELETE"):
            db.execute(f"""
                CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table}
                BEGIN SELECT RAISE(ABORT, 'what was voted stays'); END
            """)
    db.execute("""
        CREATE TRIGGER vote_marks_by_phone_in_time BEFORE INSERT ON vote_marks
        WHEN NEW.way = 'phone' AND (SELECT state FROM votes WHERE id = NEW.vote_id) <> 'open'
        BEGIN SELECT RAISE(ABORT, 'this vote is not open'); END
    """)
    db.execute("""
        CREATE TRIGGER vote_ballots_as_secret_as_set BEFORE INSERT ON vote_ballots
        WHEN ((SELECT secrecy FROM votes WHERE id = NEW.vote_id) = 'secret') <> (NEW.unit_id IS NULL)
        BEGIN SELECT RAISE(ABORT, 'a ballot of a secret vote names no unit, any other does'); END
    """)
    for act in ("INSERT", "UPDATE", "DELETE"):
        row = "OLD" if act == "DELETE" else "NEW"
        db.execute(f"""
            CREATE TRIGGER vote_tallies_{act.lower()} BEFORE {act} ON vote_tallies
            WHEN {"1 OR" if act == "DELETE" else ""} (SELECT v.state FROM vote_motions AS m JOIN votes AS v ON v.id = m.vote_id
                   WHERE m.id = {row}.motion_id) NOT IN ('open', 'counting')
            BEGIN SELECT RAISE(ABORT, 'what was voted stays'); END
        """)
    db.execute("""
        CREATE TRIGGER vote_choices_in_time BEFORE INSERT ON vote_choices
        WHEN (SELECT v.state FROM vote_ballots AS b JOIN votes AS v ON v.id = b.vote_id
               WHERE b.receipt = NEW.receipt) NOT IN ('open', 'counting')
        BEGIN SELECT RAISE(ABORT, 'this vote is not open'); END
    """)


def _only(db: Database, table: str, acts: tuple[str, ...], states: str, why: str) -> None:
    """Let rows of a table come, change or go only while their vote is in one of these states."""
    for act in acts:
        row = "NEW" if act == "INSERT" else "OLD"
        db.execute(f"""
            CREATE TRIGGER {table}_{act.lower()}_in_time BEFORE {act} ON {table}
            WHEN (SELECT state FROM votes WHERE id = {row}.vote_id) NOT IN ({states})
            BEGIN SELECT RAISE(ABORT, '{why}'); END
        """)
