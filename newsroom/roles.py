"""Four groups and what each may do, kept right after every migrate.

Not a migration: permissions do not exist yet while migrations run. Each app declares its part as
``{role: [permission, …]}``; settings.ROLES lists the declarations by their dotted names.
"""

from django.apps import apps
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import connections, transaction
from django.utils.module_loading import import_string

ROLES = ("writer", "editor", "moderator", "ad manager")
_TABLES = {"auth_group", "auth_permission", "auth_group_permissions", "django_content_type"}

# The house's own part.
HOUSE = {
    "editor": [
        "newsroom.view_auditentry",
        *(f"newsroom.{deed}_redirect" for deed in ("view", "add", "change", "delete")),
    ]
}


def declared() -> dict[str, set[str]]:
    """Return what each role may do ("app.codename"), all declarations together."""
    may = {role: set() for role in ROLES}
    for name in settings.ROLES:
        for role, permissions in import_string(name).items():
            may[role] |= set(permissions)
    return may


def keep_roles(using: str = "default") -> None:
    """Make the four groups hold exactly what is declared; other groups are nobody's business here.

    Safe to run twice; does nothing before the tables exist.
    """
    if not set(connections[using].introspection.table_names()) >= _TABLES:
        return
    may = declared()
    for app in sorted({permission.split(".")[0] for held in may.values() for permission in held}):
        create_permissions(apps.get_app_config(app), verbosity=0, interactive=False, using=using)
    found = {
        f"{app}.{codename}": pk
        for pk, app, codename in Permission.objects.using(using).values_list(
            "pk", "content_type__app_label", "codename"
        )
    }
    with transaction.atomic(using=using):
        for role, permissions in may.items():
            group, _ = Group.objects.using(using).get_or_create(name=role)
            group.permissions.set([found[permission] for permission in sorted(permissions)])


def is_role(group: Group) -> bool:
    """Whether ``group`` is one of the four, so that the next migrate would undo what is typed into it."""
    return group.name in ROLES
