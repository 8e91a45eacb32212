"""Merging the chosen tags, or authors, into one: asks on a page of its own which stays."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.shortcuts import render

from articles.services import Refused


class Merging:
    """The part of a list whose rows can be merged; ``merge`` is the service."""

    @admin.action(description="Merge into…", permissions=["delete"])
    def merge_into(self, request, queryset):
        chosen = list(queryset)
        form = self._form_of(chosen)(request.POST if "_sure" in request.POST else None)
        if form.is_valid():
            return self._merge(request, chosen, form.cleaned_data["into"])
        context = self.admin_site.each_context(request) | {
            "title": "Merge",
            "opts": self.opts,
            "rows": chosen,
            "form": form,
            "checkbox": ACTION_CHECKBOX_NAME,
        }
        status = 422 if form.errors else 200
        return render(request, "admin/articles/merge.html", context, status=status)

    def _form_of(self, chosen):
        noun = self.opts.verbose_name
        others = self.model.objects.all()

        class MergeForm(forms.Form):
            into = forms.ModelChoiceField(others, label=f"The {noun} that stays")

        return MergeForm

    def _merge(self, request, chosen, into):
        merged = 0
        for row in chosen:
            if row.pk == into.pk:
                continue
            try:
                self.merge(row, into=into, by=request.user)
                merged += 1
            except Refused as refusal:
                messages.error(request, f"“{row}”: {refusal}")
        messages.success(request, f"{merged} merged into “{into}”.")
