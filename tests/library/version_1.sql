CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE articles (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'current', 'superseded', 'removed')),
    indexed INTEGER NOT NULL DEFAULT 0,
    folder TEXT NOT NULL DEFAULT '',
    path TEXT,
    title TEXT,
    outlet TEXT,
    outlet_key TEXT,
    authors TEXT NOT NULL DEFAULT '[]',
    published TEXT,
    url TEXT,
    language TEXT,
    content_hash TEXT NOT NULL,
    corrections TEXT NOT NULL DEFAULT '[]',
    passages INTEGER NOT NULL DEFAULT 0,
    seen TEXT NOT NULL,
    removed TEXT,
    removed_by TEXT CHECK (removed_by IN ('user', 'sync')),
    UNIQUE (id, version)
);
CREATE INDEX articles_by_date ON articles (state, published, outlet_key, passages);
CREATE INDEX articles_by_folder ON articles (folder, state);
CREATE INDEX articles_unsettled ON articles (state) WHERE indexed AND state != 'current';

CREATE TABLE texts (article INTEGER PRIMARY KEY REFERENCES articles (key), text TEXT NOT NULL);

CREATE TABLE passages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    article INTEGER NOT NULL REFERENCES articles (key),
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    vector INTEGER NOT NULL
);
CREATE INDEX passages_by_article ON passages (article, id, vector);

CREATE TABLE vectors (key INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE, vector BLOB NOT NULL);

CREATE TABLE recut (article INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, vector INTEGER NOT NULL);
CREATE INDEX recut_by_article ON recut (article);

PRAGMA user_version = 1;
