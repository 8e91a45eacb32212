"""A save on a text that somebody else changed meanwhile: both are shown field by field, the writer decides.

What was typed is carried along as it was posted, so that nothing of it can be lost here; what was decided
comes back to the story form's own address (``merged``) and is saved like any other form.
"""

from dataclasses import dataclass

from django.db import transaction
from django.shortcuts import render
from django.utils.timezone import localtime

from articles import editions
from articles.body import plain_text
from articles.diffing import words_diff
from articles.forms import typed
from articles.forms.widgets import is_key
from articles.models import Article
from articles.services.collisions import keep_both

_OWN = ("csrfmiddlewaretoken", "version", "base", "mine")
_OWN_PREFIXES = ("_", "pick-", "text-")


@dataclass(frozen=True)
class Clash:
    """A field in which mine differs from theirs; each text as lines."""

    name: str
    label: str
    opened: list[str] | None
    theirs: list[str]
    mine: list[str]
    picked: str
    who: str
    words: list[tuple[str, str]]
    may_have_both: bool
    editor: str


def clashes_of(request, form, formsets):
    """Return the fields in which what was typed differs from what is stored now."""
    opened = typed.read(request.POST.get("base", ""))
    theirs, mine = typed.stored(form, formsets), typed.typed(form, formsets)
    lists = {rows.prefix: rows for rows in formsets}
    in_order = [name for name in editions.LABELS if name in mine]
    return [
        _clash(name, form, lists.get(name), opened.get(name), theirs[name], mine[name])
        for name in in_order + [name for name in lists if name not in in_order]
        if _seen(theirs[name]) != _seen(mine[name])
    ]


def _fit(opened, rows, mine):
    """What the page was opened on; None when it says what no page of ours says of such a field."""
    fits = typed.are_rows(opened) if rows is not None else isinstance(opened, list) == isinstance(mine, list)
    return opened if fits else None


def _seen(value):
    """A row's id is not what somebody wrote."""
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [{name: said for name, said in row.items() if name != "public_id"} for row in value]
    return value


def _clash(name, form, rows, opened, theirs, mine):  # noqa: PLR0913, PLR0917 - three texts of one field
    opened = _fit(opened, rows, mine)
    mine_alone, theirs_alone = _seen(opened) == _seen(theirs), _seen(opened) == _seen(mine)
    label = editions.LABELS.get(name) or rows.spoken_name.capitalize()
    is_text = rows is None and not hasattr(form.fields[name], "choices")
    return Clash(
        name=name,
        label=label,
        opened=None if opened is None else _lines(form, rows, name, opened),
        theirs=_lines(form, rows, name, theirs),
        mine=_lines(form, rows, name, mine),
        picked="theirs" if theirs_alone else "mine",
        who=_who(mine_alone, theirs_alone),
        words=words_diff(theirs, mine) if name == "body" else [],
        may_have_both=isinstance(mine, list),
        editor=is_text
        and form.fields[name].widget.render(
            f"text-{name}",
            mine,
            attrs={"id": f"id_text-{name}", "aria-label": f"{label}, written together"},
        ),
    )


def _who(mine_alone, theirs_alone):
    if theirs_alone:
        return "Only they changed it"
    return "Only you changed it" if mine_alone else "You both changed it"


def _lines(form, rows, name, value):
    if rows is not None:
        blank = rows.empty_form
        return [
            " \N{MIDDLE DOT} ".join(
                _choice(field, row[name]) for name, field in blank.fields.items() if row.get(name)
            )
            for row in _seen(value)
        ]
    if name == "body":
        return plain_text(str(value)).splitlines()
    field = form.fields[name]
    if hasattr(field, "queryset"):
        keys = [key for key in (value if isinstance(value, list) else [value]) if is_key(key)]
        return [str(row) for row in field.queryset.filter(pk__in=keys)]
    return [_choice(field, value)] if value else []


def _choice(field, value):
    labels = {str(key): str(label) for key, label in getattr(field, "choices", ())}
    return labels.get(str(value), str(value))


def conflict_page(  # noqa: PLR0913, PLR0917 - what the admin's own hook has in its hands
    model_admin, request, context, form, formsets, clashes
):
    """Answer 409 with both texts, and put both into the history."""
    article = Article.objects.select_related("changed_by").get(pk=form.instance.pk)
    keep_both(article, _snapshot_of_mine(model_admin, request, article), by=request.user)
    context |= {
        "clashes": clashes,
        "article": article,
        "changed_at": localtime(article.changed_at),
        "carried": list(_carried(request.POST)),
        "theirs": typed.written(typed.stored(form, formsets)),
        "mine": typed.written(typed.typed(form, formsets)),
        "title": "Two versions",
    }
    return render(request, "admin/articles/article/conflict.html", context, status=409)


def _carried(posted):
    for name, values in posted.lists():
        if name not in _OWN and not name.startswith(_OWN_PREFIXES):
            yield from ((name, value) for value in values)


def _snapshot_of_mine(model_admin, request, article):
    """Store what was typed, read it as a snapshot, and undo it."""
    with transaction.atomic():
        article = Article.objects.get(pk=article.pk)
        form_class = model_admin.get_form(request, article, change=True)
        form_class.is_autosave, form_class.taken_over_by = True, None
        posted = request.POST.copy()
        posted["version"] = str(article.version)
        form = form_class(posted, request.FILES, instance=article)
        formsets, _ = model_admin._create_formsets(request, article, change=True)
        form.is_valid()
        form.save()
        for rows in formsets:
            rows.is_valid()
            rows.save()
        snapshot = editions.snapshot(article)
        transaction.set_rollback(True)
    return snapshot


def merged(posted):
    """Return the form as if what was picked on the conflict page had been typed into it."""
    form = posted.copy()
    theirs, mine = typed.read(posted.get("base", "")), typed.read(posted.get("mine", ""))
    for key, pick in posted.items():
        name = key.removeprefix("pick-")
        if name == key or name not in theirs:
            continue
        if pick == "theirs":
            typed.fill(form, name, theirs[name])
        elif pick == "both" and isinstance(theirs[name], list):
            typed.fill(form, name, _both(theirs[name], mine.get(name, [])))
        elif pick == "text" and f"text-{name}" in posted:
            form[name] = posted[f"text-{name}"]
    return form


def _both(theirs, mine):
    """Their list, then what only mine has."""
    seen = _seen(theirs)
    return theirs + [row for row in mine if _seen([row])[0] not in seen] if isinstance(mine, list) else theirs
