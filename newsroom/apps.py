from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.db.models.signals import post_migrate

from newsroom.triggers import PROMISES


class NewsroomConfig(AppConfig):
    name = "newsroom"

    def ready(self):
        PROMISES.keep(self)
        post_migrate.connect(_keep_roles, sender=self)


def _keep_roles(using, **kwargs):
    from newsroom.roles import keep_roles  # noqa: PLC0415 - models first

    keep_roles(using)


class DeskConfig(AdminConfig):
    default_site = "newsroom.desk.Desk"
