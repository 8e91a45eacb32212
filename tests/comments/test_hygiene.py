# ruff: noqa: RUF001 - look-alike letters are what this is about
import time

import pytest

from comments.hygiene import deceptions_in, looks_like, skeleton


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Plain words, café, naïve, Ångström.", []),
        ("Tiếng Việt có nhiều dấu; עִבְרִית; العَرَبِيَّةُ; हिन्दी; ไทยที่นี่", []),
        ("A family 👨‍👩‍👧, a flag 🏴, and می‌خواهم", []),
        ("10 kΩ, Δx, µm and πr²", []),
        ("Привет, Hello; VIP", []),
        ("pay \u202egpj.exe", ["turned text"]),
        ("\u2066x\u2069", ["turned text"]),
        ("a\x00b", ["unseen characters"]),
        ("zero\u200bwidth\ufeff", ["unseen characters"]),
        ("Z\u0351\u036b\u0343\u036a\u0302", ["heaped marks"]),
        ("раypal is here", ["mixed alphabets: раypal"]),
        ("\u202eх\u200bbadх", ["turned text", "unseen characters", "mixed alphabets: badх"]),
    ],
)
def test_what_deceives_is_named_and_living_languages_are_left_alone(text, found):
    assert deceptions_in(text) == found


@pytest.mark.parametrize(
    "name",
    [
        "Ola Berg",
        "ola  berg",
        "OLA BERG",
        "0la Berg",
        "Оlа Bеrg",
        "Ola.Berg",
        "Öla Bérg",
        "O\u200bla Berg",
        "ＯＬＡ Berg",
    ],
)
def test_names_that_a_hurried_eye_takes_for_another(name):
    assert looks_like(name, ["Kari Lie", "Ola Berg"]) == "Ola Berg"


@pytest.mark.parametrize("name", ["Ola", "Ola Bergen", "Kari Berg", "...", "", "\u200b"])
def test_other_names_are_their_own(name):
    assert looks_like(name, ["Ola Berg", "..."]) == ""


def test_two_letters_may_pose_as_one():
    assert skeleton("Rnary") == skeleton("Mary")


@pytest.mark.parametrize("text", ["а" * 9_999, "Z" + "\u0301" * 9_999, "аa " * 3_333])
def test_no_text_takes_long(text):
    began = time.process_time()

    deceptions_in(text)

    assert time.process_time() - began < 0.5
