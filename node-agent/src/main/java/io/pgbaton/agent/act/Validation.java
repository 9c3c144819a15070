package io.pgbaton.agent.act;

import io.pgbaton.agent.config.AgentConfig;
import io.pgbaton.agent.moves.ValidationCommand;
import io.pgbaton.agent.postgres.Niceness;
import io.pgbaton.agent.postgres.Pause;
import io.pgbaton.agent.state.LogBook;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.Term;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/// Asks `failover_validation_command` whether this node should be chosen (rule F5). What it allowed once in an
/// election it is not asked again.
final class Validation {

    private static final int MOST_OUTPUT = 4_000;

    private final AgentConfig.Node node;
    private final LogBook book;
    private final Neighbours neighbours = new Neighbours();
    private Term allowed = Term.NONE;

    Validation(AgentConfig.Node node, LogBook book) {
        this.node = node;
        this.book = book;
    }

    sealed interface Verdict {

        record Allowed() implements Verdict {}

        record Refused(String words) implements Verdict {}

        /// The election is over: its answer is no longer waited for.
        record Overtaken() implements Verdict {}
    }

    Verdict of(Decision.Freeze election) {
        String command = node.election().validation().command();
        ClusterView view = book.log().view();
        if (command.isEmpty() || allowed.equals(election.term()) || ValidationCommand.isAskedFor(view.phase())) {
            return new Verdict.Allowed();
        }
        try {
            int visible = command.contains("%v") ? neighbours.visible(view, node.id()) : 0;
            Verdict verdict = run(new ValidationCommand(command, node.id(), node.name()).text(view, visible), election);
            allowed = verdict instanceof Verdict.Allowed ? election.term() : allowed;
            return verdict;
        } catch (IOException e) {
            return new Verdict.Refused("failover_validation_command cannot be run: " + e.getMessage());
        }
    }

    private Verdict run(String command, Decision.Freeze election) throws IOException {
        Process process = new ProcessBuilder(Niceness.usual(List.of("sh", "-c", command)))
                .redirectErrorStream(true)
                .start();
        try {
            process.getOutputStream().close();
            AtomicReference<String> output = new AtomicReference<>("");
            Thread reader = Thread.ofVirtual().start(() -> output.set(read(process.getInputStream())));
            boolean over = Pause.until(
                    () -> !process.isAlive() || isOvertaken(election),
                    node.election().validation().timeout(),
                    10);
            if (process.isAlive()) {
                return over ? new Verdict.Overtaken() : new Verdict.Refused(tooLong());
            }
            reader.join(Duration.ofMillis(500));
            return process.exitValue() == 0
                    ? new Verdict.Allowed()
                    : new Verdict.Refused(words(process.exitValue(), output.get()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Verdict.Overtaken();
        } finally {
            end(process);
        }
    }

    private boolean isOvertaken(Decision.Freeze election) {
        return book.log()
                .orders()
                .openElection()
                .filter(open -> open.term().equals(election.term()))
                .isEmpty();
    }

    /// With all that it started.
    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private String tooLong() {
        return "failover_validation_command did not end within "
                + node.election().validation().timeout().toMillis() + " ms";
    }

    private static String words(int status, String output) {
        String last = output.lines()
                .filter(line -> !line.isBlank())
                .reduce((_, line) -> line)
                .orElse("");
        return "failover_validation_command ended with status " + status + (last.isEmpty() ? "" : ": " + last.strip());
    }

    private static String read(InputStream source) {
        try {
            String text = new String(source.readNBytes(MOST_OUTPUT), StandardCharsets.UTF_8);
            source.transferTo(OutputStream.nullOutputStream());
            return text;
        } catch (IOException e) {
            return "";
        }
    }
}
