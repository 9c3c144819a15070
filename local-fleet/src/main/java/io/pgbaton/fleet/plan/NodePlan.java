package io.pgbaton.fleet.plan;

/// One server and its agent. `number` is its `node_id` within the cluster.
public record NodePlan(String cluster, int number, int postgresPort, int agentPort) {

    public String name() {
        return "n" + number;
    }

    /// How a person names it: `orders/n1`.
    public String label() {
        return cluster + "/" + name();
    }

    /// How everybody on this machine reaches the server, as libpq keywords, without a password.
    public String conninfo(String user, String database) {
        return "host=127.0.0.1 port=" + postgresPort + " user=" + user + " dbname=" + database + " connect_timeout=2";
    }

    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + postgresPort + "/" + database;
    }

    public String agentUrl() {
        return "http://127.0.0.1:" + agentPort;
    }
}
