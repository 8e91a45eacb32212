"""Each rule alone, from a case to its verdict; no database."""

from datetime import UTC, datetime, timedelta

import pytest

from comments import judging
from comments.cases import Case, Outcome, Record, Terms, Verdict
from comments.reasons import REASONS, for_author
from comments.rules import RULES

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
OPEN = Terms(mode="open")
FIRST = Terms(mode="first_held", approvals_needed=3)


def a_case(**facts):
    words = {"text": "Herring.", "name": "Ola", "html": "<p>Herring.</p>", "now": NOW, "terms": OPEN}
    return Case(**(words | facts))


def codes(case):
    return [verdict.code for _, verdict in judging.judge(case)]


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({}, []),
        ({"terms": Terms()}, ["all_held"]),
        ({"ban": ""}, ["banned"]),
        ({"is_origin_unknown": True}, ["origin_unknown"]),
        ({"is_borrowed": True}, ["address_unproved"]),
        ({"is_too_quick": True}, ["too_quick"]),
        ({"repeats": 7}, ["repeat"]),
        ({"awaits_check": True}, ["checking"]),
        ({"terms": FIRST}, ["newcomer"]),
        ({"terms": FIRST, "record": Record(is_proved=True, approved=2)}, ["newcomer"]),
        ({"terms": FIRST, "record": Record(is_proved=True, approved=3)}, []),
        ({"terms": Terms(mode="open", flooded_until=NOW + timedelta(seconds=1))}, ["flood"]),
        ({"terms": Terms(mode="open", flooded_until=NOW)}, []),
        ({"record": Record(decided_lately=10, refused_lately=3)}, ["record"]),
        ({"record": Record(decided_lately=11, refused_lately=3)}, []),
        ({"record": Record(decided_lately=2, refused_lately=2)}, []),
        ({"repeats": 7, "is_too_quick": True, "ban": "Spam"}, ["banned", "repeat", "too_quick"]),
        ({"record": Record(is_staff=True), "terms": Terms(), "repeats": 7}, []),
        ({"record": Record(is_staff=True), "is_origin_unknown": True}, ["origin_unknown"]),
    ],
)
def test_what_the_rules_say_of_a_case(facts, said):
    assert codes(a_case(**facts)) == said


def test_a_rule_that_fails_holds_the_comment_and_is_named():
    def breaks(case):
        raise ZeroDivisionError

    said = judging.judge(a_case(), rules=(breaks, *RULES))

    assert said == [("breaks", Verdict(Outcome.HOLD, "checker_failed", "breaks"))]
    assert judging.state_after(said) == ("held", "checker_failed")


def test_the_first_verdict_decides_and_all_are_stored():
    said = [
        ("one", Verdict(Outcome.SPAM, "spam", "0.99")),
        ("two", Verdict(Outcome.HOLD, "repeat", "x" * 400)),
    ]

    assert judging.state_after(said) == ("spam", "spam")
    assert judging.as_stored(said) == [
        {"rule": "one", "outcome": "spam", "code": "spam", "evidence": "0.99"},
        {"rule": "two", "outcome": "hold", "code": "repeat", "evidence": "x" * 300},
    ]


def test_whose_address_belongs_to_somebody_reads_what_everybody_reads():
    assert for_author("address_unproved") == for_author("all_held") == for_author("newcomer")


def test_each_reason_has_a_sentence_for_its_author_and_one_for_the_desk():
    assert all(str(reason.author).endswith(".") and reason.desk for reason in REASONS.values())
    assert for_author("no longer known") == for_author("all_held")
