"""Ordered lists inside the story form: key points, bylines, sources, related stories."""

from django.contrib import admin
from django.forms import Media, formset_factory

from articles import access
from articles.forms import (
    BylineForm,
    BylineRows,
    KeyPointForm,
    KeyPointRows,
    RelatedForm,
    RelatedRows,
    SourceForm,
    SourceRows,
)
from articles.models import Byline, KeyPoint, RelatedPick, Source


class StoryRows(admin.TabularInline):
    """Rows are part of the story: whoever may change the story may change them."""

    template = "admin/articles/article/_rows.html"
    extra = 1

    @property
    def media(self):
        """Django's own needs jQuery; rows.js is linked by the form."""
        return Media()

    def get_formset(self, request, obj=None, **kwargs):
        return formset_factory(
            self.row_form,
            self.row_list,
            extra=1,
            can_order=True,
            can_delete=True,
            max_num=60,
            absolute_max=60,
        )

    def has_add_permission(self, request, obj=None):
        return self.has_change_permission(request, obj)

    def has_change_permission(self, request, obj=None):
        if obj is None or obj._state.adding:
            return request.user.has_perm(access.ADD)
        return access.may_edit(request.user, obj)

    def has_delete_permission(self, request, obj=None):
        return self.has_change_permission(request, obj)

    def has_view_permission(self, request, obj=None):
        if obj is None or obj._state.adding:
            return access.may_enter(request.user)
        return access.may_read(request.user, obj)


class KeyPointInline(StoryRows):
    model = KeyPoint
    row_form = KeyPointForm
    row_list = KeyPointRows
    verbose_name = "key point"
    verbose_name_plural = "Key points"
    hint = "Up to seven. They stand right under the headline."


class BylineInline(StoryRows):
    model = Byline
    row_form = BylineForm
    row_list = BylineRows
    verbose_name = "byline"
    verbose_name_plural = "Bylines"
    hint = ""


class SourceInline(StoryRows):
    model = Source
    row_form = SourceForm
    row_list = SourceRows
    verbose_name = "source"
    verbose_name_plural = "Sources"
    hint = "What the story rests on. Readers see the list below the text."


class RelatedInline(StoryRows):
    model = RelatedPick
    fk_name = "article"
    row_form = RelatedForm
    row_list = RelatedRows
    verbose_name = "related story"
    verbose_name_plural = "Related stories"
    hint = "Readers see those that are public at the time."

    def get_formset(self, request, obj=None, **kwargs):
        rows = super().get_formset(request, obj, **kwargs)  # a class made for this request
        rows.visible = access.visible_articles(request.user)
        return rows
