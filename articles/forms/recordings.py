"""Audio and video of the library."""

from django import forms
from django.core.exceptions import ValidationError

from articles.models import Recording
from articles.recordings import MAX_BYTES, read_recording
from newsroom.fields import TidyCharField
from newsroom.recordings import RecordingError


class RecordingForm(forms.ModelForm):
    """What is said of a recording."""

    title = TidyCharField(max_length=200, help_text="What one hears or sees; it names the player.")
    transcript = TidyCharField(
        required=False,
        widget=forms.Textarea({"rows": 16}),
        help_text="All that is said, for those who cannot hear it, and what matters of what is only shown."
        " Leave a line empty between speakers.",
    )
    credit = TidyCharField(max_length=200, required=False)
    source = TidyCharField(max_length=200, required=False)
    licence = TidyCharField(max_length=200, required=False)

    class Meta:
        model = Recording
        fields = ["title", "transcript", "credit", "source", "licence"]


class NewRecordingForm(RecordingForm):
    """A recording that comes into the library; ``cleaned_data["file"]`` is what was found in the file."""

    file = forms.FileField(
        label="Audio or video",
        widget=forms.FileInput({"accept": "audio/*,video/*"}),
        help_text=f"MP3, M4A, MP4, Ogg, WebM, WAV or FLAC, at most {MAX_BYTES >> 20} MB."
        " It is published as it is, so remove a place that a phone wrote into it.",
    )

    def clean_file(self):
        try:
            return read_recording(self.cleaned_data["file"])
        except RecordingError as refusal:
            raise ValidationError(str(refusal)) from refusal
