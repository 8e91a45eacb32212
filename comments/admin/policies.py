"""The terms of discussions: of the paper and of single articles, tried on the last comments before saved."""

from django import forms
from django.contrib import admin, messages
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import MaxValueValidator
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from articles.models import Article, Release
from comments import desk, services
from comments.cases import Terms
from comments.models import Comment, Policy
from comments.policies import terms_of
from comments.replay import replay
from comments.seen import seen_headline
from comments.words import fault_of
from newsroom.desk import DeskAdmin
from newsroom.fields import BIGGEST_PK

MOST_ENTRIES = 5000
# What PostgreSQL keeps in a small number; days and minutes far beyond it lead past the last date there is.
LARGEST = {"slow_seconds": 30 * 86400}
LARGEST_OF_OTHERS = 32767
MOST_SHOWN = 50
MOST_STORIES = 50
_TRIED = "comments.policy.tried"


class PolicyForm(forms.ModelForm):
    class Meta:
        model = Policy
        fields = list(services.CHANGEABLE)
        widgets = {name: forms.Textarea({"rows": 8}) for name in ("banned_words", "suspect_words")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        inherited = "As the paper's policy" if self.instance.article_id else "As the house has it"
        self.fields["mode"].choices = [("", inherited), *Policy.Mode.choices]
        self.fields["learned_spam"].widget = forms.Select(
            choices=[("", inherited), ("true", "Yes"), ("false", "No")]
        )
        above = terms_of(None) if self.instance.article_id else Terms()
        for name, field in self.fields.items():
            if isinstance(field, forms.IntegerField):
                field.validators.append(MaxValueValidator(LARGEST.get(name, LARGEST_OF_OTHERS)))
                given = getattr(above, name)
                field.widget.attrs["placeholder"] = "" if given is None else given
        syntax = "One word or phrase a line; * stands for any letters within a word."
        for name in ("banned_words", "suspect_words"):
            self.fields[name].help_text = syntax

    def clean_banned_words(self):
        return _clean_list(self.cleaned_data["banned_words"])

    def clean_suspect_words(self):
        return _clean_list(self.cleaned_data["suspect_words"])

    def clean_spam_threshold(self):
        threshold = self.cleaned_data["spam_threshold"]
        if threshold is not None and not 0 < threshold < 1:
            raise ValidationError("A number between 0 and 1, such as 0.7.")
        return threshold


def _clean_list(text):
    entries = [" ".join(line.split()) for line in (text or "").splitlines() if line.strip()]
    if len(entries) > MOST_ENTRIES:
        raise ValidationError(f"At most {MOST_ENTRIES} entries.")
    for entry in entries:
        if fault := fault_of(entry):
            raise ValidationError(f"“{entry[:60]}”: {fault}")
    return "\n".join(dict.fromkeys(entries)) or None


@admin.register(Policy)
class PolicyAdmin(DeskAdmin):
    list_display = ["whose", "mode", "most_links", "slow_seconds"]
    list_display_links = ["whose"]
    services_record = True

    def has_add_permission(self, request):
        return self.has_change_permission(request)

    def has_delete_permission(self, request, obj=None):
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(headline=seen_headline())

    def changelist_view(self, request, extra_context=None):
        """With the latest stories to choose from: one may need terms before anybody has replied."""
        stories = Release.objects.order_by("-published_at", "-pk").values_list("article_id", "headline")
        return super().changelist_view(request, {"stories": stories[:MOST_STORIES]} | (extra_context or {}))

    def get_urls(self):
        terms = self.admin_site.admin_view(self.terms)
        return [path("of/<int:article_id>/", terms, name="comments_policy_of"), *super().get_urls()]

    def add_view(self, request, form_url="", extra_context=None):
        if not self.has_add_permission(request):
            raise PermissionDenied
        asked = request.GET.get("article", "")
        article_id = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else 0
        return HttpResponseRedirect(reverse("admin:comments_policy_of", args=[article_id]))

    def change_view(self, request, object_id, form_url="", extra_context=None):
        if not self.has_change_permission(request):
            raise PermissionDenied
        policy = self.get_object(request, object_id)
        if policy is None:
            raise Http404
        return HttpResponseRedirect(reverse("admin:comments_policy_of", args=[policy.article_id or 0]))

    def terms(self, request, article_id):
        """The terms of the paper (0) or of one article. What is typed is tried first, and saved as tried."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        article_id = article_id or None
        if article_id and not (article_id <= BIGGEST_PK and Article.objects.filter(pk=article_id).exists()):
            raise Http404
        stored = Policy.objects.filter(article=article_id).first() or Policy(article_id=article_id)
        form = PolicyForm(request.POST if request.method == "POST" else None, instance=stored)
        if not form.is_valid():
            return self._page(request, form, article_id)
        tried = signing.Signer(salt=_TRIED).signature(f"{article_id}:{sorted(form.cleaned_data.items())}")
        if "save" in request.POST and request.POST.get("tried") == tried:
            services.change_policy(article_id, by=request.user, **form.cleaned_data)
            messages.success(request, "The policy is saved and holds from now on.")
            return HttpResponseRedirect(reverse("admin:comments_policy_changelist"))
        return self._page(request, form, article_id, tried=tried, found=replay(form.instance))

    def _page(self, request, form, article_id, *, tried="", found=(0, ())):
        number, flips = found
        for flip in flips[:MOST_SHOWN]:
            flip.comment.whys = [(desk.sentence(flip.reason), flip.evidence)]
        states = dict(Comment.State.choices)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"Policy of “{_headline_of(article_id)}”" if article_id else "Policy of the paper",
            "form": form,
            "article_id": article_id,
            "tried": tried,
            "number": number,
            "flips": [(flip, states[flip.before], states[flip.after]) for flip in flips[:MOST_SHOWN]],
            "flipped": len(flips),
        }
        status = 422 if form.errors else 200
        return TemplateResponse(request, "admin/comments/policy/terms.html", context, status=status)

    @admin.display(description="Whose", ordering="article")
    def whose(self, policy):
        return (policy.headline or f"Article {policy.article_id}") if policy.article_id else "The paper"


def _headline_of(article_id):
    """What a moderator reads of a story: the headline that readers see, or its number."""
    seen = Article.objects.filter(pk=article_id).values_list(seen_headline("pk"), flat=True).get()
    return seen or f"Article {article_id}"
