-- The notifier's outbox and its memory in one: a row is a notification that is to be made, being made, or made.
CREATE TABLE deliveries (
    id            text        PRIMARY KEY,
    event_id      text        NOT NULL,
    event_kind    text        NOT NULL,
    cluster       text        NOT NULL,
    severity      text        NOT NULL,
    occurred_at   timestamptz NOT NULL,
    subscription  text        NOT NULL,
    target_kind   text        NOT NULL,
    target        text        NOT NULL,
    event         jsonb       NOT NULL,
    -- where the event stands in pgbaton.events: gives the order within a cluster
    bus_partition integer     NOT NULL,
    bus_offset    bigint      NOT NULL,
    state         text        NOT NULL CHECK (state IN ('pending', 'delivered', 'dead')),
    attempts      integer     NOT NULL DEFAULT 0,
    since         timestamptz NOT NULL,
    due           timestamptz NOT NULL,
    finished_at   timestamptz,
    why_dead      text,
    -- which instance has it in hand, and until when that counts
    claimed_by    text,
    claimed_until timestamptz
);

CREATE INDEX deliveries_pending ON deliveries (due) WHERE state = 'pending';
CREATE INDEX deliveries_newest ON deliveries (since DESC);
CREATE INDEX deliveries_event ON deliveries (event_id);
CREATE INDEX deliveries_kind ON deliveries (event_kind, since DESC);

CREATE TABLE attempts (
    delivery_id text        NOT NULL REFERENCES deliveries ON DELETE CASCADE,
    number      integer     NOT NULL,
    at          timestamptz NOT NULL,
    result      text        NOT NULL,
    reply       text        NOT NULL,
    millis      bigint      NOT NULL,
    -- when the next one is due; null after the last
    next_at     timestamptz,
    PRIMARY KEY (delivery_id, number)
);

-- Receivers that answered 410 Gone. One comes back when its address in the subscriptions file changes, or when
-- its row is deleted and the notifier started again.
CREATE TABLE disabled_endpoints (
    target      text        PRIMARY KEY,
    fingerprint text        NOT NULL,
    since       timestamptz NOT NULL,
    why         text        NOT NULL
);
