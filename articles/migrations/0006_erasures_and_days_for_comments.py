import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0005_photos_in_crops"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="article",
            name="comments_close_after",
            field=models.PositiveSmallIntegerField(
                blank=True,
                choices=[
                    (None, "Not by themselves"),
                    (7, "7 days after publication"),
                    (14, "14 days after publication"),
                    (30, "30 days after publication"),
                ],
                help_text="Counted from the day of publication.",
                null=True,
                verbose_name="comments close",
            ),
        ),
        migrations.AlterField(
            model_name="article",
            name="comments_close_on",
            field=models.DateField(
                blank=True,
                help_text="The last day on which readers may comment, if it comes first.",
                null=True,
            ),
        ),
        migrations.CreateModel(
            name="Erasure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("article_key", models.BigIntegerField(unique=True)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"ordering": ["-at", "-pk"]},
        ),
        migrations.CreateModel(
            name="ErasedAddress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("slug", models.SlugField(db_index=False, max_length=120)),
                (
                    "erasure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="addresses",
                        to="articles.erasure",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "erased addresses",
                "ordering": ["day", "slug", "-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("day", "slug"), name="address_is_erased_once")
                ],
            },
        ),
    ]
