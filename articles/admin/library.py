"""Sections, authors, tags and photos."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import ProtectedError
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import path

from articles.admin.merging import Merging
from articles.forms import AuthorForm, NewPhotoForm, PhotoForm, SectionForm, SeriesForm, TagForm
from articles.forms.widgets import PhotoPicker
from articles.models import Author, Photo, Section, Series, Tag
from articles.photos import add_photo, change_photo, remove_photo
from articles.services import merge_authors, merge_tags, move_section
from newsroom.desk import DeskAdmin
from newsroom.fields import tidy_text
from newsroom.pictures import PictureError
from newsroom.purges import purge
from newsroom.redirects import free_path, redirect_path


class NamedAdmin(DeskAdmin):
    """Rows that stand on readers' pages: what changes here is purged there, in the same transaction."""

    name_of_all = ""  # of the pages that look a row up by its address

    def save_model(self, request, obj, form, change):
        """Stored, purged, and where its address is another one, the old one leads there."""
        was = self.model.objects.get(pk=obj.pk).get_absolute_url() if change else None
        super().save_model(request, obj, form, change)
        purge(obj.kept_name, self.name_of_all)
        address = obj.get_absolute_url()
        if was is None:
            free_path(address)
        elif was != address:
            redirect_path(was, address)

    def delete_model(self, request, obj):
        purge(obj.kept_name, self.name_of_all)
        super().delete_model(request, obj)

    @transaction.atomic
    def delete_queryset(self, request, queryset):
        purge(self.name_of_all, *{row.kept_name for row in queryset})
        super().delete_queryset(request, queryset)


@admin.register(Section)
class SectionAdmin(NamedAdmin):
    form = SectionForm
    name_of_all = "sections"
    list_display = ["name", "parent", "description", "position"]
    list_select_related = ["parent"]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if "under" in form.cleaned_data:
            move_section(obj, under=form.cleaned_data["under"], by=request.user)


@admin.register(Series)
class SeriesAdmin(NamedAdmin):
    form = SeriesForm
    name_of_all = "series"
    list_display = ["name", "is_running", "description"]
    list_filter = ["is_running"]
    search_fields = ["name"]


@admin.register(Author)
class AuthorAdmin(Merging, NamedAdmin):
    merge = staticmethod(merge_authors)
    actions = ["merge_into"]
    form = AuthorForm
    name_of_all = "authors"
    list_display = ["name", "title"]
    search_fields = ["name", "title", "bio"]
    list_select_related = ["portrait"]


@admin.register(Tag)
class TagAdmin(Merging, NamedAdmin):
    merge = staticmethod(merge_tags)
    actions = ["merge_into"]
    form = TagForm
    name_of_all = "tags"
    list_display = ["name", "slug"]
    search_fields = ["name"]


class MissingFilter(admin.SimpleListFilter):
    """Photos that still lack something."""

    title = "missing"
    parameter_name = "missing"

    def lookups(self, request, model_admin):
        return [("credit", "Credit"), ("use", "Any use")]

    def queryset(self, request, queryset):
        if self.value() == "credit":
            return queryset.filter(credit="")
        if self.value() == "use":
            return queryset.filter(articles=None, releases=None, portrait_of=None)
        return queryset


@admin.register(Photo)
class PhotoAdmin(DeskAdmin):
    list_display = ["thumbnail", "named", "credit", "size", "uploaded_at"]
    list_display_links = ["named"]
    list_filter = [MissingFilter, "uploaded_at"]
    search_fields = ["alt", "caption", "credit", "source"]
    readonly_fields = ["picture"]
    services_record = True

    @admin.display(description="picture")
    def thumbnail(self, photo):
        return render_to_string("admin/articles/_thumbnail.html", {"photo": photo})

    @admin.display(description="words", ordering="caption")
    def named(self, photo):
        return str(photo)

    @admin.display(description="size")
    def size(self, photo):
        return f"{photo.width} \N{MULTIPLICATION SIGN} {photo.height}"

    @admin.display(description="picture")
    def picture(self, photo):
        return render_to_string("admin/articles/_picture_large.html", {"photo": photo})

    def get_form(self, request, obj=None, change=False, **kwargs):
        if obj is None:
            kwargs["form"] = NewPhotoForm
        else:
            kwargs["form"] = PhotoForm
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fieldsets(self, request, obj=None):
        return [(None, {"fields": ["picture" if obj else "file", *PhotoForm._meta.fields]})]

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if object_id is not None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        try:
            # Without Django's transaction around it: encoding takes seconds and would stop all other writers.
            return self._changeform_view(request, None, form_url, extra_context)
        except PictureError as refusal:  # somebody else was faster with the same file
            messages.error(request, str(refusal))
            return redirect("admin:articles_photo_add")

    def save_form(self, request, form, change):
        photo = super().save_form(request, form, change)
        said = {name: form.cleaned_data[name] for name in PhotoForm._meta.fields}
        if change:
            return change_photo(photo, by=request.user, **said)
        return add_photo(form.cleaned_data["file"], by=request.user, **said)

    def save_model(self, request, obj, form, change):
        """The services have stored it."""

    def delete_model(self, request, obj):
        remove_photo(obj, by=request.user)

    def delete_queryset(self, request, queryset):
        for photo in queryset:
            try:
                remove_photo(photo, by=request.user)
            except ProtectedError:
                messages.error(request, f"“{photo}” is in use and stays.")

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
