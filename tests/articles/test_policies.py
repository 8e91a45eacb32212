"""What the paper says of itself: there from the first day, and an editor's to change."""

import pytest
from django.conf import settings
from django.contrib.auth.models import Group

from articles.body import clean_body
from articles.models import Policy
from articles.policies import keep_policies
from newsroom.models import AuditEntry, Purge
from tests.factories_articles import make_editor, make_live
from tests.factories_desk import client_of

pytestmark = pytest.mark.django_db
SUBJECTS = ["ethics", "corrections", "ownership", "contact", "privacy"]


def an_editor():
    person = make_editor(name="Edda")
    person.groups.add(Group.objects.get(name="editor"))
    return person


def change(client, subject, **fields):
    policy = Policy.objects.get(subject=subject)
    typed = {"title": policy.title, "body": policy.body} | fields
    return client.post(f"/admin/articles/policy/{policy.pk}/change/", typed)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_each_policy_has_a_page_with_words_from_the_first_day(client, subject):
    page = client.get(f"/about/{subject}/").content.decode()

    policy = Policy.objects.get(subject=subject)
    assert f"<h1>{policy.title}</h1>" in page
    assert policy.body in page
    assert "Last changed <time" in page
    assert len(policy.body) > 500
    assert "{" not in policy.body


def test_the_first_words_name_this_paper_and_its_address():
    said = " ".join(Policy.objects.values_list("body", flat=True))

    assert settings.SITE_NAME in said
    assert f'<a href="mailto:{settings.DEFAULT_FROM_EMAIL}"' in said
    assert all(clean_body(body) == body for body in Policy.objects.values_list("body", flat=True))


def test_what_is_missing_is_written_again_and_what_was_changed_stays():
    Policy.objects.filter(subject="ethics").update(title="Our ethics", body="<p>Ours.</p>")
    Policy.objects.filter(subject="privacy").delete()

    keep_policies()
    keep_policies()

    assert sorted(Policy.objects.values_list("subject", flat=True)) == sorted(SUBJECTS)
    assert Policy.objects.get(subject="ethics").body == "<p>Ours.</p>"
    assert Policy.objects.get(subject="privacy").title == "Privacy"


def test_one_page_leads_to_all_of_them(client):
    page = client.get("/about/").content.decode()

    for subject in SUBJECTS:
        assert f'<a href="/about/{subject}/">{Policy.objects.get(subject=subject).title}</a>' in page
    assert f'<a href="mailto:{settings.DEFAULT_FROM_EMAIL}">' in page


def test_every_page_leads_to_them_at_its_foot(client):
    story = make_live()

    for address in (
        "/",
        story.releases.get().get_absolute_url(),
        "/about/ethics/",
        "/advertise/",
        "/nowhere/",
    ):
        foot = client.get(address).content.decode().split("<footer")[-1]
        assert all(f'href="/about/{subject}/"' in foot for subject in SUBJECTS), address


def test_an_unknown_subject_is_no_page(client):
    assert client.get("/about/horoscopes/").status_code == 404


def test_an_editor_changes_a_policy_and_every_copy_of_its_page_is_old(client):
    before = client.get("/about/ethics/")
    Purge.objects.all().delete()

    answer = change(
        client_of(an_editor()),
        "ethics",
        title="Our ethics",
        body='<p onclick="x">Be fair.</p><script>1</script>',
    )

    assert answer.status_code == 302
    policy = Policy.objects.get(subject="ethics")
    assert (policy.title, policy.body) == ("Our ethics", "<p>Be fair.</p>")
    assert policy.changed_by.name == "Edda"
    assert policy.get_absolute_url() == "/about/ethics/"
    assert set(before["Surrogate-Key"].split()) & set(Purge.objects.values_list("name", flat=True))
    assert "Be fair." in client.get("/about/ethics/").content.decode()
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.by.name, entry.after["title"]) == ("changed", "Edda", "Our ethics")


def test_a_policy_cannot_be_empty_and_what_was_typed_stays():
    answer = change(client_of(an_editor()), "ethics", title="Kept", body="")

    assert "This field is required" in answer.content.decode()
    assert 'value="Kept"' in answer.content.decode()
    assert Policy.objects.get(subject="ethics").title == "Ethics"


def test_saving_without_a_change_dates_nothing():
    when = Policy.objects.get(subject="ethics").changed_at

    assert change(client_of(an_editor()), "ethics").status_code == 302

    assert Policy.objects.get(subject="ethics").changed_at == when


def test_policies_are_neither_added_nor_deleted_at_the_desk():
    desk, key = client_of(an_editor()), Policy.objects.get(subject="ethics").pk

    assert desk.get("/admin/articles/policy/").status_code == 200
    assert desk.get("/admin/articles/policy/add/").status_code == 403
    assert desk.post(f"/admin/articles/policy/{key}/delete/", {"post": "yes"}).status_code == 403
    assert Policy.objects.count() == len(SUBJECTS)


def test_a_policy_costs_three_queries(client, django_assert_num_queries):
    # the policies, sections, the next scheduled change
    with django_assert_num_queries(3):
        client.get("/about/ethics/")
