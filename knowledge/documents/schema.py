"""The library's tables. Words are indexed where the passages stand, and stored once."""

APPLICATION_ID = 0x504F5444  # "POTD"
VERSION = 1

# AUTOINCREMENT: a number is never used again, so that it can serve as a cursor.
SCHEMA = """
CREATE TABLE state (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE documents (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  path TEXT NOT NULL UNIQUE,
  format TEXT NOT NULL,
  title TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  characters INTEGER NOT NULL,
  added REAL NOT NULL,
  text TEXT NOT NULL
);
CREATE INDEX documents_by_content ON documents (sha256);
CREATE TABLE passages (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  document INTEGER NOT NULL REFERENCES documents (number),
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  section TEXT NOT NULL,
  text TEXT NOT NULL
);
CREATE INDEX passages_by_document ON passages (document, start);
CREATE TABLE vectors (
  passage INTEGER PRIMARY KEY REFERENCES passages (number) ON DELETE CASCADE,
  vector BLOB NOT NULL
);
CREATE VIRTUAL TABLE words USING fts5 (
  text, section, content = 'passages', content_rowid = 'number',
  tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE TRIGGER passage_added AFTER INSERT ON passages BEGIN
  INSERT INTO words (rowid, text, section) VALUES (new.number, new.text, new.section);
END;
CREATE TRIGGER passage_removed AFTER DELETE ON passages BEGIN
  INSERT INTO words (words, rowid, text, section)
  VALUES ('delete', old.number, old.text, old.section);
END;
"""
