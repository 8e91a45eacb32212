from django.apps import AppConfig
from django.db.models.signals import post_migrate

from articles import search_index
from articles.triggers import PROMISES


class ArticlesConfig(AppConfig):
    name = "articles"

    def ready(self):
        PROMISES.keep(self)
        search_index.keep(self)
        post_migrate.connect(_keep_policies, sender=self)


def _keep_policies(using, **kwargs):
    from articles.policies import keep_policies  # noqa: PLC0415 - models first

    keep_policies(using)
