"""The house's own lists on the desk."""

from newsroom.admin.log import AuditAdmin
from newsroom.admin.people import ChoreAdmin, PeopleAdmin, RolesAdmin
from newsroom.admin.redirects import RedirectAdmin

__all__ = ["AuditAdmin", "ChoreAdmin", "PeopleAdmin", "RedirectAdmin", "RolesAdmin"]
