"""What the forms of an ad share: the picture that is kept meanwhile, and the ad as it would show."""

from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _

from ads import services
from ads.forms import VersionForm
from ads.models import AdVersion

MONEY = ("budget_cents", "daily_cap_cents", "starts_at", "ends_at")


# What a preview shows while nothing is typed.
EXAMPLE = {
    "headline": _("Your headline, in up to fifty characters"),
    "text": _("A sentence or two about what you offer, in up to a hundred characters."),
    "call_to_action": _("Learn more"),
    "paid_by": _("your name here"),
}


def tried(request):
    """The words that came along from the page that offers ads, no longer than an ad may have."""
    sent = {name: request.GET.get(name, "") for name in VersionForm.TRIED}
    longest = {name: VersionForm.base_fields[name].max_length for name in sent}
    return {name: text[: longest[name]] for name, text in sent.items() if text}


def has_kept_picture(request):
    """Whether the form brings the word for a picture that we keep."""
    return bool(services.kept_upload(request.POST.get("kept_image", "")))


def keep_picture(form):
    """Store the picture that came, or find the one that was kept; return its storage name, or "".

    The form then carries the word for it, so that nobody has to choose the same picture twice.
    """
    form.is_valid()
    came = form.cleaned_data.get("image")
    word = services.keep_upload(came) if came else form.data.get("kept_image", "")
    name = services.kept_upload(word)
    if word and not name:
        form.add_error("image", _("Please choose the picture again: we keep one for 48 hours."))
    form.data = form.data.copy()
    form.data["kept_image"] = word if name else ""
    return name


def campaign_of(form):
    return {name: form.cleaned_data[name] for name in MONEY}


def words_of(form):
    return {name: form.cleaned_data[name] for name in AdVersion.WORDS}


def preview_of(form, picture):
    """The ad as readers would see it, as far as it is typed; None when nothing is typed that would show."""
    said = {name: form.cleaned_data.get(name, "") for name in AdVersion.WORDS}
    if not picture and not any(said[name] for name in VersionForm.TRIED):
        return None
    return said | ({"image_url": default_storage.url(picture)} if picture else {})
