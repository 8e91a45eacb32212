"""The fields of the story form that Django's own widgets do not draw."""

from django import forms
from django.urls import reverse_lazy
from django_prose_editor.widgets import AdminProseEditorWidget
from js_asset import Media

from articles.body import BODY_EXTENSIONS, clean_body
from newsroom.fields import TidyCharField


def is_key(text) -> bool:
    """Whether ``text`` could be the key of a row: longer numbers are an error to SQLite."""
    return str(text).isdecimal() and len(str(text)) <= 18


_PLAIN = (
    "Bold",
    "Italic",
    "Heading",
    "HardBreak",
    "Blockquote",
    "BulletList",
    "OrderedList",
    "ListItem",
    "Link",
)


class LineInput(forms.Textarea):
    """One line of text in a box that grows with it, so that a long headline is seen whole."""

    def __init__(self, attrs=None):
        super().__init__({"rows": 1, "data-line": True} | (attrs or {}))


class LineField(TidyCharField):
    """A line in a box that may wrap; line ends that were pasted become spaces."""

    widget = LineInput

    def to_python(self, value):
        return " ".join(super().to_python(value).split())


def _library(name):
    """Where the editor finds photos, or recordings: to choose, to add, and what is known of each."""
    return {
        "choose": reverse_lazy(f"admin:articles_{name}_choose"),
        "add": reverse_lazy(f"admin:articles_{name}_add"),
        "things": reverse_lazy("admin:articles_article_things"),
    }


class BodyEditor(AdminProseEditorWidget):
    """The editor, with what may stand between the paragraphs."""

    def __init__(self):
        ours = {
            "Photo": _library("photo"),
            "Gallery": _library("photo"),
            "Recording": _library("recording"),
            "NoSpellCheck": False,
        }
        super().__init__(
            config={"extensions": BODY_EXTENSIONS | ours},
            preset="configurable",
            attrs={"rows": 20, "aria-label": "Text"},
        )

    @property
    def media(self):
        return super().media + Media(css={"all": ["articles/furniture.css"]})


class BodyField(forms.CharField):
    """The text of a story: whatever is pasted comes out as the house's own markup."""

    def __init__(self, **kwargs):
        super().__init__(widget=BodyEditor(), required=False, strip=False, **kwargs)

    def to_python(self, value):
        return clean_body(super().to_python(value))


class PlainBodyField(forms.CharField):
    """Text in the same markup without pictures, players and cards: for what is no story."""

    def __init__(self, **kwargs):
        editor = AdminProseEditorWidget(
            config={"extensions": {name: BODY_EXTENSIONS[name] for name in _PLAIN} | {"NoSpellCheck": False}},
            preset="configurable",
            attrs={"rows": 20, "aria-label": "Text"},
        )
        super().__init__(widget=editor, strip=False, **kwargs)

    def to_python(self, value):
        return clean_body(super().to_python(value))


class PhotoPicker(forms.Widget):
    """The chosen photo, and the newest of the library to choose from, as radio buttons."""

    template_name = "admin/articles/widgets/photo_picker.html"
    newest = 24

    def get_context(self, name, value, attrs):
        photos = list(self.choices.queryset[: self.newest])
        chosen = [photo for photo in photos if str(photo.pk) == str(value)]
        if value and not chosen and is_key(value):
            chosen = list(self.choices.queryset.filter(pk=value))
            photos = chosen + photos
        return super().get_context(name, value, attrs) | {
            "chosen": chosen[0] if chosen else None,
            "photos": photos,
        }

    def id_for_label(self, id_):
        return f"{id_}_0"


class TagPicker(forms.SelectMultiple):
    """The tags chosen so far as checkboxes; new ones are typed into the field beside it."""

    template_name = "admin/articles/widgets/tag_picker.html"

    def get_context(self, name, value, attrs):
        numbers = [number for number in value or [] if is_key(number)]
        chosen = self.choices.queryset.filter(pk__in=numbers) if numbers else []
        return forms.Widget.get_context(self, name, None, attrs) | {"chosen": list(chosen)}

    def value_from_datadict(self, data, files, name):
        """What no database can hold as a key becomes 0, which is no tag's."""
        posted = super().value_from_datadict(data, files, name) or []
        return [number if is_key(number) else "0" for number in posted]

    def value_omitted_from_data(self, data, files, name):
        return False

    def id_for_label(self, id_):
        return ""
