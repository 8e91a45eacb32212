"""The one admin site, and what every list and form on it shares."""

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import DataError, models, transaction
from django.shortcuts import redirect

from newsroom.audit import changes_of, record, values_of
from newsroom.clock import now
from newsroom.fields import tidy_text
from newsroom.models import User
from newsroom.second_step import is_due
from newsroom.second_step_pages import SecondStepPages
from newsroom.signing_in import SECONDS, SignInForm

# The tabs of the top bar, in order; a tab shows to those who may see its list.
TABS = (
    ("articles.article", "Stories"),
    ("articles.frontslot", "Fronts"),
    ("articles.photo", "Photos"),
    ("comments.comment", "Comments"),
    ("ads.ad", "Ads"),
)

# People and machinery, which nobody looks for by the name of a Django app.
THE_HOUSE = {"auth", "django_tasks_database", "newsroom"}

LONGEST_SEARCH = 200  # characters; each word is a condition on every column that is searched


class MomentInput(forms.DateTimeInput):
    """Date and time in one native control, to the second, in the paper's time zone."""

    input_type = "datetime-local"

    def __init__(self, attrs=None):
        super().__init__({"step": 1} | (attrs or {}), format="%Y-%m-%dT%H:%M:%S")


class DayInput(forms.DateInput):
    """A date in the native control."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


class Desk(SecondStepPages, admin.AdminSite):
    """Django's admin, calm and wide."""

    site_title = site_header = settings.SITE_NAME
    index_title = "Today"
    site_url = "/"
    enable_nav_sidebar = False
    empty_value_display = "\N{EN DASH}"
    login_form = SignInForm

    def get_urls(self):
        """Without Django's detour to a row's public page: it tells the address of any row, to come or not."""
        addresses = super().get_urls()
        return [address for address in addresses if getattr(address, "name", "") != "view_on_site"]

    def login(self, request, extra_context=None):
        """Django's, but a refused form says so by its status, and who comes in is written down."""
        if is_due(request):
            return redirect("admin:second_step")
        response = super().login(request, extra_context)
        form = getattr(response, "context_data", {}).get("form")
        if form is not None and form.errors:
            response.status_code = 429 if form.is_too_often else 422
            if form.is_too_often:
                response.headers["Retry-After"] = str(SECONDS)
        elif request.method == "POST" and request.user.is_authenticated:
            person = User.objects.get(pk=request.user.pk)
            record("signed in", person, by=person)
        return response

    def each_context(self, request):
        context = super().each_context(request)
        context["tabs"] = list(self._tabs(request, context["available_apps"]))
        context["other_lists"] = list(self._other_lists(context["available_apps"]))
        context["today"] = now()
        return context

    def _tabs(self, request, apps):
        lists = {row["model"]._meta.label_lower: row["admin_url"] for app in apps for row in app["models"]}
        for label, title in TABS:
            if address := lists.get(label):
                yield {"title": title, "href": address, "is_here": request.path.startswith(address)}

    def _other_lists(self, apps):
        tabbed = {label for label, title in TABS}
        parts = {}
        for app in apps:
            name = "The house" if app["app_label"] in THE_HOUSE else app["name"]
            rows = [row for row in app["models"] if row["model"]._meta.label_lower not in tabbed]
            if rows:
                parts.setdefault(name, []).extend(rows)
        for name, rows in parts.items():
            yield {"name": name, "lists": rows}


class DeskAdmin(admin.ModelAdmin):
    """What each list and form of the house starts from: native date controls, and no jQuery."""

    formfield_overrides = {
        models.DateTimeField: {"form_class": forms.DateTimeField, "widget": MomentInput},
        models.DateField: {"widget": DayInput},
    }
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    save_on_top = False
    services_record = False  # True: what is done here is written to the audit log by the services
    to_see_every_row = ()  # permissions without which somebody sees some rows only, and none of the audit log

    def construct_change_message(self, request, form, formsets, add=False):
        request.audited = changes_of(form)
        return super().construct_change_message(request, form, formsets, add)

    def log_addition(self, request, obj, message):
        if not self.services_record:
            _, after = getattr(request, "audited", (None, None))
            record("added", obj, by=request.user, after=after)
        return super().log_addition(request, obj, message)

    def log_change(self, request, obj, message):
        if not self.services_record:
            before, after = getattr(request, "audited", (None, None))
            record("changed", obj, by=request.user, before=before, after=after)
        return super().log_change(request, obj, message)

    def delete_model(self, request, obj):
        if not self.services_record:
            record("deleted", obj, by=request.user, before=values_of(obj))
        super().delete_model(request, obj)

    @transaction.atomic
    def delete_queryset(self, request, queryset):
        if not self.services_record:
            for row in queryset:
                record("deleted", row, by=request.user, before=values_of(row))
        super().delete_queryset(request, queryset)

    def get_view_on_site_url(self, obj=None):
        return obj.get_absolute_url() if hasattr(obj, "get_absolute_url") else None

    def get_changelist_instance(self, request):
        """What no column can hold, or no clock can show, is a filter that cannot be read."""
        try:
            return super().get_changelist_instance(request)
        except (OverflowError, DataError) as error:
            raise IncorrectLookupParameters from error

    def get_search_results(self, request, queryset, search_term):
        term = tidy_text(search_term[:LONGEST_SEARCH])
        return super().get_search_results(request, queryset, term)

    def lookup_allowed(self, lookup, value, request):
        """Nothing is sought by what points at it: a list of tags would tell which of them a draft bears."""
        pointing = {relation.name for relation in self.opts.related_objects}
        is_pointing = lookup.partition("__")[0] in pointing
        return not is_pointing and super().lookup_allowed(lookup, value, request)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Without the pop-up icons beside related fields: they need jQuery and a second window."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    def response_action(self, request, queryset):
        """Selected keys that no row can have are an error to Django; here they select nothing."""
        keys = request.POST.getlist(ACTION_CHECKBOX_NAME)
        if isinstance(self.opts.pk, models.AutoField) and not all(
            key.isdecimal() and len(key) <= 18 for key in keys
        ):
            return None
        return super().response_action(request, queryset)

    def render_change_form(self, request, context, *args, **kwargs):
        """As everywhere in the house a form with errors answers 422, and labels end without a colon."""
        context["adminform"].form.label_suffix = ""
        response = super().render_change_form(request, context, *args, **kwargs)
        if context.get("errors"):
            response.status_code = 422
        return response

    @property
    def media(self):
        return forms.Media(js=["admin/js/actions.js"])
