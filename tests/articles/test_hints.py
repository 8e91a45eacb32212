import pytest

from articles.hints import hint_on, unsupported_in_each, unsupported_words

BODY = (
    "<p>The mayor, Ana Reis, said it cost £1,200 on 4 May, paid by whom.</p>"
    "<p>O\u2019Neill\u2019s boat left Saint-Malo.</p>"
)


@pytest.mark.parametrize(
    ("point", "missing"),
    [
        ("Ana Reis paid £1,200", []),
        ("Ana Reis paid 1200 on 4 May", []),
        ("Ana Reis's boat", []),
        ("O'Neill left Malo", []),
        ("Mayor Ana Reyes paid £1,300", ["Reyes", "1,300"]),
        ("Bridges cost 12 and 12 more", ["12"]),
        ("Nothing. Something: Again the mayor", []),
        ("Boris Reis paid", ["Boris"]),
        ("He said “Wait” to Ana", ["Wait"]),
        ("It is 4.5% up", ["4.5"]),
        ("Visitors to Saint-Denis's church", ["Saint-Denis"]),
        ("", []),
        ("東京 2020", ["2020"]),
    ],
)
def test_names_and_numbers_that_the_text_does_not_contain_are_told(point, missing):
    assert unsupported_words(point, BODY) == missing


def test_only_whole_words_count_as_found():
    assert unsupported_words("It was the Ana of 20", "<p>Anabel in 2026</p>") == ["Ana", "20"]


def test_before_there_is_any_text_nothing_is_missing():
    assert unsupported_words("Ana paid 40", "<p></p>") == []


def test_markup_is_no_text_and_blocks_are_apart():
    body = '<p><a href="https://example.org/Paris/9">here</a></p><ul><li>Ro</li><li>me</li></ul>'

    assert unsupported_words("It is Paris, 9 and Rome", body) == ["Paris", "9", "Rome"]


def test_several_points_are_looked_at_together():
    assert unsupported_in_each(["By Ana", "", "By Bo"], BODY) == [[], [], ["Bo"]]
    assert unsupported_in_each([], BODY) == []
    assert (hint_on(["Bo", "7"]), hint_on([])) == ("Not in the text: Bo, 7.", "")
