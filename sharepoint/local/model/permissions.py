"""Who may do what: groups, permission levels and their assignments.

The site keeps what clients set and answers what they ask, but lets everybody do everything: it runs on one computer
for one person, and says so to whoever asks for effective permissions.

Source
------
Numbers of the built-in levels and of their permissions: SP.RoleDefinition and SP.BasePermissions ([MS-CSOMSPT],
Microsoft open specifications).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sharepoint.local.errors import bad_argument, unknown_resource
from sharepoint.local.model.changes import ChangeType
from sharepoint.local.model.names import fold

if TYPE_CHECKING:
    import sqlite3

    from sharepoint.local.model.site import Site
    from sharepoint.local.model.users import User

FIRST_GROUP = 1_000  # groups are numbered from here, so that a person and a group never share a number
FIRST_OWN_ROLE = 1_073_741_930
FULL_CONTROL = 1_073_741_829
BUILT_IN: tuple[tuple[int, str, int, int, int], ...] = (
    (FULL_CONTROL, "Full Control", 5, 2_147_483_647, 4_294_967_295),
    (1_073_741_828, "Design", 4, 432, 1_012_866_047),
    (1_073_741_830, "Edit", 6, 432, 1_011_030_767),
    (1_073_741_827, "Contribute", 3, 432, 1_011_028_719),
    (1_073_741_826, "Read", 2, 176, 138_612_833),
    (1_073_741_825, "Limited Access", 1, 48, 134_287_360),
)
ASSOCIATED = (("Owners", FULL_CONTROL), ("Members", 1_073_741_830), ("Visitors", 1_073_741_826))


@dataclass(frozen=True, slots=True)
class Group:
    """A group of people."""

    id: int
    title: str
    description: str
    owner: int


@dataclass(frozen=True, slots=True)
class Role:
    """A permission level; ``high`` and ``low`` are the halves of its permission mask."""

    id: int
    name: str
    description: str
    kind: int
    position: int
    high: int
    low: int


class Permissions:
    """The groups, levels and assignments of a site."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.store = site.store

    def furnish(self, by: User) -> None:
        """The levels and groups that every new team site has."""
        if self.store.number("SELECT count(*) FROM roles"):
            return
        for position, (number, name, kind, high, low) in enumerate(BUILT_IN, 1):
            self.store.run("INSERT INTO roles VALUES (?, ?, '', ?, ?, ?, ?)", (number, name, kind, position, high, low))
        self.store.run("INSERT INTO scopes VALUES (?)", (self.site.web_id,))
        for name, role in ASSOCIATED:
            self.assign(self.site.web_id, self.add_group(f"{self.site.title} {name}", "", by).id, role)
        self.assign(self.site.web_id, by.id, FULL_CONTROL)

    # Groups

    def groups(self) -> list[Group]:
        """All groups, oldest first."""
        return [_group(row) for row in self.store.rows("SELECT * FROM groups ORDER BY id")]

    def group(self, number: int) -> Group:
        """The group with this number."""
        row = self.store.row("SELECT * FROM groups WHERE id = ?", (number,))
        if row is None:
            raise bad_argument(f"Group cannot be found: {number}.")
        return _group(row)

    def group_by_name(self, name: str) -> Group:
        """The group with this title."""
        row = self.store.row("SELECT * FROM groups WHERE folded = ?", (fold(name),))
        if row is None:
            raise bad_argument(f"Group cannot be found: {name}.")
        return _group(row)

    def groups_of(self, user: User) -> list[Group]:
        """The groups a person is in."""
        rows = self.store.rows(
            "SELECT groups.* FROM groups JOIN members ON group_id = id WHERE user_id = ? ORDER BY id", (user.id,)
        )
        return [_group(row) for row in rows]

    def associated(self, place: int) -> Group:
        """The site's owners, members or visitors: its first groups, in this order."""
        return self.group(FIRST_GROUP + place)

    def add_group(self, title: str, description: str, by: User) -> Group:
        """A new group, owned by who made it."""
        if not title.strip():
            raise bad_argument("A group needs a title.")
        if self.store.row("SELECT 1 FROM groups WHERE folded = ?", (fold(title),)):
            raise bad_argument(f"The specified name '{title}' is already in use.")
        number = self.store.number("SELECT max(id) + 1 FROM groups") or FIRST_GROUP
        self.store.run(
            "INSERT INTO groups VALUES (?, ?, ?, ?, ?)", (number, title.strip(), fold(title), description, by.id)
        )
        self.site.changes.note(ChangeType.ADD, "Group", "", str(number), by)
        return self.group(number)

    def change_group(self, group: Group, title: str, description: str, by: User) -> None:
        """Another title or description."""
        self.store.run(
            "UPDATE groups SET title = ?, folded = ?, description = ? WHERE id = ?",
            (title, fold(title), description, group.id),
        )
        self.site.changes.note(ChangeType.UPDATE, "Group", "", str(group.id), by)

    def set_owner(self, group: Group, principal: int) -> None:
        """Somebody else becomes the group's owner."""
        self.store.run("UPDATE groups SET owner = ? WHERE id = ?", (principal, group.id))

    def remove_group(self, group: Group, by: User) -> None:
        """Delete a group and what was assigned to it."""
        for statement in (
            "DELETE FROM groups WHERE id = ?",
            "DELETE FROM members WHERE group_id = ?",
            "DELETE FROM assignments WHERE principal = ?",
        ):
            self.store.run(statement, (group.id,))
        self.site.changes.note(ChangeType.DELETE, "Group", "", str(group.id), by)

    def members(self, group: Group) -> list[User]:
        """The people in a group."""
        rows = self.store.rows("SELECT user_id FROM members WHERE group_id = ? ORDER BY user_id", (group.id,))
        return [self.site.users.get(row[0]) for row in rows]

    def join(self, group: Group, user: User) -> None:
        """Put a person into a group."""
        self.store.run("INSERT OR IGNORE INTO members VALUES (?, ?)", (group.id, user.id))

    def leave(self, group: Group, number: int) -> None:
        """Take a person out of a group."""
        self.store.run("DELETE FROM members WHERE group_id = ? AND user_id = ?", (group.id, number))

    # Levels

    def roles(self) -> list[Role]:
        """All permission levels, in their order."""
        return [_role(row) for row in self.store.rows("SELECT * FROM roles ORDER BY position, id")]

    def role(self, number: int) -> Role:
        """The level with this number."""
        return self._role("id", number)

    def role_by_name(self, name: str) -> Role:
        """The level with this name."""
        return self._role("name", name)

    def role_by_kind(self, kind: int) -> Role:
        """The built-in level of a kind, such as 3 for "Contribute"."""
        return self._role("kind", kind)

    def _role(self, column: str, value: object) -> Role:
        row = self.store.row(f"SELECT * FROM roles WHERE {column} = ? ORDER BY id", (value,))  # noqa: S608 - fixed
        if row is None:
            raise bad_argument(f"The permission level {value!r} cannot be found.")
        return _role(row)

    def add_role(self, name: str, description: str, order: int, mask: tuple[int, int]) -> Role:
        """A permission level of the site's own."""
        if not name.strip():
            raise bad_argument("A permission level needs a name.")
        if self.store.row("SELECT 1 FROM roles WHERE name = ?", (name,)):
            raise bad_argument(f"A permission level with the name '{name}' exists already.")
        number = max(FIRST_OWN_ROLE, self.store.number("SELECT max(id) + 1 FROM roles"))
        self.store.run("INSERT INTO roles VALUES (?, ?, ?, 0, ?, ?, ?)", (number, name, description, order, *mask))
        return self.role(number)

    def remove_role(self, role: Role) -> None:
        """Delete a permission level and its assignments."""
        self.store.run("DELETE FROM roles WHERE id = ?", (role.id,))
        self.store.run("DELETE FROM assignments WHERE role = ?", (role.id,))

    # Assignments

    def unique(self, scope: str) -> bool:
        """Whether something has permissions of its own."""
        return self.store.row("SELECT 1 FROM scopes WHERE scope = ?", (scope,)) is not None

    def separate(self, scope: str, parent: str, copied: bool, by: User) -> None:
        """Give something permissions of its own: its parent's, or only the acting person's."""
        if self.unique(scope):
            return
        self.store.run("INSERT INTO scopes VALUES (?)", (scope,))
        if copied:
            self.store.run(
                "INSERT INTO assignments SELECT ?, principal, role FROM assignments WHERE scope = ?", (scope, parent)
            )
        else:
            self.assign(scope, by.id, FULL_CONTROL)

    def inherit(self, scope: str) -> None:
        """Take the parent's permissions again."""
        if scope != self.site.web_id:
            self.store.run("DELETE FROM scopes WHERE scope = ?", (scope,))
            self.store.run("DELETE FROM assignments WHERE scope = ?", (scope,))

    def assign(self, scope: str, principal: int, role: int) -> None:
        """Grant a level to a person or group."""
        self.store.run("INSERT OR IGNORE INTO assignments VALUES (?, ?, ?)", (scope, principal, role))

    def withdraw(self, scope: str, principal: int, role: int | None = None) -> None:
        """Take a level, or all levels, from a person or group."""
        self.store.run(
            "DELETE FROM assignments WHERE scope = ? AND principal = ? AND (? IS NULL OR role = ?)",
            (scope, principal, role, role),
        )

    def assigned(self, scope: str) -> dict[int, list[Role]]:
        """The levels of every person and group, by their numbers."""
        found: dict[int, list[Role]] = {}
        rows = self.store.rows(
            "SELECT principal, roles.* FROM assignments JOIN roles ON roles.id = role WHERE scope = ?"
            " ORDER BY principal, position",
            (scope,),
        )
        for row in rows:
            found.setdefault(row["principal"], []).append(_role(row))
        return found

    def assigned_to(self, scope: str, principal: int) -> list[Role]:
        """The levels of one person or group."""
        roles = self.assigned(scope).get(principal)
        if roles is None:
            raise unknown_resource(f"RoleAssignments({principal})")
        return roles


def _group(row: sqlite3.Row) -> Group:
    return Group(row["id"], row["title"], row["description"], row["owner"])


def _role(row: sqlite3.Row) -> Role:
    return Role(row["id"], row["name"], row["description"], row["kind"], row["position"], row["high"], row["low"])
