"""Photos that people send: looked at without trust, cut square, and written anew.

What arrives may be anything. Three formats are opened, by content and never by name; the number of pixels is read from
the header before a pixel is decoded; and only pixels survive: places, cameras and whatever hid behind the picture are
not copied.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import BinaryIO

from PIL import Image, UnidentifiedImageError

from forums.exceptions import DomainError

FORMATS = ("JPEG", "PNG", "WEBP")
BYTES_LIMIT = 10 * 1024 * 1024
PIXELS_LIMIT = 25_000_000
SIDE = 1200  # pixels of the square that is kept; a smaller photo stays as large as it is
SMALLEST = 200  # pixels of the shorter side, below which nothing can be printed

# How a picture is turned upright, by its orientation (EXIF 2.32, 4.6.5.1).
_ORIENTATION = 0x0112
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# Orientations whose stored rows, or columns, run against what is seen.
_ROWS_REVERSED = {3, 4, 6, 7}
_COLUMNS_REVERSED = {2, 3, 7, 8}


class Reason(StrEnum):
    """Why a file cannot be used."""

    FORMAT = "format"
    BYTES = "bytes"
    PIXELS = "pixels"
    SMALL = "small"
    BROKEN = "broken"


_TOLD = {
    Reason.FORMAT: "Send the photo as JPEG, PNG or WebP.",
    Reason.BYTES: "Send a file of at most 10 MB.",
    Reason.PIXELS: "Send a photo of at most 25 megapixels.",
    Reason.SMALL: "Send a photo of at least 200 pixels in width and height.",
    Reason.BROKEN: "The file is damaged; send the photo again.",
}


class PhotoError(DomainError):
    """The file cannot be used as a photo; ``reason`` says why, for pages in other languages."""

    def __init__(self, reason: Reason) -> None:
        self.reason = reason
        super().__init__(_TOLD[reason])


class Crop(StrEnum):
    """Which part of a photo that is not square is kept, along its longer side."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


_PLACES = {Crop.START: 0.0, Crop.MIDDLE: 0.5, Crop.END: 1.0}


def square_photo(file: BinaryIO, size: int, crop: Crop = Crop.MIDDLE) -> bytes:
    """A square JPEG of the photo in ``file``, of ``size`` bytes; upright and without metadata.

    Raises PhotoError for what is no photo, too large, too small or damaged.
    """
    image = _opened(file, size)
    if min(image.size) < SMALLEST:
        raise PhotoError(Reason.SMALL)
    with _decoding():
        return _jpeg(_squared(image, crop))


def whole_photo(file: BinaryIO, size: int, *, side: int) -> bytes:
    """A JPEG of the whole photo in ``file``, of ``size`` bytes: upright, without metadata, ``side`` pixels at most.

    Raises PhotoError for what is no photo, too large, too small or damaged.
    """
    image = _opened(file, size)
    if min(image.size) < SMALLEST:
        raise PhotoError(Reason.SMALL)
    with _decoding():
        orientation = image.getexif().get(_ORIENTATION, 1)
        image.draft("RGB", (side, side))
        image = image.convert("RGBA")
        image.thumbnail((side, side), Image.Resampling.LANCZOS)
        if orientation in _UPRIGHT:
            image = image.transpose(_UPRIGHT[orientation])
        return _jpeg(_on_paper(image))


def small_png(file: BinaryIO, size: int, *, box: tuple[int, int]) -> bytes:
    """A PNG of the picture in ``file``, of ``size`` bytes, that fits into ``box`` pixels; whole, without metadata.

    Raises PhotoError for what is no picture, too large or damaged.
    """
    image = _opened(file, size)
    with _decoding():
        image = image.convert("RGBA")
        image.thumbnail(box, Image.Resampling.LANCZOS)
        # Pixels alone: a new picture has no profile or comment to write.
        image.info = {}
        buffer = io.BytesIO()
        image.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


@contextmanager
def _decoding() -> Iterator[None]:
    """Where pixels are read: Pillow's decoders raise whatever the broken byte led to."""
    try:
        yield
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, OverflowError) as error:
        raise PhotoError(Reason.BROKEN) from error


def _opened(file: BinaryIO, size: int) -> Image.Image:
    """The image by its header alone; nothing is decoded yet. Raises PhotoError for what is none, or is too large."""
    if size > BYTES_LIMIT:
        raise PhotoError(Reason.BYTES)
    image = _identified(file)
    width, height = image.size
    if width * height > PIXELS_LIMIT:
        raise PhotoError(Reason.PIXELS)
    return image


def _identified(file: BinaryIO) -> Image.Image:
    try:
        return Image.open(file, formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PhotoError(Reason.PIXELS) from error
    except UnidentifiedImageError as error:
        raise PhotoError(Reason.FORMAT) from error
    except (OSError, SyntaxError, ValueError) as error:
        raise PhotoError(Reason.BROKEN) from error


def _squared(image: Image.Image, crop: Crop) -> Image.Image:
    orientation = image.getexif().get(_ORIENTATION, 1)
    # A JPEG is decoded no larger than it is needed.
    image.draft("RGB", (SIDE, SIDE))
    width, height = image.size
    side = min(width, height)
    place = _PLACES[crop]
    if orientation in (_ROWS_REVERSED if height > width else _COLUMNS_REVERSED):
        place = 1 - place
    left, top = round((width - side) * place), round((height - side) * place)
    if image.mode not in {"RGB", "RGBA", "L"}:
        image = image.convert("RGBA" if "transparency" in image.info or image.mode in {"LA", "PA"} else "RGB")
    kept = min(side, SIDE)
    # Cut and made smaller in one step: no second copy of a large picture.
    square = image.resize((kept, kept), Image.Resampling.LANCZOS, (left, top, left + side, top + side), reducing_gap=3)
    if orientation in _UPRIGHT:
        square = square.transpose(_UPRIGHT[orientation])
    return _on_paper(square)


def _on_paper(image: Image.Image) -> Image.Image:
    """The picture in three colours, white where nothing hid what lies beneath."""
    if image.mode != "RGBA":
        return image.convert("RGB")
    paper = Image.new("RGB", image.size, "white")
    paper.paste(image, mask=image.getchannel("A"))
    return paper


def _jpeg(image: Image.Image) -> bytes:
    # Pixels alone: a new picture has no profile, comment or EXIF to write.
    image.info = {}
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=88, optimize=True, exif=b"")
    return buffer.getvalue()
