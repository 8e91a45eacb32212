"""What a story stands on and points to, as ordered rows: sources and related stories."""

import re
from datetime import date

from django import forms
from django.db.models import Exists, OuterRef

from articles.forms.rows import Rows
from articles.forms.widgets import LineField, LineInput
from articles.models import Address, Article, RelatedPick, Source
from articles.sources import SOURCE, related_of, sources_of, write_related, write_sources
from newsroom.fields import HttpsURLField, TidyCharField

SUGGESTIONS = "stories_to_pick"  # the element of the page that offers stories
_BY_NUMBER = re.compile(r"(?:\(|^)(\d{1,18})\)?$")
_BY_ADDRESS = re.compile(r"/(\d{4})/(\d\d)/(\d\d)/([-\w]+)/?$")


class SourceForm(forms.Form):
    kind = forms.ChoiceField(choices=Source.Kind, initial=Source.Kind.DOCUMENT, label="Kind of source")
    title = LineField(
        max_length=300,
        required=False,
        label="Source",
        widget=LineInput({"maxlength": 300, "placeholder": "Title, or who it is"}),
    )
    url = HttpsURLField(
        required=False,
        label="Address of the source",
        widget=forms.URLInput({"placeholder": "https://", "maxlength": 2000}),
    )
    note = TidyCharField(
        max_length=300,
        required=False,
        label="Note on the source",
        widget=forms.TextInput({"placeholder": "Note; for an anonymous source why", "maxlength": 300}),
    )


class SourceRows(Rows):
    model = Source
    prefix_name = "sources"
    spoken_name = "sources"
    too_many = "A story has at most thirty sources."

    def stored_rows(self):
        return self.instance.sources.all()

    def initial_of(self, source):
        return {name: getattr(source, name) for name in SOURCE}

    def is_blank(self, row):
        return not (row.get("title") or row.get("url") or row.get("note"))

    def wanted(self):
        return [{name: row[name] for name in SOURCE} for row in self.rows()]

    def store(self):
        wanted = self.wanted()
        if wanted == sources_of(self.instance):
            return False
        write_sources(self.instance, wanted)
        return True

    def unsaved(self):
        """The sources as they would be stored, for a preview."""
        return [Source(**source) for source in self.wanted()]


def line_of(pk, headline="Story"):
    """How a story reads where one types to choose it."""
    return f"{headline or 'No headline yet'} ({pk})"


def key_named(typed, visible):
    """The key of the story that somebody named by such a line, a number, an address, or a headline."""
    if found := _BY_NUMBER.search(typed):
        return int(found[1])
    if found := _BY_ADDRESS.search(typed):
        year, month, day, slug = found.groups()
        try:
            claimed = Address.objects.filter(day=date(int(year), int(month), int(day)), slug=slug)
        except ValueError:
            return None
        return claimed.values_list("article_id", flat=True).first()
    return visible.filter(headline__iexact=typed).values_list("pk", flat=True).first()


class RelatedForm(forms.Form):
    other = TidyCharField(
        max_length=400,
        required=False,
        label="Related story",
        widget=forms.TextInput(
            {
                "list": "stories_to_pick",
                "placeholder": "Headline or address",
                "autocomplete": "off",
                "data-pick": True,
            }
        ),
    )


class RelatedRows(Rows):
    """Stories named by a line of the list (“Headline (12)”), a number, an address, or a whole headline."""

    model = RelatedPick
    prefix_name = "related_picks"
    spoken_name = "related stories"
    most = 6
    too_many = "A story has at most six related stories."
    suggested = 50
    suggestions_id = SUGGESTIONS
    visible = Article.objects.none()  # set by the admin: what the writer may read
    _keys = {}  # of the stories that were named; none before the rows are found sound

    def stored_rows(self):
        theirs = Exists(self.visible.filter(pk=OuterRef("other")).order_by())
        return self.instance.related_picks.select_related("other").annotate(is_theirs=theirs)

    def initial_of(self, pick):
        """How a pick reads in its row; of a story that the writer may not read only the number."""
        return {"other": line_of(pick.other_id, *[pick.other.headline] if pick.is_theirs else [])}

    def suggestions(self):
        """The newest stories, for the list that the browser offers without scripts too."""
        newest = self.visible.filter(trashed_at=None).exclude(pk=self.instance.pk).exclude(headline="")
        newest = newest.order_by("-changed_at", "-pk").values_list("pk", "headline")
        return [line_of(pk, headline) for pk, headline in newest[: self.suggested]]

    def is_blank(self, row):
        return not row.get("other")

    def clean(self):
        """Each row comes to read as it will when it is stored, however the story was named."""
        super().clean()
        rows = [form for form in self.forms if form.is_valid() and not self._is_spare(form.cleaned_data)]
        named = {form: key_named(form.cleaned_data["other"], self.visible) for form in rows}
        visible = self.visible.filter(pk__in=[key for key in named.values() if key])
        lines = {pk: line_of(pk, headline) for pk, headline in visible.values_list("pk", "headline")}
        if self.instance.pk:
            lines = {key: line_of(key) for key in related_of(self.instance)} | lines
        self._keys = {line: key for key, line in lines.items()}
        for form, key in named.items():
            if key is not None and key == self.instance.pk:
                form.add_error("other", "A story cannot stand below itself.")
            elif key not in lines:
                form.add_error("other", "Choose a story from the list, or paste its address.")
            else:
                form.cleaned_data["other"] = lines[key]

    def _is_spare(self, row):
        return row.get("DELETE") or self.is_blank(row)

    def wanted(self):
        named = (self._keys.get(row["other"]) for row in self.rows())
        return list(dict.fromkeys(key for key in named if key))

    def store(self):
        wanted = self.wanted()
        if wanted == related_of(self.instance):
            return False
        write_related(self.instance, wanted)
        return True

    def unsaved(self):
        """The related stories as they would be stored, for a preview."""
        return [RelatedPick(other_id=key) for key in self.wanted()]
