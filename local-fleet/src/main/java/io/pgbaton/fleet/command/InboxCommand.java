package io.pgbaton.fleet.command;

import io.pgbaton.contracts.json.Wire;
import io.pgbaton.fleet.run.Fleet;
import io.pgbaton.fleet.sink.Inbox;
import io.pgbaton.fleet.sink.Received;
import io.pgbaton.fleet.terminal.Terminal;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "inbox",
        description = "The mail and the webhooks received so far, with the verdict on each webhook's signature.",
        mixinStandardHelpOptions = true)
final class InboxCommand implements Runnable {

    @Mixin
    private Where where = new Where();

    @Option(names = "--full", description = "with the whole text of each")
    private boolean full;

    @Option(names = "--json", description = "as JSON, one list")
    private boolean json;

    @Override
    public void run() {
        Fleet fleet = where.fleet();
        Terminal terminal = Terminal.standard();
        List<Received> messages = new Inbox(fleet.folder().inbox()).messages();
        if (json) {
            terminal.say(new String(Wire.write(messages), StandardCharsets.UTF_8));
            return;
        }
        if (messages.isEmpty()) {
            terminal.say("nothing yet: ./sandbox kill orders/n1 gives them something to write about");
        }
        for (Received message : messages) {
            terminal.say(line(message, terminal));
            if (full) {
                message.body().lines().forEach(text -> terminal.say("      " + text));
            }
        }
    }

    private static String line(Received message, Terminal terminal) {
        String verdict = switch (message.verified()) {
            case null -> "";
            case Boolean right when right -> terminal.good("  signature right");
            case Boolean _ -> terminal.bad("  SIGNATURE WRONG");
        };
        return message.at().truncatedTo(ChronoUnit.MILLIS) + "  "
                + (message.kind() == Received.Kind.MAIL ? "mail   " : "webhook") + "  "
                + message.envelope().title() + "  "
                + terminal.faint(String.join(", ", message.envelope().to()))
                + verdict;
    }
}
