"""The pages around a story: the form in its columns, and the preview."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.urls import path

from articles import access
from articles.admin.pasting import pasted_text
from articles.admin.things import named_things
from articles.models import Article
from articles.page import Page
from articles.state import State, state_of
from newsroom import security


class StoryPages:
    """The reading half of StoryAdmin."""

    def get_urls(self):
        def page(address, view, name):
            return path(address, self.admin_site.admin_view(view), name=f"articles_article_{name}")

        return [
            page("add/preview/", self.preview_view, "preview_new"),
            page("add/paste/", pasted_text, "paste"),
            page("add/things/", named_things, "things"),
            page("<path:object_id>/preview/", self.preview_view, "preview"),
            *super().get_urls(),
        ]

    def render_change_form(  # noqa: PLR0913, PLR0917 - the hook is Django's
        self, request, context, add=False, change=False, form_url="", obj=None
    ):
        form = context["adminform"].form
        if not form.is_bound:
            form.show_typed(self.take_typed(request, obj))
        parts = {
            fieldset.name: {"name": fieldset.name, "fieldset": fieldset} for fieldset in context["adminform"]
        }
        for rows in context["inline_admin_formsets"]:
            name = rows.opts.verbose_name_plural
            parts[name] = {"name": name, "rows": rows}
        line = getattr(form, "line", None)
        state = state_of(obj) if obj else State.DRAFT
        context |= {
            "columns": {
                side: [parts[name] for name in names if name in parts] for side, names in self.layout.items()
            },
            "state": state,
            "line": line,
            "may": self._what_one_may(request, obj, state, line),
            "body_html": form["body"].value() if "body" in form.fields else obj.body,
        }
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _what_one_may(self, request, article, state, line):
        """Which buttons make sense for this story and this person."""
        edit = self._may_edit(request, article)
        in_trash = state == State.TRASH
        decides = access.may_publish(request.user, article) if article else access.may_start(request.user)
        publish = edit and not in_trash and decides
        withdraw = edit and article and decides
        desk = article.desk if article else Article.Desk.DRAFT
        return {
            "edit": edit,
            "share": article and (edit or article.share_links.filter(made_by=request.user).exists()),
            "submit": edit and not in_trash and desk == Article.Desk.DRAFT and state != State.LIVE,
            "send_back": edit and desk == Article.Desk.IN_REVIEW,
            "publish": publish,
            "fix": line and line.live,
            "withdraw": withdraw and line and (line.live or line.coming),
            "unschedule": withdraw and line and line.is_scheduled,
            "trash": edit and article and not in_trash and not (line and (line.live or line.coming)),
            "recover": edit and in_trash,
            "erase": in_trash and access.may_erase(request.user),
        }

    def _may_edit(self, request, article):
        return self.has_change_permission(request, article) if article else self.has_add_permission(request)

    def preview_view(self, request, object_id=None):
        """The reader's page of the stored text or, on POST, of what stands in the form. Saves nothing."""
        article = self._story_or_404(request, object_id) if object_id else None
        if request.method == "POST":
            article = self._article_as_typed(request, article)
        elif article is None:
            raise Http404
        elif not self.has_view_permission(request, article):
            raise PermissionDenied
        response = render(request, "articles/article_detail.html", {"page": Page.from_article(article)})
        response.csp = security.PREVIEW
        response.headers["X-Robots-Tag"] = "noindex"
        response.headers["Cache-Control"] = "no-store"
        return response

    def _article_as_typed(self, request, article):
        allowed = (
            self.has_change_permission(request, article) if article else self.has_add_permission(request)
        )
        if not allowed:
            raise PermissionDenied
        form = self.get_form(request, article, change=article is not None)(
            request.POST, request.FILES, instance=article
        )
        form.is_valid()  # what cannot be read stays as it was
        article = form.instance
        lists = {}
        for formset, _inline in self.get_formset_instances(request, article):
            formset.is_valid()
            lists[formset.prefix] = formset.unsaved()
        lists["tags"] = [*form.cleaned_data.get("tags", []), *form.cleaned_data.get("new_tags", [])]
        article.pk = article.pk or 0  # a story that was never saved: nothing belongs to it yet
        article._prefetched_objects_cache = lists
        return article

    def get_formset_instances(self, request, article):
        return zip(*self._create_formsets(request, article, change=bool(article.pk)), strict=True)

    def _story_or_404(self, request, object_id):
        article = super().get_object(request, object_id)
        if article is None:
            raise Http404
        return article
