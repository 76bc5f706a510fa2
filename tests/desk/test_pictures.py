"""A picture within what is written: our address on the screen, a Content-ID in the mail."""

from __future__ import annotations

from makegood.conversations.queries import FileItem
from makegood.desk.pictures import for_mail, for_screen

PICTURE = FileItem(7, "lid.png", "image/png", 12, "abc@picture", True)
OTHER = FileItem(8, "receipt.pdf", "application/pdf", 12, "", False)


def test_a_pasted_picture_goes_out_under_its_content_id() -> None:
    assert for_mail('<img src="/files/7" alt="">', [PICTURE, OTHER]) == '<img src="cid:abc@picture" alt="">'


def test_a_file_that_is_not_the_drafts_own_stays_an_address() -> None:
    html = '<img src="/files/9"><img src="/files/8"> /files/7'
    assert for_mail(html, [PICTURE, OTHER]) == html


def test_it_is_shown_again_from_our_address() -> None:
    assert for_screen("<img src='cid:abc@picture'>", [PICTURE]) == "<img src='/files/7'>"
    assert for_screen('<img src="cid:unknown@x">', [PICTURE]) == '<img src="cid:unknown@x">'
