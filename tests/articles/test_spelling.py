"""What is offered for words that the paper does not know."""

import pytest

from articles.models import Release
from articles.spelling import did_you_mean


def faces(*headlines):
    found = [Release(headline=headline) for headline in headlines]
    for story in found:
        story.face = ""
    return found


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("lanterm", "Lantern"),
        ("lanetrn", "Lantern"),
        ("habour", "harbour"),
        ("lant", "Lantern"),
        ("lantern", ""),
        ("LANTERN habour", "LANTERN harbour"),
        ('"old lanterm" -habour OR x', '"old Lantern" -harbour OR x'),
        ("zebra", ""),
        ("la", ""),
        ("", ""),
    ],
)
def test_an_unknown_word_is_the_likeliest_known_one(typed, meant):
    assert did_you_mean(typed, faces("The old Lantern", "Lantern of the harbour")) == meant


@pytest.mark.parametrize("word", ["ferry", "bridge", "council", "harbour"])
def test_one_slip_anywhere_in_a_word_is_understood(word):
    others = ["fares are frozen before Friday", "a badge by the barge", "a counsel of hours for labour"]
    known = faces(word, *others)
    slips = {f"{word[:at]}{word[at + 1]}{word[at]}{word[at + 2 :]}" for at in range(len(word) - 1)}
    slips |= {f"{word[:at]}x{word[at + 1 :]}" for at in range(len(word))}
    slips |= {f"{word[:at]}x{word[at:]}" for at in range(len(word))}
    slips |= {f"{word[:at]}{word[at + 1 :]}" for at in range(len(word))}

    understood = {slip: did_you_mean(slip, known) or slip for slip in slips}

    assert set(understood.values()) == {word}, understood


def test_of_two_as_likely_it_is_the_more_common_one():
    assert did_you_mean("cabs", faces("cabe", "cabt cabt", "cabe cabe")) == "cabe"


def test_a_paper_without_stories_offers_nothing():
    assert did_you_mean("lantern", []) == ""


def test_the_words_beside_the_headline_are_known_too():
    story = Release(headline="One")
    story.face = "By Ana Lindqvist"

    assert did_you_mean("lindkvist", [story]) == "Lindqvist"
