-- Times are timestamptz; levels are OCSF severity ids (1 informational … 5 critical).

CREATE SEQUENCE alert_number;

CREATE TABLE alert (
    number           bigint PRIMARY KEY DEFAULT nextval('alert_number'),
    dedupe_key       text        NOT NULL,
    status           text        NOT NULL CHECK (status IN ('new', 'acknowledged', 'in_progress', 'closed')),
    severity         smallint    NOT NULL CHECK (severity BETWEEN 1 AND 5),
    unit             text        NOT NULL,
    copies           text[]      NOT NULL,
    assignee         text,
    verdict          text CHECK (verdict IN ('true_positive', 'benign', 'false_positive', 'undetermined')),
    rule_id          text        NOT NULL,
    rule_key         text,
    rule_name        text,
    rule             jsonb       NOT NULL,
    title            text        NOT NULL,
    title_zh         text,
    clauses          text[]      NOT NULL,
    tags             text[]      NOT NULL,
    group_fields     jsonb       NOT NULL,
    entities         jsonb       NOT NULL,
    reasons          jsonb       NOT NULL,
    search_text      text        NOT NULL,
    event_count      bigint      NOT NULL,
    finding_count    bigint      NOT NULL,
    first_event      timestamptz NOT NULL,
    last_event       timestamptz NOT NULL,
    created_at       timestamptz NOT NULL,
    updated_at       timestamptz NOT NULL,
    linked_to        bigint REFERENCES alert (number),
    traceparent      text,
    received_at      timestamptz NOT NULL,
    notified_at      timestamptz,
    notified_events  bigint      NOT NULL DEFAULT 0,
    notify_again_at  timestamptz,
    version          integer     NOT NULL DEFAULT 1,
    CHECK ((status = 'closed') = (verdict IS NOT NULL))
);

-- One open alert per key: two findings at once can never open two.
CREATE UNIQUE INDEX alert_open_key ON alert (dedupe_key) WHERE status <> 'closed';
CREATE INDEX alert_key ON alert (dedupe_key, number DESC);
CREATE INDEX alert_status ON alert (status, number DESC);
CREATE INDEX alert_linked ON alert (linked_to) WHERE linked_to IS NOT NULL;
CREATE INDEX alert_notify_again ON alert (notify_again_at) WHERE notify_again_at IS NOT NULL;

CREATE TABLE finding (
    finding_id   text PRIMARY KEY,
    revision     integer     NOT NULL,
    event_count  bigint      NOT NULL,
    actor        text,
    payload      jsonb       NOT NULL,
    received_at  timestamptz NOT NULL,
    updated_at   timestamptz NOT NULL
);

CREATE TABLE alert_finding (
    alert        bigint      NOT NULL REFERENCES alert (number),
    finding_id   text        NOT NULL REFERENCES finding (finding_id),
    joined_at    timestamptz NOT NULL,
    PRIMARY KEY (alert, finding_id)
);
CREATE INDEX alert_finding_finding ON alert_finding (finding_id);

CREATE TABLE timeline_entry (
    number   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    alert    bigint      NOT NULL REFERENCES alert (number),
    at       timestamptz NOT NULL,
    step     text        NOT NULL,
    who      text        NOT NULL,
    why      text,
    details  jsonb       NOT NULL
);
CREATE INDEX timeline_entry_alert ON timeline_entry (alert, number);

CREATE TABLE outbox (
    number           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    message_id       text        NOT NULL UNIQUE,
    alert            bigint      NOT NULL REFERENCES alert (number),
    kind             text        NOT NULL CHECK (kind IN ('opened', 'grouped', 'step')),
    channel          text        NOT NULL,
    recipient        text        NOT NULL,
    payload          text        NOT NULL,
    traceparent      text,
    state            text        NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'delivered', 'dead')),
    attempts         integer     NOT NULL DEFAULT 0,
    received_at      timestamptz NOT NULL,
    created_at       timestamptz NOT NULL,
    next_attempt_at  timestamptz NOT NULL,
    leased_until     timestamptz,
    finished_at      timestamptz
);
CREATE INDEX outbox_pending ON outbox (channel, next_attempt_at) WHERE state = 'pending';
CREATE INDEX outbox_alert ON outbox (alert, number);

CREATE TABLE delivery_receipt (
    number     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    outbox     bigint      NOT NULL REFERENCES outbox (number),
    at         timestamptz NOT NULL,
    attempt    integer     NOT NULL,
    delivered  boolean     NOT NULL,
    reply      text        NOT NULL,
    millis     bigint      NOT NULL
);
CREATE INDEX delivery_receipt_outbox ON delivery_receipt (outbox);

CREATE TABLE account (
    name           text PRIMARY KEY CHECK (name = lower(name)),
    password_hash  text        NOT NULL,
    roles          text[]      NOT NULL,
    created_at     timestamptz NOT NULL
);

-- Exact numbers for /v1/accounting, kept over restarts and shared by all instances. Several slots per result, because
-- one row would make every intake wait for the one before it.
CREATE TABLE finding_ledger (
    result  text     NOT NULL,
    slot    smallint NOT NULL,
    total   bigint   NOT NULL,
    PRIMARY KEY (result, slot)
);

-- What was done to an alert, and what came of a notification, is proof: nobody rewrites it.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER timeline_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON timeline_entry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER delivery_receipt_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON delivery_receipt
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
