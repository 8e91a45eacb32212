"""A front as the desk arranges it: for each place the stories in their order, with start and end."""

from django import forms
from django.db.models import Exists, OuterRef, Q

from articles.arrangements import stamp_of
from articles.forms.rows import Rows
from articles.forms.sources import SUGGESTIONS, key_named, line_of
from articles.models import FrontSlot, Release
from articles.placed import Place
from newsroom import clock
from newsroom.desk import MomentInput
from newsroom.fields import TidyCharField

HINTS = {
    Place.BREAKING: "One line on top. Of several the one that began last shows.",
    Place.LEAD: "The first story. Of several the one that began last leads.",
    Place.SECOND: "Beside the lead: the first three that readers may see.",
    Place.PICKS: "A row of their own: the first four that readers may see.",
}
YEARS = range(2000, 9000)  # moments that every zone can hold
NO_STORY = "Choose a story from the list that is live or scheduled{where}."


class SlotForm(forms.Form):
    slot = forms.IntegerField(required=False, widget=forms.HiddenInput)
    story = TidyCharField(
        max_length=400,
        required=False,
        widget=forms.TextInput(
            {
                "list": SUGGESTIONS,
                "placeholder": "Headline or address",
                "autocomplete": "off",
                "data-pick": True,
            }
        ),
    )
    starts_at = forms.DateTimeField(required=False, widget=MomentInput, label="From")
    ends_at = forms.DateTimeField(required=False, widget=MomentInput, label="Until")

    def clean(self):
        said = super().clean()
        starts, ends = said.get("starts_at"), said.get("ends_at")
        for name, moment in (("starts_at", starts), ("ends_at", ends)):
            if moment and moment.year not in YEARS:
                self.add_error(name, "That moment is out of reach.")
        if ends and ends <= (starts or clock.now()):
            self.add_error("ends_at", "A story must leave its place after it came there.")
        return said


class SlotRows(Rows):
    model = FrontSlot
    spoken_name = "stories"
    too_many = "A place holds at most thirty stories."

    def is_blank(self, row):
        return not row.get("story")


SlotRowsSet = forms.formset_factory(
    SlotForm, SlotRows, extra=1, can_order=True, can_delete=True, max_num=60, absolute_max=60
)


def stories_to_place(visible, section=None):
    """Of the ``visible`` articles those that readers see, or will: in ``section`` only, if one is given."""
    ahead = Release.timeline.filter(article=OuterRef("pk"), live_until__gt=clock.now()).order_by()
    ahead = ahead.filter(Q(section=section) | Q(section__parent=section)) if section else ahead
    return visible.filter(Exists(ahead), trashed_at=None).order_by("-changed_at", "-pk")


class Arrangement:
    """The four lists of one front as one form; ``seen`` is the stamp of the arrangement it was opened on."""

    suggestions_id, suggested = SUGGESTIONS, 50

    def __init__(self, section, visible, posted=None):
        self.section, self.visible = section, visible
        at = clock.now().replace(microsecond=0)
        standing = FrontSlot.objects.on_front(section).ahead(at).select_related("article", "section")
        self.stored = {slot.pk: slot for slot in standing}
        self.stamp = stamp_of(standing, at)
        self.seen = self.stamp if posted is None else posted.get("seen", "")
        self.parts = [
            {"place": place, "label": place.label, "hint": HINTS[place], "rows": self._rows(place, posted)}
            for place in Place
        ]

    def _rows(self, place, posted):
        if posted is not None:
            return SlotRowsSet(posted, prefix=place.value)
        here = [slot for slot in self.stored.values() if slot.place == place]
        initial = [
            {
                "slot": slot.pk,
                "story": line_of(slot.article_id, slot.article.headline),
                "starts_at": slot.starts_at,
                "ends_at": slot.ends_at,
            }
            for slot in here
        ]
        return SlotRowsSet(initial=initial, prefix=place.value)

    def see_anew(self):
        """Let what was typed be saved over the arrangement that stands now; return this by its places."""
        self.seen = self.stamp
        by_place = [(place, [s for s in self.stored.values() if s.place == place]) for place in Place]
        return [{"label": place.label, "slots": slots} for place, slots in by_place if slots]

    def suggestions(self):
        newest = stories_to_place(self.visible, self.section)
        return [line_of(*row) for row in newest.values_list("pk", "headline")[: self.suggested]]

    def is_valid(self):
        """Each named story is looked up; what was removed, or emptied, is collected."""
        if not all(part["rows"].is_valid() for part in self.parts):
            return False
        forms_of = {part["place"]: part["rows"].forms for part in self.parts}
        named = {
            form: key_named(form.cleaned_data["story"], self.visible)
            for rows in forms_of.values()
            for form in rows
            if form.cleaned_data.get("story") and not form.cleaned_data.get("DELETE")
        }
        placed = [slot.article_id for slot in self.stored.values()]
        allowed = stories_to_place(self.visible, self.section) | self.visible.filter(pk__in=placed)
        self.articles = {row.pk: row for row in allowed.filter(pk__in=[key for key in named.values() if key])}
        for form, key in named.items():
            if key not in self.articles:
                where = f" in {self.section}" if self.section else ""
                form.add_error("story", NO_STORY.format(where=where))
        self.named = named
        return not any(form.errors for form in named)

    def wanted(self):
        """(slots in order, stored slots that go): what was typed, once it is valid."""
        slots, kept = [], set()
        for part in self.parts:
            rows = sorted(
                (form for form in part["rows"].forms if form in self.named),
                key=lambda form: (form.cleaned_data.get("ORDER") is None, form.cleaned_data.get("ORDER")),
            )
            for position, form in enumerate(rows, start=1):
                slot = self._slot(form, part["place"], position)
                slots.append(slot)
                kept.add(slot.pk)
        posted = {form.cleaned_data.get("slot") for part in self.parts for form in part["rows"].forms}
        return slots, [slot for pk, slot in self.stored.items() if pk in posted and pk not in kept]

    def _slot(self, form, place, position):
        said, article = form.cleaned_data, self.articles[self.named[form]]
        stored = self.stored.get(said.get("slot"))
        if stored is None or stored.article_id != article.pk:
            starts_at = said["starts_at"] or clock.now()
            slot = FrontSlot(article=article, section=self.section, starts_at=starts_at)
        else:
            slot = FrontSlot(pk=stored.pk, article=stored.article, section=self.section)
            slot.starts_at = _as_stored(said["starts_at"], stored.starts_at) or stored.starts_at
        slot.place, slot.position = place, position
        slot.ends_at = _as_stored(said["ends_at"], stored.ends_at if stored else None)
        return slot


def _as_stored(typed, stored):
    """The stored moment where the typed one is the same to the second, which is all that a field shows."""
    return stored if typed and stored and typed == stored.replace(microsecond=0) else typed
