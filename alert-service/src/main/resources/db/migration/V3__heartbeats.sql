-- The newest beat of each ingest instance that came through all stages. Writing it is the last stage.
CREATE TABLE heartbeat (
    instance text PRIMARY KEY,
    told     timestamptz NOT NULL,
    stored   timestamptz NOT NULL
);
