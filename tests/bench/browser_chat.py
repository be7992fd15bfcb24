"""One page of a conversation as bench_chat.py opens it: its stream, what it fetches when it hears of something, what it
sends. Plain HTTP on two connections, as a browser has them, and as little work as possible for the measuring side."""

import asyncio
from time import perf_counter
from urllib.parse import urlencode


class Line:
    """A connection that is kept open and takes one request after the other."""

    def __init__(self, port: int, cookie: str) -> None:
        self._port, self._cookie = port, cookie
        self._pair: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self._turn = asyncio.Lock()

    async def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
        """One request and its whole answer; once more where the server had closed a connection that lay idle."""
        async with self._turn:
            try:
                return await self._ask(method, path, form)
            except (ConnectionError, asyncio.IncompleteReadError):
                self.close()
                return await self._ask(method, path, form)

    async def _ask(self, method: str, path: str, form: dict[str, str] | None) -> tuple[int, str]:
        reader = await self.send(method, path, form)
        status, headers = await head(reader)
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        return status, body.decode()

    async def send(self, method: str, path: str, form: dict[str, str] | None = None) -> asyncio.StreamReader:
        """Send a request; the answer is left to the caller."""
        if self._pair is None:
            self._pair = await asyncio.open_connection("127.0.0.1", self._port, limit=2**20)
        reader, writer = self._pair
        body = urlencode(form or {}).encode() if method == "POST" else b""
        lines = [
            f"{method} {path} HTTP/1.1",
            "Host: 127.0.0.1",
            f"Cookie: estate_session={self._cookie}",
            "Sec-Fetch-Site: same-origin",
            "HX-Request: true",
            "Content-Type: application/x-www-form-urlencoded",
            f"Content-Length: {len(body)}",
        ]
        writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
        await writer.drain()
        return reader

    def close(self) -> None:
        if self._pair:
            self._pair[1].close()
        self._pair = None


async def head(reader: asyncio.StreamReader) -> tuple[int, dict[str, str]]:
    """The status and headers of an answer."""
    lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    pairs = (line.partition(":") for line in lines[1:] if line)
    return int(lines[0].split()[1]), {name.lower(): value.strip() for name, _colon, value in pairs}


class Side:
    """One side of a conversation. beside: what the page asks for anew when something else changes. got: when each
    message's text was on this page, by its words."""

    def __init__(
        self, port: int, cookie: str, base: str, live: str, beside: tuple[str, ...] = ("/chat/count",)
    ) -> None:
        self.base, self.beside, self.got = base, beside, dict[str, float]()
        self._line, self._stream = Line(port, cookie), Line(port, cookie)
        self._live, self._after, self._stamp = live, 0, "2100-01-01T00:00:00.000Z"
        self._news, self._counts = asyncio.Event(), asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self.open = asyncio.Event()

    def begin(self) -> None:
        """Listen, and fetch whenever something is heard."""
        for work in (self._listen(), self._fetch(), self._count()):
            self._tasks.append(asyncio.create_task(work))

    async def say(self, form: dict[str, str]) -> float:
        """Send a message; answers when that began."""
        started = perf_counter()
        path = "/my/chat/messages" if self.base.startswith("/my/") else f"{self.base}/messages"
        status, text = await self._line.ask("POST", path, form)
        assert status == 200 and "data-said" in text, (status, text[:300])
        return started

    async def end(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._line.close()
        self._stream.close()

    async def _listen(self) -> None:
        reader = await self._stream.send("GET", self._live)
        status, _headers = await head(reader)
        assert status == 200, status
        self.open.set()
        while line := await reader.readline():
            if line.startswith((b"event: chat-", b"event: seen-")):
                self._news.set()
            elif line.startswith(b"event: "):
                self._counts.set()

    async def _fetch(self) -> None:
        while True:
            await self._news.wait()
            self._news.clear()
            form = {"after": str(self._after), "since": self._stamp, "seen": "1", "shape": ""}
            status, text = await self._line.ask("POST", f"{self.base}/news", form)
            now = perf_counter()
            assert status == 200, status
            for part in text.split('data-message="')[1:]:
                self._after = max(self._after, int(part.partition('"')[0]))
                if '<p class="lines">' in part:
                    words = part.split('<p class="lines">')[1].partition("<")[0]
                    assert words not in self.got, f"twice: {words}"
                    self.got[words] = now

    async def _count(self) -> None:
        while True:
            await self._counts.wait()
            self._counts.clear()
            for path in self.beside:
                await self._line.ask("GET", path)
            await asyncio.sleep(1)  # as the page gathers what comes within a second
