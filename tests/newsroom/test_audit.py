"""The audit log: written with the deed, read at the desk, changed by nobody."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import DatabaseError, transaction
from django.utils import timezone

from articles import services
from articles.models import Section
from newsroom.audit import record
from newsroom.models import AuditEntry, User
from tests.factories_articles import make_article, make_author, make_live, make_section, make_tag
from tests.factories_desk import client_of, make_chief, make_person

pytestmark = pytest.mark.django_db
LOG = "/admin/newsroom/auditentry/"


def test_an_entry_names_who_what_and_both_states():
    chief = make_chief(name="Ada Moe", email="ada@example.org")
    section = make_section(name="Harbour")
    moment = timezone.now()

    record("renamed", section, by=chief, before={"at": moment}, after={"at": None})

    entry = AuditEntry.objects.get()
    assert (entry.by, entry.by_name) == (chief, "Ada Moe <ada@example.org>")
    assert (entry.verb, entry.noun, entry.row_id, entry.title) == (
        "renamed",
        "articles.section",
        str(section.pk),
        "Harbour",
    )
    assert entry.before == {"at": moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")}
    assert entry.after == {"at": None}


def test_the_name_stays_when_the_person_goes():
    person = User.objects.create_user("gone@example.org")
    record("left", make_section(), by=person)

    person.delete()

    entry = AuditEntry.objects.get()
    assert (entry.by, entry.by_name) == (None, "gone@example.org")


def test_what_a_form_changes_is_written_with_both_values():
    author = make_author(name="Old Name", title="Reporter")

    client_of(make_chief()).post(
        f"/admin/articles/author/{author.pk}/change/",
        {"name": "New Name", "title": "Reporter", "bio": "", "slug": author.slug},
    )

    entry = AuditEntry.objects.get(noun="articles.author")
    assert (entry.verb, entry.title) == ("changed", "New Name")
    assert (entry.before, entry.after) == ({"name": "Old Name"}, {"name": "New Name"})


def test_what_is_added_and_deleted_is_written_with_its_values():
    client = client_of(make_chief())

    client.post("/admin/articles/section/add/", {"name": "Sea", "slug": "sea", "position": "7"})
    section = Section.objects.get()
    client.post(f"/admin/articles/section/{section.pk}/delete/", {"post": "yes"})

    deleted, added = AuditEntry.objects.filter(noun="articles.section")
    assert (added.verb, deleted.verb) == ("added", "deleted")
    assert added.after["name"] == "Sea"
    assert (deleted.before["name"], deleted.before["position"], deleted.row_id) == ("Sea", 7, str(section.pk))


def test_several_deleted_at_once_are_each_written():
    tags = [make_tag(name=name) for name in ("Tide", "Wind")]

    client_of(make_chief()).post(
        "/admin/articles/tag/",
        {"action": "delete_selected", "_selected_action": [tag.pk for tag in tags], "post": "yes"},
    )

    assert set(AuditEntry.objects.values_list("verb", "title")) == {("deleted", "Tide"), ("deleted", "Wind")}


def test_a_person_s_groups_are_written_and_a_password_never_is():
    chief = make_chief()
    person = User.objects.create_user("new@example.org", "the first secret")
    writer = Group.objects.get(name="writer")
    client = client_of(chief)

    client.post(
        f"/admin/newsroom/user/{person.pk}/change/",
        {"email": person.email, "name": "", "is_active": "on", "groups": [writer.pk]},
    )
    client.post(
        f"/admin/newsroom/user/{person.pk}/password/",
        {"usable_password": "true", "password1": "another long secret", "password2": "another long secret"},
    )

    secret, groups = AuditEntry.objects.filter(noun="newsroom.user")
    assert (groups.before, groups.after) == ({"groups": []}, {"groups": ["writer"]})
    assert secret.after == {"password": "(not shown), changed"}
    person.refresh_from_db()
    assert person.check_password("another long secret")


def test_a_change_that_fails_leaves_no_entry():
    section = make_section()

    def rename_and_fail():
        with transaction.atomic():
            record("renamed", section, by=None)
            Section.objects.create(pk=section.pk, name="Twice", slug="twice")

    with pytest.raises(DatabaseError):
        rename_and_fail()

    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("deed", ["update", "delete", "raw"])
def test_no_entry_is_ever_changed_or_deleted(deed):
    entry = record("renamed", make_section(), by=None)
    deeds = {
        "update": lambda: AuditEntry.objects.update(verb="nothing"),
        "delete": entry.delete,
        "raw": lambda: AuditEntry.objects.filter(pk=entry.pk)._raw_delete("default"),
    }

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        deeds[deed]()

    assert AuditEntry.objects.get().verb == "renamed"


def test_the_desk_shows_an_entry_and_offers_no_change():
    chief = make_chief()
    entry = record("renamed", make_section(name="Sea"), by=chief, before={"name": "C"}, after={"name": "<b>"})
    client = client_of(chief)

    page = client.get(f"{LOG}{entry.pk}/change/").text
    answers = [client.post(f"{LOG}{entry.pk}/{deed}/", {"verb": "x"}) for deed in ("change", "delete")]

    assert f'<a href="{LOG}">Audit log</a>' in page
    assert "<td>C</td><td>&lt;b&gt;</td>" in page
    assert f'<a href="/admin/articles/section/{entry.row_id}/change/">Sea</a>' in page
    assert 'name="_save"' not in page
    assert [answer.status_code for answer in (*answers, client.get(f"{LOG}add/"))] == [403, 403, 403]


def test_the_list_is_narrowed_by_who_what_verb_and_day():
    ada, bo = make_chief(), make_chief()
    record("renamed", make_section(name="By Ada"), by=ada)
    record("merged", make_tag(name="By Bo"), by=bo)
    client = client_of(ada)
    today = timezone.localdate()

    def listed(**narrow):
        rows = client.get(LOG, narrow).context["cl"].result_list
        return {entry.title for entry in rows}

    assert listed() == {"By Ada", "By Bo"}
    assert listed(by__id__exact=ada.pk) == {"By Ada"}
    assert listed(noun="articles.tag") == {"By Bo"}
    assert listed(verb="renamed") == {"By Ada"}
    assert listed(day=today.isoformat()) == {"By Ada", "By Bo"}
    assert listed(day=(today - timedelta(days=1)).isoformat()) == set()
    assert listed(day="9999-12-31") == listed(day="soon") == {"By Ada", "By Bo"}
    assert listed(q="Bo") == {"By Bo"}


def test_others_read_of_the_log_what_their_lists_would_show_them():
    record("renamed", make_section(name="A section"), by=None)
    record("changed", make_chief(name="A person"), by=None)
    reader = make_person("newsroom.view_auditentry", "articles.view_section")

    page = client_of(reader).get(LOG).text

    assert "A section" in page
    assert "A person" not in page
    assert client_of(make_person("articles.view_section")).get(LOG).status_code == 403


@pytest.mark.parametrize("rows", [1, 5])
def test_the_list_costs_the_same_however_long(rows, django_assert_num_queries):
    chief = make_chief()
    for _ in range(rows):
        record("renamed", make_section(), by=chief)
    client = client_of(chief)

    with django_assert_num_queries(6):
        client.get(LOG)


def test_who_may_not_read_every_story_reads_nothing_of_what_was_done_to_any():
    draft, live = make_article(headline="A secret draft"), make_live(headline="Ahead of its time")
    services.submit_for_review(draft, by=None)
    services.place_story(live, by=None, place="lead")
    record("renamed", make_tag(name="Harbour"), by=None)
    rights = ["newsroom.view_auditentry", "articles.view_tag", "articles.change_article"]
    rights += ["articles.view_article", "articles.view_frontslot"]
    some, all_of_them = make_person(*rights), make_person(*rights, "articles.read_every_article")

    for person, sees in ((some, False), (all_of_them, True)):
        client = client_of(person)
        page = client.get(LOG, {"q": ""}).text
        assert ("A secret draft" in page, "Harbour" in page) == (sees, True)
        opened = [
            client.get(f"{LOG}{entry.pk}/change/") for entry in AuditEntry.objects.exclude(verb="renamed")
        ]
        assert any("A secret draft" in answer.text for answer in opened) is sees
        assert any("Ahead of its time" in answer.text for answer in opened) is sees
