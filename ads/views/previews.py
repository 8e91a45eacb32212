"""What the forms of an ad share: the picture that is kept meanwhile, and the ad as it would show."""

from django.core.files.storage import default_storage

from ads import services

WORDS = (
    "headline", "text", "call_to_action", "alt", "landing_url", "paid_by", "sections", "tags", "avoid_words",
)  # fmt: skip
MONEY = ("budget_cents", "daily_cap_cents", "starts_at", "ends_at")


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
        form.add_error("image", "Please choose the picture again: we keep one for 48 hours.")
    form.data = form.data.copy()
    form.data["kept_image"] = word if name else ""
    return name


def campaign_of(form):
    return {name: form.cleaned_data[name] for name in MONEY}


def words_of(form):
    return {name: form.cleaned_data[name] for name in WORDS}


def preview_of(form, picture):
    """The ad as readers would see it, as far as it is typed; None without a headline and a picture."""
    said = {name: form.cleaned_data.get(name, "") for name in WORDS}
    if not said["headline"] or not picture:
        return None
    return said | {"image_url": default_storage.url(picture)}
