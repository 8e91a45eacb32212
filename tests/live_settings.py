"""The house's settings for a live paper whose Stripe is a stand-in, on the port STRIPE_STAND_IN."""

import os

from django.apps import AppConfig

from newsroom.settings import *  # noqa: F403
from newsroom.settings import INSTALLED_APPS


class StandIns(AppConfig):
    name = "tests"

    def ready(self):
        """Send what is meant for Stripe to the stand-in."""
        from ads.providers import stripe_checkout
        from tests.ads.stripe_stand_in import network_to

        stripe_checkout.NETWORK = network_to(int(os.environ["STRIPE_STAND_IN"]))


INSTALLED_APPS = [*INSTALLED_APPS, "tests.live_settings.StandIns"]
