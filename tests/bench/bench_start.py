"""Cold start and memory of the built executable, beside Python that only starts and serves one fixed page."""

import importlib.util
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Any

SMOKE = Path(__file__).parents[2] / "build" / "smoke.py"
BARE = """
import http.server, threading, urllib.request
class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers(); self.wfile.write(b"page")
    def log_message(self, *_): pass
server = http.server.HTTPServer(("127.0.0.1", 0), Page)
threading.Thread(target=server.serve_forever, daemon=True).start()
urllib.request.urlopen(f"http://127.0.0.1:{server.server_port}/").read()
"""


def run() -> list[dict[str, Any]]:
    """Measures: seconds to the first page and MiB; nothing when there is no executable (`make binary` builds it)."""
    smoke = _smoke()
    if not smoke.EXECUTABLE.exists():
        return []
    with tempfile.TemporaryDirectory() as folder:
        figures = smoke.measure(Path(folder) / "data")
    started = perf_counter()
    subprocess.run([sys.executable, "-c", BARE], check=True)
    bare = perf_counter() - started
    memory = sum(figures["memory_mib"].values())
    return [
        {
            "name": "executable, cold start to the first page",
            "value": figures["first_page_seconds"],
            "unit": "s",
            "baseline": round(bare, 2),
            "ratio": round(figures["first_page_seconds"] / bare, 1),
        },
        {
            "name": f"executable, memory {figures['memory_mib']}",
            "value": round(memory, 1),
            "unit": "MiB",
            "baseline": None,
            "ratio": None,
        },
        {
            "name": "executable, size",
            "value": figures["size_mib"],
            "unit": "MiB",
            "baseline": None,
            "ratio": None,
        },
    ]


def _smoke() -> Any:
    spec = importlib.util.spec_from_file_location("smoke", SMOKE)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["smoke"] = module
    spec.loader.exec_module(module)
    return module
