"""What the newsroom says: working articles, their editions, and the releases that readers see."""

from articles.models.addresses import Address
from articles.models.articles import Article, Byline, KeyPoint, Role, Type
from articles.models.authors import Author
from articles.models.editions import Edition
from articles.models.photos import Photo
from articles.models.releases import OPEN_END, Release, ReleaseByline, ReleaseTag
from articles.models.sections import Section, Tag

__all__ = [
    "OPEN_END",
    "Address",
    "Article",
    "Author",
    "Byline",
    "Edition",
    "KeyPoint",
    "Photo",
    "Release",
    "ReleaseByline",
    "ReleaseTag",
    "Role",
    "Section",
    "Tag",
    "Type",
]
