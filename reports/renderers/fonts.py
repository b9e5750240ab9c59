"""The fonts of the PDF: one set on every machine, because equal papers must give equal bytes everywhere.

They come from wheels on PyPI whose hashes are pinned in requirements-fonts.txt, never from the system. Latin, Cyrillic
and Greek need no file: Libertinus Serif is inside the typst wheel. ``python -m reports.renderers.fonts`` installs them.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DEFAULT_DIRECTORY = ROOT / "var" / "fonts"
REQUIREMENTS = ROOT / "requirements-fonts.txt"

SONG = "NotoSerifCJKsc-Regular.ttf"
SONG_ORIGINAL = "NotoSerifCJKsc-Regular.otf"
HEI = "NotoSansSC-{}.ttf"
HEI_WEIGHTS = {"Regular": 400, "Bold": 700}
NASKH = "Amiri-{}.ttf"
NASKH_STYLES = ("Regular", "Bold", "Italic")

# Every file that typst may read, with the name of its face. Chinese has no bold Song here: convention sets headings
# and emphasis in Hei, so that one serif weight and two sans weights are a whole family.
FACES = {
    SONG: "Noto Serif CJK SC Regular",
    **{HEI.format(style): f"Noto Sans SC {style}" for style in HEI_WEIGHTS},
    **{NASKH.format(style): f"Amiri {style}" for style in NASKH_STYLES},
}
LICENCES = ("NotoSerifCJKsc-OFL.txt", "NotoSansSC-OFL.txt", "Amiri-OFL.txt")


class FontError(Exception):
    """The fonts are missing or cannot be installed; the message says what to do."""


@dataclass(frozen=True, slots=True)
class FontSet:
    """The faces that a paper can be set in: name of the face to SHA-256 of its file."""

    faces: dict[str, str]
    typst: str

    @property
    def digest(self) -> str:
        """Name the set in twelve hexadecimal digits; the typst version stands for the face inside its wheel."""
        parts = [*sorted(self.faces.values()), self.typst]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]


def missing(directory: Path) -> list[str]:
    """Name the font files that are not in a directory."""
    return [name for name in FACES if not (directory / name).is_file()]


def font_set(directory: Path) -> FontSet:
    """Read which fonts a directory holds; all of them must be there."""
    if absent := missing(directory):
        command = "python -m reports.renderers.fonts"
        raise FontError(f"Fonts are missing in {directory}: {', '.join(absent)}. Run {command} (or make setup).")
    stamps = tuple((name, (directory / name).stat().st_mtime_ns) for name in FACES)
    return _read_set(directory, stamps)


def digest(directory: Path) -> str:
    """Name the font set of a directory."""
    return font_set(directory).digest


def characters(directory: Path) -> frozenset[int]:
    """Every character that the files of a directory have, by code point; the face inside the compiler is not read."""
    files = [directory / name for name in FACES]
    return _characters(tuple((file, file.stat().st_mtime_ns) for file in files))


@lru_cache(maxsize=4)
def _characters(files: tuple[tuple[Path, int], ...]) -> frozenset[int]:
    from fontTools.ttLib import TTFont  # noqa: PLC0415  slow to import, and only the check before printing needs it

    found: set[int] = set()
    for file, _ in files:
        with TTFont(file, lazy=True) as font:
            found.update(font.getBestCmap())
    return frozenset(found)


@lru_cache(maxsize=4)
def _read_set(directory: Path, stamps: tuple[tuple[str, int], ...]) -> FontSet:
    # 60 MB are hashed once a process; the times in the key notice an exchanged file.
    faces = {}
    for name, _ in stamps:
        with (directory / name).open("rb") as file:
            faces[FACES[name]] = hashlib.file_digest(file, "sha256").hexdigest()
    return FontSet(faces=faces, typst=metadata.version("typst"))


def install(directory: Path = DEFAULT_DIRECTORY, report: Callable[[str], object] = lambda _: None) -> FontSet:
    """Download and prepare the fonts unless they are there; a failure leaves the directory as it was."""
    if not missing(directory):
        return font_set(directory)
    directory.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="fonts-", dir=directory.parent) as workshop:
        wheels, built = Path(workshop, "wheels"), Path(workshop, "fonts")
        wheels.mkdir()
        built.mkdir()
        report("downloading the font wheels (111 MB)")
        _download(wheels)
        report("preparing the fonts (one or two minutes)")
        _extract(wheels, built)
        _replace(directory, built, Path(workshop, "old"))
    return font_set(directory)


def _replace(directory: Path, built: Path, old: Path) -> None:
    try:
        if directory.exists():
            directory.rename(old)
        built.rename(directory)
    except OSError as error:
        # Another process may have finished first; its fonts are the same.
        if missing(directory):
            raise FontError(
                f"The fonts could not be moved to {directory}: {error}. Remove it and try again."
            ) from error


def _download(wheels: Path) -> None:
    options = ["--quiet", "--no-deps", "--only-binary=:all:", "--require-hashes", "--disable-pip-version-check"]
    command = [sys.executable, "-m", "pip", "download", *options, "-r", str(REQUIREMENTS), "-d", str(wheels)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  no user input
    if result.returncode:
        # pip lists every index it could not read before it says what failed.
        errors = [line for line in result.stderr.splitlines() if line.startswith("ERROR")]
        reason = (errors or result.stderr.strip().splitlines() or ["no message"])[-1]
        raise FontError(
            f"pip could not download the fonts ({reason}). Check the network and the package index, then run "
            "python -m reports.renderers.fonts again; or copy var/fonts from a machine that has it."
        )


def _extract(wheels: Path, built: Path) -> None:
    """Take the free fonts and their licences out of the wheels; mplfonts also carries SimHei, which is not free."""
    mplfonts = _wheel(wheels, "mplfonts")
    noto = _wheel(wheels, "justmytype_intl_cjk")
    amiri = _wheel(wheels, "fontpkg_amiri")
    original = wheels / SONG_ORIGINAL
    original.write_bytes(_member(mplfonts, f"mplfonts/fonts/{SONG_ORIGINAL}"))
    _to_truetype(original, built / SONG)
    for style in NASKH_STYLES:
        (built / NASKH.format(style)).write_bytes(_member(amiri, f"fontpkg_amiri/files/{NASKH.format(style)}"))
    variable = wheels / "variable.ttf"
    folder = "justmytype_intl_cjk/fonts/ofl/notosanssc"
    variable.write_bytes(_member(noto, f"{folder}/NotoSansSC[wght].ttf"))
    for style, weight in HEI_WEIGHTS.items():
        _instantiate(variable, weight, built / HEI.format(style))
    noto_licence = _member(noto, f"{folder}/OFL.txt").decode()
    # The wheel of the serif has no licence text of its own; its name table gives the same licence and this owner.
    change = "Changed by Plenary: the outlines were turned from CFF into TrueType ones."
    song_licence = f"{_copyright(original)}\n{change}\n" + noto_licence.split("\n", 1)[1]
    amiri_licence = _member(amiri, "fontpkg_amiri/LICENSE").decode()
    for name, text in zip(LICENCES, (song_licence, noto_licence, amiri_licence), strict=True):
        (built / name).write_text(text, encoding="utf-8")


def _wheel(wheels: Path, name: str) -> Path:
    found = sorted(wheels.glob(f"{name}-*.whl"))
    if not found:
        raise FontError(f"The wheel {name} was not downloaded; {REQUIREMENTS.name} must name it.")
    return found[0]


def _member(wheel: Path, path: str) -> bytes:
    with zipfile.ZipFile(wheel) as archive:
        try:
            return archive.read(path)
        except KeyError:
            raise FontError(f"{wheel.name} has no {path}; use the version in {REQUIREMENTS.name}.") from None


def _instantiate(variable: Path, weight: int, target: Path) -> None:
    """Cut one weight out of the variable font: typst sets variable fonts in their default weight, here the thinnest."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415  slow to import, and only an installation needs it
    from fontTools.varLib import instancer  # noqa: PLC0415

    with TTFont(variable, recalcTimestamp=False) as font:
        instancer.instantiateVariableFont(font, {"wght": weight}, inplace=True, updateFontNames=True)
        font.save(target)


def _to_truetype(original: Path, target: Path) -> None:
    """Turn the outlines of the Song into TrueType ones, at most half a thousandth of an em away from the originals.

    typst embeds a part of a CID-keyed CFF font with its matrix written twice, and page-validation 0.11 then reads every
    width as zero. No reader sees that, but a conformance check that cries wolf is no check.
    """
    from fontTools.pens.cu2quPen import Cu2QuPen  # noqa: PLC0415  slow to import, and only an installation needs it
    from fontTools.pens.ttGlyphPen import TTGlyphPen  # noqa: PLC0415
    from fontTools.ttLib import TTFont, newTable  # noqa: PLC0415

    with TTFont(original, recalcTimestamp=False) as font:
        names = font.getGlyphOrder()
        outlines = font.getGlyphSet()
        font["glyf"] = glyf = newTable("glyf")
        font["loca"] = newTable("loca")
        glyf.glyphOrder, glyf.glyphs = names, {}
        for name in names:
            pen = TTGlyphPen(None)
            outlines[name].draw(Cu2QuPen(pen, 0.5, reverse_direction=True))
            glyf.glyphs[name] = glyph = pen.glyph()
            glyph.recalcBounds(glyf)
            font["hmtx"][name] = (font["hmtx"][name][0], getattr(glyph, "xMin", 0))
        maxp = font["maxp"]
        maxp.tableVersion = 0x00010000
        maxp.maxZones = 1
        for limit in ("TwilightPoints", "Storage", "FunctionDefs", "InstructionDefs", "StackElements"):
            setattr(maxp, f"max{limit}", 0)
        maxp.maxSizeOfInstructions = maxp.maxComponentElements = 0
        font["head"].glyphDataFormat = 0
        font.sfntVersion = "\x00\x01\x00\x00"
        for table in ("CFF ", "VORG", "DSIG"):
            del font[table]
        font.save(target)


def _copyright(path: Path) -> str:
    from fontTools.ttLib import TTFont  # noqa: PLC0415  slow to import, and only an installation needs it

    with TTFont(path, lazy=True) as font:
        return str(font["name"].getDebugName(0))


def main() -> int:
    """Install the fonts into the directory given, or into var/fonts."""
    directory = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT_DIRECTORY
    try:
        fonts = install(directory, report=lambda text: print(text, file=sys.stderr, flush=True))  # noqa: T201
    except FontError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1
    print(f"{len(fonts.faces)} fonts in {directory}, set {fonts.digest}")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
