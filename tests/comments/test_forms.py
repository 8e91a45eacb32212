from datetime import timedelta

import pytest
from django.core import signing
from django.utils import timezone

from comments.forms import LONGEST_TEXT, AppealForm, ComplaintForm, EditForm, FollowForm, ReplyForm

WORDS = {"name": "Ola Berg", "email": "ola@example.org", "text": "I sold herring there.", "website": ""}


def bound(article_id=7, **typed):
    stamp = ReplyForm(article_id=article_id).stamp
    return ReplyForm(WORDS | {"rendered": stamp} | typed, article_id=article_id)


def stamp_of(days_ago, article_id=7):
    day = timezone.localdate() - timedelta(days=days_ago)
    return signing.Signer(salt="comments.form", sep=".").sign(f"{article_id}:{day.isoformat()}")


def test_a_fit_reply_passes_tidied():
    form = bound(name="  Ola \u202e Berg\x00 ", text="One\r\ntwo \u202egnihton\x00 \n\n")

    assert form.is_valid()
    assert form.cleaned_data["name"] == "Ola Berg"
    assert form.cleaned_data["text"] == "One\ntwo gnihton"


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("name", "", "Say who writes: a name, or the one you like to be called by."),
        ("name", "\u200d\u3164", "Write something that others can see."),
        ("name", "x" * 61, "Use at most 60 characters; this has 61."),
        ("email", "", "Add your e-mail. It is never shown."),
        ("email", "not_an_email", "This is not an e-mail address. One looks like ola@example.org."),
        ("text", " \n ", "Your reply is empty."),
        ("text", "\u202e\u200d", "Write something that others can see."),
        ("text", "x" * 5001, f"Use at most {LONGEST_TEXT} characters; this has 5001."),
        ("website", "spam", "This field is a trap for robots. Empty it, and your reply will pass."),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(field, typed, words):
    form = bound(**{field: typed})

    assert not form.is_valid()
    assert {name: errors for name, errors in form.errors.items() if name != "__all__"} == {field: [words]}


@pytest.mark.parametrize(
    ("days_ago", "is_fresh"), [(0, True), (7, True), (8, False), (-1, True), (-2, False)]
)
def test_a_page_counts_for_seven_days(days_ago, is_fresh):
    form = bound(rendered=stamp_of(days_ago))

    assert form.is_valid() is is_fresh
    assert form.has_error("__all__", "stale") is not is_fresh


@pytest.mark.parametrize(
    "stamp",
    ["", "x", "7:2026-11-22", "7:2026-11-22.forged", stamp_of(0, article_id=8), stamp_of(0)[:-1], "\x00"],
)
def test_a_forged_or_borrowed_stamp_is_as_good_as_old(stamp):
    assert bound(rendered=stamp).has_error("__all__", "stale")


def test_the_stamp_is_the_same_for_every_reader_of_a_day():
    assert ReplyForm(article_id=7).stamp == ReplyForm(article_id=7).stamp == stamp_of(0)


def test_no_sentence_about_a_field_starts_with_a_question():
    """On top of the form it reads "label: what is wrong"."""
    forms = (ReplyForm(article_id=7), EditForm(), AppealForm(), FollowForm(), ComplaintForm(comment_id=7))

    assert [field.label for form in forms for field in form if str(field.label)[-1] in "?.:!"] == []
