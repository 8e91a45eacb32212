"""What the roles may do with articles. Which articles these are, articles.access says."""

_WRITER = [
    "add_article", "change_article", "view_article",
    "view_section", "view_series", "view_tag", "view_author",
    "view_photo", "add_photo", "view_recording", "add_recording",
]  # fmt: skip

_EDITOR = [
    *_WRITER,
    "publish_article", "read_every_article",
    "add_section", "change_section", "delete_section",
    "add_series", "change_series", "delete_series",
    "view_policy", "change_policy",
    "add_tag", "change_tag", "delete_tag",
    "add_author", "change_author", "delete_author",
    "change_photo", "delete_photo", "change_recording", "delete_recording",
    "view_frontslot", "add_frontslot", "change_frontslot", "delete_frontslot",
    "view_errorreport", "change_errorreport", "view_correction", "add_correction",
]  # fmt: skip

ROLES = {
    "writer": [f"articles.{codename}" for codename in _WRITER],
    "editor": [f"articles.{codename}" for codename in _EDITOR],
}
