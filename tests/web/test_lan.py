"""QR codes keep all their modules when a page makes them smaller."""

import re

from estate.web.lan import qr_svg


def test_a_code_can_be_sized_without_being_cut() -> None:
    svg = qr_svg("http://192.0.2.2:8080/my/receipts/SJ2026-000001", scale=4)
    wide, high = re.findall(r'(?:width|height)="(\d+)"', svg)
    assert f'viewBox="0 0 {wide} {high}"' in svg
