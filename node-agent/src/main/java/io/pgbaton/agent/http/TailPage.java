package io.pgbaton.agent.http;

import com.sun.net.httpserver.HttpExchange;
import io.pgbaton.agent.postgres.DataDirectory;
import io.pgbaton.agent.postgres.WalFiles;
import io.pgbaton.contracts.Heartbeat;
import io.pgbaton.contracts.Lsn;
import io.pgbaton.contracts.Role;
import io.pgbaton.contracts.Term;
import io.pgbaton.contracts.Timeline;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/// `/wal?from=0/5000060`: the end of a fenced node's log, from its disk (rule F5a). A node that may still write
/// would serve a moving end, so it serves none; nor does it serve a timeline that is not its last one, since what it
/// has of that is not the end.
final class TailPage {

    private final DataDirectory directory;

    TailPage(DataDirectory directory) {
        this.directory = directory;
    }

    void answer(HttpExchange exchange, Heartbeat heartbeat) throws IOException {
        Heartbeat.Standing standing = heartbeat.standing();
        boolean fenced = standing.term().isAbove(Term.NONE) && heartbeat.releases(standing.term());
        if (!fenced || heartbeat.servesAs(Role.PRIMARY)) {
            Answers.text(exchange, 409, "this node has not given up its term\n");
            return;
        }
        try {
            Lsn from = Lsn.parse(Answers.query(exchange, "from").orElse(""));
            Timeline last = directory.highestTimeline().orElseThrow(() -> new IOException("no control file"));
            Timeline asked = timeline(exchange).orElse(last);
            if (!asked.equals(last)) {
                Answers.text(exchange, 409, "this node's log ends on timeline " + last + ", not " + asked + "\n");
                return;
            }
            WalFiles files = WalFiles.of(directory, last);
            exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                files.copyTo(out, from);
            }
        } catch (IllegalArgumentException e) {
            Answers.text(exchange, 400, "from=LSN and timeline=NUMBER are expected\n");
        }
    }

    private static Optional<Timeline> timeline(HttpExchange exchange) {
        return Answers.query(exchange, "timeline").map(number -> new Timeline(Long.parseLong(number)));
    }
}
