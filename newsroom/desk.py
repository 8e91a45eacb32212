"""The one admin site."""

from django.contrib import admin


class Desk(admin.AdminSite):
    """Django's admin, calm and wide."""

    enable_nav_sidebar = False
