"""What readers look for: words, and which stories they mean."""

from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from articles.models import Type
from articles.search import MAX_TEXT, Wanted, read_terms, tidy_query

FIRST_DAY, LAST_DAY = date(1600, 1, 1), date(9000, 1, 1)  # beyond these, zones overflow
_NO_DAY = _("This is not a date. One looks like 2026-03-04.")


class _Words(forms.CharField):
    """Any text is a question: what does not count is left out, and nothing is refused."""

    def to_python(self, value):
        return tidy_query(value or "")


class _DayInput(forms.DateInput):
    """A calendar; a plain field where what was typed is no date, which a calendar would not show."""

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        typed = context["widget"]["value"]
        context["widget"]["type"] = "date" if not typed or _is_day(typed) else "text"
        return context


def _is_day(text):
    try:
        return f"{date.fromisoformat(text):%Y-%m-%d}" == text
    except ValueError:
        return False


class _Day(forms.DateField):
    def __init__(self, label):
        limits = [MinValueValidator(FIRST_DAY, _NO_DAY), MaxValueValidator(LAST_DAY, _NO_DAY)]
        super().__init__(
            label=label,
            required=False,
            validators=limits,
            widget=_DayInput(format="%Y-%m-%d"),
            input_formats=["%Y-%m-%d"],
            error_messages={"invalid": _NO_DAY},
        )


class SearchForm(forms.Form):
    """A search with its filters, all in the address; ``sections`` are those of the paper."""

    q = _Words(label=_("Search the paper"), required=False)
    section = forms.ChoiceField(
        label=_("Section"),
        required=False,
        error_messages={"invalid_choice": _("The paper has no such section.")},
    )
    type = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=[("", _("Any kind")), *Type.choices],
        error_messages={"invalid_choice": _("The paper has no such kind of story.")},
    )
    author = _Words(
        label=_("Author"), required=False, widget=forms.TextInput({"maxlength": 120, "autocomplete": "off"})
    )
    since = _Day(_("From"))
    until = _Day(_("To"))

    filters = ("section", "type", "author", "since", "until")

    def __init__(self, *args, sections, **kwargs):
        super().__init__(*args, auto_id="search-%s", **kwargs)
        self.fields["q"].widget.attrs["maxlength"] = MAX_TEXT
        self._sections = {section.slug: section for section in sections}
        choices = [(section.slug, section.name) for section in sections]
        self.fields["section"].choices = [("", _("All sections")), *choices]

    def clean(self):
        """Days the wrong way round are meant the other way."""
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and since > until:
            self.cleaned_data |= {"since": until, "until": since}
        return self.cleaned_data

    @property
    def wanted(self) -> Wanted:
        """What a valid form asks for."""
        answers = self.cleaned_data
        terms, unwanted = read_terms(answers["q"])
        author, _unwanted = read_terms(answers["author"].replace('"', " "))
        return Wanted(
            terms=terms,
            unwanted=unwanted,
            author=author,
            section=self._sections.get(answers["section"]),
            type=answers["type"],
            since=answers["since"],
            until=answers["until"],
        )

    @property
    def is_filtered(self) -> bool:
        """Whether anything but words was asked for: the filters stand open then."""
        return any(self.data.get(name) for name in self.filters)
