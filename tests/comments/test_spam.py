import csv
import random
from pathlib import Path

import pytest
from django.conf import settings

from comments.spam import FEWEST_OF_EACH, SIZE, features_of, pack, score, train, unpack

CORPUS = Path(settings.BASE_DIR).parent / "shared" / "corpora" / "spam" / "youtube_comments.csv"
GOOD = ("the ferry", "our harbour", "this council", "a long winter", "the old pier", "my grandmother")
BAD = ("cheap pills", "free followers", "my channel", "win money", "click here", "hot singles")


def decisions(number, seed=0):
    dice = random.Random(seed)  # noqa: S311 - the same texts every time
    return [
        (f"{dice.choice(BAD if is_spam else GOOD)} and {dice.choice(BAD if is_spam else GOOD)} {at}", is_spam)
        for at in range(number)
        for is_spam in (True, False)
    ]


def test_it_says_nothing_before_there_are_enough_decisions_of_both_kinds():
    rows = decisions(FEWEST_OF_EACH)

    assert train(rows[:-1]) is None
    assert train([(text, True) for text, _ in rows]) is None
    assert train(rows) is not None


def test_it_learns_what_the_newsroom_calls_spam():
    model = train(decisions(150))

    def spamminess(text):
        return score(model.weights, features_of(text))

    assert spamminess("Win money with cheap pills!") > model.threshold
    assert spamminess("My grandmother took the ferry.") < 0.5 <= model.threshold


def test_the_same_decisions_make_the_same_model():
    assert train(decisions(120)) == train(decisions(120))


def test_weights_survive_being_packed_to_the_thousandth():
    model = train(decisions(100))

    stored = pack(model.weights)

    assert len(stored) < 90_000
    assert max(abs(a - b) for a, b in zip(unpack(stored), model.weights, strict=True)) <= 0.0005
    assert len(unpack(stored)) == SIZE


@pytest.mark.parametrize("text", ["", " ", "\x00", "😀" * 3000, "a" * 100_000])
def test_any_text_has_a_score(text):
    assert 0 < score([0.5] * SIZE, features_of(text)) < 1


def test_on_labelled_spam_it_finds_most_and_blames_few():
    """Half to train, half to test, at the threshold it sets itself; in each of four ways to halve."""
    if not CORPUS.exists():
        return
    with CORPUS.open(encoding="utf-8") as file:
        rows = [(row["text"], row["label"] == "spam") for row in csv.DictReader(file)]
    middle = len(rows) // 2
    halves = [(rows[:middle], rows[middle:]), (rows[::2], rows[1::2])]
    found, blamed = [], []

    for known, unknown in halves + [(second, first) for first, second in halves]:
        model = train(known)
        for shares, kind in ((found, True), (blamed, False)):
            texts = [text for text, is_spam in unknown if is_spam is kind]
            held = sum(score(model.weights, features_of(text)) >= model.threshold for text in texts)
            shares.append(held / len(texts))

    assert min(found) >= 0.90
    assert max(blamed) <= 0.015
