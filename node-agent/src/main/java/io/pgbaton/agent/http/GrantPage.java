package io.pgbaton.agent.http;

import com.sun.net.httpserver.HttpExchange;
import io.pgbaton.agent.config.AgentConfig;
import io.pgbaton.agent.lease.Grants;
import io.pgbaton.agent.state.LeaseBook;
import io.pgbaton.contracts.json.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Grants a primary the peer route of its lease (rule L2). Who cannot prove to belong to the cluster is refused:
/// with a `cluster_secret` by its signature; without one nobody is believed, unless only this host can ask.
final class GrantPage {

    private static final int LONGEST = 4_096;

    private final AgentConfig config;
    private final LeaseBook leases;

    GrantPage(AgentConfig config, LeaseBook leases) {
        this.config = config;
        this.leases = leases;
    }

    void answer(HttpExchange exchange) throws IOException {
        byte[] bytes = exchange.getRequestBody().readNBytes(LONGEST + 1);
        String body = new String(bytes, StandardCharsets.UTF_8);
        if (bytes.length > LONGEST) {
            refuse(exchange, 413, "a request for a grant is shorter");
        } else if (!isTrusted(exchange, body)) {
            refuse(
                    exchange,
                    403,
                    config.local().secret().isSet()
                            ? "the signature is not by this cluster's cluster_secret"
                            : "set cluster_secret on every node: without it nobody is granted anything from outside");
        } else if (Wire.read(bytes, GrantMessage.Asked.class)
                instanceof Wire.Known<GrantMessage.Asked>(GrantMessage.Asked asked)) {
            grant(exchange, body, asked);
        } else {
            refuse(exchange, 400, "expected {\"cluster\",\"term\",\"view\",\"from\"}");
        }
    }

    private void grant(HttpExchange exchange, String body, GrantMessage.Asked asked) throws IOException {
        AgentConfig.Node me = config.node();
        if (!asked.cluster().equals(me.cluster()) || asked.from().equals(me.id())) {
            refuse(exchange, 409, "this is node " + me.id() + " of cluster " + me.cluster());
            return;
        }
        Grants.Answer answer = leases.grant(new Grants.Request(asked.term(), asked.view(), asked.from()));
        byte[] json = Wire.write(new GrantMessage.Answered(answer.granted(), answer.promised(), answer.why()));
        if (config.local().secret().isSet()) {
            String signature =
                    config.local().secret().sign(GrantMessage.PATH, body, new String(json, StandardCharsets.UTF_8));
            exchange.getResponseHeaders().set(GrantMessage.SIGNATURE, signature);
        }
        Answers.posted(exchange, 200, json);
    }

    private boolean isTrusted(HttpExchange exchange, String body) {
        if (!config.local().secret().isSet()) {
            return config.local().isLoopback();
        }
        String signature = exchange.getRequestHeaders().getFirst(GrantMessage.SIGNATURE);
        return signature != null && config.local().secret().verifies(signature, GrantMessage.PATH, body);
    }

    private static void refuse(HttpExchange exchange, int status, String why) throws IOException {
        Answers.posted(exchange, status, Wire.write(Map.of("granted", false, "why", why)));
    }
}
