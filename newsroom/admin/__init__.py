"""The house's own lists on the desk."""

from newsroom.admin.people import ChoreAdmin, PeopleAdmin, RolesAdmin

__all__ = ["ChoreAdmin", "PeopleAdmin", "RolesAdmin"]
