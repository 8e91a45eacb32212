"""Measure a list of banned words: ``python -m tests.bench.words``."""

import os
import time

import django

ROUNDS = 20


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from comments.words import WordList
    from tests.comments.test_words import long_list

    starred, text = long_list()
    plain = WordList(f"{first} {second}" for first, second in zip(*[iter(long_words())] * 2, strict=False))
    for name, entries in (("with stars", starred), ("phrases", plain)):
        for kind, said in (("words of the list", text), ("one long word", "ab1" * 3_333)):
            took = min(once(entries, said) for _ in range(ROUNDS))
            print(f"5,000 entries {name}, 10 kB of {kind}: {took * 1000:.1f} ms")  # noqa: T201


def long_words():
    return [f"{chr(97 + number % 26)}{number * 7919:x}" for number in range(10_000)]


def once(entries, text):
    began = time.process_time()
    entries.find(text)
    return time.process_time() - began


if __name__ == "__main__":
    main()
