from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.core import checks
from django.db.models.signals import post_migrate

from newsroom import triggers


class NewsroomConfig(AppConfig):
    name = "newsroom"

    def ready(self):
        post_migrate.connect(_install_triggers, sender=self)
        post_migrate.connect(_keep_roles, sender=self)
        checks.register(triggers.check_triggers, checks.Tags.database)


def _install_triggers(using, **kwargs):
    triggers.install(using)


def _keep_roles(using, **kwargs):
    from newsroom.roles import keep_roles  # noqa: PLC0415 - models first

    keep_roles(using)


class DeskConfig(AdminConfig):
    default_site = "newsroom.desk.Desk"
