"""People who are known to the site."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sharepoint.local.errors import unknown_user
from sharepoint.local.model.changes import ChangeType
from sharepoint.local.model.templates import USERS

if TYPE_CHECKING:
    import sqlite3

    from sharepoint.local.model.site import Site

CLAIM = "i:0#.f|membership|"
EVERYDAY = "coordinator@pmo.local"


@dataclass(frozen=True, slots=True)
class User:
    """A person with the number the site knows them by."""

    id: int
    login: str
    title: str
    email: str


class Users:
    """The people of a site; nobody is refused, a new address is a new person."""

    def __init__(self, site: Site) -> None:
        self.site = site

    def everyday(self) -> User:
        """Who acts when a request does not say who sends it."""
        return self.ensure(EVERYDAY, "PMO Coordinator")

    def ensure(self, login: str, title: str | None = None) -> User:
        """The person with this login name or mail address, made known if they are not yet."""
        claim = login if "|" in login else CLAIM + login.strip()
        email = claim.rpartition("|")[2]
        if not email:
            raise unknown_user(login)
        found = self.site.store.row("SELECT * FROM users WHERE login = ?", (claim,))
        if found is None:
            name = title or email.partition("@")[0].replace(".", " ").title()
            self.site.store.run("INSERT INTO users (login, title, email) VALUES (?, ?, ?)", (claim, name, email))
            found = self.site.store.row("SELECT * FROM users WHERE login = ?", (claim,))
            if found:
                self.enter(_user(found))
        return _user(found) if found else self.everyday()

    def enter(self, user: User) -> None:
        """Enter a person into the hidden list of people, under the number the site knows them by."""
        held = self.site.store.row("SELECT id FROM lists WHERE template = ?", (USERS,))
        if held is None:
            return
        holder = self.site.lists.get(held["id"])
        if self.site.store.row("SELECT 1 FROM items WHERE list_id = ? AND id = ?", (holder.id, user.id)):
            return
        self.site.store.run("UPDATE lists SET next_item = ? WHERE id = ?", (user.id, holder.id))
        self.site.items.insert_node(holder, str(uuid.uuid4()), "", 0, user, _row(user))

    def change(self, user: User, title: str, email: str, by: User) -> None:
        """Another name or mail address; the login name stays."""
        self.site.store.run("UPDATE users SET title = ?, email = ? WHERE id = ?", (title, email, user.id))
        self.site.store.run(
            "UPDATE items SET data = ? WHERE id = ? AND list_id = (SELECT id FROM lists WHERE template = ?)",
            (json.dumps(_row(replace(user, title=title, email=email))), user.id, USERS),
        )
        self.site.changes.note(ChangeType.UPDATE, "User", "", str(user.id), by)

    def get(self, number: int) -> User:
        """The person with this number."""
        found = self.site.store.row("SELECT * FROM users WHERE id = ?", (number,))
        if found is None:
            raise unknown_user(str(number))
        return _user(found)

    def by_email(self, email: str) -> User:
        """The person with this mail address, who must be known already."""
        found = self.site.store.row("SELECT * FROM users WHERE email = ? COLLATE NOCASE", (email,))
        if found is None:
            raise unknown_user(email)
        return _user(found)

    def by_login(self, login: str) -> User:
        """The person with this login name, who must be known already."""
        found = self.site.store.row("SELECT * FROM users WHERE login = ?", (login,))
        if found is None:
            raise unknown_user(login)
        return _user(found)

    def all(self) -> list[User]:
        """Everybody, in the order they became known."""
        return [_user(row) for row in self.site.store.rows("SELECT * FROM users ORDER BY id")]


def _user(row: sqlite3.Row) -> User:
    return User(row["id"], row["login"], row["title"], row["email"])


def _row(user: User) -> dict[str, str]:
    """A person's values in the hidden list of people."""
    return {"Title": user.title, "Name": user.login, "EMail": user.email, "UserName": user.login.rpartition("|")[2]}
