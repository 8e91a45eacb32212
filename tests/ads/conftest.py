import pytest

from ads import serving
from tests import factories_ads


@pytest.fixture(autouse=True)
def _no_ads_of_another_test():
    serving.forget_snapshot()
    yield
    serving.forget_snapshot()


@pytest.fixture
def live_ad(db):
    """An approved ad with $10.00 to spend, at $1.00 a click."""
    return factories_ads.a_live_ad()
