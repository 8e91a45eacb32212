"""What sections the paper has, in plain words, for who must not know what a section is."""

from articles.models import Section


def section_words() -> list[tuple[str, str]]:
    """Return (slug, name) of every section and subsection, in the paper's order."""
    return list(Section.objects.values_list("slug", "name"))
