# ruff: noqa: RUF001 - look-alike letters are what this is about
import json
import random
from pathlib import Path

import pytest
from django.conf import settings

from comments.words import MOST_FOUND, WordList, fault_of, word_list, words_of

CASES = Path(settings.BASE_DIR).parent / "shared" / "cases" / "comments" / "banned_words.jsonl"
GROUPS = ("phrase_boundary", "wildcard_token", "wildcard_sentence")


def is_in(entry, text):
    return bool(WordList([entry]).find(text))


def test_the_shared_cases_hold():
    rows = [json.loads(line) for line in CASES.read_text().splitlines()] if CASES.exists() else []
    wrong = [
        (row["id"], row["words"], row["input"])
        for row in rows
        if row["group"] in GROUPS
        and bool(WordList(row["words"]).find(row["input"])) != (row["expect"] == "match")
    ]

    assert wrong == []


def test_the_shared_cases_of_words_to_hold_and_of_what_a_word_is_hold_too():
    """Of ``moderation_keys`` a substring is no word here, which its three cases allow."""
    rows = [json.loads(line) for line in CASES.read_text().splitlines()] if CASES.exists() else []
    held = [row for row in rows if row["group"] == "moderation_keys"]
    wrong = [
        row["id"]
        for row in held
        if bool(WordList(row["words"]).find(row["input"])) != (row["expect"] == "hold")
    ]
    for row in (row for row in rows if row["group"] == "tokenise"):
        found = [row["input"][word.start : word.end] for word in words_of(row["input"])]
        wrong += [] if found == row["expect"] else [(row["id"], found)]

    assert wrong == []


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        ("bad", "b\u200bad"),
        ("bad", "b\u00ada\u2060d"),
        ("bad", "\x00bad"),
        ("bad", "ｂａｄ"),
        ("bad", "ⓑⓐⓓ"),
        ("bad", "b\u0336a\u0337d"),
        ("bad", "bad_word"),
        ("bad", "4bad2"),
        ("café", "CAFE\u0301"),
        ("cafe\u0301", "café"),
        ("straße", "STRASSE"),
        ("istanbul", "İSTANBUL"),
        ("ΟΔΟΣ", "οδος"),
        ("한국", "\u1112\u1161\u11ab\u1100\u116e\u11a8"),
        ("हिन्दी", "हिन्दी है"),
        ("don't", "don’t"),
        ("french fries", "French\n\n--- «fries»"),
        ("french fries", "french\u200bfries"),
        ("french fries", "french1 fries2"),
        ("route 66", "on Route 66!"),
        ("*ing thing", "a doing thing"),
        ("buy * now", "buy this now"),
        ("v*gra", "v1agra99"),
        ("f*k o*", "fk off"),
        ("傻瓜", "你是傻瓜吗"),
        ("傻*瓜", "你是傻大瓜吗"),
        ("バカ", "お前バカだ"),
        ("  bad  ", "bad"),
    ],
)
def test_it_is_found(entry, text):
    assert is_in(entry, text)


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        ("cafe", "café"),
        ("1km", "21km"),
        ("1km", "1 km"),
        ("french fries", "frenchfries"),
        ("french fries", "french or fries"),
        ("हि", "हिन्दी"),
        ("bad", "бad"),
        ("buy * now", "buy now"),
        ("buy * now", "buy this stuff now"),
        ("a*b", "a b"),
        ("ab*ba", "aba"),
        ("傻瓜", "傻 瓜"),
        ("*", "anything"),
        ("!!!", "!!!"),
        ("", ""),
    ],
)
def test_it_is_not_found(entry, text):
    assert not is_in(entry, text)


def test_what_is_found_says_the_entry_as_listed_and_where_it_stands():
    text = "So B\u200bAD, and french!fries."

    found = word_list("french fries\nba*\n").find(text)

    assert [(one.entry, text[one.start : one.end]) for one in found] == [
        ("ba*", "B\u200bAD"),
        ("french fries", "french!fries"),
    ]


def test_a_long_text_full_of_it_yields_so_many_and_no_more():
    assert len(word_list("bad").find("bad " * 2500)) == MOST_FOUND


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ("bad", ""),
        ("*x*", ""),
        ("**", "An entry needs at least one letter or digit."),
        ("👍!", "An entry needs at least one letter or digit."),
        ("x" * 101, "An entry has at most 100 characters."),
    ],
)
def test_an_entry_that_can_find_nothing_has_a_fault(entry, fault):
    assert fault_of(entry) == fault


def long_list():
    """Five thousand entries with stars and a text of ten thousand characters made of the same syllables."""
    dice = random.Random(1)  # noqa: S311 - the same list every time
    syllables = [a + b for a in "bcdfghklmnprst" for b in "aeiou"]

    def word():
        return "".join(dice.choices(syllables, k=dice.choice((2, 4, 6))))

    shapes = (
        lambda w: f"{w[:5]}*",
        lambda w: f"*{w[-5:]}",
        lambda w: f"*{w[:6]}*",
        lambda w: f"{w[:3]}*{w[-3:]}",
        lambda w: f"{w[:4]}* {word()}",
    )
    entries = [dice.choice(shapes)(word()) for _ in range(5000)]
    return WordList(entries), " ".join(word() for _ in range(1250))


def test_of_five_thousand_entries_with_stars_few_are_tried_on_a_word():
    entries, text = long_list()
    words = words_of(text)

    assert len(words) == 1250
    assert sum(1 for _ in entries.trials(words)) < 10 * len(words)


@pytest.mark.parametrize(
    "text", ["a" * 10_000, "a1" * 5_000, "a " * 5_000, "ba" * 5_000, "傻" * 3_333, "\u0301" * 9_999]
)
def test_no_text_makes_the_trials_many(text):
    entries = WordList([f"*{'a' * n}*b" for n in range(1, 60)] + ["*a*a*a*a*a*b", "a*a*a*b", "*傻*瓜*"])
    words = words_of(text)

    assert sum(1 for _ in entries.trials(words)) == 0
    assert entries.find(text) == []
