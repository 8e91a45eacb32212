"""The photo library: its list, its form, and how photos leave it."""

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied
from django.db.models import ProtectedError
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import path

from articles.admin.uploads import Uploads, known_in_words
from articles.forms import NewPhotoForm, PhotoForm
from articles.forms.widgets import PhotoPicker
from articles.models import Photo
from articles.photos import KnownPhotoError, add_photo, change_photo, remove_photo
from articles.uses import uses_of
from newsroom.desk import DeskAdmin
from newsroom.fields import tidy_text


class PhotoViewFilter(admin.SimpleListFilter):
    """Tabs over the list: what still lacks something, what nobody uses, what must be replaced."""

    title = "Views"
    parameter_name = "view"
    template = "admin/_tabs.html"
    are_tabs = True

    def lookups(self, request, model_admin):
        return [
            ("undescribed", "No description"),
            ("uncredited", "No credit"),
            ("unused", "Not used"),
            ("ending", "Expired or expiring"),
            ("replace", "To replace"),
        ]

    def queryset(self, request, queryset):
        views = {
            "undescribed": queryset.undescribed,
            "uncredited": queryset.uncredited,
            "unused": queryset.unused,
            "ending": queryset.ending,
            "replace": queryset.to_replace,
        }
        return views.get(self.value(), queryset.all)()


@admin.register(Photo)
class PhotoAdmin(Uploads, DeskAdmin):
    list_display = ["thumbnail", "named", "credit", "remarks", "size", "uploaded_at"]
    list_display_links = ["named"]
    list_filter = [PhotoViewFilter, "uploaded_at"]
    list_per_page = 100
    empty_value_display = ""
    search_fields = ["alt", "caption", "credit", "source"]
    actions = ["delete_selected"]
    services_record = True

    @admin.display(description="picture")
    def thumbnail(self, photo):
        return render_to_string("admin/articles/_thumbnail.html", {"photo": photo})

    @admin.display(description="words", ordering="caption")
    def named(self, photo):
        return str(photo)

    @admin.display(description="to know")
    def remarks(self, photo):
        return render_to_string("admin/articles/photo/_remarks.html", {"photo": photo})

    @admin.display(description="size")
    def size(self, photo):
        return f"{photo.width} \N{MULTIPLICATION SIGN} {photo.height}"

    def get_queryset(self, request):
        return super().get_queryset(request).with_use()

    def get_ordering(self, request):
        """What ends first stands first where that is the question."""
        if request.GET.get("view") in ("ending", "replace"):
            return ["usable_until", "pk"]
        return super().get_ordering(request)

    def get_form(self, request, obj=None, change=False, **kwargs):
        kwargs["form"] = NewPhotoForm if obj is None else PhotoForm
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fieldsets(self, request, obj=None):
        if obj is None:
            return [(None, {"fields": ["file", *NewPhotoForm._meta.fields]})]
        return [
            (None, {"fields": list(NewPhotoForm._meta.fields)}),
            ("Focal point", {"fields": ["focal_x", "focal_y"]}),
        ]

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            # Without Django's transaction around it: encoding takes seconds and would stop all other writers.
            return self._changeform_view(request, object_id, form_url, extra_context)
        except KnownPhotoError as known:  # somebody else was faster with the same file
            messages.error(request, known_in_words(known.photo))
            return redirect("admin:articles_photo_add")

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context["uses"] = uses_of(obj, request.user) if obj else None
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def save_form(self, request, form, change):
        photo = super().save_form(request, form, change)
        fields = (PhotoForm if change else NewPhotoForm)._meta.fields
        said = {name: form.cleaned_data[name] for name in fields}
        if change:
            return change_photo(photo, by=request.user, **said)
        return add_photo(form.cleaned_data["file"], by=request.user, **said)

    def save_model(self, request, obj, form, change):
        """The services have stored it."""

    def delete_view(self, request, object_id, extra_context=None):
        """Says where a photo in use is used; Django's own list would name drafts that are not theirs."""
        photo = self.get_object(request, object_id)
        uses = uses_of(photo, request.user) if photo else None
        return super().delete_view(request, object_id, (extra_context or {}) | {"uses": uses})

    def delete_model(self, request, obj):
        remove_photo(obj, by=request.user)

    @admin.action(description="Delete…", permissions=["delete"])
    def delete_selected(self, request, queryset):
        """Asks first; what is in use stays, and is named."""
        photos = list(queryset)
        if "_sure" in request.POST:
            return self._remove(request, photos)
        context = self.admin_site.each_context(request) | {
            "title": "Delete photos",
            "opts": self.opts,
            "going": [photo for photo in photos if not photo.is_used],
            "staying": [photo for photo in photos if photo.is_used],
            "checkbox": ACTION_CHECKBOX_NAME,
        }
        return render(request, "admin/articles/photo/delete_selected.html", context)

    def _remove(self, request, photos):
        removed, staying = 0, []
        for photo in photos:
            try:
                remove_photo(photo, by=request.user)
                removed += 1
            except ProtectedError:
                staying.append(f"“{photo}”")
        if removed:
            messages.success(request, f"{removed} {'photo' if removed == 1 else 'photos'} deleted.")
        if staying:
            verb = "is in use and stays" if len(staying) == 1 else "are in use and stay"
            messages.error(request, f"{', '.join(staying)} {verb}.")

    def get_urls(self):
        choose = path("choose/", self.admin_site.admin_view(self.choose_view), name="articles_photo_choose")
        return [choose, *super().get_urls()]

    def choose_view(self, request):
        """The newest photos that fit a search, as choices for the picker of a form."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        found, _ = self.get_search_results(
            request, self.get_queryset(request), tidy_text(request.GET.get("q", "")[:200])
        )
        context = {"photos": found[: PhotoPicker.newest], "name": request.GET.get("name", "lead_photo")[:60]}
        return render(request, "admin/articles/widgets/_photo_choices.html", context)
