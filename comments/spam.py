"""A spam score learned from the newsroom's own decisions: logistic regression over hashed words and letters.

Nothing is sent anywhere and no service is needed. It learns online, one decision after the other; the score
above which a comment is held, it sets itself by what it would have said of decisions that it had not seen.
"""

import base64
import math
import random
import re
import sys
import unicodedata
from array import array
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple
from zlib import crc32

from comments.rendering import addresses_in

FEATURES = 2  # which features_of made the weights: with another they mean nothing
SIZE = 2**15  # weights; what hashes to the same one shares it
FEWEST_OF_EACH = 100  # decisions for and against, before it dares to say anything
MOST_FALSE = 0.01  # of good comments held for nothing, among those that it had not seen
_FOLDS, _ROUNDS, _PASSES, _STEP, _LONGEST = 5, 3, 6, 0.2, 2000
_SCALE = 1000
_WORD = re.compile(r"[^\W_]+|[^\w\s]")
_DIGITS = re.compile(r"\d")


class Model(NamedTuple):
    """Weights, the last of them for every comment; ``threshold`` is a score between 0 and 1."""

    weights: Sequence[float]
    threshold: float


def features_of(text: str) -> list[int]:
    """Return where the weights of a text stand: of words, pairs of words, runs of letters, and its shape."""
    plain = _DIGITS.sub("0", unicodedata.normalize("NFKC", text[:_LONGEST]))
    words = _WORD.findall(plain.casefold())
    spaced = f" {' '.join(words)} "
    found = {f"w{word}" for word in words}
    found |= {f"p{first} {second}" for first, second in pairwise(words)}
    found |= {spaced[at : at + 5] for at in range(len(spaced) - 4)}
    loud = sum(letter.isupper() for letter in plain) * 8 // (len(plain) or 1)
    found |= {f"long{len(words).bit_length()}", f"loud{loud}", f"links{len(addresses_in(text[:_LONGEST]))}"}
    return sorted({crc32(feature.encode()) % (SIZE - 1) for feature in found})


def score(weights: Sequence[float], features: list[int]) -> float:
    """Return how likely this is spam, between 0 and 1."""
    total = weights[SIZE - 1] + sum(weights[at] for at in features) / math.sqrt(len(features) or 1)
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def train(decisions: Iterable[tuple[str, bool]], *, seed: int = 0) -> Model | None:
    """Learn from texts and whether each was spam; None while there are too few of one kind."""
    rows = [(features_of(text), is_spam) for text, is_spam in decisions]
    number_of_spam = sum(is_spam for _, is_spam in rows)
    if min(number_of_spam, len(rows) - number_of_spam) < FEWEST_OF_EACH:
        return None
    dice = random.Random(seed)  # noqa: S311 - an order, not a secret
    dice.shuffle(rows)
    return Model(_learn(rows, dice), _threshold(rows, dice))


def _learn(rows, dice):
    """Stochastic gradient descent; each weight has its own step, which shrinks as it is used (AdaGrad)."""
    weights, squares = [0.0] * SIZE, [1e-2] * SIZE
    order = list(rows)
    for _ in range(_PASSES):
        dice.shuffle(order)
        for features, is_spam in order:
            fault = score(weights, features) - is_spam
            if abs(fault) < 0.01:
                continue
            slope = fault / math.sqrt(len(features) or 1)
            for at in features:
                squares[at] += slope * slope
                weights[at] -= _STEP * slope / math.sqrt(squares[at])
            squares[SIZE - 1] += fault * fault
            weights[SIZE - 1] -= _STEP * fault / math.sqrt(squares[SIZE - 1])
    return weights


def _threshold(rows, dice):
    """The score that MOST_FALSE of the good comments reach when it has not seen them.

    Each is left out once in each of some rounds, and the ranks around that one are averaged, in log odds:
    the few highest jump about.
    """
    unseen, rows = [], list(rows)
    for _ in range(_ROUNDS):
        dice.shuffle(rows)
        for fold in range(_FOLDS):
            weights = _learn([row for at, row in enumerate(rows) if at % _FOLDS != fold], dice)
            unseen += [score(weights, features) for features, is_spam in rows[fold::_FOLDS] if not is_spam]
    odds = sorted((math.log(one / (1 - one)) for one in unseen), reverse=True)
    rank = len(odds) * MOST_FALSE
    around = odds[int(rank / 2) : int(rank * 3 / 2) + 1]
    return max(0.5, 1 / (1 + math.exp(-sum(around) / len(around))))


def pack(weights: Sequence[float]) -> str:
    """Return weights as text of 90 KB: thousandths in two bytes each, little-endian."""
    numbers = array("h", (max(-32767, min(32767, round(weight * _SCALE))) for weight in weights))
    if sys.byteorder == "big":
        numbers.byteswap()
    return base64.b64encode(numbers.tobytes()).decode()


def unpack(packed: str) -> list[float]:
    """Return what ``pack`` was given, to the thousandth."""
    numbers = array("h", base64.b64decode(packed))
    if sys.byteorder == "big":
        numbers.byteswap()
    return [number / _SCALE for number in numbers]
