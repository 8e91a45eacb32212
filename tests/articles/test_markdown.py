"""An article as Markdown: every word of it, and nothing that somebody wrote becomes markup."""

import re
from datetime import UTC, datetime
from html import escape

import pytest
from django.conf import settings as house
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from articles import services
from articles.body import clean_body, plain_text
from articles.furniture import Library
from articles.markdown import in_markdown, to_markdown
from articles.models import Article, Role
from articles.wire import file_url
from newsroom.site import absolute
from tests.factories_articles import make_author, make_live, make_photo
from tests.factories_furniture import CARD, make_clip, photo_figure, recording_figure

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
HERE = "/2026/03/04/one.md"
PAGE = "https://paper.example/one/"
NOTHING = Library({}, {})

WORDS = [*"*+=-#>&|\\é!", "one", "**", "_a_", "`x`", "1.", "2)", "===", "---", "<b>", "&amp;", "[a](b)"]
WORDS += ["![x](y)", "~~x~~", "“q”", "***"]
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(lambda words: escape(" ".join(words)))
inline = st.recursive(
    texts,
    lambda inner: st.one_of(
        *(inner.map(lambda html, tag=tag: f"<{tag}>{html}</{tag}>") for tag in ("strong", "em")),
        inner.map(lambda html: f'<a href="https://x.org/a(b)?c=1&amp;d=2">{html}</a>'),
        st.lists(inner, min_size=2, max_size=3).map("".join),
        st.lists(inner, min_size=2, max_size=3).map("<br>".join),
    ),
    max_leaves=5,
)
rows = st.lists(st.lists(inline, min_size=1, max_size=3), min_size=1, max_size=3)
blocks = st.recursive(
    st.one_of(
        inline.map("<p>{}</p>".format),
        inline.map("<h2>{}</h2>".format),
        inline.map("<aside><p>{}</p></aside>".format),
        rows.map(lambda cells: f"<table>{''.join(map(_row, cells))}</table>"),
    ),
    lambda inner: st.one_of(
        inner.map("<blockquote>{}</blockquote>".format),
        st.lists(inner, min_size=1, max_size=3).map(lambda li: f"<ul><li>{'</li><li>'.join(li)}</li></ul>"),
        st.lists(inner, min_size=1, max_size=3).map("".join),
    ),
    max_leaves=5,
)


def _row(cells):
    return f"<tr><td>{'</td><td>'.join(cells)}</td></tr>"


def written(body):
    return to_markdown(clean_body(body), page=PAGE, library=NOTHING)


def words_of(markdown):
    """What a reader of the Markdown sees, without spaces: markup that is not escaped counts for nothing."""
    text = re.sub(r"^(?:> ?| {2,}|- |#{2,4} )+", "", markdown, flags=re.MULTILINE)
    text = re.sub(r"^\|(?: --- \|)+$", "", text, flags=re.MULTILINE)
    text = re.sub(r"\\([!-/:-@\[-`{-~])", lambda found: f"\ue000{ord(found[1])}\ue001", text)
    text = re.sub(r"\]\(<[^>]*>\)|</?(?:strong|em|br)>|[*\[\]|\\]", "", text)
    text = re.sub("\ue000(\\d+)\ue001", lambda found: chr(int(found[1])), text)
    return re.sub(r"\s+", "", text)


@given(blocks)
def test_every_word_survives(body):
    body = clean_body(body)

    assert words_of(to_markdown(body, page=PAGE, library=NOTHING)) == re.sub(r"\s+", "", plain_text(body))


@pytest.mark.parametrize(
    ("body", "markdown"),
    [
        ("<h2>One</h2><p>Two <strong>bold</strong> <em>slant</em></p>", "## One\n\nTwo **bold** *slant*"),
        ("<p>*no* _no_ `no` [no](x) &lt;b&gt;</p>", r"\*no\* \_no\_ \`no\` \[no\](x) \<b\>"),
        ("<p>1986. A year</p><p>- no item</p><p># no</p>", "1986\\. A year\n\n\\- no item\n\n\\# no"),
        ("<p>&amp;amp; R&amp;D</p>", r"\&amp; R&D"),
        ('<p>a<strong>"b"</strong>c</p>', 'a<strong>"b"</strong>c'),
        ("<p><em>a</em><em>b</em></p>", "*a*<em>b</em>"),
        ("<p>a<strong> b </strong>c</p>", "a **b** c"),
        ("<p>a<br>b</p>", "a\\\nb"),
        ('<p>Go!<a href="/y/">now</a></p>', f"Go\\![now](<{house.SITE_URL}/y/>)"),
        ('<p><a href="#z">z</a></p>', f"[z](<{PAGE}#z>)"),
        ('<p><a href="https://x.org/&lt;a">z</a></p>', "[z](<https://x.org/\\<a>)"),
        ("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "- a\n\n  - b\n- c"),
        ('<ol start="3"><li>a</li><li>b</li></ol>', "3. a\n4. b"),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
        ("<aside><p>Said</p></aside>", "> Said"),
        (
            "<table><tr><th>a|b</th><th>c</th></tr><tr><td>d<br>e</td><td>f</td></tr></table>",
            "| a\\|b | c |\n| --- | --- |\n| d<br>e | f |",
        ),
        (
            '<table><tr><td colspan="2">a</td></tr><tr><td>b</td><td>c</td></tr></table>',
            "|  |  |\n| --- | --- |\n| a |  |\n| b | c |",
        ),
        ("<p>a</p><hr><p>b</p>", "a\n\n---\n\nb"),
        (CARD, r"[The \<log\>](<https://www.example.org/a?b=1&c=2>)"),
    ],
)
def test_markup_of_ours_is_markup_and_all_else_is_text(body, markdown):
    assert written(body) == markdown


def test_pictures_keep_description_caption_and_credit_and_recordings_are_links():
    photo, gone, clip = (
        make_photo(credit="Ana & *Bo*"),
        make_photo(),
        make_clip(title="A [bell]", credit="Cy"),
    )
    library = Library({photo.pk: photo}, {clip.pk: clip})
    body = (
        photo_figure(photo, "A quay", "At <em>sea</em>") + photo_figure(gone) + recording_figure(clip, "Ding")
    )

    assert to_markdown(body, page=PAGE, library=library) == (
        f"![A quay](<{file_url(photo.file.name)}>)\n\nAt *sea* — Ana & \\*Bo\\*\n\n"
        f"[A \\[bell\\]](<{file_url(clip.file.name)}>)\n\nDing — Cy"
    )


def test_plain_words_stay_on_their_line_and_are_no_markup():
    assert in_markdown("  1. *One*\n# two ") == r"1\. \*One\* \# two"
    assert in_markdown("- a") == r"\- a"


@pytest.fixture
def story():
    return make_live(
        slug="one",
        headline="Fish & *chips*",
        standfirst="In short",
        dateline="Cutlers Beach",
        body="<p>The text.</p>",
        bylines=[make_author(name="Ana"), make_author(name="Bo"), (make_author(name="Cy"), Role.PHOTOS)],
        key_points=["First", "Second"],
        lead_photo=make_photo(alt="A quay", caption="Old", credit="Ed"),
        first_published_at=NOON,
    )


def test_the_document_says_who_when_and_what_was_changed(client, story):
    services.correct(story, by=None, kind="correction", text="It was\ncod.", checked=False)

    answer = client.get(HERE)

    photo = story.lead_photo
    parts = answer.text.split("\n\n")
    assert parts[:3] == [r"# Fish & \*chips\*", "In short", "By Ana, Bo. Photos by Cy"]
    assert parts[3].startswith("4 March 2026, 12:00. Updated ")
    assert parts[4:8] == [
        "## Key points",
        "- First\n- Second",
        f"![A quay](<{file_url(photo.file.name)}>)",
        "Old — Ed",
    ]
    assert parts[8:11] == ["Cutlers Beach", "The text.", "## What was changed"]
    assert parts[11].startswith("- Correction, ")
    assert parts[11].endswith(": It was cod.")
    assert parts[-1] == f"<{absolute('/2026/03/04/one/')}>\n"


def test_it_is_markdown_that_points_to_its_page_and_that_search_engines_pass_over(client, story):
    answer = client.get(HERE)

    assert answer["Content-Type"] == "text/markdown; charset=utf-8"
    assert answer["Link"] == f'<{absolute("/2026/03/04/one/")}>; rel="canonical"'
    assert answer["X-Robots-Tag"] == "noindex"
    assert answer["Cache-Control"].startswith("public")
    assert client.get(HERE, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    head = client.get("/2026/03/04/one/").text.partition("</head>")[0]
    assert f'<link rel="alternate" type="text/markdown" href="{HERE}">' in head


def test_it_moves_and_goes_with_the_article(client, story):
    Article.objects.update(slug="two")
    services.publish(story, by=None, checked=False)

    moved = client.get(HERE)
    assert (moved.status_code, moved["Location"]) == (301, "/2026/03/04/two.md")
    assert client.get("/2026/3/4/two.md")["Location"] == "/2026/03/04/two.md"

    services.withdraw(story, by=None, reason="Wrong.")
    gone = client.get("/2026/03/04/two.md")
    assert (gone.status_code, "Wrong." in gone.text) == (410, True)
    assert client.get("/2026/03/04/never.md").status_code == 404
    assert client.get("/2026/02/30/two.md").status_code == 404


def test_switched_off_there_is_none_and_no_page_names_it(client, story, settings):
    settings.ARTICLE_MARKDOWN = False

    assert client.get(HERE).status_code == 404
    assert "text/markdown" not in client.get("/2026/03/04/one/").text
    assert client.get(f"/api/articles/{story.pk}/").json()["markdown_url"] is None


@pytest.mark.parametrize("times", [1, 5])
def test_it_costs_the_same_whatever_is_in_it(client, times):
    body = "".join(photo_figure(make_photo()) + recording_figure(make_clip()) for _ in range(times))
    make_live(slug="one", body=body, bylines=[make_author() for _ in range(times)], first_published_at=NOON)

    with CaptureQueriesContext(connection) as ran:
        client.get(HERE)

    assert len(ran) == 3, [query["sql"] for query in ran]


@pytest.mark.parametrize(
    ("type", "said"),
    [
        ("news", []),
        ("opinion", ["**Opinion**"]),
        ("sponsored", ["**Sponsored** Somebody paid for this text. It is not reporting by The *Gazette*."]),
    ],
)
def test_what_is_no_news_says_what_it_is_below_its_headline(client, settings, type, said):
    settings.SITE_NAME = "The *Gazette*"
    release = make_live(headline="Boats", type=type).releases.get()

    paragraphs = client.get(f"{release.get_absolute_url().removesuffix('/')}.md").text.split("\n\n")
    assert [text.replace("\\", "") for text in paragraphs[1:-4]] == said
