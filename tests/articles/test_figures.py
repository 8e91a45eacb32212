"""Figures, galleries, recordings, pull quotes and link cards in stored markup."""

import pytest

from articles.body import clean_body
from tests.articles.body_judge import PHOTO


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        # Of the library, or not at all
        ('<figure><img src="https://e.org/x" alt="x"><figcaption>A boat</figcaption></figure>',
         "<p>A boat</p>"),
        ('<figure><img data-photo="0" alt="x"></figure><figure><img data-photo="1e3"></figure>', ""),
        ('<figure><img data-photo="1" src="https://e.org/x.jpg" onerror="x()" alt="5 > 3"></figure>',
         '<figure><img data-photo="1" alt="5 3"></figure>'),
        (f'<figure><img data-photo="1" alt="{"x" * 500}"></figure>',
         f'<figure><img data-photo="1" alt="{"x" * 400}"></figure>'),
        ('<figure><audio data-recording="3" src="/x" autoplay>Old browser</audio></figure>',
         '<figure><audio data-recording="3"></audio></figure>'),
        ('<audio src="https://e.org/x.mp3" controls></audio>', ""),
        # Between paragraphs
        ('<p>a<img data-photo="1" alt="">b</p>',
         '<p>a</p><figure><img data-photo="1" alt=""></figure><p>b</p>'),
        (f"<ul><li>a{PHOTO}b</li></ul>", f"<ul><li><p>a b</p></li></ul>{PHOTO}"),
        (f"<table><tr><td>a{PHOTO}</td></tr></table>",
         f"<table><tbody><tr><td><p>a </p></td></tr></tbody></table>{PHOTO}"),
        ('<figure><img data-photo="1" alt=""><figcaption><h2>Big</h2><p>a<br>b</p></figcaption></figure>',
         '<figure><img data-photo="1" alt=""><figcaption>Big a b</figcaption></figure>'),
        # Galleries: photos only, 2 to 12
        (f"<section>{PHOTO}</section>", PHOTO),
        (f"<section>{PHOTO * 13}</section>", f"<section>{PHOTO * 12}</section>{PHOTO}"),
        (f"<section>{PHOTO * 2}<p>and</p>{PHOTO}</section>",
         f"<section>{PHOTO * 2}</section><p>and</p>{PHOTO}"),
        (f"<div>{PHOTO * 2}</div>", PHOTO * 2),
        ("<section><h2>Foreign</h2><p>page</p></section>", "<h2>Foreign</h2><p>page</p>"),
        # A pull quote is bare; the asides of web pages are not
        ("<aside><p>Said.</p> <p></p></aside>", "<aside><p>Said.</p></aside>"),
        ('<aside class="promo"><p>Read more</p></aside><aside>text</aside>', "<p>Read more</p><p>text</p>"),
        (f"<aside><p>a</p>{PHOTO}</aside>", f"<p>a</p>{PHOTO}"),
        # Link cards
        ('<figure><a href="https://e.org/"><strong>Bold</strong> title</a></figure>',
         '<figure><a href="https://e.org/" rel="noopener">Bold title</a></figure>'),
        ('<figure><a href="javascript:x">Title</a></figure>', "<p>Title</p>"),
        ('<figure><a href="https://e.org/"></a></figure>', ""),
    ],
)  # fmt: skip
def test_what_stands_between_paragraphs_is_ours_or_leaves_its_words(html, kept):
    assert clean_body(html) == kept
