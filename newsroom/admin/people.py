"""Users, groups and chores on the desk."""

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group, Permission
from django_otp.plugins.otp_static.admin import StaticDevice
from django_otp.plugins.otp_totp.admin import TOTPDevice

from newsroom import second_step
from newsroom.desk import DeskAdmin
from newsroom.fields import KeysField
from newsroom.models import Chore, User
from newsroom.roles import is_role


class PermissionsField(KeysField):
    """Permissions as checkboxes: Django's two-list widget hides its labels from screen readers."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs):
        permissions = Permission.objects.select_related("content_type")
        super().__init__(queryset=permissions, required=False, **kwargs)

    def label_from_instance(self, permission):
        return f"{permission.content_type.app_label.capitalize()}: {permission.name.lower()}"


class NewUserForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ["email", "name"]


class UserForm(UserChangeForm):
    user_permissions = PermissionsField(label="Single permissions")

    class Meta:
        model = User
        fields = "__all__"
        widgets = {"groups": forms.CheckboxSelectMultiple}


class GroupForm(forms.ModelForm):
    permissions = PermissionsField()

    class Meta:
        model = Group
        fields = ["name", "permissions"]


class SuperuserAdmin(DeskAdmin):
    """Who may do what, and the house's machinery, are for superusers whatever permissions somebody holds."""

    def has_module_permission(self, request):
        return request.user.is_superuser

    def has_view_permission(self, request, obj=None):
        return request.user.is_superuser

    def has_add_permission(self, request):
        return request.user.is_superuser

    def has_change_permission(self, request, obj=None):
        return request.user.is_superuser

    def has_delete_permission(self, request, obj=None):
        return request.user.is_superuser


@admin.register(User)
class PeopleAdmin(SuperuserAdmin, UserAdmin):
    form = UserForm
    add_form = NewUserForm
    list_display = ["email", "name", "is_active", "is_staff", "has_second_step", "last_login"]
    actions = ["switch_off_second_step"]
    list_filter = ["is_active", "is_staff", "groups"]
    search_fields = ["email", "name"]
    ordering = ["email"]
    filter_horizontal = []
    readonly_fields = ["has_second_step", "last_login", "joined_at"]
    fieldsets = [
        (None, {"fields": ["email", "name", "password", "has_second_step"]}),
        (
            "What they may do",
            {"fields": ["is_active", "is_staff", "is_superuser", "groups", "user_permissions"]},
        ),
        ("When", {"fields": ["last_login", "joined_at"]}),
    ]
    add_fieldsets = [(None, {"fields": ["email", "name", "usable_password", "password1", "password2"]})]

    @admin.action(description="Switch off the second step (phone and codes lost)", permissions=["change"])
    def switch_off_second_step(self, request, queryset):
        people = list(queryset.filter(has_second_step=True))
        for person in people:
            second_step.switch_off(person, by=request.user)
        messages.success(request, f"Second step switched off for {len(people)}.")

    def formfield_for_manytomany(self, db_field, request=None, **kwargs):
        if db_field.name == "groups":
            widget = forms.CheckboxSelectMultiple
            return db_field.formfield(form_class=KeysField, widget=widget, required=False)
        return super().formfield_for_manytomany(db_field, request, **kwargs)


# The keys of the second step are nobody's to read.
admin.site.unregister([Group, TOTPDevice, StaticDevice])


@admin.register(Group)
class RolesAdmin(SuperuserAdmin, GroupAdmin):
    """The four roles are the house's own and show only; other groups are typed here."""

    form = GroupForm
    filter_horizontal = []

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not (obj and is_role(obj))

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not (obj and is_role(obj))


@admin.register(Chore)
class ChoreAdmin(SuperuserAdmin):
    list_display = ["name", "due_at", "ran_at", "error"]
    readonly_fields = ["name", "ran_at", "error"]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
