import json
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import settings as trial
from hypothesis import strategies as st

from articles.body import BODY_EXTENSIONS, clean_body, plain_text, word_count
from articles.page import Page
from articles.services import publish
from tests.articles.body_judge import ALLOWED, CAPTIONED, PHOTO, outside_the_allow_list
from tests.factories_articles import make_article

# Cases that may lie beside the project; where they are missing, the project's own stand alone.
SHARED = settings.BASE_DIR.parent / "shared" / "cases"

PASTES = Path(__file__).parent / "pastes"
HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg><g/onload=alert(2)//<p>",
    "<math><mi//xlink:href='data:x,<script>alert(4)</script>'>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='jAvAsCrIpT&colon;alert(1)'>x</a>",
    "<a href='java&#x0A;script:alert(1)'>x</a>",
    "<a href='java&#x200b;script:alert(1)'>x</a>",
    "<a href='\x01javascript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>1</script>'>x</a>",
    "<a href='//evil.example/'>x</a>",
    "<a href='/\\evil.example/'>x</a>",
    "<a href='https:evil.example'>x</a>",
    "<a href='vbscript:x'>x</a>",
    "<p style='position:fixed' class='x' id='y' onclick='z()'>x</p>",
    "<form action=/x><input name=y><button>z</button></form>",
    "<iframe src='https://evil.example'></iframe><object data=x></object><embed src=x>",
    "<style>*{display:none}</style><link rel=stylesheet href=x><meta http-equiv=refresh content=0>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<table><td><style><!--</style><img src=x onerror=alert(1)>--></td></table>",
    "<p>\u0338</p><p>a\x00b\u202ec\ufeffd</p>",
    "<template><p>x</p></template><base href='https://evil.example/'>",
    "<td colspan='99999999'>x</td><ol start='-5'><li>x</li></ol>",
    "<xmp><p>x</xmp><plaintext><p>y",
    "<!--[if IE]><p>x</p><![endif]--><?php echo 1 ?><![CDATA[<p>z]]>",
    "<" * 500,
    "<b>" * 500 + "x",
    "<ul><li>" * 200 + "x",
    "<table><tr><td>" * 60 + "x",
]


def lines_of(name, read):
    file = SHARED / name
    return read(file.read_text(encoding="utf-8")) if file.exists() else []


def hostile_inputs():
    sanitise = lines_of("comments/sanitise.jsonl", lambda t: [json.loads(x)["input"] for x in t.splitlines()])
    naughty = lines_of("naughty_strings.json", json.loads)
    return HOSTILE + sanitise + naughty


@pytest.mark.parametrize("html", hostile_inputs())
def test_nothing_outside_the_allow_list_survives_hostile_input(html):
    cleaned = clean_body(html)

    assert outside_the_allow_list(cleaned) == []
    assert clean_body(cleaned) == cleaned
    assert not set(cleaned) & set("\x00\u202e\u2066\ufeff")


def test_the_judge_of_these_tests_sees_what_is_wrong():
    assert outside_the_allow_list("<p onclick='x'>a</p><img src=x><a href='javascript:x'>b</a>") == [
        "img in DOCUMENT_FRAGMENT",
        "p onclick",
        "img src",
        "href javascript:x",
    ]
    assert outside_the_allow_list('<figure><img data-photo="0"></figure>') == ["figure of no img"]
    assert outside_the_allow_list('<ul><li><figure><a href="/">x</a></figure></li></ul>') == ["figure in li"]
    assert outside_the_allow_list("<section><p>x</p></section>") == ["gallery of ['p']"]
    assert outside_the_allow_list("<aside>x</aside>") == ["pull quote of []"]
    assert outside_the_allow_list("<a href='//evil.example'>b</a>") == ["href //evil.example"]


PIECES = st.sampled_from(
    [f"<{tag}>" for tag in (*ALLOWED, "div", "b", "i", "span", "h1", "script", "svg", "style", "pre", "dl")]
    + [
        f"</{tag}>"
        for tag in (*ALLOWED, "div", "b", "i", "span", "h1", "script", "svg", "style", "pre", "dl")
    ]
    + ["<a href='https://a.example/?x=1&y=2'>", "<a href='javascript:x'>", "<!--", "-->", "&lt;", "&#0;"]
    + ["<img data-photo=1 alt='a < b'>", "<img data-photo='2' src=x>", "<audio data-recording=3>", "</audio>"]
    + ["<video data-recording='04'>", "<aside class=x>", "<figure><img data-photo=5></figure>"]
    + [
        "<figure><img data-photo=6 alt='&quot;'><figcaption>c",
        "<figure><a href='https://a.example/'>card</a>",
    ]
    + ["<b style='font-weight:normal'>", "<span style='font-weight:700;font-style:italic'>", "&nbsp;", "\n"]
    + [
        "<p class=MsoListParagraph>",
        "<span style='mso-list:Ignore'>",
        "<td colspan=2>",
        " ",
        "text",
        "1.",
        "\u0338",
    ]
)


@trial(max_examples=400, deadline=None)
@given(st.lists(PIECES | st.text(max_size=6), max_size=25).map("".join))
def test_cleaning_twice_is_cleaning_once_and_nothing_else_survives(html):
    cleaned = clean_body(html)

    assert clean_body(cleaned) == cleaned
    assert outside_the_allow_list(cleaned) == []


OURS = (
    "<h2>Part</h2><p>One <strong>bold <em>both</em></strong> word<br>next line.</p>"
    "<blockquote><p>Said.</p></blockquote><ul><li><p>a</p></li><li><p>b</p></li></ul>"
    '<ol start="3"><li><p>c</p></li></ol><hr><h3>Smaller</h3><h4>Smallest</h4>'
    '<p><a href="https://example.org/a?b=1&amp;c=2" rel="noopener">link</a> '
    '<a href="/2026/11/22/slug/">inside</a> <a href="mailto:desk@example.org">mail</a></p>'
    f"{PHOTO}{CAPTIONED}<section>{PHOTO}{CAPTIONED}</section>"
    "<aside><p>Said <em>so</em>.</p><p>Ana Reis</p></aside>"
    '<figure><audio data-recording="3"></audio><figcaption>At dawn</figcaption></figure>'
    '<figure><video data-recording="4"></video></figure>'
    '<figure><a href="https://example.org/a?b=1&amp;c=2" rel="noopener">A title</a></figure>'
    '<table><tbody><tr><th colspan="2"><p>Head</p></th></tr><tr><td><p>1</p></td><td></td></tr></tbody>'
    "</table>"
)


def test_what_the_editor_writes_stays_as_it_is():
    assert clean_body(OURS) == OURS


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        (
            "word",
            "<h2>The quay</h2><p><strong>Boats</strong> came <em>late</em>.</p>"
            "<ul><li>First</li><li>Second</li></ul><ol><li>Counted</li></ol>",
        ),
        (
            "google_docs",
            "<p><strong>Boats</strong> came <em>late</em>. See "
            '<a href="https://example.org/" rel="noopener">the log</a></p>'
            "<ul><li><p>First</p></li></ul>",
        ),
        (
            "web_page",
            "<h2>The quay</h2><p>Boats came\n<em>late</em>.</p><p>A boat</p>"
            '<p>Second <a href="https://example.org/x" rel="noopener nofollow">part</a>\n</p><p>More</p>'
            '<figure><a href="https://video.example" rel="noopener">video.example</a></figure>',
        ),
    ],
)
def test_a_paste_arrives_clean(pasted, kept):
    html = (PASTES / f"{pasted}.html").read_text(encoding="utf-8")

    assert clean_body(html) == kept


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ("", ""),
        ("<p></p>", ""),
        ("<p>&nbsp;</p><p><br></p><blockquote><p></p></blockquote><ul><li></li></ul>", ""),
        ("Bare text", "<p>Bare text</p>"),
        ("one<div>two</div>three", "<p>one</p><p>two</p><p>three</p>"),
        ("<p>a<strong></strong>b<em> </em>c</p>", "<p>ab c</p>"),
        ("<ul>bare<li>item</li></ul>", "<ul><li>bare</li><li>item</li></ul>"),
        ("<p>1 < 2 &amp; 3</p>", "<p>1 &lt; 2 &amp; 3</p>"),
        ("<p>Zoë — “said” … 😀 ‌می‌خواهم</p>", "<p>Zoë — “said” … 😀 ‌می‌خواهم</p>"),
        ("<p>a</p>\x00<p>\u202eb</p>", "<p>a</p><p>b</p>"),
        ("<p><a>no address</a></p>", "<p>no address</p>"),
        ('<p><a href="https://e.org" rel="sponsored">x</a></p>',
         '<p><a href="https://e.org" rel="noopener sponsored">x</a></p>'),
        ("<h1>a</h1><h5>b</h5>", "<h2>a</h2><h4>b</h4>"),
    ],
)  # fmt: skip
def test_odd_markup_becomes_plain_body_text(html, kept):
    assert clean_body(html) == kept


def a_card(address, host):
    return f'<figure><a href="{address}" rel="noopener">{host}</a></figure>'


@pytest.mark.parametrize(
    ("frame", "kept"),
    [
        ('<iframe width="560" height="315" src="https://www.youtube.com/embed/dQw4w9WgXcQ?si=a&amp;start=3">'
         "No frames here</iframe>", a_card("https://www.youtube.com/watch?v=dQw4w9WgXcQ", "youtube.com")),
        ('<iframe src="https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"></iframe>',
         a_card("https://www.youtube.com/watch?v=dQw4w9WgXcQ", "youtube.com")),
        ('<iframe src="https://player.vimeo.com/video/76979871?h=8272"></iframe>',
         a_card("https://vimeo.com/76979871", "vimeo.com")),
        ('<iframe src="https://platform.twitter.com/embed/Tweet.html?dnt=false&amp;id=20"></iframe>',
         a_card("https://x.com/i/status/20", "x.com")),
        ('<figure><iframe src="https://charts.example/a?b=1"></iframe><figcaption>Fares</figcaption></figure>',
         a_card("https://charts.example/a?b=1", "charts.example") + "<p>Fares</p>"),
        ('<p>Before<iframe src="https://charts.example/a"></iframe>after</p>',
         "<p>Before</p>" + a_card("https://charts.example/a", "charts.example") + "<p>after</p>"),
        ('<p>a</p><iframe src="https://counter.example/ns.html" height="0" width="0"></iframe>', "<p>a</p>"),
        ('<p>a</p><iframe src="http://charts.example/a"></iframe>', "<p>a</p>"),
        ('<p>a</p><iframe src="javascript:alert(1)"></iframe><iframe src="https://[x"></iframe>', "<p>a</p>"),
        ('<p>a</p><iframe srcdoc="<p>b</p>"></iframe><iframe></iframe>', "<p>a</p>"),
        ('<ul><li>a<iframe src="https://charts.example/a"></iframe></li></ul>',
         "<ul><li><p>a </p></li></ul>" + a_card("https://charts.example/a", "charts.example")),
    ],
)  # fmt: skip
def test_a_frame_of_another_site_becomes_a_card_that_leads_there(frame, kept):
    assert clean_body(frame) == kept
    assert clean_body(kept) == kept


def test_the_form_field_cleans_by_the_same_rules():
    from django_prose_editor.fields import ProseEditorFormField

    field = ProseEditorFormField(config={"extensions": BODY_EXTENSIONS}, sanitize=clean_body, required=False)

    assert (
        field.clean("<div>x<script>1</script></div>")
        == clean_body("<div>x<script>1</script></div>")
        == "<p>x</p>"
    )


@pytest.mark.django_db
def test_neither_a_preview_nor_a_published_page_shows_what_a_script_left_in_the_stored_text():
    article = make_article(body="<div>Text<script>1</script><img src=x onerror=alert(1)></div>")

    publish(article, by=None, checked=False)

    assert Page.from_article(article).body == "<p>Text</p>"
    assert article.releases.get().body == "<p>Text</p>"


def test_a_very_long_body_is_cleaned_in_a_moment():
    from time import process_time

    paragraph = "<p>" + "word <b>bold</b> " * 40 + "</p>"
    start = process_time()

    cleaned = clean_body(paragraph * 500)

    assert cleaned.count("<strong>") == 20_000
    assert process_time() - start < 10


def test_plain_text_is_a_line_a_paragraph():
    assert plain_text(OURS).split("\n")[:4] == ["Part", "One bold both word", "next line.", "Said."]
    assert plain_text("<p>a &lt;b&gt; &amp;&nbsp;c</p>") == "a <b> & c"
    assert plain_text("") == ""


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("", 0),
        ("<p>one</p><p>two</p>", 2),
        ("<ul><li>one</li><li>two</li></ul>", 2),
        ("<p>Don\u2019t pay $1,000.50 — to e.g. Jean-Luc.</p>", 6),
        ("<p>half<strong>way</strong></p>", 1),
    ],
)
def test_words_are_counted_as_a_reader_counts_them(html, words):
    assert word_count(html) == words
