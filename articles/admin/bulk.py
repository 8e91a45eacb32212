"""What the list of stories does to many at once: each asks on a page of its own, and logs every story."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.shortcuts import render

from articles import access, services
from articles.models import Section, Tag
from articles.services import Refused
from newsroom.fields import KeysField, TidyCharField


class SectionChoice(forms.Form):
    section = forms.ModelChoiceField(Section.objects.all(), label="Section")


class TagChoice(forms.Form):
    tags = KeysField(Tag.objects.all(), widget=forms.CheckboxSelectMultiple, label="Tags to add")


class ReasonForm(forms.Form):
    reason = TidyCharField(
        max_length=300, label="Reason for withdrawing", help_text="Readers see it where the stories were."
    )


class StoryBulk:
    """The part of StoryAdmin that changes many stories."""

    @admin.action(description="Set the section", permissions=["change"])
    def set_section(self, request, queryset):
        return self._ask(
            request, queryset, SectionChoice, access.may_edit, services.set_section, "Section set"
        )

    @admin.action(description="Add tags", permissions=["change"])
    def add_tags(self, request, queryset):
        return self._ask(request, queryset, TagChoice, access.may_edit, services.add_tags, "Tags added")

    @admin.action(description="Withdraw", permissions=["withdraw_many"])
    def withdraw_many(self, request, queryset):
        return self._ask(request, queryset, ReasonForm, access.may_withdraw, services.withdraw, "Withdrawn")

    def has_withdraw_many_permission(self, request):
        return request.user.has_perm(access.PUBLISH)

    def _ask(self, request, queryset, form_class, may, verb, said):  # noqa: PLR0913, PLR0917 - one place
        form = form_class(request.POST if "_sure" in request.POST else None)
        if form.is_valid():
            self._do(request, queryset, form.cleaned_data, may, verb, said)
            return None
        action = request.POST["action"]
        context = self.admin_site.each_context(request) | {
            "title": self.get_action(action)[2],
            "opts": self.opts,
            "stories": list(queryset),
            "form": form,
            "action": action,
            "checkbox": ACTION_CHECKBOX_NAME,
            "is_seen_at_once": form_class is ReasonForm,
        }
        status = 422 if form.errors else 200
        return render(request, "admin/articles/article/bulk.html", context, status=status)

    def _do(self, request, stories, words, may, verb, said):  # noqa: PLR0913, PLR0917 - one place
        done = 0
        for story in stories:
            if not may(request.user, story):
                messages.error(request, f"“{story}”: you may not do that to this story.")
                continue
            try:
                changed = verb(story, by=request.user, **words)
            except Refused as refusal:
                messages.error(request, f"“{story}”: {refusal}")
                continue
            if changed is not False:
                self.log_change(request, story, f"{said}.")
                done += 1
        noun = "story" if done == 1 else "stories"
        messages.success(request, f"{said}: {done} {noun}.")
