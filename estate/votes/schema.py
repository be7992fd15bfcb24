"""Owners' votes: motions, the frozen roll, who took part, the ballots. Instants UTC, days ISO, areas dm².

Who took part (vote_marks) and what was voted (vote_ballots) are two tables. In a secret vote they share no key: a ballot
is known by the hash of a code that only its owner has, lies in the order of these hashes, and carries neither time nor
area; its area is added to the sums of its choices alone (vote_tallies). The database itself keeps that a roll stays as it
was when the vote opened, that each of its units votes once, and that nothing changes after the count.
"""

from sqlite_utils import Database, Migrations

from estate.data.migrate import widen_check
from estate.votes.schema_guards import guard_course, guard_parts
from estate.votes.schema_whom import put_to_audiences

schema = Migrations("votes")

STATES = "'draft', 'checking', 'open', 'counting', 'closed', 'cancelled'"
MATTERS = """'procedure', 'covenant', 'committee', 'manager', 'use_funds', 'raise_funds', 'rebuild', 'common_parts',
                'other'"""
CHOICES = "'for', 'against', 'abstain'"


@schema()
def create_votes(db: Database) -> None:
    db.execute("""
        CREATE TABLE vote_series (
            year INTEGER PRIMARY KEY CHECK (year BETWEEN 1900 AND 2200),
            next INTEGER NOT NULL DEFAULT 1 CHECK (next > 0)
        ) STRICT
    """)
    # The number is taken when the roll is first drawn up: a draft that is thrown away leaves no gap.
    db.execute(f"""
        CREATE TABLE votes (
            id INTEGER PRIMARY KEY,
            key TEXT NOT NULL UNIQUE CHECK (key <> ''),
            number TEXT UNIQUE,
            year INTEGER REFERENCES vote_series (year),
            seq INTEGER,
            title TEXT NOT NULL CHECK (title <> ''),
            text TEXT NOT NULL DEFAULT '',
            scope TEXT NOT NULL CHECK (scope IN ('all', 'zone', 'building', 'entrance')),
            zone_id INTEGER REFERENCES zones (id),
            building_id INTEGER REFERENCES buildings (id),
            entrance_id INTEGER REFERENCES entrances (id),
            usages TEXT NOT NULL CHECK (usages <> ''),
            convention TEXT NOT NULL CHECK (convention IN ('per_owner', 'per_home')),
            co_owners TEXT NOT NULL CHECK (co_owners IN ('representative', 'first', 'agree')),
            secrecy TEXT NOT NULL CHECK (secrecy IN ('open', 'office', 'secret')),
            silence_follows INTEGER NOT NULL CHECK (silence_follows IN (0, 1)),
            silence_basis TEXT NOT NULL DEFAULT '',
            notice_days INTEGER NOT NULL CHECK (notice_days BETWEEN 0 AND 365),
            closes_at TEXT NOT NULL,
            state TEXT NOT NULL DEFAULT 'draft' CHECK (state IN ({STATES})),
            drawn_at TEXT,
            opened_at TEXT,
            opened_by TEXT NOT NULL DEFAULT '',
            ended_at TEXT,
            closed_at TEXT,
            closed_by TEXT NOT NULL DEFAULT '',
            cancelled_at TEXT,
            cancelled_by TEXT NOT NULL DEFAULT '',
            cancelled_why TEXT NOT NULL DEFAULT '',
            list_hash TEXT NOT NULL DEFAULT '',
            ballots INTEGER NOT NULL DEFAULT 0,
            made_at TEXT NOT NULL,
            account_id INTEGER,
            made_by TEXT NOT NULL,
            UNIQUE (year, seq),
            CHECK ((number IS NULL) = (seq IS NULL) AND (year IS NULL) = (seq IS NULL)),
            CHECK (number = printf('BJ%d-%04d', year, seq)),
            CHECK (state = 'draft' OR number IS NOT NULL),
            CHECK ((scope = 'zone') = (zone_id IS NOT NULL)),
            CHECK ((scope = 'building') = (building_id IS NOT NULL)),
            CHECK ((scope = 'entrance') = (entrance_id IS NOT NULL)),
            CHECK (silence_follows = (silence_basis <> '')),
            CHECK (secrecy <> 'secret' OR co_owners <> 'agree'),
            CHECK ((state IN ('open', 'counting', 'closed')) <= (opened_at IS NOT NULL)),
            CHECK ((state = 'closed') = (closed_at IS NOT NULL)),
            CHECK ((state = 'closed') = (length(list_hash) = 64)),
            CHECK ((state = 'cancelled') = (cancelled_at IS NOT NULL)),
            CHECK ((state = 'cancelled') = (cancelled_why <> ''))
        ) STRICT
    """)
    db.execute("CREATE INDEX votes_by_state ON votes (state, closes_at)")
    for column in ("zone_id", "building_id", "entrance_id"):
        db.execute(f"CREATE INDEX votes_by_{column} ON votes ({column}) WHERE {column} IS NOT NULL")
    db.execute(f"""
        CREATE TABLE vote_motions (
            id INTEGER PRIMARY KEY,
            vote_id INTEGER NOT NULL REFERENCES votes (id) ON DELETE CASCADE,
            position INTEGER NOT NULL CHECK (position > 0),
            title TEXT NOT NULL CHECK (title <> ''),
            text TEXT NOT NULL DEFAULT '',
            matter TEXT NOT NULL CHECK (matter IN ({MATTERS})),
            UNIQUE (vote_id, position)
        ) STRICT
    """)
    db.execute("""
        CREATE TABLE vote_extensions (
            id INTEGER PRIMARY KEY,
            vote_id INTEGER NOT NULL REFERENCES votes (id),
            closed_at_before TEXT NOT NULL,
            closes_at TEXT NOT NULL CHECK (closes_at > closed_at_before),
            reason TEXT NOT NULL CHECK (reason <> ''),
            at TEXT NOT NULL,
            who TEXT NOT NULL
        ) STRICT
    """)
    db.execute("CREATE INDEX vote_extensions_by_vote ON vote_extensions (vote_id)")


@schema()
def create_roll(db: Database) -> None:
    """A unit is what counts as one owner and votes once: one home, or several of the same owner (see rules_roll.py)."""
    db.execute("""
        CREATE TABLE vote_units (
            id INTEGER PRIMARY KEY,
            vote_id INTEGER NOT NULL REFERENCES votes (id) ON DELETE CASCADE,
            seq INTEGER NOT NULL CHECK (seq > 0),
            area_dm2 INTEGER NOT NULL CHECK (area_dm2 > 0),
            homes INTEGER NOT NULL CHECK (homes > 0),
            first_home_id INTEGER NOT NULL REFERENCES homes (id),
            label TEXT NOT NULL CHECK (label <> ''),
            owners TEXT NOT NULL,
            developer INTEGER NOT NULL CHECK (developer IN (0, 1)),
            UNIQUE (vote_id, seq)
        ) STRICT
    """)
    db.execute("CREATE INDEX vote_units_by_first_home ON vote_units (first_home_id)")
    db.execute("""
        CREATE TABLE vote_unit_homes (
            vote_id INTEGER NOT NULL REFERENCES votes (id) ON DELETE CASCADE,
            home_id INTEGER NOT NULL REFERENCES homes (id),
            unit_id INTEGER NOT NULL REFERENCES vote_units (id) ON DELETE CASCADE,
            code TEXT NOT NULL,
            area_dm2 INTEGER NOT NULL CHECK (area_dm2 > 0),
            PRIMARY KEY (vote_id, home_id)
        ) STRICT, WITHOUT ROWID
    """)
    db.execute("CREATE INDEX vote_unit_homes_by_unit ON vote_unit_homes (unit_id)")
    db.execute("CREATE INDEX vote_unit_homes_by_home ON vote_unit_homes (home_id)")
    db.execute("""
        CREATE TABLE vote_unit_owners (
            unit_id INTEGER NOT NULL REFERENCES vote_units (id) ON DELETE CASCADE,
            person_id INTEGER NOT NULL REFERENCES people (id),
            vote_id INTEGER NOT NULL REFERENCES votes (id) ON DELETE CASCADE,
            name TEXT NOT NULL,
            PRIMARY KEY (unit_id, person_id)
        ) STRICT, WITHOUT ROWID
    """)
    db.execute("CREATE INDEX vote_unit_owners_by_person ON vote_unit_owners (person_id, vote_id)")
    db.execute("CREATE INDEX vote_unit_owners_by_vote ON vote_unit_owners (vote_id, person_id)")
    db.execute("""
        CREATE TABLE vote_objections (
            id INTEGER PRIMARY KEY,
            vote_id INTEGER NOT NULL REFERENCES votes (id),
            kind TEXT NOT NULL CHECK (kind IN ('roll', 'ballot')),
            home_id INTEGER REFERENCES homes (id),
            person_id INTEGER REFERENCES people (id),
            text TEXT NOT NULL CHECK (text <> ''),
            at TEXT NOT NULL,
            account_id INTEGER,
            who TEXT NOT NULL,
            answer TEXT NOT NULL DEFAULT '',
            answered_at TEXT,
            answered_by TEXT NOT NULL DEFAULT '',
            CHECK ((answered_at IS NULL) = (answer = '')),
            CHECK (kind = 'roll' OR home_id IS NOT NULL)
        ) STRICT
    """)
    db.execute("CREATE INDEX vote_objections_by_vote ON vote_objections (vote_id, answered_at)")
    db.execute("CREATE INDEX vote_objections_by_home ON vote_objections (home_id) WHERE home_id IS NOT NULL")
    db.execute(
        "CREATE INDEX vote_objections_by_person ON vote_objections (person_id) WHERE person_id IS NOT NULL"
    )


@schema()
def create_voters(db: Database) -> None:
    """Who may vote for a unit beside its owners: the one whom co-owners named, and who holds a proxy."""
    db.execute("""
        CREATE TABLE vote_representatives (
            unit_id INTEGER PRIMARY KEY REFERENCES vote_units (id) ON DELETE CASCADE,
            person_id INTEGER NOT NULL REFERENCES people (id),
            note TEXT NOT NULL DEFAULT '',
            at TEXT NOT NULL,
            who TEXT NOT NULL
        ) STRICT
    """)
    db.execute("CREATE INDEX vote_representatives_by_person ON vote_representatives (person_id)")
    db.execute("""
        CREATE TABLE vote_proxies (
            id INTEGER PRIMARY KEY,
            vote_id INTEGER NOT NULL REFERENCES votes (id) ON DELETE CASCADE,
            unit_id INTEGER NOT NULL REFERENCES vote_units (id) ON DELETE CASCADE,
            holder TEXT NOT NULL CHECK (holder <> ''),
            holder_person_id INTEGER REFERENCES people (id),
            from_date TEXT NOT NULL CHECK (from_date = date(from_date)),
            to_date TEXT NOT NULL CHECK (to_date = date(to_date)),
            note TEXT NOT NULL DEFAULT '',
            at TEXT NOT NULL,
            account_id INTEGER,
            who TEXT NOT NULL,
            state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'checked', 'refused')),
            decided_account_id INTEGER,
            decided_at TEXT,
            decided_by TEXT NOT NULL DEFAULT '',
            reason TEXT NOT NULL DEFAULT '',
            CHECK (to_date >= from_date),
            CHECK ((state = 'waiting') = (decided_at IS NULL)),
            CHECK (state <> 'refused' OR reason <> ''),
            CHECK (state <> 'checked' OR account_id IS NULL OR decided_account_id <> account_id)
        ) STRICT
    """)
    db.execute("CREATE INDEX vote_proxies_by_vote ON vote_proxies (vote_id, state)")
    db.execute("CREATE INDEX vote_proxies_by_unit ON vote_proxies (unit_id)")
    db.execute(
        "CREATE INDEX vote_proxies_by_holder ON vote_proxies (holder_person_id) WHERE holder_person_id IS NOT NULL"
    )
    # Where co-owners must agree: what each said until they do. Not in a secret vote.
    db.execute("""
        CREATE TABLE vote_assents (
            unit_id INTEGER NOT NULL REFERENCES vote_units (id),
            person_id INTEGER NOT NULL REFERENCES people (id),
            choices TEXT NOT NULL CHECK (json_valid(choices)),
            PRIMARY KEY (unit_id, person_id)
        ) STRICT, WITHOUT ROWID
    """)
    db.execute("CREATE INDEX vote_assents_by_person ON vote_assents (person_id)")


@schema()
def create_ballots(db: Database) -> None:
    # That a unit took part, by its number alone: in a secret vote neither order nor time lead on to a ballot.
    db.execute("""
        CREATE TABLE vote_marks (
            unit_id INTEGER PRIMARY KEY REFERENCES vote_units (id),
            vote_id INTEGER NOT NULL REFERENCES votes (id),
            way TEXT NOT NULL CHECK (way IN ('phone', 'paper')),
            on_day TEXT NOT NULL CHECK (on_day = date(on_day)),
            person_id INTEGER REFERENCES people (id),
            voter TEXT NOT NULL DEFAULT '',
            proxy_id INTEGER REFERENCES vote_proxies (id)
        ) STRICT, WITHOUT ROWID
    """)
    db.execute("CREATE INDEX vote_marks_by_vote ON vote_marks (vote_id, unit_id)")
    db.execute("CREATE INDEX vote_marks_by_person ON vote_marks (person_id) WHERE person_id IS NOT NULL")
    db.execute("CREATE INDEX vote_marks_by_proxy ON vote_marks (proxy_id) WHERE proxy_id IS NOT NULL")
    db.execute("""
        CREATE TABLE vote_ballots (
            receipt TEXT PRIMARY KEY CHECK (length(receipt) = 64),
            vote_id INTEGER NOT NULL REFERENCES votes (id),
            unit_id INTEGER UNIQUE REFERENCES vote_units (id)
        ) STRICT, WITHOUT ROWID
    """)
    db.execute("CREATE INDEX vote_ballots_by_vote ON vote_ballots (vote_id, receipt)")
    db.execute(f"""
        CREATE TABLE vote_choices (
            receipt TEXT NOT NULL REFERENCES vote_ballots (receipt),
            motion_id INTEGER NOT NULL REFERENCES vote_motions (id),
            choice TEXT NOT NULL CHECK (choice IN ({CHOICES})),
            PRIMARY KEY (receipt, motion_id)
        ) STRICT, WITHOUT ROWID
    """)
    db.execute("CREATE INDEX vote_choices_by_motion ON vote_choices (motion_id, choice)")
    # Areas of a secret vote, summed: a ballot that carried its area would name its home.
    db.execute(f"""
        CREATE TABLE vote_tallies (
            motion_id INTEGER NOT NULL REFERENCES vote_motions (id) ON DELETE CASCADE,
            choice TEXT NOT NULL CHECK (choice IN ({CHOICES})),
            area_dm2 INTEGER NOT NULL DEFAULT 0 CHECK (area_dm2 >= 0),
            PRIMARY KEY (motion_id, choice)
        ) STRICT, WITHOUT ROWID
    """)


@schema()
def create_paper_ballots(db: Database) -> None:
    """Printed ballots by their units, what each of two people read from them, and what came in twice."""
    db.execute("""
        CREATE TABLE vote_papers (
            unit_id INTEGER PRIMARY KEY REFERENCES vote_units (id),
            vote_id INTEGER NOT NULL REFERENCES votes (id),
            paper_hash TEXT NOT NULL CHECK (length(paper_hash) = 64),
            receipt TEXT CHECK (length(receipt) = 64),
            times INTEGER NOT NULL DEFAULT 1 CHECK (times > 0),
            printed_on TEXT NOT NULL CHECK (printed_on = date(printed_on)),
            who TEXT NOT NULL
        ) STRICT
    """)
    db.execute("CREATE INDEX vote_papers_by_vote ON vote_papers (vote_id)")
    db.execute("""
        CREATE TABLE vote_entries (
            id INTEGER PRIMARY KEY,
            vote_id INTEGER NOT NULL REFERENCES votes (id),
            unit_id INTEGER NOT NULL REFERENCES vote_units (id),
            account_id INTEGER NOT NULL REFERENCES accounts (id),
            who TEXT NOT NULL,
            on_day TEXT NOT NULL CHECK (on_day = date(on_day)),
            digest TEXT NOT NULL CHECK (length(digest) = 64),
            choices TEXT CHECK (json_valid(choices)),
            proxy_id INTEGER REFERENCES vote_proxies (id),
            UNIQUE (unit_id, account_id)
        ) STRICT
    """)
    db.execute("CREATE INDEX vote_entries_by_vote ON vote_entries (vote_id, unit_id)")
    db.execute("CREATE INDEX vote_entries_by_account ON vote_entries (account_id)")
    db.execute("CREATE INDEX vote_entries_by_proxy ON vote_entries (proxy_id) WHERE proxy_id IS NOT NULL")
    db.execute("""
        CREATE TABLE vote_conflicts (
            id INTEGER PRIMARY KEY,
            vote_id INTEGER NOT NULL REFERENCES votes (id),
            unit_id INTEGER NOT NULL REFERENCES vote_units (id),
            way TEXT NOT NULL CHECK (way IN ('phone', 'paper')),
            on_day TEXT NOT NULL CHECK (on_day = date(on_day)),
            who TEXT NOT NULL,
            UNIQUE (unit_id, way)
        ) STRICT
    """)
    db.execute("CREATE INDEX vote_conflicts_by_vote ON vote_conflicts (vote_id)")


@schema()
def create_results(db: Database) -> None:
    """The count of each motion as it was published, with every figure it came from."""
    figures = ", ".join(
        f"{name}_{measure} INTEGER NOT NULL CHECK ({name}_{measure} >= 0)"
        for name in ("entitled", "in_favour", "against", "abstained")
        for measure in ("area", "number")
    )
    db.execute(f"""
        CREATE TABLE vote_results (
            motion_id INTEGER PRIMARY KEY REFERENCES vote_motions (id),
            vote_id INTEGER NOT NULL REFERENCES votes (id),
            {figures},
            passed INTEGER NOT NULL CHECK (passed IN (0, 1)),
            why TEXT NOT NULL,
            CHECK (in_favour_area + against_area + abstained_area <= entitled_area),
            CHECK (in_favour_number + against_number + abstained_number <= entitled_number),
            CHECK (passed = (why = 'passed'))
        ) STRICT
    """)
    db.execute("CREATE INDEX vote_results_by_vote ON vote_results (vote_id)")


@schema()
def guard_votes(db: Database) -> None:
    guard_course(db)


@schema()
def guard_what_belongs_to_votes(db: Database) -> None:
    guard_parts(db)


@schema()
def let_entries_of_secret_votes_keep_no_choices(db: Database) -> None:
    """json_valid() of nothing is false, so that a secret vote's entry without choices was refused."""
    widen_check(
        db,
        "vote_entries",
        "choices TEXT CHECK (json_valid(choices))",
        "choices TEXT CHECK (choices IS NULL OR json_valid(choices))",
    )


@schema()
def put_votes_to_audiences(db: Database) -> None:
    put_to_audiences(db)
