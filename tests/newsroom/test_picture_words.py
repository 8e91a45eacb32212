"""What agencies and cameras write into a picture's file."""

import struct

import pytest
from PIL import Image

from newsroom.picture_words import Words
from newsroom.pictures import read_picture
from tests.factories_pictures import a_jpeg_with, a_picture_file


def read(file):
    return read_picture(file, max_bytes=1_000_000)


def a_block_of_iptc(letters="utf-8", **records):
    numbers = {"byline": 80, "credit": 110, "source": 115, "notice": 116, "caption": 120}
    body = b"".join(
        b"\x1c\x02" + bytes([numbers[name]]) + struct.pack(">H", len(text)) + text
        for name, text in ((name, said.encode(letters)) for name, said in records.items())
    )
    block = b"8BIM\x04\x04\x00\x00" + struct.pack(">I", len(body)) + body + b"\x00" * (len(body) % 2)
    payload = b"Photoshop 3.0\x00" + block
    return b"\xff\xed" + struct.pack(">H", len(payload) + 2) + payload


def test_the_credit_inside_the_file_is_read():
    segment = a_block_of_iptc(byline="Zoë Quist", credit="Harbour Pictures")

    assert read(a_jpeg_with(segment)).words.credit == "Zoë Quist / Harbour Pictures"
    assert read(a_picture_file()).words.credit == ""


def test_what_an_agency_says_of_its_picture_is_read():
    said = {"caption": "The ferry\r\nleaves.", "source": "Harbour Wire", "notice": "© 2026 Quist"}

    words = read(a_jpeg_with(a_block_of_iptc(**said))).words

    assert (words.caption, words.source) == ("The ferry leaves.", "Harbour Wire")
    assert (words.licence, words.credit) == ("© 2026 Quist", "")
    assert read(a_picture_file()).words == Words()


def test_words_of_the_file_are_cut_to_what_the_library_holds():
    words = read(a_jpeg_with(a_block_of_iptc(caption="x" * 900, source="y" * 900, notice="z" * 900))).words

    assert [len(text) for text in (words.caption, words.source, words.licence)] == [400, 200, 200]


def test_letters_of_older_programs_are_read():
    assert read(a_jpeg_with(a_block_of_iptc("cp1252", byline="Zoë Quist"))).words.credit == "Zoë Quist"


@pytest.mark.parametrize("wrong", [0x00, 0x1C, 0xFF])
def test_no_wrong_byte_in_the_block_of_words_refuses_the_picture(wrong):
    block = a_block_of_iptc(byline="Zoë", caption="x" * 20, notice="y")

    for place in range(4, len(block)):
        broken = block[:place] + bytes([wrong]) + block[place + 1 :]
        assert (place, read(a_jpeg_with(broken)).width) == (place, 64)


def test_without_a_newsroom_credit_the_artist_that_the_camera_wrote_is_read():
    exif = Image.Exif()
    exif[0x013B] = "Ada  Lens\x00"

    assert read(a_picture_file(exif=exif)).words.credit == "Ada Lens"


def test_a_broken_credit_does_not_refuse_the_picture():
    assert read(a_jpeg_with(b"\xff\xed\x00\x18Photoshop 3.0\x008BIM\x04\x04\x00\x00")).words.credit == ""
