"""The desk of the newsroom."""

from articles.admin.library import AuthorAdmin, PhotoAdmin, SectionAdmin, TagAdmin
from articles.admin.stories import StoryAdmin

__all__ = ["AuthorAdmin", "PhotoAdmin", "SectionAdmin", "StoryAdmin", "TagAdmin"]
