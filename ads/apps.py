from django.apps import AppConfig

from ads.triggers import PROMISES


class AdsConfig(AppConfig):
    name = "ads"

    def ready(self):
        PROMISES.keep(self)
