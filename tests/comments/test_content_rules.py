# ruff: noqa: RUF001 - look-alike letters are what this is about
import pytest

from comments.content_rules import CONTENT_RULES
from comments.judging import judge, state_after
from comments.reasons import REASONS
from comments.spam import SIZE, Model
from tests.factories_cases import a_case


def said(case):
    return [(verdict.outcome, verdict.code, verdict.evidence) for _, verdict in judge(case, CONTENT_RULES)]


@pytest.mark.parametrize(
    ("case", "verdict"),
    [
        ({"text": "You BAD man", "terms": {"banned_words": "bad man"}}, ("nudge", "banned_words", "BAD man")),
        ({"text": "b*a*d", "terms": {"banned_words": "bad"}}, None),
        ({"text": "so *ba*d", "terms": {"banned_words": "bad"}}, None),
        ({"text": "so b`a`d", "terms": {"banned_words": "bad"}}, ("hold", "banned_words", "bad")),
        ({"name": "Bad Man", "terms": {"banned_words": "bad"}}, ("hold", "banned_words", "Bad")),
        ({"text": "Fish!", "terms": {"suspect_words": "fish"}}, ("hold", "suspect_words", "Fish")),
        ({"name": "0la Bеrg", "staff_names": ("Ola Berg",)}, ("hold", "staff_name", "0la Bеrg / Ola Berg")),
        ({"text": "раypal"}, ("hold", "deceptive_signs", "mixed alphabets: раypal")),
        ({"text": "http://a.b http://c.d http://e.f"}, ("hold", "many_links", "3")),
        ({"text": "http://a.b http://c.d"}, None),
        ({"text": "http://a.b", "terms": {"most_links": 0}}, ("hold", "many_links", "1")),
        ({}, None),
    ],
)
def test_each_rule_says_what_it_found(case, verdict):
    known = {"staff_name", "deceptive_signs"}
    found = said(a_case(**case))

    assert found == ([verdict] if verdict else []) or (verdict and verdict[1] in known and verdict in found)
    assert all(code in REASONS for _, code, _ in found)


def test_the_learned_score_holds_at_its_threshold_and_can_be_switched_off_or_set():
    model = Model([0.0] * SIZE, 0.5)  # to it everything is as likely spam as not

    assert said(a_case(learned=model)) == [("hold", "learned_spam", "0.50 of 0.50")]
    assert said(a_case(learned=model, terms={"spam_threshold": 0.6})) == []
    assert said(a_case(learned=model, terms={"learned_spam": False})) == []
    assert said(a_case()) == []


def test_a_rule_that_fails_holds_the_comment_and_is_named():
    verdicts = judge(a_case(learned=Model([], 0.5)), CONTENT_RULES)

    assert state_after(verdicts) == ("held", "checker_failed")
    assert verdicts[0][1].evidence == "is_like_spam"
