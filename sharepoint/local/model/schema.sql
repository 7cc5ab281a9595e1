-- One site. Times are UTC text, "2026-11-23T08:00:00Z"; "folded" columns hold the case-folded form names compare by;
-- "recycled" holds the recycle bin entry a row went to, and is null for what is present.
CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS users (
    id INTEGER PRIMARY KEY, login TEXT NOT NULL UNIQUE COLLATE NOCASE, title TEXT NOT NULL, email TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS lists (
    id TEXT PRIMARY KEY, title TEXT NOT NULL, folded TEXT NOT NULL, root TEXT NOT NULL, template INTEGER NOT NULL,
    entity TEXT NOT NULL, created TEXT NOT NULL, modified TEXT NOT NULL, next_item INTEGER NOT NULL DEFAULT 1,
    version INTEGER NOT NULL DEFAULT 1, settings TEXT NOT NULL, recycled TEXT);
CREATE TABLE IF NOT EXISTS fields (
    list_id TEXT NOT NULL, position INTEGER NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL, title TEXT NOT NULL,
    type TEXT NOT NULL, properties TEXT NOT NULL, PRIMARY KEY (list_id, name));
CREATE TABLE IF NOT EXISTS views (
    id TEXT PRIMARY KEY, list_id TEXT NOT NULL, position INTEGER NOT NULL, title TEXT NOT NULL,
    is_default INTEGER NOT NULL, properties TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS items (
    list_id TEXT NOT NULL, id INTEGER NOT NULL, guid TEXT NOT NULL, version INTEGER NOT NULL, label INTEGER NOT NULL,
    object_type INTEGER NOT NULL, folder TEXT NOT NULL, path TEXT NOT NULL, folded TEXT NOT NULL, data TEXT NOT NULL,
    created TEXT NOT NULL, modified TEXT NOT NULL, author INTEGER NOT NULL, editor INTEGER NOT NULL,
    blob TEXT, length INTEGER NOT NULL DEFAULT 0, comment TEXT NOT NULL DEFAULT '',
    checked_out INTEGER, kept TEXT, recycled TEXT, PRIMARY KEY (list_id, id));
CREATE INDEX IF NOT EXISTS items_by_guid ON items (guid);
CREATE INDEX IF NOT EXISTS items_by_path ON items (folded) WHERE recycled IS NULL;
CREATE INDEX IF NOT EXISTS items_by_folder ON items (folder);
CREATE INDEX IF NOT EXISTS items_present ON items (list_id, id) WHERE recycled IS NULL;
CREATE TABLE IF NOT EXISTS item_versions (
    list_id TEXT NOT NULL, item_id INTEGER NOT NULL, label INTEGER NOT NULL, data TEXT NOT NULL, modified TEXT NOT NULL,
    editor INTEGER NOT NULL, blob TEXT, length INTEGER NOT NULL, comment TEXT NOT NULL,
    PRIMARY KEY (list_id, item_id, label));
CREATE TABLE IF NOT EXISTS keys (
    list_id TEXT NOT NULL, field TEXT NOT NULL, value NOT NULL, item_id INTEGER NOT NULL,
    PRIMARY KEY (list_id, field, value, item_id)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS keys_by_item ON keys (list_id, item_id);
CREATE TABLE IF NOT EXISTS folders (
    guid TEXT PRIMARY KEY, path TEXT NOT NULL, folded TEXT NOT NULL, parent TEXT NOT NULL, list_id TEXT,
    item_id INTEGER, created TEXT NOT NULL, modified TEXT NOT NULL, recycled TEXT);
CREATE UNIQUE INDEX IF NOT EXISTS folders_by_path ON folders (folded) WHERE recycled IS NULL;
CREATE INDEX IF NOT EXISTS folders_by_parent ON folders (parent);
CREATE TABLE IF NOT EXISTS attachments (
    list_id TEXT NOT NULL, item_id INTEGER NOT NULL, name TEXT NOT NULL, folded TEXT NOT NULL, blob TEXT NOT NULL,
    length INTEGER NOT NULL, PRIMARY KEY (list_id, item_id, folded));
CREATE TABLE IF NOT EXISTS changes (
    number INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, kind INTEGER NOT NULL, object TEXT NOT NULL,
    list_id TEXT NOT NULL, item_id INTEGER, guid TEXT NOT NULL, editor INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS changes_by_list ON changes (list_id, number);
CREATE TABLE IF NOT EXISTS bin (
    id TEXT PRIMARY KEY, kind INTEGER NOT NULL, title TEXT NOT NULL, folder TEXT NOT NULL, list_id TEXT NOT NULL,
    item_id INTEGER, size INTEGER NOT NULL, by INTEGER NOT NULL, at TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS uploads (id TEXT PRIMARY KEY, guid TEXT NOT NULL, length INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS requests (
    number INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, method TEXT NOT NULL, address TEXT NOT NULL,
    status INTEGER NOT NULL, milliseconds REAL NOT NULL, received INTEGER NOT NULL, sent INTEGER NOT NULL,
    person TEXT NOT NULL, message TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS groups (
    id INTEGER PRIMARY KEY, title TEXT NOT NULL, folded TEXT NOT NULL UNIQUE, description TEXT NOT NULL,
    owner INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS members (
    group_id INTEGER NOT NULL, user_id INTEGER NOT NULL, PRIMARY KEY (group_id, user_id));
CREATE TABLE IF NOT EXISTS roles (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE COLLATE NOCASE, description TEXT NOT NULL, kind INTEGER NOT NULL,
    position INTEGER NOT NULL, high INTEGER NOT NULL, low INTEGER NOT NULL);
-- "scope" is the id of what has permissions of its own: a web, a list, or a list and an item, "<list>/<number>".
CREATE TABLE IF NOT EXISTS scopes (scope TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS assignments (
    scope TEXT NOT NULL, principal INTEGER NOT NULL, role INTEGER NOT NULL, PRIMARY KEY (scope, principal, role));
CREATE TABLE IF NOT EXISTS second_stage (id TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS ratings (
    item TEXT NOT NULL, user_id INTEGER NOT NULL, rating INTEGER NOT NULL, PRIMARY KEY (item, user_id));
CREATE TABLE IF NOT EXISTS likes (item TEXT NOT NULL, user_id INTEGER NOT NULL, PRIMARY KEY (item, user_id));
CREATE TABLE IF NOT EXISTS webs (
    id TEXT PRIMARY KEY, leaf TEXT NOT NULL, folded TEXT NOT NULL UNIQUE, title TEXT NOT NULL,
    description TEXT NOT NULL, created TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS content_types (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, description TEXT NOT NULL, family TEXT NOT NULL);
