from functools import partial

from django.contrib import admin, messages
from django.contrib.admin.filters import ChoicesFieldListFilter
from django.core.exceptions import PermissionDenied
from django.db.models import Case, When
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from comments import services
from comments.models import Comment
from comments.seen import seen_headline
from newsroom.desk import DeskAdmin

# What a moderator can do: the word on the button, and the service behind it.
DECISIONS = {
    "approve": ("Approve", services.approve_comment),
    "reject": ("Reject", services.reject_comment),
    "spam": ("Spam", services.mark_spam),
    "undo": ("Hold again", services.undo_decision),
}
OFFERED = {
    Comment.State.HELD: ("approve", "reject", "spam"),
    Comment.State.PUBLISHED: ("reject", "spam", "undo"),
    Comment.State.REJECTED: ("approve", "undo"),
    Comment.State.SPAM: ("approve", "undo"),
    Comment.State.DELETED: (),
}
SAID = {"approve": "published", "reject": "rejected", "spam": "put away as spam", "undo": "held again"}


class StateTabs(ChoicesFieldListFilter):
    are_tabs = True
    template = "admin/_tabs.html"


def offers(comment):
    return [{"name": name, "label": DECISIONS[name][0]} for name in OFFERED[comment.state]]


def take(name, comment, *, by):
    """Take one decision where it is offered; returns whether it was taken."""
    if name not in OFFERED[comment.state]:
        return False
    _, decide = DECISIONS[name]
    return decide(comment, by=by)


@admin.register(Comment)
class CommentAdmin(DeskAdmin):
    list_filter = [("state", StateTabs)]
    search_fields = ["text", "name", "email", "headline"]
    list_display_links = None
    list_select_related = ["parent"]
    ordering = [Case(When(state=Comment.State.HELD, then=0), default=1), "-pk"]
    actions = ["approve", "reject", "mark_spam"]
    fields = ["text", "name", "email", "on", "answers_to", "created_at", "state", "decision"]
    readonly_fields = fields

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(headline=seen_headline())

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False  # a state says what became of a comment; no row is lost

    def get_list_display(self, request):
        columns = [said, state, received]
        if self.has_change_permission(request):
            buttons = partial(_buttons, filters=self.get_preserved_filters(request))
            buttons.short_description, buttons.__name__ = "Decision", "buttons"
            columns.append(buttons)
        return columns

    def get_urls(self):
        decide = path(
            "<int:pk>/decide/", self.admin_site.admin_view(self.decide), name="comments_comment_decide"
        )
        return [decide, *super().get_urls()]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        comment = self.get_object(request, object_id)
        offered = offers(comment) if comment and self.has_change_permission(request) else []
        return super().change_view(
            request, object_id, form_url, {"offers": offered, "show_save": False, "show_close": True}
        )

    def decide(self, request, pk):
        return require_POST(self._decide)(request, pk)

    def _decide(self, request, pk):
        """One button, one decision, taken on the state that the moderator saw."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        comment = get_object_or_404(Comment, pk=pk)
        name = request.POST.get("decision", "")
        is_taken = request.GET.get("seen") == comment.state and take(name, comment, by=request.user)
        self._report(request, comment, name if is_taken else None)
        filters = request.GET.get("_changelist_filters", "")
        return HttpResponseRedirect(
            reverse("admin:comments_comment_changelist") + (filters and f"?{filters}")
        )

    def _report(self, request, comment, name):
        if name:
            self.message_user(request, f"The comment by {comment.name} is {SAID[name]}.", messages.SUCCESS)
        else:
            self.message_user(
                request,
                f"Somebody else was faster: look at the comment by {comment.name} again.",
                messages.WARNING,
            )

    @admin.action(description="Approve", permissions=["change"])
    def approve(self, request, queryset):
        self._decide_all(request, queryset, "approve")

    @admin.action(description="Reject", permissions=["change"])
    def reject(self, request, queryset):
        self._decide_all(request, queryset, "reject")

    @admin.action(description="Mark as spam", permissions=["change"])
    def mark_spam(self, request, queryset):
        self._decide_all(request, queryset, "spam")

    def _decide_all(self, request, queryset, name):
        done = sum(take(name, comment, by=request.user) for comment in queryset.select_related(None))
        self.message_user(
            request, f"{done} comment{'' if done == 1 else 's'} {SAID[name]}.", messages.SUCCESS
        )

    @admin.display(description="Story")
    def on(self, comment):
        return comment.headline

    @admin.display(description="Answers")
    def answers_to(self, comment):
        return f"{comment.parent.name}: {comment.parent.text}" if comment.parent else "The article"

    @admin.display(description="Decision")
    def decision(self, comment):
        if not comment.decided_at:
            return "Waits for one"
        return f"{comment.decided_at:%-d %b %Y, %H:%M} by {comment.decided_by or 'the house'}"


@admin.display(description="Comment", ordering="name")
def said(comment):
    return render_to_string("comments/admin/_said.html", {"comment": comment})


@admin.display(description="State", ordering="state")
def state(comment):
    return render_to_string("comments/admin/_state.html", {"comment": comment})


@admin.display(description="Received", ordering="created_at")
def received(comment):
    return render_to_string("comments/admin/_received.html", {"comment": comment})


def _buttons(comment, *, filters):
    context = {"comment": comment, "offers": offers(comment), "filters": filters}
    return render_to_string("comments/admin/_buttons.html", context)
