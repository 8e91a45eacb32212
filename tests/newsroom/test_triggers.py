import pytest
from django.core.checks import run_checks
from django.db import IntegrityError, connection, transaction

from newsroom.models import AuditEntry
from newsroom.triggers import PROMISES
from tests.factories_articles import make_editor

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry():
    return AuditEntry.objects.create(
        by=make_editor(), by_name="Ada", verb="publish", noun="article", row_id="1"
    )


def refused():
    return pytest.raises(IntegrityError, match="audit log is append-only")


@pytest.mark.parametrize("change", [{"verb": "x"}, {"by_name": "Eve"}, {"after": {"a": 1}}, {"row_id": "2"}])
def test_an_audit_entry_never_changes(entry, change):
    with refused(), transaction.atomic():
        AuditEntry.objects.update(**change)


def test_an_audit_entry_is_never_deleted(entry):
    with refused(), transaction.atomic():
        connection.cursor().execute("DELETE FROM newsroom_auditentry")

    assert AuditEntry.objects.count() == 1


def test_of_an_audit_entry_only_the_person_can_go_and_the_name_stays(entry):
    with refused(), transaction.atomic():
        AuditEntry.objects.update(by=make_editor())

    entry.by.delete()

    assert AuditEntry.objects.values_list("by", "by_name").get() == (None, "Ada")


def test_words_about_an_erased_person_go_and_nothing_else_takes_their_place():
    entry = AuditEntry.objects.create(
        by_name="Ada", verb="publish", noun="article", row_id="2", title="Ada", before={"name": "Ada"}
    )
    for wrong in ({"title": "Eve"}, {"by_name": ""}, {"before": {}}, {"after": {"name": "(erased)"}}):
        with refused(), transaction.atomic():
            AuditEntry.objects.update(**wrong)

    AuditEntry.objects.update(by_name="(erased)", title="(erased)", before=None, after=None)

    erased = AuditEntry.objects.get(pk=entry.pk)
    assert (erased.verb, erased.title, erased.by_name, erased.before) == (
        "publish",
        "(erased)",
        "(erased)",
        None,
    )


def test_a_missing_trigger_is_an_error_of_the_system_check():
    PROMISES.lift()

    errors = run_checks(databases=["default"])

    assert [error.id for error in errors] == ["newsroom.E001"] * len(PROMISES.refusals)
    PROMISES.install()
    assert run_checks(databases=["default"]) == []
