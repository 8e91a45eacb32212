"""Lists that belong to a story: key points and bylines, in order.

The posted rows are the whole list. They are never matched by the keys of stored rows, so posting a page twice
(which autosave does) doubles nothing, and a page opened before a restore can still be saved.
"""

from django import forms
from django.core.exceptions import ValidationError

from articles.body import clean_body
from articles.editions import write_bylines, write_key_points
from articles.forms.widgets import LineField, LineInput
from articles.hints import hint_on, unsupported_in_each
from articles.models import Author, Byline, KeyPoint, Role


class Rows(forms.BaseFormSet):
    """An ordered list as a formset; ``rows()`` is what was posted, in order, without what was removed."""

    most = 30

    def __init__(self, *args, instance=None, queryset=None, save_as_new=False, **kwargs):
        self.instance = instance
        stored = instance is not None and instance.pk and not (args or kwargs.get("data"))
        if stored:
            kwargs["initial"] = [self.initial_of(row) for row in self.stored_rows()]
        super().__init__(*args, **kwargs)

    @classmethod
    def get_default_prefix(cls):
        return cls.prefix_name

    def get_queryset(self):
        """For the admin, which pairs stored rows with forms; ours are drawn from ``initial``."""
        return self.model._default_manager.none()

    def initial_form_count(self):
        return 0 if self.is_bound else super().initial_form_count()

    def drawn(self):
        """The rows as the page shows them."""
        return self.forms

    def is_blank(self, row):
        raise NotImplementedError

    def rows(self):
        """The cleaned rows as dictionaries, by their ORDER; those without one stay where they were posted."""
        kept = [
            (form.cleaned_data.get("ORDER"), place, form.cleaned_data)
            for place, form in enumerate(self.forms)
            if form.is_valid() and form.cleaned_data and not form.cleaned_data.get("DELETE")
        ]
        kept.sort(key=lambda entry: (entry[0] is None, entry[0], entry[1]))
        return [row for order, place, row in kept if not self.is_blank(row)]

    def clean(self):
        if len(self.rows()) > self.most:
            raise ValidationError(self.too_many)

    def save(self, commit=True):
        self.is_changed = self.store()
        return self.rows()


class KeyPointForm(forms.Form):
    public_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    text = LineField(
        max_length=200,
        required=False,
        label="Key point",
        widget=LineInput({"maxlength": 200, "placeholder": "One thing to know"}),
    )


class KeyPointRows(Rows):
    model = KeyPoint
    prefix_name = "key_points"
    spoken_name = "key points"
    most = 7
    too_many = "A story has at most seven key points."

    def drawn(self):
        """Each with a sentence (``hint``) about what the story does not contain."""
        typed = [form["text"].value() or "" for form in self.forms]
        body = self.data.get("body", "") if self.is_bound else self.instance.body
        for form, missing in zip(self.forms, unsupported_in_each(typed, clean_body(body)), strict=True):
            form.hint = hint_on(missing)
        return self.forms

    def stored_rows(self):
        return self.instance.key_points.all()

    def initial_of(self, point):
        return {"public_id": point.public_id, "text": point.text}

    def is_blank(self, row):
        return not row.get("text")

    def wanted(self):
        """(public id or None, text) in order.

        Ids of other stories, and repeated ones, are not taken over. A row that came without one, because
        the page was opened before it was stored, gets that of the stored point with the same text.
        """
        rows = self.rows()
        posted = [row["public_id"] for row in rows if row.get("public_id")]
        foreign = KeyPoint.objects.filter(public_id__in=posted).exclude(article_id=self.instance.pk)
        used = set(foreign.values_list("public_id", flat=True)) if posted else set()
        stored = self.stored_rows() if self.instance.pk else []
        same = {point.text: point.public_id for point in stored if point.public_id not in posted}
        points = []
        for row in rows:
            public_id = row.get("public_id") or same.pop(row["text"], None)
            points.append((None if public_id in used else public_id, row["text"]))
            used.add(public_id)
        return points

    def store(self):
        wanted = self.wanted()
        if wanted == [(point.public_id, point.text) for point in self.stored_rows()]:
            return False
        write_key_points(self.instance, wanted)
        return True

    def unsaved(self):
        """The key points as they would be stored, for a preview."""
        return [KeyPoint(text=text) for public_id, text in self.wanted()]


class BylineForm(forms.Form):
    author = forms.TypedChoiceField(required=False, empty_value=None)
    role = forms.ChoiceField(choices=Role.choices, initial=Role.BY)

    def __init__(self, *args, authors=None, **kwargs):
        super().__init__(*args, **kwargs)
        authors = authors or {}
        self.fields["author"].coerce = lambda pk: authors.get(int(pk))
        self.fields["author"].choices = [
            ("", "Choose an author"),
            *((pk, a.name) for pk, a in authors.items()),
        ]


class BylineRows(Rows):
    model = Byline
    prefix_name = "bylines"
    spoken_name = "bylines"
    most = 20
    too_many = "A story has at most twenty bylines."

    def __init__(self, *args, **kwargs):
        self.authors = {author.pk: author for author in Author.objects.all()}  # once, not once a row
        super().__init__(*args, form_kwargs={"authors": self.authors}, **kwargs)

    def stored_rows(self):
        return self.instance.bylines.all()

    def initial_of(self, byline):
        return {"author": byline.author_id, "role": byline.role}

    def is_blank(self, row):
        return not row.get("author")

    def clean(self):
        super().clean()
        named = set()
        for row in self.rows():
            if (key := (row["author"].pk, row["role"])) in named:
                raise ValidationError(f"{row['author']} is named twice in the same role.")
            named.add(key)

    def store(self):
        wanted = [(row["author"].pk, row["role"]) for row in self.rows()]
        if wanted == [(byline.author_id, byline.role) for byline in self.stored_rows()]:
            return False
        write_bylines(self.instance, wanted)
        return True

    def unsaved(self):
        """The bylines as they would be stored, for a preview."""
        return [Byline(author=row["author"], role=row["role"]) for row in self.rows()]
