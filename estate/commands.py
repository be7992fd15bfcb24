"""What the command line can do; each command opens the data folder and calls the same actions as the screens."""

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

Subcommands = Any  # argparse's own type is private


def register(subcommands: Subcommands) -> None:
    """Add every command and its options."""
    serve = _command(subcommands, "serve", run_serve, "start the appliance")
    serve.add_argument("--host", default=None)
    serve.add_argument("--port", type=int, default=None)
    serve.add_argument(
        "--practice", action="store_const", const=True, default=None, help="a practice community"
    )
    serve.add_argument("--no-browser", dest="open_browser", action="store_const", const=False, default=None)
    serve.add_argument("--with-parent", action="store_true", help=argparse.SUPPRESS)
    _command(subcommands, "worker", run_worker, argparse.SUPPRESS)
    bill = _command(subcommands, "bill", run_bill, "compute and post the bills of a month")
    bill.add_argument("--period", type=_month, required=True, metavar="YYYY-MM")
    bill.add_argument("--preview", action="store_true", help="compute only")
    bill.add_argument("--json", action="store_true")
    demo = _command(subcommands, "demo", run_demo, "make an invented community in an empty data folder")
    demo.add_argument("--homes", type=int, default=1200)
    demo.add_argument("--years", type=int, default=2)
    demo.add_argument("--seed", type=int, default=7)
    demo.add_argument("--json", action="store_true")
    ledger = _command(subcommands, "import", run_import, "bring in a ledger, or show what it would bring")
    ledger.add_argument("kind", help="homes, readings, fees, parking or equipment")
    ledger.add_argument("file", type=Path)
    ledger.add_argument(
        "--homes-file", type=Path, default=None, help="the ledger of homes that others refer to"
    )
    ledger.add_argument(
        "--fee-item", default=None, metavar="NAME", help="the fee item that arrears of a fee ledger are of"
    )
    ledger.add_argument("--dry-run", action="store_true", help="show what was found; store nothing")
    ledger.add_argument("--accept-clean", action="store_true", help="bring in what needs no decision")
    ledger.add_argument("--json", action="store_true")
    reset = _command(subcommands, "reset-password", run_reset_password, "give an account a new password")
    reset.add_argument("login")
    reset.add_argument("--json", action="store_true")
    routes = _command(subcommands, "routes", run_routes, "method, path and permission of every route")
    routes.add_argument("--json", action="store_true")


def run_serve(arguments: argparse.Namespace) -> int:
    from estate.appliance.serve import serve
    from estate.settings import load

    settings = load(
        data=arguments.data,
        host=arguments.host,
        port=arguments.port,
        practice=arguments.practice,
        open_browser=arguments.open_browser,
    )
    return serve(settings, with_parent=arguments.with_parent)


def run_worker(arguments: argparse.Namespace) -> None:
    from estate.app import log_to, open_store
    from estate.jobs.worker import run

    folder = _folder(arguments)
    log_to(folder, "worker")
    open_store(folder)
    run(folder)


def run_demo(arguments: argparse.Namespace) -> None:
    from estate.app import open_store
    from estate.appliance.practice import accounts_file
    from estate.demo.make import make

    folder = _folder(arguments)
    open_store(folder)
    logins = [login._asdict() for login in make(arguments.homes, arguments.years, arguments.seed)]
    told = json.dumps({"accounts": logins}, ensure_ascii=False, indent=1)
    accounts_file(folder).write_text(told, encoding="utf-8")
    if arguments.json:
        print(told)
    else:
        for login in logins:
            print(f"{login['role']:14} {login['name']:14} {login['password']}")


def run_bill(arguments: argparse.Namespace) -> None:
    from estate.app import open_store
    from estate.billing.actions import bill_period
    from estate.billing.words import REASONS
    from estate.data.store import System
    from estate.i18n import gettext as _
    from estate.web.filters import money

    open_store(_existing(arguments))
    month = arguments.period
    report = bill_period(month, month, System("command line"), preview=arguments.preview)
    if arguments.json:
        skipped = [{"home": home, "reason": reason} for home, reason in report.skipped]
        json.dump({**report._asdict(), "skipped": skipped}, sys.stdout, ensure_ascii=False, indent=1)
        print()
        return
    sums = {"homes": report.homes, "lines": report.lines, "total": money(report.total_fen)}
    print(_("%(homes)s homes, %(lines)s lines, ¥%(total)s", **sums))
    for home, reason in report.skipped:
        print(f"{home}  {REASONS[reason]}")


def run_import(arguments: argparse.Namespace) -> None:
    from estate.i18n import gettext as _
    from estate.intake import command
    from estate.refusal import Refused

    if arguments.dry_run:
        report = command.preview(arguments.kind, arguments.file, arguments.homes_file)
        lines = command.preview_summary
    elif arguments.accept_clean:
        from estate.app import open_store
        from estate.data.store import System

        open_store(_existing(arguments))
        report = command.bring_in(arguments.kind, arguments.file, System("command line"), arguments.fee_item)
        lines = command.summary
    else:
        raise Refused(
            _(
                "Nothing was done: say --dry-run to look, or --accept-clean to bring in what needs no decision."
            )
        )
    text = json.dumps(report, ensure_ascii=False) if arguments.json else "\n".join(lines(report))
    sys.stdout.buffer.write(text.encode() + b"\n")


def run_reset_password(arguments: argparse.Namespace) -> None:
    from estate.access import accounts
    from estate.app import open_store
    from estate.data import write
    from estate.data.store import System
    from estate.i18n import gettext as _
    from estate.office.pages import first_password
    from estate.refusal import Refused

    open_store(_existing(arguments))
    password = first_password()
    with write(System("command line")) as tx:
        account = accounts.of_login(tx, arguments.login)
        if account is None:
            raise Refused(_("There is no account with this sign-in name."))
        accounts.set_password(tx, account.id, password, must_change=True)
    print(json.dumps({"login": account.login, "password": password}) if arguments.json else password)


def run_routes(arguments: argparse.Namespace) -> None:
    from estate.features import ROUTES

    table = sorted(
        (path, method, str(handler.opt["permission"]))
        for handler in ROUTES
        for path in handler.paths
        for method in handler.http_methods
    )
    if arguments.json:
        json.dump([{"method": m, "path": p, "permission": who} for p, m, who in table], sys.stdout, indent=1)
        print()
    else:
        for path, method, permission in table:
            print(f"{method:5} {path:60} {permission}")


def _command(subcommands: Subcommands, name: str, run: Any, text: str) -> argparse.ArgumentParser:
    shown = {} if text == argparse.SUPPRESS else {"help": text}
    parser: argparse.ArgumentParser = subcommands.add_parser(name, **shown)
    parser.add_argument("--data", default=None, metavar="DIR", help="the data folder (estate-data)")
    parser.set_defaults(run=run)
    return parser


def _month(text: str) -> date:
    """`2026-11` as its first day."""
    try:
        month = date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text} is no month; write it like 2026-11") from error
    if not 1900 <= month.year <= 2200:
        raise argparse.ArgumentTypeError(f"{text}: check the year")
    return month


def _folder(arguments: argparse.Namespace) -> Path:
    from estate.settings import load

    return load(data=arguments.data).folder


def _existing(arguments: argparse.Namespace) -> Path:
    folder = _folder(arguments)
    if not (folder / "estate.db").exists():
        raise FileNotFoundError(f"{folder} holds no estate.db")
    return folder
