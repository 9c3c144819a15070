package io.pgbaton.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// The agent in a training run of `pgbaton-aot`: it also loads every class that an agent with a server and with Kafka
/// was seen to load, since neither is there to train with. What the ahead-of-time cache lacks costs a restarted agent
/// time it takes from its lease (V2), and an election time that clients wait.
public final class Training {

    private Training() {}

    /// `LIST -f FILE`: the names of the classes, one a line; then the agent's own arguments.
    public static void main(String[] arguments) throws IOException {
        load(Files.readAllLines(Path.of(arguments[0])));
        Main.main(Arrays.copyOfRange(arguments, 1, arguments.length));
    }

    /// The libraries' classes are initialized, too: Kafka's list of errors alone makes 130 lambdas. A name that is
    /// gone since the list was made is only slower.
    private static void load(List<String> names) {
        for (String name : names) {
            try {
                Class.forName(name, name.startsWith("org."), Training.class.getClassLoader());
            } catch (ClassNotFoundException | LinkageError e) {
                // of another release of a library, or of Java
            }
        }
    }
}
