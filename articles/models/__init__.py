"""What the newsroom says: working articles, their editions, and the releases that readers see."""

from articles.models.addresses import Address
from articles.models.articles import Article, Byline, KeyPoint, Role, Type
from articles.models.authors import Author
from articles.models.corrections import Correction, ErrorReport
from articles.models.editions import Edition
from articles.models.erasures import ErasedAddress, Erasure
from articles.models.notes import Note
from articles.models.photos import Photo
from articles.models.policies import Policy
from articles.models.presence import Presence
from articles.models.reads import DailyReads, MostRead
from articles.models.recordings import Recording
from articles.models.releases import OPEN_END, Release, ReleaseByline, ReleaseTag
from articles.models.sections import Section, Tag
from articles.models.series import Series
from articles.models.shares import ShareLink, ShareOpening
from articles.models.slots import FrontSlot
from articles.models.sources import RelatedPick, Source
from articles.models.uses import PhotoUse, RecordingUse

__all__ = [
    "OPEN_END",
    "Address",
    "Article",
    "Author",
    "Byline",
    "Correction",
    "DailyReads",
    "Edition",
    "ErasedAddress",
    "Erasure",
    "ErrorReport",
    "FrontSlot",
    "KeyPoint",
    "MostRead",
    "Note",
    "Photo",
    "PhotoUse",
    "Policy",
    "Presence",
    "Recording",
    "RecordingUse",
    "RelatedPick",
    "Release",
    "ReleaseByline",
    "ReleaseTag",
    "Role",
    "Section",
    "Series",
    "ShareLink",
    "ShareOpening",
    "Source",
    "Tag",
    "Type",
]
