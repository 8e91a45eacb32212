"""What machines are told of a discussion: schema.org's Comment, feeds, the ledger."""

import gzip
import html.parser
import json
import re
import xml.etree.ElementTree as ET

import pytest

from comments.models import Comment
from comments.services import delete_comment, mark_spam, reject_comment
from tests.factories_comments import a_comment, a_held_comment, a_public_article

pytestmark = pytest.mark.django_db

SCHEMA = {
    "Article": {"commentCount": "text", "comment": "Comment"},
    "Comment": {"author": "Person", "url": "url", "dateCreated": "moment", "text": "text"},
    "Person": {"name": "text"},
}
MOMENT = r"\d{4}-\d\d-\d\dT\d\d:\d\d[+-]\d\d:\d\d"
VOID = {"meta", "link", "input", "br", "img", "hr", "source"}


class Microdata(html.parser.HTMLParser):
    """The items of a page, as the standard reads them."""

    def __init__(self, text):
        super().__init__()
        self.items, self.open = [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        names = dict(attributes)
        item = {"type": names["itemtype"].rpartition("/")[2]} if "itemscope" in names else None
        if item is not None and "itemid" in names:
            item["id"] = names["itemid"]
        text = {"time": "datetime", "a": "href", "meta": "content"}.get(tag)
        slot = None
        if "itemprop" in names:
            holder = next(entry["item"] for entry in reversed(self.open) if entry["item"] is not None)
            slot = holder.setdefault(names["itemprop"], [])
            slot.append(item if item is not None else names[text] if text else "")
        elif item is not None:
            self.items.append(item)
        if tag not in VOID:
            is_text = slot is not None and item is None and text is None
            self.open.append({"tag": tag, "item": item, "slot": slot if is_text else None})

    def handle_endtag(self, tag):
        while self.open and self.open.pop()["tag"] != tag:
            pass

    def handle_data(self, data):
        for entry in self.open:
            if entry["slot"] is not None:
                entry["slot"][-1] += data


def faults_of(item):
    known = SCHEMA[item["type"]]
    faults = [f"{item['type']} has {name}" for name in item.keys() - known.keys() - {"type", "id"}]
    for name, kind in known.items():
        for value in item.get(name, []):
            if kind in SCHEMA:
                faults += [] if value["type"] == kind else [f"{name} is {value['type']}"]
                faults += faults_of(value)
            elif not value or (kind == "moment" and not re.fullmatch(MOMENT, value)):
                faults.append(f"{name} is {value!r}")
        if name not in item and kind != "Comment":
            faults.append(f"{item['type']} lacks {name}")
    return faults


@pytest.fixture
def article():
    return a_public_article()


def address(article):
    return article.releases.get().get_absolute_url()


def test_each_comment_on_the_articles_page_is_said_in_schema_orgs_words(client, article):
    root = a_comment(article, name="Ola <Berg>", text="Early is good.")
    a_comment(article, parent=root, text="For whom?")

    page = client.get(address(article)).text

    (said,) = Microdata(page).items
    assert faults_of(said) == []
    graph = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])["@graph"]
    assert said["id"] == graph[0]["@id"]  # one thing, said in two places
    assert said["commentCount"] == ["2"]
    assert [(c["author"][0]["name"], c["text"]) for c in said["comment"]] == [
        (["Ola <Berg>"], ["Early is good."]),
        (["Ola Berg"], ["For whom?"]),
    ]
    assert "itemprop" not in client.get(f"/comments/{article.pk}/").text  # which no search engine lists


def test_an_articles_page_with_twenty_comments_is_light(client):
    point, body = "What the council decided, in some words", "<p>A long line of news from the quay.</p>"
    article = a_public_article(body=body * 40, key_points=[point] * 4)
    for number in range(20):
        text = (
            f"Reply {number}, as long as most of them are, about what the town should do next with its quay."
        )
        a_comment(article, text=text * 2, name=f"Reader {number}")

    page = client.get(address(article)).content

    assert page.count(b"<article class=") == 21
    assert len(gzip.compress(page)) <= 20_000


@pytest.mark.parametrize(
    ("end", "kind"), [("feed/", "rss+xml"), ("feed/atom/", "atom+xml"), ("feed.json", "feed+json")]
)
def test_a_feed_has_what_appeared_newest_first_and_nothing_that_waits(client, article, end, kind):
    a_comment(article, name="Ola & co", text="First <b>words</b>\u0001.")
    a_held_comment(article, text="Nobody sees this")
    last = a_comment(article, text="Last words.")

    answer = client.get(f"/comments/{article.pk}/{end}")

    assert answer["Content-Type"].partition(";")[0] == f"application/{kind}"
    assert "Nobody sees this" not in answer.text
    assert "ola@example.org" not in answer.text
    assert answer.text.index("Last words.") < answer.text.index("First ")
    assert f"/comments/{article.pk}/comment/{last.pk}/" in answer.text
    if "json" in kind:
        assert len(json.loads(answer.text)["items"]) == 2
    else:
        ET.fromstring(answer.content)  # noqa: S314 - our own


def test_the_ledger_counts_what_became_of_every_comment(client, article):
    made = [a_comment(article) for _ in range(6)]
    a_held_comment(article)
    mark_spam(made[0], by=None), mark_spam(made[1], by=None)
    reject_comment(made[2], by=None, removal="personal_attack")
    delete_comment(made[3])

    said = client.get(f"/comments/{article.pk}/ledger.json").json()
    page = client.get(address(article)).text

    assert said == {
        "article": article.pk,
        "url": address(article),
        "published": 2,
        "removed": {"spam": 2, "personal_attack": 1},
        "taken_back": 1,
    }
    line = "2 published, 3 removed: 2 spam, 1 personal attack, 1 taken back by its author."
    assert f"<p>{line}</p>" in page
    for name in ("published", "rejected", "spam", "deleted"):
        states = {"published": 2, "rejected": 1, "spam": 2, "deleted": 1}
        assert Comment.objects.filter(state=name).count() == states[name]


def test_a_key_point_says_how_much_was_said_about_it_and_leads_there(client):
    article = a_public_article(key_points=["It opens in spring", "Nobody pays"])
    first, second = (point["public_id"] for point in article.releases.get().key_points)
    about = a_comment(article, key_point=second, text="I do.")
    a_comment(article, key_point=second, text="And I.")
    a_comment(article, text="Elsewhere.")

    page = client.get(address(article)).text
    there = client.get(f"/comments/{article.pk}/?point={second}").text

    assert f'href="/comments/{article.pk}/?point={second}">2 comments<' in page
    assert f'href="/comments/{article.pk}/reply/?point={first}"' in page
    assert ("I do." in there, "And I." in there, "Elsewhere." in there) == (True, True, False)
    assert "Nobody pays</blockquote>" in there
    assert f"/reply/?point={second}" in there
    assert about.anchor in there
    assert client.get(f"/comments/{article.pk}/?point=x").status_code == 404


def test_the_newsrooms_answers_stand_on_top_with_badges(client, article):
    asked = a_comment(article, text="Who pays?")
    said = a_comment(article, parent=asked, text="The port does.", name="Ana Lund")
    Comment.objects.filter(pk=said.pk).update(is_answer=True, badge="staff")

    for page in (client.get(address(article)).text, client.get(f"/comments/{article.pk}/?sort=newest").text):
        assert page.index("Answered by the newsroom") < page.index("The port does.") < page.index("Who pays?")
        assert "<bdi>Ana Lund</bdi> <b>Newsroom</b>" in re.sub(r' itemprop="name"', "", page)
        assert page.count(f'id="{said.anchor}"') == 1

    reject_comment(said, by=None)
    assert "Answered by the newsroom" not in client.get(address(article)).text
