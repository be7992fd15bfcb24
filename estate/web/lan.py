"""Where the appliance is found on the local network, as an address and as a QR code."""

import socket

import segno
from markupsafe import Markup


def lan_address() -> str:
    """This machine's address on the local network; nothing is sent to find it."""
    probe = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        probe.connect(
            ("192.0.2.1", 9)
        )  # an address of documentation only: connecting a datagram socket sends nothing
        return str(probe.getsockname()[0])
    except OSError:
        return "127.0.0.1"
    finally:
        probe.close()


def lan_url(port: int) -> str:
    """The address that phones in the office's network open."""
    return f"http://{lan_address()}:{port}/"


def https_url(port: int) -> str:
    """The address that enrolled tablets open."""
    return f"https://{lan_address()}:{port}/"


def qr_svg(text: str, *, scale: int = 4) -> Markup:
    """A QR code as inline SVG, `scale` pixels a module; with a viewBox, so that a style may size it uncut."""
    # To choose the prettiest of eight masks takes 90% of the time; readers undo whichever it is.
    code = segno.make(text, error="m", micro=False, mask=3)
    wide, high = code.symbol_size(scale=scale, border=2)
    svg = code.svg_inline(scale=scale, border=2, dark="#000", light="#fff")
    return Markup(svg.replace("<svg ", f'<svg viewBox="0 0 {wide} {high}" ', 1))
