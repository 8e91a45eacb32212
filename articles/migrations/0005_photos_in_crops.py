import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0004_what_stands_in_a_text"),
    ]

    operations = [
        migrations.AddField(
            model_name="photo",
            name="crops",
            field=models.JSONField(default=dict, editable=False),
        ),
        migrations.AlterField(
            model_name="author",
            name="portrait",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="portrait_of",
                to="articles.photo",
            ),
        ),
    ]
