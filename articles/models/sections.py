"""Where an article stands: one section or subsection, perhaps a series, any number of tags."""

from django.db import models

from newsroom.kept import Named, Words


class SectionQuerySet(Words):
    def for_navigation(self):
        """All sections and subsections in the paper's order."""
        return self.naming("sections")

    def on_top(self):
        """Those that stand in the navigation: no subsections."""
        return self.filter(parent=None).naming("sections")


class Section(Named):
    name = models.CharField(max_length=60, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    position = models.PositiveSmallIntegerField(default=0, help_text="The order in the navigation.")
    description = models.CharField(max_length=300, blank=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="subsections",
        help_text="Makes it a subsection: its stories stand in that section too.",
    )

    objects = SectionQuerySet.as_manager()

    class Meta:
        ordering = ["position", "name", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(parent=None) | ~models.Q(parent=models.F("id")),
                name="section_is_not_its_own_parent",
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return f"/section/{self.slug}/"

    @property
    def top_id(self) -> int:
        """The key of the section it is a part of, or its own."""
        return self.parent_id or self.pk

    @property
    def kept_name(self):
        """The navigation names all sections on every page; ``section-<pk>`` is the set of its articles."""
        return "sections"


class Tag(Named):
    name = models.CharField(max_length=60, unique=True)
    slug = models.SlugField(max_length=60, unique=True)

    objects = Words.as_manager()

    class Meta:
        ordering = ["name", "-pk"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return f"/tag/{self.slug}/"

    @property
    def kept_name(self):
        """The tag itself, on every article that bears it; ``tag-<pk>`` names the set of its articles."""
        return f"about-tag-{self.pk}"
