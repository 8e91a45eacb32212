"""Many pictures at once: each comes in and is answered on its own, then they are described together."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from articles.forms import DescriptionForm
from articles.forms.widgets import is_key
from articles.models import Photo
from articles.photos import KnownPhotoError, change_photo, receive_photo
from newsroom.fields import tidy_text
from newsroom.pictures import PictureError

AT_ONCE = 20  # in one answer: each takes a second or two


def known_in_words(photo):
    """That a picture is there already, with the way to it."""
    href = reverse("admin:articles_photo_change", args=[photo.pk])
    return format_html('This picture is in the library already: <a href="{}">{}</a>.', href, photo)


class Uploads:
    """The part of PhotoAdmin that takes in whatever is dropped on its list."""

    def get_urls(self):
        def page(address, view):
            return path(f"{address}/", self.admin_site.admin_view(view), name=f"articles_photo_{address}")

        own = [page("upload", require_POST(self.upload_view)), page("describe", self.describe_view)]
        return [*own, *super().get_urls()]

    def upload_view(self, request):
        """Takes the files in, outside any transaction; answers JSON to a script and a page to a form."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        files = request.FILES.getlist("files")
        answers = [self._receive(request, file) for file in files[:AT_ONCE]]
        answers += [_refused(file, f"Send at most {AT_ONCE} pictures at once.") for file in files[AT_ONCE:]]
        if request.headers.get("Accept") == "application/json":
            return JsonResponse({"answers": answers})
        if not answers:
            messages.error(request, "Choose one picture or more.")
        for answer in answers:
            if not answer["is_new"]:
                messages.error(request, _in_words(answer))
        keys = [("photo", answer["key"]) for answer in answers if answer["is_new"]]
        if not keys:
            return redirect("admin:articles_photo_changelist")
        return redirect(f"{reverse('admin:articles_photo_describe')}?{urlencode(keys)}")

    def _receive(self, request, file):
        try:
            photo = receive_photo(file, by=request.user)
        except KnownPhotoError as known:
            return _refused(file, "In the library already:", known.photo)
        except PictureError as refusal:
            return _refused(file, str(refusal))
        self.log_addition(request, photo, [{"added": {}}])
        return {"name": _name_of(file), "said": "Added.", "is_new": True, "key": photo.pk}

    def describe_view(self, request):
        """The words of the pictures that just came; a row that nobody touches waits for another day."""
        typed = request.POST if request.method == "POST" else None
        keys = [key for key in (typed or request.GET).getlist("photo") if is_key(key)][:100]
        photos = self._describable(request).filter(pk__in=keys).order_by("pk")
        forms = [DescriptionForm(typed, instance=photo, prefix=f"photo-{photo.pk}") for photo in photos]
        if not forms:
            return redirect("admin:articles_photo_changelist")
        if typed is None:
            return self._describe_page(request, forms)
        touched = [form for form in forms if form.has_changed()]
        if not all(form.is_valid() for form in touched):
            return self._describe_page(request, forms, status=422)
        for form in touched:
            said = {name: form.cleaned_data[name] for name in form._meta.fields}
            change_photo(form.instance, by=request.user, **said)
            self.log_change(request, form.instance, [{"changed": {"fields": form.changed_data}}])
        _tell(request, described=len(touched), waiting=len(forms) - len(touched))
        return redirect("admin:articles_photo_changelist")

    def _describable(self, request):
        """For those who may change photos, any; for who added one, until somebody has described it."""
        if self.has_change_permission(request):
            return Photo.objects.all()
        if not self.has_add_permission(request):
            raise PermissionDenied
        return Photo.objects.filter(uploaded_by=request.user).undescribed()

    def _describe_page(self, request, forms, status=200):
        context = self.admin_site.each_context(request) | {
            "title": "Describe pictures",
            "opts": self.opts,
            "forms": forms,
        }
        return render(request, "admin/articles/photo/describe.html", context, status=status)


def _refused(file, said, known=None):
    answer = {"name": _name_of(file), "said": said, "is_new": False}
    if known is not None:
        answer["href"] = reverse("admin:articles_photo_change", args=[known.pk])
        answer["known"] = str(known)
    return answer


def _name_of(file):
    return tidy_text(file.name)[:120]


def _in_words(answer):
    if "href" not in answer:
        return f"“{answer['name']}”: {answer['said']}"
    return format_html('“{name}”: {said} <a href="{href}">{known}</a>.', **answer)


def _tell(request, *, described, waiting):
    if described:
        messages.success(request, f"{described} {'picture' if described == 1 else 'pictures'} described.")
    if waiting:
        still = "1 picture still waits" if waiting == 1 else f"{waiting} pictures still wait"
        messages.warning(request, f"{still} for a description: no story with it can be published until then.")
