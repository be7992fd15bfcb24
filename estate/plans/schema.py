"""Instalment plans: the bills that they cover, the parts with due days, and what became of them. Fen, dates ISO.

A plan stays as it was agreed; what happens is a step of its own: approved or declined, signed, kept, broken, withdrawn.
The database itself keeps: parts and covered bills add up to the total, one plan runs for a payer of a home, nothing
follows an end.
"""

from sqlite_utils import Database, Migrations

schema = Migrations("plans")

STAYS = "a plan stays as it was agreed; end it and agree another"
ENDS = "'declined', 'kept', 'broken', 'withdrawn'"


@schema()
def create_plans(db: Database) -> None:
    db.execute("""
        CREATE TABLE plans (
            id INTEGER PRIMARY KEY,
            key TEXT NOT NULL UNIQUE CHECK (key <> ''),
            home_id INTEGER NOT NULL REFERENCES homes (id),
            home_code TEXT NOT NULL,
            payer_id INTEGER NOT NULL REFERENCES people (id),
            payer_name TEXT NOT NULL,
            total_fen INTEGER NOT NULL CHECK (total_fen > 0),
            grace_days INTEGER NOT NULL CHECK (grace_days BETWEEN 0 AND 60),
            penalty TEXT NOT NULL CHECK (penalty IN ('runs_on', 'held')),
            reason TEXT NOT NULL CHECK (reason <> ''),
            needs_approval INTEGER NOT NULL CHECK (needs_approval IN (0, 1)),
            drafted_on TEXT NOT NULL CHECK (drafted_on = date(drafted_on)),
            drafted_at TEXT NOT NULL,
            account_id INTEGER,
            who TEXT NOT NULL
        ) STRICT
    """)
    db.execute("CREATE INDEX plans_by_debt ON plans (home_id, payer_id, id)")
    db.execute("CREATE INDEX plans_by_payer ON plans (payer_id)")
    db.execute("""
        CREATE TABLE plan_charges (
            plan_id INTEGER NOT NULL REFERENCES plans (id),
            charge_id INTEGER NOT NULL REFERENCES charges (id),
            covered_fen INTEGER NOT NULL CHECK (covered_fen > 0),
            PRIMARY KEY (plan_id, charge_id)
        ) STRICT, WITHOUT ROWID
    """)
    db.execute("CREATE INDEX plan_charges_by_charge ON plan_charges (charge_id)")
    db.execute("""
        CREATE TABLE plan_parts (
            plan_id INTEGER NOT NULL REFERENCES plans (id),
            position INTEGER NOT NULL CHECK (position > 0),
            due_on TEXT NOT NULL CHECK (due_on = date(due_on)),
            amount_fen INTEGER NOT NULL CHECK (amount_fen > 0),
            PRIMARY KEY (plan_id, position),
            UNIQUE (plan_id, due_on)
        ) STRICT, WITHOUT ROWID
    """)
    db.execute("""
        CREATE TABLE plan_steps (
            id INTEGER PRIMARY KEY,
            plan_id INTEGER NOT NULL REFERENCES plans (id),
            what TEXT NOT NULL CHECK (what IN ('approved', 'declined', 'signed', 'kept', 'broken', 'withdrawn')),
            on_day TEXT NOT NULL CHECK (on_day = date(on_day)),
            note TEXT NOT NULL DEFAULT '',
            at TEXT NOT NULL,
            account_id INTEGER,
            who TEXT NOT NULL,
            UNIQUE (plan_id, what)
        ) STRICT
    """)
    # The printed agreement: a paper of the papers' series, made once.
    db.execute("""
        CREATE TABLE plan_papers (
            plan_id INTEGER PRIMARY KEY REFERENCES plans (id),
            number TEXT NOT NULL UNIQUE REFERENCES documents (number)
        ) STRICT
    """)


@schema()
def guard_plans(db: Database) -> None:
    for table in ("plans", "plan_charges", "plan_parts", "plan_steps", "plan_papers"):
        for act in ("UPDATE", "DELETE"):
            db.execute(f"""
                CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table}
                BEGIN SELECT RAISE(ABORT, '{STAYS}'); END
            """)
    db.execute(f"""
        CREATE TRIGGER plans_one_at_a_time BEFORE INSERT ON plans
        WHEN EXISTS (SELECT 1 FROM plans AS p
                      WHERE p.home_id = NEW.home_id AND p.payer_id = NEW.payer_id
                        AND NOT EXISTS (SELECT 1 FROM plan_steps AS s WHERE s.plan_id = p.id AND s.what IN ({ENDS})))
        BEGIN SELECT RAISE(ABORT, 'one plan at a time for a payer of a home'); END
    """)
    db.execute("""
        CREATE TRIGGER plan_charges_fit BEFORE INSERT ON plan_charges
        WHEN NOT EXISTS (SELECT 1 FROM plans AS p JOIN charges AS c ON c.home_id = p.home_id
                                                                  AND c.payer_id = p.payer_id
                          WHERE p.id = NEW.plan_id AND c.id = NEW.charge_id)
        BEGIN SELECT RAISE(ABORT, 'a plan covers bills of its own payer'); END
    """)
    db.execute(f"""
        CREATE TRIGGER plan_steps_fit BEFORE INSERT ON plan_steps
        BEGIN
            SELECT RAISE(ABORT, 'this plan has ended')
             WHERE EXISTS (SELECT 1 FROM plan_steps AS s WHERE s.plan_id = NEW.plan_id AND s.what IN ({ENDS}));
            SELECT RAISE(ABORT, 'a plan is signed only when its parts and its bills make up its sum')
              FROM plans AS p
             WHERE p.id = NEW.plan_id AND NEW.what = 'signed'
               AND (p.total_fen <> (SELECT ifnull(sum(amount_fen), 0) FROM plan_parts WHERE plan_id = p.id)
                    OR p.total_fen <> (SELECT ifnull(sum(covered_fen), 0) FROM plan_charges WHERE plan_id = p.id));
            SELECT RAISE(ABORT, 'another person approves this plan first')
              FROM plans AS p
             WHERE p.id = NEW.plan_id AND NEW.what = 'signed' AND p.needs_approval
               AND NOT EXISTS (SELECT 1 FROM plan_steps AS s WHERE s.plan_id = p.id AND s.what = 'approved');
            SELECT RAISE(ABORT, 'only a signed plan is kept or broken')
             WHERE NEW.what IN ('kept', 'broken')
               AND NOT EXISTS (SELECT 1 FROM plan_steps AS s WHERE s.plan_id = NEW.plan_id AND s.what = 'signed');
        END
    """)
