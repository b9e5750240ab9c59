"""Where a printed paper can be looked up: the address with its digest, and the same as a QR code (ISO/IEC 18004)."""

from __future__ import annotations

import io

import segno


def address(verify: str, digest: str) -> str:
    """Where the paper with this digest (SHA-256 of its canonical form) is verified; empty where nowhere."""
    return f"{verify}{digest}/" if verify and digest else ""


def dots(text: str) -> list[str]:
    """The code as rows of 0 and 1, without its quiet zone."""
    return ["".join(map(str, row)) for row in segno.make(text, error="m", micro=False).matrix]


def svg(text: str) -> str:
    """The code as an SVG element."""
    made = io.BytesIO()
    code = segno.make(text, error="m", micro=False)
    code.save(made, kind="svg", border=2, scale=3, xmldecl=False, nl=False, svgclass="qr", lineclass=None)
    return made.getvalue().decode()


def png(text: str) -> bytes:
    """The code as a PNG."""
    made = io.BytesIO()
    segno.make(text, error="m", micro=False).save(made, kind="png", border=2, scale=6)
    return made.getvalue()
