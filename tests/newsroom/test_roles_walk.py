"""Every role at every address of the desk with every method, and somebody else's draft in the house.

Addresses come from the URL resolver, so that a new one is walked as well. One that no rule below opens is
for superusers.
"""

import re
from uuid import UUID

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.urls import URLPattern

from articles import access, services
from articles.admin import StoryAdmin
from articles.models import Article, Note, Release
from newsroom import roles
from newsroom.models import AuditEntry, Redirect
from tests.factories_ads import a_live_ad
from tests.factories_articles import (
    make_article,
    make_author,
    make_editor,
    make_photo,
    make_section,
    make_tag,
)
from tests.factories_comments import a_held_comment, a_public_article
from tests.factories_desk import client_of, make_chief
from tests.factories_recordings import make_recording

pytestmark = pytest.mark.django_db
SECRET = "Zugzwang"  # in every text of the draft, and nowhere else
METHODS = ("GET", "HEAD", "POST")
READS = ("GET", "HEAD")

TYPED = {"headline": "Taken over", "text": "Taken over", "note": "Taken over", "page_key": str(UUID(int=7))}

# What a role may enter: (names of addresses, methods).
OPEN = [(r"index|login|logout|password_change\w*|jsi18n|second_step\w*", METHODS)]
INSIDE = {
    "nobody": [],
    "writer": [
        (r"articles_article_(changelist|add|preview_new|paste|things)", METHODS),
        (r"articles_(section|series|tag|author|photo|recording)_(changelist|history)", METHODS),
        (r"articles_(section|series|tag|author|photo|recording)_change", READS),
        (r"articles_(photo|recording)_(add|choose)", METHODS),
        (r"articles_photo_(upload|describe)", METHODS),
    ],
    "editor": [
        (r"articles_\w+", METHODS),
        (r"newsroom_(auditentry|redirect)_\w+", METHODS),
    ],
    "moderator": [(r"comments_\w+", METHODS)],
    "ad manager": [(r"ads_\w+", METHODS)],
}
# Deciding about the article itself is more than editing it: the trash's last step is for superusers.
NOT_EVEN = {"editor": r"articles_article_(delete|destroy|erase)\w*"}
# Answers that depend on what is asked for; they are walked for what they say.
DEPENDS = {"autocomplete", "view_on_site", "app_list", None}


@pytest.fixture
def draft(db):
    """Somebody else's, in review, with an edition, a note and a place in the related stories."""
    other = make_editor(name="Other Writer")
    draft = make_article(
        headline=f"{SECRET} at the town hall",
        slug=SECRET.lower(),
        kicker=SECRET,
        standfirst=f"{SECRET}!",
        body=f"<p>{SECRET} in the text.</p>",
        key_points=[f"{SECRET} is a point"],
        bylines=[make_author()],
        created_by=other,
        changed_by=other,
    )
    services.submit_for_review(draft, by=other)
    draft.notes.create(text=f"{SECRET} is what we call it", by=other)
    return draft


@pytest.fixture
def rows(draft):
    """A row of every list, by the beginning of its addresses."""
    make_section(), make_tag(), make_photo(), make_recording()
    a_held_comment(a_public_article())
    a_live_ad()
    Redirect.objects.create(old_path="/old/", new_path="/new/")
    own = {Article: draft, Group: Group.objects.create(name="photographers")}
    found = {}
    for model in admin.site._registry:
        row = own.get(model) or model._default_manager.order_by("pk").first()
        if row is not None:
            found[f"{model._meta.app_label}/{model._meta.model_name}/"] = row.pk
    return found


def addresses(rows, draft, patterns=None, before=""):
    """(name, address) of everything on the desk, with the rows' keys in their places."""
    for pattern in admin.site.get_urls() if patterns is None else patterns:
        route = before + str(pattern.pattern)
        if not isinstance(pattern, URLPattern):
            yield from addresses(rows, draft, pattern.url_patterns, route)
        elif pattern.name == "app_list":
            yield from (("app_list", f"/admin/{app}/") for app in ("articles", "comments", "ads", "newsroom"))
        elif not route.startswith("(?P"):
            yield pattern.name, f"/admin/{_filled(route, rows, draft)}"


def _filled(route, rows, draft):
    key = next((pk for start, pk in rows.items() if route.startswith(start)), 1)
    known = {"number": 1, "content_type_id": ContentType.objects.get_for_model(Article).pk}
    if route.startswith("r/"):
        known["object_id"] = draft.pk
    elif "/notes/" in route:
        known["pk"] = draft.notes.get().pk

    return re.sub(r"<(?:\w+:)?(\w+)>", lambda place: str(known.get(place[1], key)), route)


def is_inside(answer):
    """Whether the door opened. None: this address never takes this method."""
    if answer.status_code == 405:
        return None
    goes_back = answer.status_code == 302 and re.fullmatch(r"/admin/(login/.*)?", answer.url)
    return not (goes_back or answer.status_code in (403, 404))


def asked(client, method, address):
    """The answer, with everything undone that it did; the second value tells what that was."""
    before, cookies = _written(), client.cookies.copy()
    with transaction.atomic():
        answer = getattr(client, method.lower())(address, TYPED if method == "POST" else None)
        answer.render() if hasattr(answer, "render") and not answer.is_rendered else None
        has_written = _written() != before
        transaction.set_rollback(True)
    client.cookies = cookies  # as before a sign-out
    return answer, has_written


def _written():
    return (
        AuditEntry.objects.count(),
        Release.timeline.count(),
        Article.objects.count(),
        Note.objects.count(),
        *Article.objects.order_by("pk").values_list("pk", "version", "desk", "trashed_at", "headline"),
    )


def text_of(answer):
    said = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return said.decode(errors="replace") + str(dict(answer.headers))


def walk(person, role, rows, draft, only=r".*"):
    """Go everywhere; return a sentence for each thing that is not as it should be.

    What does not open to a superuser either is closed to all.
    """
    client, chief, wrong = client_of(person), client_of(make_chief()), []
    for name, address in addresses(rows, draft):
        for method in METHODS if re.match(only, address) else ():
            answer, has_written = asked(client, method, address)
            expected, inside = is_expected(role, name, method), is_inside(answer)
            place = f"{method} {address} ({name}): {answer.status_code}"
            if answer.status_code >= 500:
                wrong.append(f"{place} is a fault")
            is_other = name not in DEPENDS and inside is not None and inside != expected
            if is_other and (inside or is_inside(asked(chief, method, address)[0])):
                wrong.append(f"{place}, but the {role} {'should' if expected else 'should not'} get in")
            if has_written and not expected:
                wrong.append(f"{place} wrote something")
            if SECRET.lower() in text_of(answer).lower() and role != "editor":
                wrong.append(f"{place} tells of the draft")
    return wrong


def is_expected(role, name, method):
    if name is None or re.fullmatch(NOT_EVEN.get(role, "-"), name):
        return False
    rules = OPEN + INSIDE[role]
    return any(re.fullmatch(names, name) and method in methods for names, methods in rules)


def in_role(role):
    person = make_editor(name=role.capitalize())
    if role in roles.ROLES:
        person.groups.add(Group.objects.get(name=role))
    return person


@pytest.mark.parametrize("role", INSIDE)
def test_each_role_gets_in_where_it_should_and_nowhere_else(role, rows, draft):
    assert walk(in_role(role), role, rows, draft) == []


def test_the_walk_goes_everywhere(rows, draft):
    walked = dict(addresses(rows, draft))

    assert walked["articles_article_change"] == f"/admin/articles/article/{draft.pk}/change/"
    assert walked["articles_article_restore"] == f"/admin/articles/article/{draft.pk}/restore/1/"
    assert {"index", "autocomplete", "newsroom_user_add", "ads_transaction_reverse"} <= set(walked)
    assert not [address for address in walked.values() if "<" in address or "(" in address]


def test_the_walk_meets_the_doors_that_open(rows, draft):
    """A walk that were signed out on its way would find every door closed, and nothing wrong."""
    editor = client_of(in_role("editor"))

    opened = {name for name, address in addresses(rows, draft) if is_inside(asked(editor, "GET", address)[0])}

    assert {"articles_article_change", "articles_photo_changelist", "newsroom_auditentry_change"} <= opened
    assert not {"newsroom_user_add", "comments_comment_changelist", "ads_ad_change"} & opened
    assert SECRET in text_of(asked(editor, "GET", f"/admin/articles/article/{draft.pk}/change/")[0])


def test_the_walk_notices_when_the_list_is_open(rows, draft, monkeypatch):
    def everything(user, *, among=None):
        return Article.objects.all() if among is None else among

    monkeypatch.setattr(access, "visible_articles", everything)

    wrong = walk(in_role("writer"), "writer", rows, draft, only=r"/admin/(articles/article/)?$")

    assert "GET /admin/ (index): 200 tells of the draft" in wrong
    assert "GET /admin/articles/article/ (articles_article_changelist): 200 tells of the draft" in wrong


def test_the_walk_notices_when_everybody_may_edit(rows, draft, monkeypatch):
    monkeypatch.setattr(access, "_is_theirs", lambda user, article: True)
    monkeypatch.setattr(StoryAdmin, "get_queryset", lambda self, request: Article.objects.all())
    place = f"/admin/articles/article/{draft.pk}/"

    wrong = walk(in_role("writer"), "writer", rows, draft, only=place)

    restoring = f"POST {place}restore/1/ (articles_article_restore): 302"
    assert f"{restoring}, but the writer should not get in" in wrong
    assert f"GET {place}preview/ (articles_article_preview): 200 tells of the draft" in wrong
    assert f"POST {place}notes/ (articles_article_notes): 302 wrote something" in wrong


def test_the_walk_notices_when_a_role_holds_too_much_or_too_little(rows, draft):
    person = in_role("ad manager")

    too_much = walk(person, "moderator", rows, draft, only="/admin/ads/ad/")
    too_little = walk(in_role("nobody"), "ad manager", rows, draft, only="/admin/ads/ad/")

    assert any("(ads_ad_pause): 302, but the moderator should not get in" in said for said in too_much)
    assert any("(ads_ad_pause): 403, but the ad manager should get in" in said for said in too_little)


def opened_to(client, rows, draft):
    """The names of the addresses that let ``client`` in, by any method."""
    return {
        name
        for name, address in addresses(rows, draft)
        for method in METHODS
        if leads_inside(asked(client, method, address)[0])
    }


def leads_inside(answer):
    if answer.status_code == 302 and answer.url.startswith(("/admin/login/", "/admin/second-step/")):
        return False
    return bool(is_inside(answer))


def test_where_a_second_step_is_required_nobody_gets_anywhere_without_one_but_to_set_it_up(
    rows, draft, settings
):
    settings.REQUIRE_TWO_FACTOR = True

    opened = opened_to(client_of(make_chief()), rows, draft)

    assert opened == {"logout", "second_step_set_up"}


def test_the_session_of_somebody_who_was_shut_out_opens_nothing(rows, draft):
    chief = make_chief()
    client = client_of(chief)
    chief.is_active = False
    chief.save()

    assert opened_to(client, rows, draft) == {"login"}
