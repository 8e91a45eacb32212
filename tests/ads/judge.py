"""One process of a race between editors: approves or rejects each version, and prints what it was answered.

Run as ``python -m tests.ads.judge DATABASE approve|reject VERSION...``; says that it is ready, waits for a
line, and ends with {answer: how often} as JSON.
"""

import json
import os
import sys
from collections import Counter


def main(database, deed, *numbers):
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

    import django
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = database
    django.setup()
    from django.db import OperationalError

    from ads import services
    from ads.models import AdVersion
    from tests.factories_ads import an_editor

    editor, answers = an_editor(), Counter()
    versions = [AdVersion.objects.get(pk=number) for number in numbers]
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    for version in versions:
        try:
            if deed == "approve":
                services.approve_version(version, by=editor)
            else:
                services.reject_version(version, by=editor, reason="Not for us.")
            answers[deed] += 1
        except (services.Refused, OperationalError) as refused:
            answers[str(refused)] += 1
    json.dump(answers, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
