"""Four groups that hold exactly what the apps declare, after every migrate."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from newsroom import roles
from tests.factories_desk import client_of, make_chief

pytestmark = pytest.mark.django_db


def held_by(role):
    permissions = Permission.objects.filter(group__name=role).values_list(
        "content_type__app_label", "codename"
    )
    return {f"{app}.{codename}" for app, codename in permissions}


def test_there_are_four_groups_and_each_holds_what_is_declared():
    assert set(Group.objects.values_list("name", flat=True)) == {
        "writer",
        "editor",
        "moderator",
        "ad manager",
    }
    assert {role: held_by(role) for role in roles.ROLES} == roles.declared()


def test_a_writer_holds_nothing_that_reaches_readers_or_others():
    reaching = {"articles.publish_article", "articles.read_every_article", "articles.change_photo"}

    assert not held_by("writer") & reaching
    assert held_by("writer") < held_by("editor")
    assert {permission.split(".")[0] for permission in held_by("moderator")} == {"comments"}
    assert {permission.split(".")[0] for permission in held_by("ad manager")} == {"ads"}


def test_nobody_holds_a_permission_over_people():
    every = set().union(*(held_by(role) for role in roles.ROLES))

    assert not [p for p in every if p.split("_", 1)[1] in ("user", "group", "permission", "chore")]


def test_what_was_added_or_taken_by_hand_is_put_right_by_the_next_migrate():
    writer = Group.objects.get(name="writer")
    writer.permissions.add(Permission.objects.get(codename="publish_article"))
    writer.permissions.remove(Permission.objects.get(codename="add_article"))
    Group.objects.get(name="moderator").delete()
    own = Group.objects.create(name="photographers")
    own.permissions.add(Permission.objects.get(codename="add_photo"))

    call_command("migrate", verbosity=0)
    call_command("migrate", verbosity=0)

    assert {role: held_by(role) for role in roles.ROLES} == roles.declared()
    assert held_by("photographers") == {"articles.add_photo"}
    assert Group.objects.count() == 5


def test_the_people_in_a_group_stay_in_it():
    chief = make_chief()
    chief.groups.add(Group.objects.get(name="editor"))

    roles.keep_roles()

    assert [group.name for group in chief.groups.all()] == ["editor"]


def test_a_permission_that_does_not_exist_is_a_loud_mistake(settings):
    settings.ROLES = ["tests.newsroom.test_roles.WRONG"]

    with pytest.raises(KeyError, match=r"articles\.publish_artikel"):
        roles.keep_roles()


def test_the_desk_lets_nobody_type_into_the_four_groups():
    group = Group.objects.get(name="writer")
    client = client_of(make_chief())
    address = f"/admin/auth/group/{group.pk}/"

    assert client.get(f"{address}change/").status_code == 200
    assert client.post(f"{address}change/", {"name": "authors"}).status_code == 403
    assert client.post(f"{address}delete/", {"post": "yes"}).status_code == 403
    group.refresh_from_db()
    assert group.name == "writer"


WRONG = {"writer": ["articles.publish_artikel"]}
