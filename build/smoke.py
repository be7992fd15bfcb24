"""Try the built executable as a person would: first page, sign-in, a bill; and measure how it starts.

    python build/smoke.py [--json] [FILE]     dist/estate unless told otherwise; exit 1 when something fails

tests/built runs the same checks one by one; tests/bench takes the figures from `measure`.
"""

import argparse
import json
import os
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import httpx

EXECUTABLE = Path(__file__).parent.parent / "dist" / ("estate.exe" if os.name == "nt" else "estate")
PATIENCE_SECONDS = 60
SET_UP = {
    "locale": "en",
    "community_name": "Guihua Garden",
    "company": "Nice Homes Ltd",
    "time_zone": "Asia/Shanghai",
    "receipt_prefix": "SJ",
    "due_day": "25",
    "max_prepay_months": "12",
    "name": "Chen Jie",
    "login": "admin",
    "password": "correct horse",
    "again": "correct horse",
}


class Failed(Exception):
    """A check did not hold; the text says which."""


class Appliance(NamedTuple):
    """A running executable: where it answers, what it printed, how long the first page took, its process."""

    url: str
    first_url: str
    seconds: float
    process: "subprocess.Popen[str]"

    def browser(self) -> httpx.Client:
        """A browser of its own, with no cookies yet."""
        return httpx.Client(
            base_url=self.url, headers={"Origin": self.url, "Accept-Language": "en"}, timeout=PATIENCE_SECONDS
        )

    def memory_mib(self) -> dict[str, float]:
        """What each process holds (proportional set size), by what it was started as; Linux only."""
        held: dict[str, float] = {}
        for pid in _family(self.process.pid):
            words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
            kilobytes = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.M)
            if kilobytes and len(words) > 1:
                word = words[1].decode()
                held[word] = held.get(word, 0) + int(kilobytes[1]) / 1024
        return held


@contextmanager
def serving(data: Path, executable: Path = EXECUTABLE) -> Iterator[Appliance]:
    """The executable serving a data folder on a free port; it must end by itself when told to."""
    port = _free_port()
    words = ["serve", "--data", str(data), "--host", "127.0.0.1", "--port", str(port), "--no-browser"]
    started = time.perf_counter()
    process = subprocess.Popen(
        [str(executable), *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    try:
        assert process.stdout
        line = process.stdout.readline()
        printed = re.search(r"http://\S+", line)
        if not printed:
            raise Failed(f"the executable did not say where it is: {line!r}")
        url = f"http://127.0.0.1:{port}"
        _wait_for(f"{url}/sign-in", process)
        yield Appliance(url, printed[0], time.perf_counter() - started, process)
    finally:
        family = _family(process.pid)
        process.terminate()
        try:
            process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            raise Failed("the executable did not end when told to") from None
        if left := [pid for pid in family if _alive(pid)]:
            raise Failed(f"processes are left behind: {left}")


def run(*words: str, executable: Path = EXECUTABLE) -> str:
    """What a command prints; Failed when it does not exit with 0."""
    done = subprocess.run(
        [str(executable), *words], stdin=subprocess.DEVNULL, capture_output=True, text=True, encoding="utf-8"
    )
    if done.returncode:
        raise Failed(f"estate {' '.join(words)}: exit {done.returncode}: {done.stderr.strip()[-2000:]}")
    return done.stdout


def expect(true: object, what: str) -> None:
    """Raise Failed unless it holds."""
    if not true:
        raise Failed(what)


# ---- the checks -------------------------------------------------------------------------------------------------


def check_first_run(appliance: Appliance) -> None:
    """The printed address opens the set-up; once done, it is closed and its administrator is signed in."""
    with appliance.browser() as browser:
        shown = browser.get(appliance.first_url)
        expect(shown.status_code == 200 and "<form" in shown.text, f"no set-up page: {shown.status_code}")
        token = httpx.URL(appliance.first_url).params["token"]
        done = browser.post("/set-up", params={"token": token}, data={**SET_UP, "token": token})
        expect(done.status_code == 303, f"the set-up answered {done.status_code}")
        home = browser.get(done.headers["location"], follow_redirects=True)
        expect(
            home.status_code == 200 and "Guihua Garden" in home.text, "the administrator sees no first page"
        )
        for link in set(re.findall(r'(?:href|src)="(/static/[^"#]+)', home.text)):
            expect(browser.get(link).status_code == 200, f"{link} does not ship")
    with appliance.browser() as stranger:
        again = stranger.post("/set-up", params={"token": token}, data={**SET_UP, "token": token})
        expect(again.headers.get("location") == "/sign-in" and not again.cookies, "the set-up is still open")


def check_sign_in(appliance: Appliance, name: str, password: str) -> httpx.Client:
    """A wrong password is refused, the right one opens; answers the signed-in browser."""
    browser = appliance.browser()
    refused = browser.post("/sign-in", data={"login": name, "password": password + "x"})
    expect(refused.status_code == 422, f"a wrong password was answered with {refused.status_code}")
    signed_in = browser.post("/sign-in", data={"login": name, "password": password})
    expect(signed_in.status_code == 303, f"the sign-in answered {signed_in.status_code}")
    first = browser.get("/", follow_redirects=True)
    expect(first.status_code == 200 and "/sign-in" not in str(first.url), f"no first page for {name}")
    return browser


def check_bill_by_command(data: Path, executable: Path = EXECUTABLE) -> None:
    """`estate bill` posts the next month, and its words agree with the books."""
    period = _next_period(data)
    told = json.loads(run("bill", "--data", str(data), "--period", period, "--json", executable=executable))
    expect(told["lines"] > 0, f"nothing was billed for {period}: {told}")
    expect((told["lines"], told["total_fen"]) == _billed(data, period), f"told {told}, not so in the books")


def check_bill_in_browser(data: Path, appliance: Appliance, accounts: dict[str, dict[str, str]]) -> None:
    """The manager starts a run, the worker computes it, the manager posts it, an owner sees the month's bill."""
    period = _next_period(data)
    with closing(check_sign_in(appliance, **_sign_in(accounts, "manager"))) as manager:
        started = manager.post("/bill-runs", data={"first": period})
        expect(started.status_code == 303, f"the run was not started: {started.status_code}")
        run_page = started.headers["location"]
        _until_computed(manager, run_page)
        posted = manager.post(f"{run_page}/posting")
        expect(posted.status_code == 303, f"the run was not posted: {posted.status_code}")
        lines, total = _billed(data, period)
        digits = re.sub(r"<[^>]+>|[\s,]", "", manager.get(run_page).text)
        expect(
            lines > 0 and f"{total // 100}.{total % 100:02}" in digits, f"the run does not show {total} fen"
        )
    with closing(check_sign_in(appliance, **_sign_in(accounts, "owner"))) as owner:
        bill = owner.get(f"/my/bills/{period}")
        expect(bill.status_code == 200, f"the owner's bill answered {bill.status_code}")
        expect(re.search(r"\d+\.\d\d", bill.text), "the owner's bill shows no amount")
        expect(owner.get(run_page).status_code in (403, 404), "an owner sees the office's pages")


def check_paper_in_browser(appliance: Appliance, accounts: dict[str, dict[str, str]]) -> None:
    """The cashier makes a statement of account: typst and its fonts are in the file."""
    with closing(check_sign_in(appliance, **_sign_in(accounts, "cashier"))) as cashier:
        home = re.search(r'href="/homes/(\d+)"', cashier.get("/homes").text)
        expect(home, "the list of homes names none")
        form = {"kind": "statement", "year": str(time.gmtime().tm_year)}
        path = f"/homes/{home[1] if home else 0}/documents"
        expect(cashier.post(path, data=form).status_code == 303, "no statement was made")
        made = re.search(r'href="(/documents/DZ[^"]+)"', cashier.get(path).text)
        paper = cashier.get(made[1] if made else "/documents/none")
        expect(
            paper.content.startswith(b"%PDF") and b"NotoSans" in paper.content,
            "the statement is no PDF with our font",
        )


# ---- the figures ------------------------------------------------------------------------------------------------


def measure(data: Path, executable: Path = EXECUTABLE, starts: int = 5) -> dict[str, Any]:
    """Size of the file, seconds to the first page (median of some starts), memory after it, in MiB."""
    seconds: list[float] = []
    memory: dict[str, float] = {}
    for _ in range(starts):
        with serving(data, executable) as appliance:
            seconds.append(appliance.seconds)
            with appliance.browser() as browser:
                for _ in range(20):
                    browser.get("/sign-in")
            memory = appliance.memory_mib() if sys.platform == "linux" else {}
    return {
        "size_mib": round(executable.stat().st_size / 2**20, 1),
        "first_page_seconds": round(median(seconds), 2),
        "memory_mib": {word: round(held, 1) for word, held in memory.items()},
    }


def main() -> int:
    """All checks in turn, then the figures."""
    parser = argparse.ArgumentParser(description="Try the built executable.")
    parser.add_argument("executable", nargs="?", type=Path, default=EXECUTABLE)
    parser.add_argument("--json", action="store_true", help="the figures as JSON")
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="estate-smoke-"))
    try:
        with serving(folder / "new", given.executable) as appliance:
            check_first_run(appliance)
            check_sign_in(appliance, SET_UP["login"], SET_UP["password"]).close()
        accounts = make_demo(folder / "demo", given.executable)
        check_bill_by_command(folder / "demo", given.executable)
        with serving(folder / "demo", given.executable) as appliance:
            check_bill_in_browser(folder / "demo", appliance, accounts)
            check_paper_in_browser(appliance, accounts)
        figures = measure(folder / "demo", given.executable)
    except Failed as failed:
        print(f"smoke: {failed}", file=sys.stderr)
        return 1
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(
        json.dumps(figures)
        if given.json
        else "\n".join(f"{name}: {value}" for name, value in figures.items())
    )
    return 0


def make_demo(data: Path, executable: Path = EXECUTABLE) -> dict[str, dict[str, str]]:
    """A small demo community; answers one sign-in (name, password) for each role."""
    words = ["demo", "--data", str(data), "--homes", "48", "--years", "1", "--seed", "7", "--json"]
    return {
        account["role"]: account for account in json.loads(run(*words, executable=executable))["accounts"]
    }


def _sign_in(accounts: dict[str, dict[str, str]], role: str) -> dict[str, str]:
    return {"name": accounts[role]["name"], "password": accounts[role]["password"]}


def _until_computed(browser: httpx.Client, run_page: str) -> None:
    until = time.perf_counter() + PATIENCE_SECONDS
    while browser.get(f"{run_page}/progress").status_code == 200:
        expect(time.perf_counter() < until, "the worker did not compute the run")
        time.sleep(0.05)


def _next_period(data: Path) -> str:
    """The month after the last that is billed, as 2026-11."""
    billed = """
        SELECT strftime('%Y-%m', max(v.period_to), '+1 day') FROM v_charges AS v JOIN charges AS c ON c.id = v.charge_id
         WHERE c.kind NOT IN ('one_off', 'penalty')
    """
    return str(_books(data, billed)[0])


def _billed(data: Path, period: str) -> tuple[int, int]:
    """Lines and fen of a month in the books, without what was charged once."""
    lines, total = _books(
        data,
        """
        SELECT count(*), coalesce(sum(v.amount_fen), 0) FROM v_charges AS v JOIN charges AS c ON c.id = v.charge_id
         WHERE strftime('%Y-%m', v.period_from) = ? AND c.kind NOT IN ('one_off', 'penalty')
        """,
        period,
    )
    return int(lines), int(total)


def _books(data: Path, sql: str, *values: str) -> tuple[Any, ...]:
    books = sqlite3.connect(f"file:{data / 'estate.db'}?mode=ro", uri=True)
    try:
        return books.execute(sql, values).fetchone()
    finally:
        books.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(url: str, process: "subprocess.Popen[str]") -> None:
    until = time.perf_counter() + PATIENCE_SECONDS
    while time.perf_counter() < until:
        if process.poll() is not None:
            raise Failed(f"the executable ended with {process.returncode}")
        try:
            if httpx.get(url).status_code < 500:
                return
        except httpx.TransportError:
            time.sleep(0.01)
    raise Failed(f"{url} does not answer")


def _family(pid: int) -> list[int]:
    """A process and all below it, whichever thread started them; only itself where there is no /proc."""
    below: list[str] = []
    with suppress(FileNotFoundError, ProcessLookupError):
        for thread in Path(f"/proc/{pid}/task").iterdir():
            below += (thread / "children").read_text().split()
    return [pid, *(member for child in below for member in _family(int(child)))]


def _alive(pid: int) -> bool:
    state = Path(f"/proc/{pid}/stat")
    try:
        return state.read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


if __name__ == "__main__":
    sys.exit(main())
