import pytest
from django.contrib.auth.models import Group
from django.core import mail

from comments import services
from newsroom.models import User
from newsroom.roles import keep_roles
from tests.comments.test_desk import reported
from tests.factories_comments import a_comment, a_held_comment, a_moderator, a_public_article

pytestmark = pytest.mark.django_db


def a_person(email, role):
    keep_roles()
    person = User.objects.create_user(email, "a long password", is_staff=True)
    person.groups.add(Group.objects.get(name=role))
    return person


def test_moderators_are_told_what_waits_with_links_that_only_open(client, django_capture_on_commit_callbacks):
    moderator = a_person("moderator@example.org", "moderator")
    a_person("writer@example.org", "writer")
    a_moderator("chief@example.org")
    article = a_public_article()
    held = a_held_comment(article, text="Ola & <b>Kari</b> wait.")
    reported(a_comment(article, text="Somebody minds this."))

    with django_capture_on_commit_callbacks(execute=True):
        assert services.queue_moderators_digest() == 1

    told = mail.outbox[0]
    assert (told.to, len(mail.outbox)) == ([moderator.email], 1)
    assert told.subject == "Comments that wait: 1 held, 1 reported, 0 appealed"
    assert told.body.count("On Night ferry to run again in spring, ") == 2
    assert ": All comments are held\n" in told.body
    assert "Kari" not in told.body
    assert "Ola Berg" not in told.body
    address = f"/admin/comments/comment/{held.pk}/change/"
    assert f"http://127.0.0.1:8000{address}\n" in told.body
    client.force_login(moderator)
    client.get(address)
    held.refresh_from_db()
    assert held.state == "held"


def test_nobody_is_mailed_when_nothing_waits():
    a_person("moderator@example.org", "moderator")
    a_comment(a_public_article())

    assert services.queue_moderators_digest() == 0
    assert mail.outbox == []


def test_where_nobody_moderates_the_chiefs_are_told():
    a_moderator("chief@example.org")
    a_held_comment(a_public_article())

    assert services.queue_moderators_digest() == 1
