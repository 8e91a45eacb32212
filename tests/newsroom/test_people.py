"""Users and groups: superusers only, whatever permissions somebody holds."""

import pytest
from django.contrib.auth.models import Group, Permission

from newsroom.models import Chore, User
from tests.factories_desk import client_of, make_chief, make_person

pytestmark = pytest.mark.django_db
EVERYTHING = ("newsroom.add_user", "newsroom.change_user", "newsroom.view_user", "newsroom.delete_user")


@pytest.mark.parametrize(
    "address", ["newsroom/user/", "newsroom/user/add/", "auth/group/", "auth/group/add/", "newsroom/chore/"]
)
def test_only_a_superuser_gets_in(address):
    climber = make_person(*EVERYTHING, "auth.add_group", "auth.view_group", "newsroom.view_chore")

    assert client_of(climber).get(f"/admin/{address}").status_code == 403
    assert client_of(make_chief()).get(f"/admin/{address}").status_code == 200


def test_nobody_makes_himself_a_superuser():
    climber = make_person(*EVERYTHING)

    answer = client_of(climber).post(
        f"/admin/newsroom/user/{climber.pk}/change/",
        {"email": climber.email, "is_active": "on", "is_staff": "on", "is_superuser": "on"},
    )
    password = client_of(climber).post(
        f"/admin/newsroom/user/{make_chief().pk}/password/",
        {"password1": "another long one", "password2": "another long one"},
    )

    climber.refresh_from_db()
    assert (answer.status_code, password.status_code, climber.is_superuser) == (403, 403, False)


def test_somebody_new_is_created_with_an_address_and_a_password():
    answer = client_of(make_chief()).post(
        "/admin/newsroom/user/add/",
        {
            "email": "new@example.org",
            "name": "New Person",
            "usable_password": "true",
            "password1": "correct horse battery",
            "password2": "correct horse battery",
        },
    )

    person = User.objects.get(email="new@example.org")
    assert answer.status_code == 302
    assert person.check_password("correct horse battery")
    assert not person.is_staff


def test_an_address_is_taken_whatever_its_case():
    User.objects.create_user("anna@example.org")

    answer = client_of(make_chief()).post(
        "/admin/newsroom/user/add/",
        {
            "email": "ANNA@example.org",
            "usable_password": "true",
            "password1": "correct horse battery",
            "password2": "correct horse battery",
        },
    )

    assert answer.status_code == 422
    assert User.objects.filter(email__iexact="anna@example.org").count() == 1


def test_groups_and_permissions_are_ticked():
    chief = make_chief()
    group = Group.objects.create(name="Writers")
    permission = Permission.objects.get(codename="add_article")
    client = client_of(chief)

    client.post(f"/admin/auth/group/{group.pk}/change/", {"name": "Writers", "permissions": [permission.pk]})
    client.post(
        f"/admin/newsroom/user/{chief.pk}/change/",
        {
            "email": chief.email,
            "is_active": "on",
            "is_staff": "on",
            "is_superuser": "on",
            "groups": [group.pk],
        },
    )

    assert list(group.permissions.all()) == [permission]
    assert list(chief.groups.all()) == [group]


def test_a_chore_can_be_put_off_but_not_invented():
    chore = Chore.objects.create(name="forget_purges")
    client = client_of(make_chief())

    client.post(f"/admin/newsroom/chore/{chore.pk}/change/", {"due_at": "2031-01-02T03:04:05"})

    chore.refresh_from_db()
    assert f"{chore.due_at:%F %T}" == "2031-01-02 03:04:05"
    assert client.get("/admin/newsroom/chore/add/").status_code == 403


@pytest.mark.django_db
def test_a_name_is_found_by_the_very_comparison_that_keeps_it_unique():
    anna = User.objects.create_user("Anna@example.org")
    User.objects.create_user("blissa@example.org")
    User.objects.create_user("bli\u017fsa@example.org")

    assert User.objects.get_by_natural_key("aNNa@example.org") == anna
    assert User.objects.get_by_natural_key("blissa@example.org").email == "blissa@example.org"
