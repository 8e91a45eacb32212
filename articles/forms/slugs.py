"""Addresses made from names, for rows that have one for good."""

from django import forms
from django.utils.text import slugify


def free_slug(model, name: str) -> str:
    """Return a slug for ``name`` that no row of ``model`` has; names without Latin letters are numbered."""
    longest = model._meta.get_field("slug").max_length - 5
    base = slugify(name)[:longest].strip("-") or model._meta.model_name
    taken = set(model.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (base, *numbered) if slug not in taken)


class SlugForm(forms.ModelForm):
    """A form whose empty address becomes one made from the name; an address once given stays."""

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("slug") and "slug" not in self.errors and cleaned.get("name"):
            cleaned["slug"] = self.instance.slug or free_slug(self._meta.model, cleaned["name"])
        return cleaned
