"""The serialization format "exact": Django's JSON, with moments to the microsecond.

Django's own cuts them to milliseconds, after which two of them may be in another order, or one and the same.
"""

from datetime import datetime, time

from django.core.serializers import json

Deserializer = json.Deserializer


class Serializer(json.Serializer):
    def _value_from_field(self, obj, field):
        value = super()._value_from_field(obj, field)
        return value.isoformat() if isinstance(value, (datetime, time)) else value
