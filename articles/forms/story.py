"""The story form: everything of an article but its key points and bylines."""

from django import forms
from django.core.exceptions import ValidationError

from articles.editions import LABELS
from articles.forms.slugs import free_slug
from articles.forms.widgets import BodyField, LineField, LineInput, PhotoPicker, TagPicker
from articles.models import Article, Photo, Tag
from articles.services import SWITCHES
from articles.spoken import spoken
from articles.timeline import line_of
from newsroom.desk import MomentInput
from newsroom.fields import HttpsURLField, TidyCharField

ACTS = {*SWITCHES, "withdraw_at", "reason"}  # what is no text
MOST_YEAR = 9000  # the day after must be a day too, in every zone


class StoryForm(forms.ModelForm):
    """A draft may be as unfinished as it likes; only publishing asks for the whole story."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput({"autocomplete": "off"}))
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
    dateline = TidyCharField(
        max_length=80,
        required=False,
        widget=forms.TextInput({"placeholder": "Dateline: where it was written"}),
    )
    body = BodyField(label="Text")
    seo_title = LineField(
        max_length=120,
        required=False,
        label="Title for search and sharing",
        help_text="Empty: the headline.",
    )
    seo_description = LineField(
        max_length=300,
        required=False,
        label="Description for search and sharing",
        help_text="Empty: the standfirst, or the first words.",
    )
    canonical_url = HttpsURLField(
        required=False, label="Canonical address", help_text="Only when the text appeared elsewhere first."
    )
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
            "headline", "slug", "kicker", "standfirst", "type", "section", "series", "tags",
            "lead_photo", "lead_caption", "dateline", "body",
            "seo_title", "seo_description", "canonical_url",
            "comments_open", "comments_close_after", "comments_close_on", "is_sensitive", "is_hidden",
        ]  # fmt: skip
        labels = {
            "comments_close_on": "Comments close after this day",
            "is_hidden": "Hide from search engines",
        }
        help_texts = {"comments_close_on": "If both are set, the one that comes first counts."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.is_autosave:  # what acts at once, or says what a button shall do, waits for its button
            for name in set(self.fields) - {"version", *LABELS}:
                del self.fields[name]
        self.line = line_of(self.instance) if self.instance.pk else None
        self.initial["version"] = self.instance.version
        if self.line:
            self.initial["publish_at"] = self.line.coming and self.line.coming.live_from
            self.initial["withdraw_at"] = self.line.withdrawal_at
            self.initial["reason"] = self.line.withdrawal_reason
        for name in ACTS.intersection(self.fields):
            # With what the page showed in a hidden field: only what was changed there is done, so that an
            # older page cannot undo unseen what somebody else decided meanwhile.
            is_told = not self.is_bound or self.add_initial_prefix(name) in self.data
            self.fields[name].show_hidden_initial = is_told
        if "section" in self.fields:  # not for those who may only look
            self.fields["section"].empty_label = "Choose a section"

    # What the admin knows of the request.
    may_create_tags = False
    is_autosave = False
    is_only_shown = False  # drawn again with what was typed, stored nowhere
    taken_over_by = None
    page = None  # the key of the open page that posts it

    def show_typed(self, typed):
        """Draw what was typed beside a button that was refused: it was done nowhere yet."""
        self.initial.update(typed)
        for name in ACTS.intersection(self.fields, typed):
            self.fields[name].show_hidden_initial = False

    def clean(self):
        """Refuse to save over what somebody else saved meanwhile."""
        cleaned = super().clean()
        article = self.instance
        is_own = self.page is not None and article.last_page == self.page
        self.is_stale = bool(article.pk) and article.version != cleaned.get("version") and not is_own
        if self.is_only_shown:
            raise ValidationError("Not saved yet.", code="only_shown")
        if self.taken_over_by:
            raise ValidationError(f"{self.taken_over_by.user} took this story over.", code="taken_over")
        if self.is_stale:
            at = spoken(article.changed_at, clock_time="H:i:s")
            raise ValidationError(
                f"{article.changed_by or 'Somebody'} saved this story at {at}, after you opened it. "
                "Nothing of yours is lost.",
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

    def clean_comments_close_on(self):
        day = self.cleaned_data["comments_close_on"]
        if day and day.year > MOST_YEAR:
            raise ValidationError("That day is too far ahead. Empty: comments stay open.")
        return day

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
