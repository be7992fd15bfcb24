"""What stands in for the office when it cannot be reached, and the camera that reads its labels."""

from estate.access.permissions import PUBLIC, SIGNED_IN
from estate.web import Response, assets, get, page


@get("/offline", permission=PUBLIC)
def show_offline() -> Response:
    """The page that the service worker keeps for every address that it has nothing else for."""
    return page("tablets/offline.html")


@get("/scan", permission=SIGNED_IN)
def show_camera() -> Response:
    """Read a label in the page; where it leads is /scan/ and its token."""
    reader = assets.url("vendor/qr/decode.js")
    # It imports its other half from beside itself.
    return page("tablets/scan.html", reader=reader, reader_part=reader.replace("decode.js", "index.js"))


ROUTES = [show_offline, show_camera]
