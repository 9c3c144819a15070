package io.pgbaton.fleet.plan;

/// One server and its agent. `number` is its `node_id` within the cluster, `host` the address of both.
public record NodePlan(String cluster, int number, String host, int postgresPort, int agentPort) {

    public String name() {
        return "n" + number;
    }

    /// How a person names it: `orders/n1`.
    public String label() {
        return cluster + "/" + name();
    }

    /// How everybody in the fleet reaches the server, as libpq keywords, without a password.
    public String conninfo(String user, String database) {
        return "host=" + host + " port=" + postgresPort + " user=" + user + " dbname=" + database
                + " connect_timeout=2";
    }

    public String jdbcUrl(String database) {
        return "jdbc:postgresql://" + host + ":" + postgresPort + "/" + database;
    }

    public String agentUrl() {
        return "http://" + host + ":" + agentPort;
    }
}
