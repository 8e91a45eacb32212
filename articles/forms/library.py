"""The smaller forms of the desk: authors, tags, photos."""

from django import forms
from django.core.exceptions import ValidationError

from articles.forms.slugs import SlugForm
from articles.forms.widgets import PhotoPicker
from articles.models import Author, Photo, Section, Tag
from articles.photos import read_photo
from newsroom.fields import TidyCharField
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
    slug = forms.SlugField(max_length=120, required=False, label="Address", help_text="Empty: from the name.")

    class Meta:
        model = Author
        fields = ["name", "title", "bio", "portrait", "slug"]


class TagForm(SlugForm):
    name = TidyCharField(max_length=60)
    slug = forms.SlugField(max_length=60, required=False, label="Address", help_text="Empty: from the name.")

    class Meta:
        model = Tag
        fields = ["name", "slug"]


class SectionForm(SlugForm):
    name = TidyCharField(max_length=60)
    description = TidyCharField(max_length=300, required=False)
    slug = forms.SlugField(max_length=60, required=False, label="Address", help_text="Empty: from the name.")

    class Meta:
        model = Section
        fields = ["name", "description", "position", "slug"]


class PhotoForm(forms.ModelForm):
    """What is said of a photo."""

    alt = TidyCharField(
        max_length=400,
        required=False,
        label="Description",
        help_text="What the picture shows, for those who cannot see it.",
    )
    caption = TidyCharField(max_length=400, required=False)
    credit = TidyCharField(max_length=200, required=False, help_text="Empty: as named inside the file.")
    source = TidyCharField(max_length=200, required=False)
    licence = TidyCharField(max_length=200, required=False)

    class Meta:
        model = Photo
        fields = ["alt", "is_decorative", "caption", "credit", "source", "licence"]
        labels = {"is_decorative": "Decoration only, nothing to describe"}

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("alt") and not cleaned.get("is_decorative") and "alt" not in self.errors:
            self.add_error(
                "alt", "Describe the picture for those who cannot see it, or mark it as decoration."
            )
        return cleaned


class NewPhotoForm(PhotoForm):
    """A photo that comes into the library; ``cleaned_data["file"]`` is the picture as read."""

    file = forms.FileField(label="Picture", widget=forms.FileInput({"accept": "image/*"}))

    def clean_file(self):
        try:
            return read_photo(self.cleaned_data["file"])
        except PictureError as refusal:
            raise ValidationError(str(refusal)) from refusal
