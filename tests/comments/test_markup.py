"""Their markup becomes our text, and none of it lives."""

import re
from time import process_time

import pytest
from django.template import Context, Template

from comments.markup import text_of
from comments.models import Comment
from comments.services import import_comments
from tests.comments.test_hostile import Alive, texts
from tests.factories_comments import a_public_article
from tests.factories_exports import an_export, item, path_of, said, wordpress


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("plain *words*\r\nand lines", "plain *words*\nand lines"),
        ("<p>One<br />\ntwo</p>\n\n<p>three</p>", "One\ntwo\n\nthree"),
        ("a<script>alert('<b>')</script>b<style>p{}</style>c<script>open", "abc"),
        ("<blockquote><p>One</p><blockquote>two</blockquote></blockquote>Three", "> One\n> \n> two\n\nThree"),
        ("</blockquote>a<blockquote>b", "a\n\n> b"),
        ("<i>so</i><em> it </em><em>is\nnot</em> <i><i>x</i></i>", "*so* *it* is\nnot *x*"),
        ("<code>a &lt; b</code>, <b>bold</b>", "`a < b`, bold"),
        ("&lt;script&gt;x&lt;/script&gt; &amp;amp; &eacute; &#0;", "<script>x</script> &amp; é \ufffd"),
        ('<a href="https://example.org/a">https://example.org/a</a>', "https://example.org/a"),
        ('<a href="https://example.org/long/way">example.org/lo...</a>', "https://example.org/long/way"),
        ('See <a href="https://example.org/a">the report</a>.', "See the report (https://example.org/a)."),
        ('<a href="javascript:alert(1)">x</a><a href="/y">y</a><a>z</a>', "xyz"),
        ('<a href="http://disq.us/url?url=x" title="https://example.org/a">https://exam…</a>', "https://example.org/a"),
        ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
        ("a<!-- b -->c<svg/onload=x()>d", "acd"),
        ("\u202eturned\u202c \ue000e\u0301", "turned é"),
    ],
)  # fmt: skip
def test_their_markup_becomes_our_text(html, text):
    assert text_of(html) == text


@pytest.mark.parametrize("part", ["<a ", "<!--", "<a href='", "</", "<![", "<em><code><a>", "<blockquote>"])
def test_no_markup_takes_long(part):
    began = process_time()

    text_of(part * (100_000 // len(part)))

    assert process_time() - began < 5  # the parser alone takes minutes


@pytest.mark.django_db
def test_hostile_markup_is_never_alive_on_the_page(client):
    article = a_public_article()
    own = [
        "<script>alert(1)</script>x",
        "<img src=x onerror=alert(1)>x",
        "&lt;img src=x onerror=alert(1)&gt;",
        "<a href='javascript:alert(1)'>x</a>",
        "<a href='https://example.org/&quot;onmouseover=&quot;alert(1)'>x</a>",
        '<a href="https://example.org/\'><script>alert(1)</script>">x</a>',
        "<code><script>alert(1)</script></code>`<b>`",
        "<<em>script>alert(1)<</em>/script>",
    ]
    cases = [re.sub("[^\t\n -\ud7ff\ue000-\ufffd]|]]>", "", text) for text in own + texts()]

    import_comments(
        an_export(
            wordpress(
                item(path_of(article), *(said(n, text, author=text) for n, text in enumerate(cases, 1)))
            )
        )
    )

    pages = [
        client.get(f"/comments/{article.pk}/?after={c.pk - 1}").text for c in Comment.objects.all()[::80]
    ]
    drawn = Template("{% load comments %}{% discussion_of id as talk %}{% comment_section talk %}")
    assert Comment.objects.published().count() > len(own)
    assert Alive(drawn.render(Context({"id": article.pk}))).found == [Alive.own]
    assert not any(
        "<script>alert" in page or "<img src=x" in page
        for page in [*pages, client.get(path_of(article)).text]
    )
