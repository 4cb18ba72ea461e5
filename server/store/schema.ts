/** Tables whose rows belong to a board, in the order in which they can be removed. */
export const BOARD_TABLES: readonly string[] = [
  "links",
  "updates",
  "clients",
  "participants",
  "moment_states",
  "moments",
  "board_images",
];

/** One step per version of the file, in order; `user_version` counts those that were taken. */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE boards (
    id TEXT PRIMARY KEY, title TEXT NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE links (
    board TEXT NOT NULL REFERENCES boards(id), role TEXT NOT NULL, token TEXT NOT NULL, PRIMARY KEY (board, role)
  ) STRICT;
  CREATE TABLE updates (
    board TEXT NOT NULL REFERENCES boards(id), number INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (board, number)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE clients (
    board TEXT NOT NULL REFERENCES boards(id), client INTEGER NOT NULL, participant TEXT NOT NULL, PRIMARY KEY (board, client)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE participants (
    board TEXT NOT NULL REFERENCES boards(id), id TEXT NOT NULL, name TEXT, colour INTEGER NOT NULL, PRIMARY KEY (board, id)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE runs (hash TEXT PRIMARY KEY, result BLOB NOT NULL) STRICT, WITHOUT ROWID;
  `,
  // States apart from heads: a timeline is read without a byte of them.
  `
  CREATE TABLE moments (
    board TEXT NOT NULL REFERENCES boards(id), number INTEGER NOT NULL, at INTEGER NOT NULL, head TEXT NOT NULL,
    PRIMARY KEY (board, number)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE moment_states (
    board TEXT NOT NULL, number INTEGER NOT NULL, state BLOB NOT NULL, PRIMARY KEY (board, number),
    FOREIGN KEY (board, number) REFERENCES moments(board, number) ON DELETE CASCADE
  ) STRICT;
  `,
  `
  CREATE TABLE images (hash TEXT PRIMARY KEY, type TEXT NOT NULL, bytes BLOB NOT NULL) STRICT;
  CREATE TABLE board_images (
    board TEXT NOT NULL REFERENCES boards(id), hash TEXT NOT NULL REFERENCES images(hash), PRIMARY KEY (board, hash)
  ) STRICT, WITHOUT ROWID;
  `,
  // A deleted board stays for a while, for whoever deleted the wrong one.
  "ALTER TABLE boards ADD COLUMN deleted_at INTEGER",
  // Any number of links, each with a life of its own. Those that there were keep the token they have.
  `
  ALTER TABLE links RENAME TO unsigned_links;
  CREATE TABLE links (
    id TEXT PRIMARY KEY, board TEXT NOT NULL REFERENCES boards(id), role TEXT NOT NULL, name TEXT NOT NULL, made_by TEXT, made_at INTEGER NOT NULL,
    expires_at INTEGER, withdrawn_at INTEGER, used_at INTEGER, token TEXT
  ) STRICT;
  CREATE INDEX links_of_board ON links (board);
  INSERT INTO links (id, board, role, name, made_at, token)
    SELECT lower(hex(randomblob(9))), board, role, '', created_at, token FROM unsigned_links JOIN boards ON boards.id = board
    ORDER BY board, CASE role WHEN 'owner' THEN 0 WHEN 'editor' THEN 1 WHEN 'commenter' THEN 2 ELSE 3 END;
  DROP TABLE unsigned_links;
  `,
  // Large rows do not stand in the tree that they are found by: SQLite reads a row of it as a whole to compare its key, so that each append read a snapshot,
  // and a damaged page of one board kept its neighbours from being found. And a sum over each update tells that a page was damaged.
  `
  CREATE TABLE summed_updates (
    board TEXT NOT NULL REFERENCES boards(id), number INTEGER NOT NULL, bytes BLOB NOT NULL, crc INTEGER NOT NULL, PRIMARY KEY (board, number)
  ) STRICT;
  INSERT INTO summed_updates SELECT board, number, bytes, crc32(bytes) FROM updates ORDER BY board, number;
  DROP TABLE updates;
  ALTER TABLE summed_updates RENAME TO updates;
  CREATE TABLE found_runs (hash TEXT PRIMARY KEY, result BLOB NOT NULL) STRICT;
  INSERT INTO found_runs SELECT hash, result FROM runs;
  DROP TABLE runs;
  ALTER TABLE found_runs RENAME TO runs;
  `,
  // A board out of a backup goes on from an earlier moment: browsers that have seen more of it must be able to tell.
  "ALTER TABLE boards ADD COLUMN lineage TEXT NOT NULL DEFAULT ''",
  // Whose name the sign-in provider vouches for, after a restart too.
  "ALTER TABLE participants ADD COLUMN verified INTEGER NOT NULL DEFAULT 0",
];
