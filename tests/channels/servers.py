"""Providers on this machine: a mail server and an HTTP gateway that count, and can misbehave."""

import contextlib
import json
import socket
import threading
from collections.abc import Callable
from email import message_from_bytes
from email.message import Message
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

from aiosmtpd.controller import Controller


class Got(NamedTuple):
    """One request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def query(self) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}


class Gateway:
    """An HTTP server that takes messages by key, and tells of them at /status.

    mode: fine; late: takes it and answers only at the end; wrong: takes it and answers nonsense; broken: takes it and
    answers 500; close: takes it and hangs up; busy: does not take it and answers 429; refuse: answers that it will not.
    """

    def __init__(self) -> None:
        self.requests: list[Got] = []
        self.taken: list[str] = []
        self.states: dict[str, str] = {}
        self.mode = "fine"
        self.status = 200
        self.answer: Callable[[Got], Any] | None = None
        self.on_taken: Callable[[], None] = lambda: None
        self._end = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def close(self) -> None:
        self._end.set()
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        gateway = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = 2**16  # head and body in one packet: as two they wait 40 ms for each other

            def do_GET(self) -> None:
                got = self._read()
                if gateway.answer:
                    answer = gateway.answer(got)  # it may set the status
                    self._say(gateway.status, answer)
                    return
                key = got.query.get("key", "")
                if key not in gateway.taken:
                    self._say(404, {"error": "unknown"})
                    return
                self._say(200, {"data": {"id": f"id-{key}", "state": gateway.states.get(key, "waiting")}})

            def do_POST(self) -> None:
                got = self._read()
                if gateway.answer:
                    answer = gateway.answer(got)  # it may set the status
                    self._say(gateway.status, answer)
                    return
                if gateway.mode == "busy":
                    self._say(429, {"error": "slow down"})
                    return
                if gateway.mode == "refuse":
                    self._say(200, {"code": 7, "message": "空号"})
                    return
                key = got.json["key"]
                gateway.taken.append(key)
                gateway.on_taken()
                if gateway.mode == "late":
                    gateway._end.wait(30)
                elif gateway.mode == "close":
                    self.close_connection = True
                elif gateway.mode == "broken":
                    self._say(500, {"error": "a database is away"})
                elif gateway.mode == "wrong":
                    self._say(200, "<html>welcome</html>")
                else:
                    self._say(200, {"code": 0, "data": {"id": f"id-{key}"}})

            def _read(self) -> Got:
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                headers = {name.lower(): value for name, value in self.headers.items()}
                got = Got(self.command, self.path, headers, body)
                gateway.requests.append(got)
                return got

            def _say(self, status: int, answer: Any) -> None:
                body = answer.encode() if isinstance(answer, str) else json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                return

        return Handler


class MailServer:
    """A mail server that keeps what it takes. refuse: an answer to RCPT; put_off: one to DATA."""

    def __init__(self) -> None:
        self.letters: list[Message] = []
        self.recipients: list[list[str]] = []
        self.refuse = ""
        self.put_off = ""
        self.on_taken: Callable[[], None] = lambda: None
        self.port = _free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def close(self) -> None:
        with contextlib.suppress(AssertionError):  # stopped already
            self._controller.stop()

    async def handle_RCPT(
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if self.refuse:
            return self.refuse
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        if self.put_off:
            return self.put_off
        self.letters.append(message_from_bytes(envelope.content, policy=default))
        self.recipients.append(envelope.rcpt_tos)
        self.on_taken()
        return "250 taken as 4711"

    @property
    def visible(self) -> set[str]:
        """What a mailbox shows: letters of one Message-ID are one."""
        return {str(letter["Message-ID"]) for letter in self.letters}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
