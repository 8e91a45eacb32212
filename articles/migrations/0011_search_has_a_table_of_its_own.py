"""The words of a release are indexed by the database from here on (``articles.search_index``)."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("articles", "0010_the_most_read")]
    operations = [migrations.RemoveField(model_name="release", name="searched_text")]
