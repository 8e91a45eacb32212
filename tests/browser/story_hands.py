"""What the journeys of a story share: who is there, what there is, and how a hand moves on the form."""

import re
from urllib.error import HTTPError
from urllib.request import Request, urlopen

PASSWORD = "a word that only they know"
IS_SAVED = re.compile(r"^Saved \d\d:\d\d$")
WRITER, EDITOR = "wim@example.org", "eva@example.org"

PEOPLE_AND_STORIES = f"""
from datetime import timedelta
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone
from articles import services
from articles.models import Article
from articles.photos import add_photo
from newsroom.models import User
from tests.clocks import clock_at
from tests.factories_articles import make_article, make_author, make_live, make_section
from tests.factories_pictures import a_picture_file

def person(email, name, group):
    made = User.objects.create_user(email, {PASSWORD!r}, name=name, is_staff=True)
    made.groups.add(Group.objects.get(name=group))

person({WRITER!r}, "Wim Roos", "writer")
person({EDITOR!r}, "Eva Lind", "editor")
section = make_section(name="Quay", slug="quay")
bo, ida = make_author(name="Bo Dahl"), make_author(name="Ida Holm")
photo = add_photo(a_picture_file(), by=None, alt="The old quay", credit="Ida Holm")
words = dict(section=section, bylines=[bo], body="<p>It happened.</p>", key_points=["One point"])
live = make_live(headline="The ferry has a new captain", **words)
picks = [make_live(headline=f"Pick {{number}}", **words) for number in (1, 2, 3)]
for position, story in enumerate(picks):
    services.place_story(story, by=None, place="picks", position=position)
with transaction.atomic(), clock_at(timezone.now() - timedelta(days=7)):
    old = make_article(headline="The quay as it was", lead_photo=photo, **words | {{
        "bylines": [ida, (bo, "photos")], "key_points": ["Built in 1890", "Of oak"]}})
    services.publish(old, by=None)
Article.objects.filter(pk=old.pk).update(headline="The quay as it is", lead_photo=None, body="<p>Gone.</p>")
old.refresh_from_db()
old.bylines.all().delete()
old.key_points.all().delete()
services.keep(old, by=None)
answer = {{"live": live.pk, "live_url": live.releases.get().get_absolute_url(), "old": old.pk,
          "old_url": old.releases.get().get_absolute_url(), "edited_at": str(old.editions.get(number=1).at)}}
"""


def form_of(key):
    return f"/admin/articles/article/{key}/change/"


def bar(page):
    return page.locator("[data-saved]")


def headline(page):
    return page.locator("[name=headline]")


def said(page):
    return page.locator(".messagelist")


def add_row(page, rows):
    page.click(f"[data-rows={rows}] [data-add]")
    return page.locator(f"[data-rows={rows}] [data-list] [data-row]:visible").last


def text_of(page):
    """Where a story's text is typed: not the plain field of the same name, which the editor hides."""
    return page.get_by_role("textbox", name="Text", exact=True).and_(page.locator("[contenteditable]"))


def write_text(page, words):
    text_of(page).click()
    page.keyboard.press("Control+End")
    page.keyboard.type(words)


def read(url, *, etag=""):
    """What a reader's program gets: (status, body, ETag, seconds that it may be kept)."""
    try:
        answer = urlopen(Request(url, headers={"If-None-Match": etag}), timeout=10)  # noqa: S310 - our own
    except HTTPError as error:
        answer = error
    with answer:
        lasts = [int(n) for n in re.findall(r"=(\d+)", answer.headers["Cache-Control"])]
        return answer.status, answer.read().decode(), answer.headers.get("ETag", ""), sum(lasts)
