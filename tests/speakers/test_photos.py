"""Photos that people send: what is kept of them, and what is refused before it costs anything."""

import io
import struct
import time
import zlib

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from speakers.photos import BYTES_LIMIT, SIDE, Crop, PhotoError, Reason, square_photo

RED, GREEN, BLUE = (255, 0, 0), (0, 128, 0), (0, 0, 255)
NEAR = 12  # JPEG keeps colours, not numbers


def saved(image, kind="PNG", **options):
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def photo(size=(300, 300), colour=GREEN, mode="RGB"):
    return Image.new(mode, size, colour)


def squared(data, crop=Crop.MIDDLE):
    return Image.open(io.BytesIO(square_photo(io.BytesIO(data), len(data), crop)))


def colour_of(image):
    return image.convert("RGB").getpixel((image.width // 2, image.height // 2))


def is_near(found, wanted):
    return all(abs(one - other) <= NEAR for one, other in zip(found, wanted, strict=True))


def refused(data, size=None):
    with pytest.raises(PhotoError) as error:
        square_photo(io.BytesIO(data), len(data) if size is None else size)
    return error.value.reason


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_becomes_a_square_jpeg(kind):
    made = squared(saved(photo((400, 300)), kind))
    assert (made.format, made.mode, made.size) == ("JPEG", "RGB", (300, 300))
    assert is_near(colour_of(made), GREEN)


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGBA", "CMYK", "1", "I;16"])
def test_every_kind_of_pixel_is_read(mode):
    kind = "JPEG" if mode == "CMYK" else "PNG"
    assert squared(saved(photo(mode=mode, colour=0), kind)).mode == "RGB"


def test_what_is_transparent_becomes_white():
    made = squared(saved(Image.new("RGBA", (300, 300), (0, 0, 0, 0))))
    assert is_near(colour_of(made), (255, 255, 255))
    palette = photo(mode="P", colour=0)
    assert is_near(colour_of(squared(saved(palette, transparency=0))), (255, 255, 255))


def test_a_large_photo_is_made_smaller_and_a_small_one_is_not_made_larger():
    assert squared(saved(photo((2000, 1500)), "JPEG")).size == (SIDE, SIDE)
    assert squared(saved(photo((1999, 1500)))).size == (SIDE, SIDE)
    assert squared(saved(photo((200, 201)))).size == (200, 200)


def striped(orientation):
    """A photo that is seen as red, green and blue from its start to its end, stored turned by ``orientation``."""
    seen = Image.new("RGB", (300, 900) if orientation < 5 else (900, 300))
    for place, colour in enumerate([RED, GREEN, BLUE]):
        box = (0, place * 300) if seen.height > seen.width else (place * 300, 0)
        seen.paste(colour, (*box, box[0] + 300, box[1] + 300))
    back = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # the Transpose that undoes each
    return seen.transpose(back[orientation]) if orientation in back else seen


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize(("crop", "colour"), [(Crop.START, RED), (Crop.MIDDLE, GREEN), (Crop.END, BLUE)])
def test_the_part_that_was_chosen_is_the_part_that_is_seen(orientation, crop, colour):
    exif = Image.Exif()
    exif[0x0112] = orientation
    made = squared(saved(striped(orientation), exif=exif), crop)
    assert made.size == (300, 300)
    assert is_near(colour_of(made), colour)


def test_a_photo_is_turned_upright():
    halves = photo((300, 300), RED)
    halves.paste(BLUE, (0, 150, 300, 300))
    exif = Image.Exif()
    exif[0x0112] = 6  # taken with the camera on its side
    made = squared(saved(halves, "JPEG", exif=exif, quality=95))
    assert is_near(made.getpixel((290, 150)), RED)
    assert is_near(made.getpixel((10, 150)), BLUE)


def test_only_the_picture_is_kept():
    exif = Image.Exif()
    exif[0x010E] = "canary"  # description
    exif.get_ifd(0x8825)[1] = "N"  # where it was taken
    text = PngInfo()
    text.add_text("comment", "canary")
    for data in (
        saved(photo(), "JPEG", exif=exif, comment=b"canary"),
        saved(photo(), "PNG", exif=exif, pnginfo=text),
        saved(photo(), "WEBP", exif=exif, xmp=b"canary"),
        saved(photo(), "PNG") + b"<script>canary</script>",
        saved(photo(), "JPEG") + b"<?php canary ?>",
    ):
        assert b"canary" in data or b"N" in data
        made = square_photo(io.BytesIO(data), len(data))
        assert b"canary" not in made
        assert b"Exif" not in made
        assert dict(Image.open(io.BytesIO(made)).getexif()) == {}


def test_the_same_photo_gives_the_same_bytes():
    data = saved(photo((400, 300)))
    assert square_photo(io.BytesIO(data), len(data)) == square_photo(io.BytesIO(data), len(data))


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def flood(width, height):
    """A PNG of a few bytes that would unpack to a great many."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


PNG = saved(photo())

REFUSED = {
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', Reason.FORMAT),
    "html": (b"<!doctype html><script>alert(1)</script>", Reason.FORMAT),
    "eps": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 300 300\n", Reason.FORMAT),
    "pdf": (b"%PDF-1.7\n" + PNG, Reason.FORMAT),
    "gif": (saved(photo(), "GIF"), Reason.FORMAT),
    "gif that is a page": (b"GIF89a/*" + b"\0" * 100 + b"*/=1;alert(1)", Reason.FORMAT),
    "tiff": (saved(photo(), "TIFF"), Reason.FORMAT),
    "bmp": (saved(photo(), "BMP"), Reason.FORMAT),
    "ico": (saved(photo((256, 256)), "ICO"), Reason.FORMAT),
    "nothing": (b"", Reason.FORMAT),
    "text": ("照片".encode(), Reason.FORMAT),
    "40 megapixels": (flood(8000, 5000), Reason.PIXELS),
    "144 megapixels": (flood(12_000, 12_000), Reason.PIXELS),
    "400 megapixels": (flood(20_000, 20_000), Reason.PIXELS),
    "a line": (saved(photo((2000, 199))), Reason.SMALL),
    "cut off": (saved(photo((600, 600)), "JPEG")[:700], Reason.BROKEN),
    "header alone": (PNG[:40], Reason.FORMAT),
    "too few pixels": (flood(300, 300), Reason.BROKEN),
}


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_what_is_no_photo_is_refused_at_once(name):
    data, reason = REFUSED[name]
    began = time.monotonic()
    assert refused(data) == reason
    assert time.monotonic() - began < 1


def test_a_large_file_is_refused_unread():
    unread = io.BytesIO(PNG)
    with pytest.raises(PhotoError) as error:
        square_photo(unread, BYTES_LIMIT + 1)
    assert (error.value.reason, unread.tell()) == (Reason.BYTES, 0)
    assert str(error.value) == "Send a file of at most 10 MB."


def test_every_byte_may_be_broken():
    """Whatever is in the file, the answer is a picture or a reason."""
    whole = (
        saved(photo((210, 210)), "WEBP"),
        saved(photo((210, 210)), "JPEG"),
        saved(photo((210, 210), mode="P", colour=0)),
    )
    for data in whole:
        for position in range(0, len(data), max(1, len(data) // 60)):
            bad = data[:position] + bytes([data[position] ^ 0x5A]) + data[position + 1 :]
            try:
                made = square_photo(io.BytesIO(bad), len(bad))
            except PhotoError:
                continue
            assert made[:3] == b"\xff\xd8\xff"
