"""Sections, authors and tags."""

from django.contrib import admin
from django.db import transaction

from articles.admin.merging import Merging
from articles.forms import AuthorForm, SectionForm, SeriesForm, TagForm
from articles.models import Author, Section, Series, Tag
from articles.services import merge_authors, merge_tags, move_section
from newsroom.desk import DeskAdmin
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
    list_display = ["name", "address"]
    search_fields = ["name"]

    @admin.display(description="Address", ordering="slug")
    def address(self, tag):
        return tag.slug
