from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import post_migrate


class ArticlesConfig(AppConfig):
    name = "articles"

    def ready(self):
        from articles import triggers  # noqa: PLC0415 - models first

        post_migrate.connect(install_triggers, sender=self)
        checks.register(triggers.check_triggers, checks.Tags.database)


def install_triggers(using, **kwargs):
    from articles import triggers  # noqa: PLC0415 - models first

    triggers.install(using)
