"""The smaller forms of the desk: authors, tags, photos."""

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html

from articles.forms.slugs import SlugForm
from articles.forms.widgets import PhotoPicker
from articles.models import Author, Photo, Section, Series, Tag
from articles.photos import KnownPhotoError, read_photo
from articles.refusals import Refused
from articles.services import refuse_deep
from newsroom.fields import HttpsURLField, TidyCharField
from newsroom.pictures import PictureError


class AuthorForm(SlugForm):
    name = TidyCharField(max_length=120)
    title = TidyCharField(max_length=120, required=False, help_text="For example: Economics correspondent.")
    bio = TidyCharField(
        required=False,
        widget=forms.Textarea({"rows": 6}),
        help_text="A few sentences; they stand under each story.",
    )
    portrait = forms.ModelChoiceField(Photo.objects.all(), required=False, widget=PhotoPicker)
    links = TidyCharField(
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        label="Pages elsewhere",
        help_text="One https address a line, for example a profile.",
    )
    knows_about = TidyCharField(
        max_length=600, required=False, label="Knows about", help_text="Tags, separated by commas."
    )
    slug = forms.SlugField(max_length=120, required=False, label="Address", help_text="Empty: from the name.")

    class Meta:
        model = Author
        fields = ["name", "title", "bio", "portrait", "email", "links", "slug"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["knows_about"] = ", ".join(tag.name for tag in self.instance.topics.all())

    def clean_knows_about(self):
        """Return the names typed as a list of tags that there are."""
        names = [name.strip() for name in self.cleaned_data["knows_about"].split(",")]
        tags = [self._tag_called(name) for name in dict.fromkeys(names) if name]
        return list(dict.fromkeys(tags))

    def _tag_called(self, name):
        tag = Tag.objects.filter(name__iexact=name[:60]).first()
        if tag is None:
            raise ValidationError(f"There is no tag “{name[:60]}”.")
        return tag

    def _save_m2m(self):
        super()._save_m2m()
        self.instance.topics.set(self.cleaned_data["knows_about"])

    def clean_links(self):
        """Addresses of pages elsewhere, one a line, each https."""
        lines = list(dict.fromkeys(self.cleaned_data["links"].split()))
        for line in lines:
            try:
                HttpsURLField().clean(line)
            except ValidationError as fault:
                raise ValidationError(f"“{line[:80]}” is no https address.") from fault
        return "\n".join(lines)


class TagForm(SlugForm):
    name = TidyCharField(max_length=60)
    slug = forms.SlugField(max_length=60, required=False, label="Address", help_text="Empty: from the name.")

    class Meta:
        model = Tag
        fields = ["name", "slug"]


class SeriesForm(SlugForm):
    name = TidyCharField(max_length=80)
    description = TidyCharField(
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="What it is about, in a sentence or two.",
    )
    slug = forms.SlugField(max_length=80, required=False, label="Address", help_text="Empty: from the name.")

    class Meta:
        model = Series
        fields = ["name", "description", "is_running", "slug"]


class SectionForm(SlugForm):
    name = TidyCharField(max_length=60)
    description = TidyCharField(max_length=300, required=False)
    under = forms.ModelChoiceField(
        Section.objects.none(),
        required=False,
        label="Part of",
        empty_label="Nothing: it stands in the navigation",
        help_text="As a subsection it shows its stories in that section too.",
    )
    slug = forms.SlugField(max_length=60, required=False, label="Address", help_text="Empty: from the name.")

    class Meta:
        model = Section
        fields = ["name", "description", "position", "slug"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "under" in self.fields:
            self.fields["under"].queryset = Section.objects.filter(parent=None).exclude(pk=self.instance.pk)
            self.initial["under"] = self.instance.parent_id

    def clean_under(self):
        under = self.cleaned_data["under"]
        if under:
            try:
                refuse_deep(self.instance, under)
            except Refused as refusal:
                raise ValidationError(str(refusal)) from refusal
        return under


class PhotoWordsForm(forms.ModelForm):
    """What is said of a photo."""

    alt = TidyCharField(
        max_length=400,
        required=False,
        label="Description",
        help_text="What the picture shows, for those who cannot see it.",
    )
    caption = TidyCharField(max_length=400, required=False)
    credit = TidyCharField(max_length=200, required=False, help_text="Whose picture it is.")

    class Meta:
        model = Photo
        fields = ["alt", "is_decorative", "caption", "credit"]
        labels = {"is_decorative": "Decoration only, nothing to describe"}

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("alt") and not cleaned.get("is_decorative") and "alt" not in self.errors:
            self.add_error(
                "alt", "Describe the picture for those who cannot see it, or mark it as decoration."
            )
        return cleaned


class DescriptionForm(PhotoWordsForm):
    """The first words of a picture that just came, one form of many on a page."""

    use_required_attribute = False


class NewPhotoForm(PhotoWordsForm):
    """A photo that comes into the library; ``cleaned_data["file"]`` is the picture as read."""

    file = forms.FileField(label="Picture", widget=forms.FileInput({"accept": "image/*"}))
    source = TidyCharField(max_length=200, required=False)
    licence = TidyCharField(max_length=200, required=False)

    class Meta(PhotoWordsForm.Meta):
        fields = [*PhotoWordsForm.Meta.fields, "source", "licence", "usable_until"]
        labels = PhotoWordsForm.Meta.labels | {"usable_until": "May be used until"}
        help_texts = {"usable_until": "Its last day: readers see it no longer after that. Empty: for good."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["credit"].help_text = "Whose picture it is. Empty: as named inside the file."

    def clean_file(self):
        try:
            return read_photo(self.cleaned_data["file"])
        except KnownPhotoError as known:
            href = reverse("admin:articles_photo_change", args=[known.photo.pk])
            there = 'This picture is in the library already: <a href="{}">{}</a>.'
            raise ValidationError(format_html(there, href, known.photo)) from known
        except PictureError as refusal:
            raise ValidationError(str(refusal)) from refusal


class PhotoForm(PhotoWordsForm):
    """A photo that is in the library."""

    source = TidyCharField(max_length=200, required=False)
    licence = TidyCharField(max_length=200, required=False)
    focal_x = forms.IntegerField(
        label="From the left, in percent", required=False, min_value=0, max_value=100
    )
    focal_y = forms.IntegerField(label="From the top, in percent", required=False, min_value=0, max_value=100)

    class Meta(NewPhotoForm.Meta):
        fields = [*NewPhotoForm.Meta.fields, "focal_x", "focal_y"]

    def clean_focal_x(self):
        return self._kept_when_empty("focal_x")

    def clean_focal_y(self):
        return self._kept_when_empty("focal_y")

    def _kept_when_empty(self, name):
        typed = self.cleaned_data[name]
        return self.initial[name] if typed is None else typed
