from django.apps import AppConfig

from articles.triggers import PROMISES


class ArticlesConfig(AppConfig):
    name = "articles"

    def ready(self):
        PROMISES.keep(self)
