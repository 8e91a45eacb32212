"""What a browser finds in a body text that no body text may hold: the judge of tests."""

import html5lib

ALLOWED = {
    **dict.fromkeys(
        ("p", "h2", "h3", "h4", "strong", "em", "br", "hr", "blockquote", "ul", "li", "table", "tbody", "tr"),
        frozenset(),
    ),
    **dict.fromkeys(("figure", "figcaption", "section", "aside"), frozenset()),
    "img": {"data-photo", "alt"},
    "audio": {"data-recording"},
    "video": {"data-recording"},
    "a": {"href", "rel", "title"},
    "ol": {"start", "type"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
PHOTO = '<figure><img data-photo="12" alt="A &quot;quay&quot; &amp; a boat"></figure>'
CAPTIONED = (
    '<figure><img data-photo="9007199254740993" alt=""><figcaption>The <strong>old</strong> <em>quay</em>, '
    'see <a href="https://example.org/" rel="noopener">here</a></figcaption></figure>'
)


def outside_the_allow_list(html):
    """Return what a browser's parser finds in ``html`` that no body text may hold."""
    found = []
    body = html5lib.parseFragment(html, namespaceHTMLElements=False)
    for element in body.iter():
        found.extend(out_of_place(element, is_top=element is body))
        if element.tag == "DOCUMENT_FRAGMENT":
            continue
        if element.tag not in ALLOWED:
            found.append(element.tag)
            continue
        found.extend(f"{element.tag} {name}" for name in element.attrib if name not in ALLOWED[element.tag])
        href = element.get("href", "#")
        if not href.lower().startswith(("http://", "https://", "mailto:", "/", "#")) or href[1:2] in "/\\":
            found += [f"href {href}"] if href not in ("/", "#") else []
    return found


MEDIA = {"img", "audio", "video"}


def out_of_place(element, *, is_top):
    """Yield what stands inside ``element`` though it may not."""
    inside = [child.tag for child in element]
    for tag in inside:
        if tag in MEDIA and element.tag != "figure":
            yield f"{tag} in {element.tag}"
        if tag in ("section", "aside") and not is_top:
            yield f"{tag} in {element.tag}"
        if tag == "figure" and not (is_top or element.tag == "section"):
            yield f"figure in {element.tag}"
    if element.tag == "figure":
        medium, *rest = inside or [""]
        if medium not in MEDIA | {"a"} or rest not in ([], ["figcaption"]):
            yield f"figure of {inside}"
        elif (
            not element[0]
            .get({"img": "data-photo", "a": "href"}.get(medium, "data-recording"), "0")
            .strip("0")
        ):
            yield f"figure of no {medium}"
    if element.tag == "section" and not (2 <= len(inside) <= 12 and {*inside} == {"figure"}):
        yield f"gallery of {inside}"
    if element.tag == "section" and any(figure[0].tag != "img" for figure in element if len(figure)):
        yield "gallery without photos"
    if element.tag == "aside" and {*inside} != {"p"}:
        yield f"pull quote of {inside}"
    if element.tag == "figcaption" and not {one.tag for one in element.iter()} <= {
        "figcaption",
        "strong",
        "em",
        "a",
    }:
        yield "caption of blocks"
