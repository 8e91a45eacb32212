"""Until now every section was one of its own: fill in what ``services.move_section`` keeps from here on."""

from django.db import migrations
from django.db.models import F


def fill_in(apps, schema_editor):
    releases = apps.get_model("articles", "Release")._base_manager.using(schema_editor.connection.alias)
    releases.filter(top_section=None).update(top_section=F("section"))


class Migration(migrations.Migration):
    dependencies = [("articles", "0007_the_paper")]
    operations = [migrations.RunPython(fill_in, migrations.RunPython.noop, elidable=True)]
