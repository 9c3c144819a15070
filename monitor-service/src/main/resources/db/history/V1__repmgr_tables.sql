-- repmgr's tables and views (extension version 5.5), the same names and columns, with the cluster added in front:
-- a query written for repmgr runs with WHERE cluster = '...'.

CREATE TABLE repmgr.nodes (
    cluster          text        NOT NULL,
    node_id          integer     NOT NULL,
    -- no foreign key, unlike repmgr's: rows follow the views in whatever order these come
    upstream_node_id integer,
    active           boolean     NOT NULL DEFAULT true,
    node_name        text        NOT NULL,
    type             text        NOT NULL CHECK (type IN ('primary', 'standby', 'witness', 'bdr')),
    location         text        NOT NULL DEFAULT 'default',
    priority         integer     NOT NULL DEFAULT 100,
    conninfo         text        NOT NULL,
    repluser         varchar(63) NOT NULL,
    slot_name        text,
    config_file      text        NOT NULL,
    PRIMARY KEY (cluster, node_id)
);

CREATE TABLE repmgr.events (
    cluster         text        NOT NULL,
    node_id         integer     NOT NULL,
    event           text        NOT NULL,
    successful      boolean     NOT NULL DEFAULT true,
    event_timestamp timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
    details         text,
    -- what repmgr does not have; event_id makes reading Kafka again harmless
    event_id        text        PRIMARY KEY,
    repmgr_event    text        NOT NULL DEFAULT '',
    severity        text        NOT NULL,
    term            bigint      NOT NULL,
    request         text,
    data            jsonb       NOT NULL DEFAULT '{}'
);
COMMENT ON COLUMN repmgr.events.node_id IS '0 for an event about the cluster as a whole';
COMMENT ON COLUMN repmgr.events.repmgr_event IS 'repmgr''s name for the same thing; empty when it has none';

CREATE INDEX events_newest ON repmgr.events (event_timestamp DESC);
CREATE INDEX events_of_cluster ON repmgr.events (cluster, event_timestamp DESC);

CREATE TABLE repmgr.monitoring_history (
    cluster                   text        NOT NULL,
    primary_node_id           integer     NOT NULL,
    standby_node_id           integer     NOT NULL,
    last_monitor_time         timestamptz NOT NULL,
    last_apply_time           timestamptz,
    last_wal_primary_location pg_lsn      NOT NULL,
    last_wal_standby_location pg_lsn,
    replication_lag           bigint,
    apply_lag                 bigint,
    PRIMARY KEY (cluster, standby_node_id, last_monitor_time)
);

-- rows arrive in the order of time: a block range index costs next to nothing and is enough for the retention
CREATE INDEX monitoring_history_time ON repmgr.monitoring_history USING brin (last_monitor_time) WITH (pages_per_range = 32);

CREATE VIEW repmgr.show_nodes AS
SELECT n.cluster, n.node_id, n.node_name, n.active, n.upstream_node_id, u.node_name AS upstream_node_name, n.type,
       n.priority, n.conninfo
  FROM repmgr.nodes n
  LEFT JOIN repmgr.nodes u ON u.cluster = n.cluster AND u.node_id = n.upstream_node_id;

-- the latest sample of each standby, found through the primary key one node at a time
CREATE VIEW repmgr.replication_status AS
SELECT m.cluster, m.primary_node_id, m.standby_node_id, n.node_name AS standby_name, n.type AS node_type, n.active,
       m.last_monitor_time,
       CASE WHEN n.type = 'standby' THEN m.last_wal_primary_location END AS last_wal_primary_location,
       m.last_wal_standby_location,
       CASE WHEN n.type = 'standby' THEN pg_size_pretty(m.replication_lag) END AS replication_lag,
       CASE WHEN n.type = 'standby' THEN
           CASE WHEN m.replication_lag > 0
                THEN greatest(m.last_monitor_time - m.last_apply_time, interval '0') ELSE interval '0' END
       END AS replication_time_lag,
       CASE WHEN n.type = 'standby' THEN pg_size_pretty(m.apply_lag) END AS apply_lag,
       now() - m.last_monitor_time AS communication_time_lag
  FROM repmgr.nodes n
 CROSS JOIN LATERAL (
       SELECT *
         FROM repmgr.monitoring_history h
        WHERE h.cluster = n.cluster AND h.standby_node_id = n.node_id
        ORDER BY h.last_monitor_time DESC
        LIMIT 1) m;
