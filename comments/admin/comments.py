"""The queues, one comment with all that is known about it, and what a moderator does there."""

from functools import partial

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Case, When
from django.http import HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from comments import desk, services
from comments.admin.acts import ACTS, forms_for
from comments.admin.offers import OFFERED, SAID, offers, spoken, words_typed
from comments.models import Comment
from comments.seen import seen_headline
from newsroom.desk import DeskAdmin
from newsroom.models import AuditEntry
from newsroom.refusals import Refused

LIST = "admin:comments_comment_changelist"


class QueueTabs(admin.SimpleListFilter):
    """The queues as tabs, each with how much is in it at this moment."""

    title, parameter_name = "Queues", "queue"
    are_tabs = True
    template = "admin/comments/_queues.html"

    def lookups(self, request, model_admin):
        return [(name, title) for name, (title, _) in desk.QUEUES.items()]

    def queryset(self, request, queryset):
        return queryset.filter(desk.QUEUES[self.value()][1]) if self.value() in desk.QUEUES else queryset

    def choices(self, changelist):
        counts = desk.queue_counts()
        for choice, name in zip(super().choices(changelist), ["", *desk.QUEUES], strict=True):
            yield choice | {"name": name, "number": counts.get(name)}


@admin.register(Comment)
class CommentAdmin(DeskAdmin):
    list_filter = [QueueTabs]
    search_fields = ["text", "name", "email", "headline"]
    list_display_links = None
    list_select_related = ["parent"]
    ordering = [Case(When(state=Comment.State.HELD, then=0), default=1), "-pk"]
    actions = ["approve", "reject", "mark_spam"]
    fields = ["text", "name", "email", "on", "answers_to", "created_at", "state", "decision"]
    readonly_fields = fields
    services_record = True

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

    def get_changelist_instance(self, request):
        changelist = super().get_changelist_instance(request)
        changelist.result_list = desk.with_context(list(changelist.result_list))
        return changelist

    def changelist_view(self, request, extra_context=None):
        undo = request.session.get("comments_undo") if self.has_change_permission(request) else None
        return super().changelist_view(request, {"undo": undo} | (extra_context or {}))

    def get_urls(self):
        own = [
            path("undo/", self.admin_site.admin_view(self.undo), name="comments_comment_undo"),
            path("<int:pk>/decide/", self.admin_site.admin_view(self.decide), name="comments_comment_decide"),
            path(
                "<int:pk>/act/<slug:act>/", self.admin_site.admin_view(self.act), name="comments_comment_act"
            ),
        ]
        return [*own, *super().get_urls()]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        comment = self.get_object(request, object_id)
        extra = {"show_save": False, "show_close": True, "offers": [], "bound": None}
        if comment is not None:
            desk.with_context([comment])
            extra |= {"shown": comment} | (extra_context or {})
            if self.has_change_permission(request):
                extra |= forms_for(comment, extra["bound"]) | {"offers": offers(comment)}
        return super().change_view(request, object_id, form_url, extra)

    def history_view(self, request, object_id, extra_context=None):
        """What the audit log has of this comment; Django keeps nothing of it."""
        audited = AuditEntry.objects.filter(noun=self.opts.label_lower, row_id=object_id)
        return super().history_view(request, object_id, {"audited": audited} | (extra_context or {}))

    def decide(self, request, pk):
        return require_POST(self._decide)(request, pk)

    def _decide(self, request, pk):
        """One button or key, one decision, taken on the state and the words that the moderator saw."""
        comment = self._comment_or_refuse(request, pk)
        name, decided = request.POST.get("decision", ""), None
        if request.GET.get("seen") == comment.seen and name in OFFERED[comment.state]:
            words = words_typed(request.POST, comment) if name == "reject" else {}
            decided = services.decide(comment, name, by=request.user, **words)
        if decided:  # also by script: the page may be left, and loaded again
            request.session["comments_undo"] = decided.token
        if _is_script(request):
            return _told(comment, token=decided and decided.token)
        self._say(request, comment, name, decided)
        return self._back(request)

    def undo(self, request):
        return require_POST(self._undo)(request)

    def _undo(self, request):
        if not self.has_change_permission(request):
            raise PermissionDenied
        request.session.pop("comments_undo", None)
        try:
            undone = services.take_back(request.POST.get("token", ""), by=request.user)
        except Refused as refused:
            if _is_script(request):
                return JsonResponse({"said": str(refused), "counts": desk.queue_counts()}, status=409)
            self.message_user(request, str(refused), messages.WARNING)
            return self._back(request)
        if _is_script(request):
            return _told(undone, token="", said="Undone.")
        self.message_user(request, "Undone.", messages.SUCCESS)
        return self._back(request)

    def act(self, request, pk, act):
        return require_POST(self._act)(request, pk, act)

    def _act(self, request, pk, act):
        """One of the deeds beside deciding: ban, note, edit, pick, answer, answer an appeal."""
        comment = self._comment_or_refuse(request, pk)
        make_form, do = ACTS.get(act, (None, None))
        if do is None:
            raise PermissionDenied
        form = make_form(request.POST, comment=comment, prefix=act)
        if not form.is_valid():
            request.method = "GET"  # its page again, with what was typed: a POST Django takes for its own
            response = self.change_view(request, str(pk), extra_context={"bound": (act, form)})
            response.status_code = 422
            return response
        try:
            level, sentence, token = do(comment, form.cleaned_data, by=request.user)
        except Refused as refused:
            level, sentence, token = messages.WARNING, str(refused), ""
        if token:
            request.session["comments_undo"] = token
        self.message_user(request, sentence, level)
        return HttpResponseRedirect(
            reverse(LIST) if token else reverse("admin:comments_comment_change", args=[pk])
        )

    def _comment_or_refuse(self, request, pk):
        if not self.has_change_permission(request):
            raise PermissionDenied
        return get_object_or_404(Comment, pk=pk)

    def _back(self, request):
        filters = request.GET.get("_changelist_filters", "")
        return HttpResponseRedirect(reverse(LIST) + (filters and f"?{filters}"))

    def _say(self, request, comment, name, decided):
        if decided:
            self.message_user(request, spoken(comment, name), messages.SUCCESS)
        else:
            self.message_user(request, spoken(comment, None), messages.WARNING)

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
        """Decide on those that are as the list showed them; one press takes all of it back."""
        chosen = list(queryset.select_related(None))  # read once: a queue no longer has what is decided
        comments = [
            comment
            for comment in chosen
            if request.POST.get(f"seen-{comment.pk}") == comment.seen and name in OFFERED[comment.state]
        ]
        taken = [services.decide(comment, name, by=request.user) for comment in comments]
        tokens = [decided.token for decided in taken if decided]
        if tokens:
            request.session["comments_undo"] = services.token_of_all(tokens)
        left = len(chosen) - len(tokens)
        said = f"{len(tokens)} comment{'' if len(tokens) == 1 else 's'} {SAID[name]}."
        said += f" {left} left as {'it was' if left == 1 else 'they were'}: look again." if left else ""
        self.message_user(request, said, messages.WARNING if left else messages.SUCCESS)

    @admin.display(description="Story")
    def on(self, comment):
        """The headline, leading to the place that readers see: the comment's own where it shows."""
        keys = [comment.article_id, *([comment.pk] if comment.is_published else [])]
        href = reverse("comments:comment" if comment.is_published else "comments:discussion", args=keys)
        return format_html('<a href="{}">{}</a>', href, comment.headline or "A story")

    @admin.display(description="Answers")
    def answers_to(self, comment):
        if comment.parent is None:
            return "The article"
        said = f"{comment.parent.name}: {comment.parent.text}"
        return said if comment.parent.text else "A comment that its author deleted"

    @admin.display(description="Decision")
    def decision(self, comment):
        if not comment.decided_at:
            return "Waits for one"
        return f"{comment.decided_at:%-d %b %Y, %H:%M} by {comment.decided_by or 'the house'}"


def _is_script(request):
    return request.headers.get("Accept") == "application/json"


def _told(comment, *, token, said=""):
    """What the keyboard's script is told: what became of it, and how much is in each queue now."""
    answer = {"counts": desk.queue_counts(), "token": token or ""}
    if isinstance(comment, Comment):
        answer |= {"pk": comment.pk, "state": comment.state}
    said = said or (f"{comment.get_state_display()}: {comment.name}" if token else spoken(comment, None))
    return JsonResponse(answer | {"said": said}, status=409 if token is None else 200)


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
    context = {
        "comment": comment,
        "offers": offers(comment),
        "filters": filters,
        "removals": Comment.Removal.choices,
    }
    return render_to_string("comments/admin/_buttons.html", context)
