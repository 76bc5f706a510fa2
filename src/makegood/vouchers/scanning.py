"""The code on a photo of a voucher, for phones whose browser cannot read it by itself. Nothing of the photo is kept."""

from __future__ import annotations

import io

import zxingcpp
from PIL import Image, ImageOps

from makegood.vouchers import codes

LARGEST = 15 * 1024 * 1024
MOST_PIXELS = 60_000_000
SIDE = 1600  # a code that fills a tenth of it is still read
KINDS = ("JPEG", "PNG", "WEBP", "GIF", "BMP")


def code_in(photo: bytes) -> str:
    """The first code of ours on it; "" when there is none, or when it is no photo."""
    if len(photo) > LARGEST:
        return ""
    try:
        with Image.open(io.BytesIO(photo), formats=KINDS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                return ""
            opened.draft("L", (SIDE, SIDE))
            picture = ImageOps.exif_transpose(opened).convert("L")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):  # as Pillow says that it is no picture
        return ""
    picture.thumbnail((SIDE, SIDE))
    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    return next((code for one in found if (code := codes.read(one.text))), "")
