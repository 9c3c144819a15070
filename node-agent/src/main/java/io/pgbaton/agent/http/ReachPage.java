package io.pgbaton.agent.http;

import com.sun.net.httpserver.HttpExchange;
import io.pgbaton.agent.reach.Reachability;
import io.pgbaton.contracts.NodeId;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/// `/api/v1/reach`: what this host reaches; with `?of=3`, what the agent of node 3 says of its own.
final class ReachPage {

    private final Reachability reachability;

    ReachPage(Reachability reachability) {
        this.reachability = reachability;
    }

    void answer(HttpExchange exchange) throws IOException {
        Optional<String> of = Answers.query(exchange, "of");
        try {
            write(
                    exchange,
                    of.isEmpty() ? reachability.fromHere() : reachability.from(new NodeId(Integer.parseInt(of.get()))));
        } catch (IllegalArgumentException e) {
            refuse(exchange, 400, "of=NODE is expected, a node's number");
        }
    }

    private static void write(HttpExchange exchange, Reachability.Answer answer) throws IOException {
        switch (answer) {
            case Reachability.Looked looked -> Answers.json(exchange, 200, looked.reach());
            case Reachability.NoSuchNode no -> refuse(exchange, 404, no.why());
            case Reachability.NotRelayed no -> refuse(exchange, 502, no.why());
            case Reachability.NotYet no -> refuse(exchange, 503, no.why());
        }
    }

    private static void refuse(HttpExchange exchange, int status, String why) throws IOException {
        Answers.json(exchange, status, Map.of("error", why));
    }
}
