"""The appliance with a page of a round as a site needs it: `python -m tests.browser.site serve …`.

What arrives is written to received.jsonl in the data folder, each key once, as a feature's own table would have it. While a
file `die` lies there, the process is killed between the write and the answer.
"""

import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, DictLoader
from PIL import Image

import estate.features
from estate.__main__ import main
from estate.access.permissions import SIGNED_IN
from estate.data import files, store
from estate.refusal import Refused
from estate.web import Posted, Response, current, get, page, photos, post, redirect
from estate.web.page import environment

PAGE = """
{% extends "layout.html" %}
{% import "components/ui.html" as ui with context %}
{% import "components/offline.html" as offline with context %}
{% block title %}{{ point }}{% endblock %}
{% block scripts %}{{ offline.scripts() }}{% endblock %}
{% block main %}
{{ offline.bar(["/round/1", "/round/2", "/round/3"]) }}
{{ ui.page_head("Point " ~ point) }}
{% if trouble %}<div class="field"><p class="error" id="trouble">{{ trouble }}</p></div>{% endif %}
{% call ui.form("/round/" ~ point, id="check", multipart=true, key=key, attrs={
  "data-offline": "round-" ~ lane, "data-offline-title": "Point " ~ point, "data-offline-next": next}) %}
  <div class="field"><label for="note">Note</label><input class="control" id="note" name="note"></div>
  <div class="field"><label for="photo">Photo</label>
    <input class="control file" type="file" id="photo" name="photo" accept="image/*"></div>
  <input type="hidden" name="device_at">
  {{ ui.form_actions("Send the check") }}
{% endcall %}
{% endblock %}
"""


def received() -> Path:
    return store.current().folder / "received.jsonl"


def entries() -> list[dict[str, Any]]:
    path = received()
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []


@get("/round/{point:int}", permission=SIGNED_IN)
def show_point(point: int) -> Response:
    return _page(point)


@post("/round/{point:int}", permission=SIGNED_IN)
def check_point(point: int, posted: Posted) -> Response:
    key, queued = posted.get("idempotency_key"), current().queued
    if posted.get("note") == "bad":
        return _page(point, "This note is not taken.", 422)
    size: list[int] = []
    for photo in posted.files("photo"):
        try:
            name = photos.keep(photo.content)
        except Refused as refused:
            return _page(point, refused.message, 422)
        with Image.open(files.path_of(name)) as kept:
            size = [*kept.size, len(kept.getexif()), len(photo.content)]
    if all(one["key"] != key for one in entries()):
        with received().open("a", encoding="utf-8") as file:
            one = {
                "key": key,
                "point": point,
                "note": posted.get("note"),
                "at": posted.get("device_at"),
                "size": size,
            }
            file.write(json.dumps({**one, "seq": queued.sequence if queued else 0}) + "\n")
    if (store.current().folder / "die").exists():
        os.kill(os.getpid(), signal.SIGKILL)
    return redirect(f"/round/{point + 1}", toast="Noted")


def _page(point: int, trouble: str = "", status: int = 200) -> Response:
    following = f"/round/{point + 1}" if point < 3 else ""
    key = os.urandom(8).hex()
    lane = 2 if point > 3 else 1
    return page("round.html", point=point, key=key, lane=lane, next=following, trouble=trouble, status=status)


if __name__ == "__main__":
    loaded = environment()
    loaded.loader = ChoiceLoader([DictLoader({"round.html": PAGE}), *filter(None, [loaded.loader])])
    estate.features.ROUTES += [show_point, check_point]
    sys.exit(main())
