package io.pgbaton.fleet.hosts;

import io.pgbaton.fleet.FleetException;
import io.pgbaton.fleet.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Who does not reach whom, and how much gets lost. Packets vanish at the bridge without a word, as behind a broken
/// switch: nobody is told that a connection is gone. Every change replaces the whole state in one step, so each of
/// them may be repeated.
public final class Cuts {

    private static final int ALL = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Namespace fabric;
    private final List<NetHost> all;
    private final Set<String> pairs = new TreeSet<>();
    private int lossPercent;

    Cuts(Namespace fabric, List<NetHost> all) {
        this.fabric = fabric;
        this.all = all;
    }

    /// What `from` sends does not arrive at `to`; the other direction is as it was.
    public synchronized void oneWay(NetHost from, Collection<NetHost> to) {
        to.stream().filter(other -> !other.equals(from)).forEach(other -> pairs.add(pair(from, other)));
        apply();
    }

    /// Neither hears the other.
    public synchronized void between(NetHost host, Collection<NetHost> others) {
        others.stream().filter(other -> !other.equals(host)).forEach(other -> {
            pairs.add(pair(host, other));
            pairs.add(pair(other, host));
        });
        apply();
    }

    /// Nobody hears `host`, and it hears nobody.
    public void isolate(NetHost host) {
        between(host, all);
    }

    /// One packet in a hundred, or more of them, of whatever passes the bridge.
    public synchronized void lose(int percent) {
        lossPercent = percent;
        apply();
    }

    /// Everybody hears everybody again.
    public synchronized void heal() {
        pairs.clear();
        lossPercent = 0;
        apply();
    }

    void prepare() {
        heal();
    }

    private static String pair(NetHost from, NetHost to) {
        return from.address() + " . " + to.address();
    }

    /// `add` before `delete`: deleting a table that is not there would be an error.
    private void apply() {
        List<String> lines = new ArrayList<>(List.of("add table bridge pgbaton", "delete table bridge pgbaton"));
        lines.add("table bridge pgbaton {");
        lines.add("  set cut { type ipv4_addr . ipv4_addr;"
                + (pairs.isEmpty() ? "" : " elements = { " + String.join(", ", new LinkedHashSet<>(pairs)) + " };")
                + " }");
        lines.add("  chain forward { type filter hook forward priority 0; policy accept;");
        lines.add("    ip saddr . ip daddr @cut drop");
        if (lossPercent >= ALL) {
            lines.add("    meta protocol ip drop");
        } else if (lossPercent > 0) {
            lines.add("    meta protocol ip numgen random mod " + ALL + " < " + lossPercent + " drop");
        }
        lines.add("  }");
        lines.add("}");
        run(String.join("\n", lines));
    }

    private void run(String rules) {
        try {
            Path file = Files.createTempFile("pgbaton-cuts", ".nft");
            try {
                Files.writeString(file, rules + "\n");
                List<String> words = new ArrayList<>(fabric.entrance());
                words.addAll(List.of("nft", "-f", file.toString()));
                Command.run(PATIENCE, words);
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new FleetException("cannot write the rules of the network: " + e.getMessage(), e);
        }
    }
}
