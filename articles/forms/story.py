"""The story form: everything of an article but its key points and bylines."""

from django import forms
from django.core.exceptions import ValidationError

from articles.forms.slugs import free_slug
from articles.forms.widgets import BodyField, LineField, LineInput, PhotoPicker, TagPicker
from articles.models import Article, Photo, Tag
from articles.spoken import spoken
from articles.timeline import line_of
from newsroom.desk import MomentInput
from newsroom.fields import TidyCharField


class StoryForm(forms.ModelForm):
    """A draft may be as unfinished as it likes; only publishing asks for the whole story."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    overwrite = forms.IntegerField(required=False, widget=forms.HiddenInput)
    replace = forms.BooleanField(required=False, widget=forms.HiddenInput)
    headline = LineField(
        max_length=200, required=False, widget=LineInput({"placeholder": "Headline", "maxlength": 200})
    )
    kicker = TidyCharField(max_length=60, required=False, widget=forms.TextInput({"placeholder": "Kicker"}))
    standfirst = LineField(
        max_length=500,
        required=False,
        widget=LineInput(
            {"placeholder": "Standfirst: what it is about, in a sentence or two", "maxlength": 500}
        ),
    )
    body = BodyField(label="Text")
    lead_photo = forms.ModelChoiceField(
        Photo.objects.all(), required=False, widget=PhotoPicker, label="Lead photo"
    )
    lead_caption = TidyCharField(
        max_length=400, required=False, label="Caption", help_text="Empty: the photo's own caption."
    )
    tags = forms.ModelMultipleChoiceField(Tag.objects.all(), required=False, widget=TagPicker)
    new_tags = TidyCharField(
        required=False, max_length=600, label="Add tags", help_text="Separate several with commas."
    )
    publish_at = forms.DateTimeField(
        required=False, widget=MomentInput, label="Publish at", help_text="Empty: at once."
    )
    withdraw_at = forms.DateTimeField(
        required=False, widget=MomentInput, label="Withdraw at", help_text="Empty: stays."
    )
    reason = TidyCharField(
        max_length=300,
        required=False,
        label="Reason for withdrawing",
        help_text="Readers see it where the story was.",
    )
    note = TidyCharField(max_length=300, required=False, label="Note for the history")
    is_minor = forms.BooleanField(
        required=False, label="Small fix", help_text="Readers see no new “updated” time."
    )

    class Meta:
        model = Article
        fields = [
            "headline", "slug", "kicker", "standfirst", "type", "section", "tags",
            "lead_photo", "lead_caption", "body", "is_sensitive", "comments_open",
        ]  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.line = line_of(self.instance) if self.instance.pk else None
        self.initial["version"] = self.instance.version
        if self.line:
            self.initial["publish_at"] = self.line.coming and self.line.coming.live_from
            self.initial["withdraw_at"] = self.line.withdrawal_at
            self.initial["reason"] = self.line.withdrawal_reason
        if "section" in self.fields:  # not for those who may only look
            self.fields["section"].empty_label = "Choose a section"

    def clean(self):
        """Refuse to save over what somebody else saved meanwhile, unless told so for exactly that version."""
        cleaned = super().clean()
        article = self.instance
        self.is_stale = bool(article.pk) and article.version not in (
            cleaned.get("version"),
            cleaned.get("overwrite"),
        )
        if self.is_stale:
            at = spoken(article.changed_at, clock_time="H:i:s")
            raise ValidationError(
                f"{article.changed_by or 'Somebody'} saved this story at {at}, after you opened it. "
                "Nothing of yours is lost: it stands below, not saved yet.",
                code="stale",
            )
        self.must_confirm = self._calls_off_what_is_due()
        if self.must_confirm and not cleaned.get("replace"):
            raise ValidationError(
                f"Another version goes live {spoken(self.line.coming.live_from)}. "
                "Publishing this one calls it off; say so below.",
                code="replaces",
            )
        return cleaned

    def _calls_off_what_is_due(self):
        """Whether this publishes at another moment than the version that is due, and so instead of it."""
        is_due = self.line and self.line.coming
        return bool(is_due and "_publish" in self.data and "publish_at" in self.changed_data)

    def clean_new_tags(self):
        """Return the names typed as a list of tags, those that do not exist yet unsaved."""
        names = list(dict.fromkeys(name.strip() for name in self.cleaned_data["new_tags"].split(",")))
        tags = [self._tag_called(name) for name in names if name]
        unknown = [tag.name for tag in tags if tag.pk is None]
        if unknown and not self.may_create_tags:
            raise ValidationError(f"There is no tag “{unknown[0]}”, and you may not create tags.")
        return tags

    may_create_tags = False  # set by the admin for who is asking

    def _tag_called(self, name):
        if len(name) > 60:
            raise ValidationError(f"The tag “{name[:60]}…” is too long: at most 60 characters.")
        return Tag.objects.filter(name__iexact=name).first() or Tag(name=name)

    def _save_m2m(self):
        super()._save_m2m()
        for tag in self.cleaned_data.get("new_tags", []):
            if tag.pk is None:
                tag.slug = free_slug(Tag, tag.name)
                tag.save()
            self.instance.tags.add(tag)
