from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import post_migrate

from ads import triggers


class AdsConfig(AppConfig):
    name = "ads"

    def ready(self):
        post_migrate.connect(_install_triggers, sender=self)
        checks.register(triggers.check_triggers, checks.Tags.database)


def _install_triggers(using, **kwargs):
    triggers.install(using)
