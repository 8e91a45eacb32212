"""What keeps a story from readers, what asks for a tick, and that nobody publishes past it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from articles import services
from articles.checklist import Draft, Picture, check
from articles.drafts import check_article, read_draft
from articles.models import Article, Release, Source
from newsroom.models import AuditEntry
from tests.factories_articles import (
    make_article,
    make_author,
    make_editor,
    make_live,
    make_photo,
    make_section,
)
from tests.factories_desk import change_address, client_of, make_chief, typed_story
from tests.factories_furniture import make_clip, photo_figure, recording_figure

READY = Draft(
    headline="Ferry runs again",
    type="news",
    has_section=True,
    bylines=1,
    key_points=("It runs.",),
    sources=0,
    body="<p>It runs.</p>",
    texts=(("headline", "Ferry runs again"), ("body", "It runs.")),
)
PHOTO = Picture("lead_photo", "The lead photo", "A ferry", is_decorative=False, credit="Ana")


def names_of(**fields):
    return [(found.level, found.name, found.field) for found in check(replace(READY, **fields))]


def test_a_story_that_is_whole_passes():
    assert names_of(pictures=(PHOTO,)) == []


@pytest.mark.parametrize(
    ("fields", "name", "field"),
    [
        ({"headline": "  "}, "no_headline", "headline"),
        ({"headline": "x" * 111}, "headline_is_too_long", "headline"),
        ({"has_section": False}, "no_section", "section"),
        ({"bylines": 0}, "no_byline", "bylines"),
        ({"texts": (("standfirst", "Costs TK million"),)}, "tk_is_left", "standfirst"),
        ({"texts": (("body", "One.\nTKTK"),)}, "tk_is_left", "body"),
        ({"key_points": ("One", " ")}, "key_point_is_empty", "key_points"),
        ({"pictures": (replace(PHOTO, alt=" "),)}, "image_without_alt", "lead_photo"),
        ({"pictures": (replace(PHOTO, credit=""),)}, "image_without_credit", "lead_photo"),
        ({"pictures": (replace(PHOTO, alt="", credit="", is_gone=True),)}, "image_is_gone", "lead_photo"),
        ({"broken_links": ("/nowhere/",)}, "link_is_broken", "body"),
    ],
)
def test_an_error_is_found_in_its_field(fields, name, field):
    assert names_of(**fields) == [("error", name, field)]


@pytest.mark.parametrize(
    ("fields", "name", "field"),
    [
        ({"key_points": ()}, "no_key_points", "key_points"),
        ({"twin": "Another story had it."}, "headline_is_known", "headline"),
        ({"texts": (("body", "“Never, she said."),)}, "quotation_marks_are_unbalanced", "body"),
        ({"type": "analysis"}, "analysis_without_source", "sources"),
        ({"untranscribed": ("The bell",)}, "recording_without_transcript", "body"),
    ],
)
def test_a_warning_is_found_in_its_field(fields, name, field):
    assert names_of(**fields) == [("warning", name, field)]


@pytest.mark.parametrize(
    "fields",
    [
        {"headline": "x" * 110},
        {"texts": (("body", "The STK exchange, TKs and example.tk"),)},
        {"pictures": (replace(PHOTO, alt="", is_decorative=True),)},
        {"type": "analysis", "sources": 1},
    ],
)
def test_what_only_looks_like_a_fault_passes(fields):
    assert names_of(**fields) == []


@pytest.mark.parametrize(
    "text",
    [
        "“One,” he said, “two.”",
        '"One" and "two"',
        "„Eins“ und „zwei”",
        "«Un»",
        "“First part.\n“Second part.”",
        "",
    ],
)
def test_quotations_that_close_pass(text):
    assert names_of(texts=(("body", text),)) == []


@pytest.mark.parametrize(
    "text", ['"One', "One”", "„Eins", "«Un", "“First part.\nNo quotation here.", 'A "b" c"']
)
def test_quotations_that_do_not_close_are_found(text):
    assert [name for _, name, _ in names_of(texts=(("body", text),))] == ["quotation_marks_are_unbalanced"]


def test_errors_come_before_warnings_and_each_picture_is_named():
    findings = check(replace(READY, key_points=(), pictures=(replace(PHOTO, credit=""),) * 2))

    assert [found.name for found in findings] == ["image_without_credit"] * 2 + ["no_key_points"]


def make_ready(**fields):
    fields = {"bylines": [make_author()], "key_points": ["It runs."]} | fields
    return make_article(**fields)


@pytest.mark.django_db
def test_the_stored_text_is_read_whole():
    photo = make_photo(alt="", credit="")
    article = make_ready(type="analysis", lead_photo=photo, dateline="TK", body="<p>“Open</p>")
    Source.objects.create(article=article, position=1, title="TK report")

    assert [(found.name, found.field) for found in check_article(article)] == [
        ("tk_is_left", "dateline"),
        ("tk_is_left", "sources"),
        ("image_without_alt", "lead_photo"),
        ("image_without_credit", "lead_photo"),
        ("quotation_marks_are_unbalanced", "body"),
    ]


@pytest.mark.django_db
def test_pictures_in_the_text_need_words_of_this_use_or_of_their_own_and_a_credit():
    whole, bare, gone = make_photo(alt="A quay", credit="Ana"), make_photo(alt="", credit=""), make_photo()
    body = f"{photo_figure(whole)}<section>{photo_figure(bare, 'Boats')}{photo_figure(bare)}</section>"
    clips = make_clip(title="Silent"), make_clip(transcript="Ding.")
    article = make_ready(body=body + photo_figure(gone) + "".join(map(recording_figure, clips)))
    gone.delete()

    assert [
        (found.name, found.field, found.sentence.split(" in")[0]) for found in check_article(article)
    ] == [
        ("image_without_alt", "body", "Picture 3"),
        ("image_without_credit", "body", "Picture 2"),
        ("image_without_credit", "body", "Picture 3"),
        ("image_is_gone", "body", "Picture 4"),
        (
            "recording_without_transcript",
            "body",
            "The recording “Silent” has no transcript for those who cannot hear it.",
        ),
    ]


@pytest.mark.django_db
def test_a_headline_is_known_for_thirty_days_once_readers_saw_it():
    now = timezone.now()
    make_live(headline="Same Words", first_published_at=now - timedelta(days=31))
    article = make_ready(headline="same words")
    make_live(headline="Same words", at=now + timedelta(hours=1))
    assert read_draft(article).twin == ""

    make_live(headline="Same words", first_published_at=now - timedelta(days=29))
    assert read_draft(article).twin.startswith("Another story had this very headline on")


@pytest.mark.django_db
def test_a_service_refuses_an_unready_story_with_every_sentence_and_changes_nothing():
    article = make_article(headline="", section=None)

    with pytest.raises(services.Unready) as refusal:
        services.publish(article, by=None)

    assert [found.name for found in refusal.value.findings] == [
        "no_headline",
        "no_section",
        "no_byline",
        "no_key_points",
    ]
    assert "Choose a section" in str(refusal.value)
    assert not Release.timeline.exists()


@pytest.mark.django_db
def test_a_schedule_asks_the_checklist_too():
    article = make_ready(body="<p>TK</p>")

    with pytest.raises(services.Unready, match="TK"):
        services.publish(article, by=None, at=timezone.now() + timedelta(hours=1))


@pytest.mark.django_db
def test_a_warning_passes_only_when_it_was_the_one_accepted_and_that_is_logged():
    article, editor = make_ready(key_points=[], type="analysis"), make_editor()

    with pytest.raises(services.Unready, match="name at least one source"):
        services.publish(article, by=editor, despite=["no_key_points"])
    assert not AuditEntry.objects.filter(verb="accepted warnings").exists()
    services.publish(article, by=editor, despite=["no_key_points", "analysis_without_source"])

    entry = AuditEntry.objects.get(verb="accepted warnings")
    assert entry.by == editor
    assert entry.after == {
        "warnings": [
            "The story has no key points.",
            "An analysis says what it rests on: name at least one source.",
        ]
    }


@pytest.mark.django_db
def test_an_error_cannot_be_accepted():
    article = make_ready(bylines=[])

    with pytest.raises(services.Unready, match="no byline"):
        services.publish(article, by=None, despite=["no_byline"])


@pytest.mark.django_db
def test_the_form_says_beside_each_field_what_was_refused_and_keeps_the_draft():
    client, article = client_of(make_chief()), make_live(headline="Ferry")

    answer = client.post(
        change_address(article),
        typed_story(headline="TK ferry", version=article.version, is_minor="on", despite="", _publish=""),
        follow=True,
    )

    assert Article.objects.get().headline == "TK ferry"
    assert Release.timeline.get().headline == "Ferry"
    assert "unready=1" in answer.redirect_chain[0][0]
    beside = answer.text.split('class="field field-headline')[1].split("</div>")[0]
    assert "“TK” is left here" in beside
    assert "Say who wrote it" in answer.text.split('data-rows="bylines"')[1].split("</fieldset>")[0]
    assert 'name="despite" value="no_key_points"' in answer.text
    assert "checked" in answer.text.split('name="is_minor"')[1].split(">")[0]


@pytest.mark.django_db
def test_one_tick_publishes_despite_the_warnings_that_were_shown():
    client, article = client_of(make_chief()), make_article()
    services.keep(article, by=None)
    posted = typed_story(
        headline="Ferry",
        section=article.section_id,
        version=article.version,
        bylines=[make_author()],
        _publish="",
    )

    client.post(change_address(article), posted | {"despite": ""})
    assert not Release.timeline.exists()
    article.refresh_from_db()
    client.post(change_address(article), posted | {"despite": "no_key_points", "version": article.version})

    assert Release.objects.get().headline == "Ferry"


@pytest.mark.django_db
def test_the_side_column_lists_what_is_missing_before_anybody_publishes():
    article = make_article(section=make_section())
    services.keep(article, by=None)

    answer = client_of(make_chief()).get(change_address(article))

    side = answer.text.split('id="checklist"')[1].split("</fieldset>")[0]
    assert "<strong>To do:</strong> Say who wrote it: the story has no byline." in side
    assert "<strong>Look:</strong> The story has no key points." in side
    assert 'class="errorlist findings"' not in answer.text
