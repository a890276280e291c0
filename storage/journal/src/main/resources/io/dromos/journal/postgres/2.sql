-- Version 2 of the log's tables: checkpoints beside the log, each whole and with its own digest.

CREATE TABLE dromos.checkpoint (
    name text COLLATE "C" PRIMARY KEY,
    content bytea NOT NULL
);
