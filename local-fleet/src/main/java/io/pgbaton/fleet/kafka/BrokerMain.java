package io.pgbaton.fleet.kafka;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/// The program of a broker's JVM: formats the storage when it is new, then serves until it is told to end.
final class BrokerMain {

    /// The brokers of one cluster must agree on its id; one machine's clusters are told apart by their ports.
    private static final String CLUSTER_ID = "pgbatonLocalFleet00001";

    /// The file that says that the broker serves.
    static final String READY = "ready";

    /// As the last argument: end when standard input does, that is when the parent is gone, however it went.
    static final String WITH_PARENT = "--with-parent";

    private BrokerMain() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        if (arguments.length > 1 && arguments[1].equals(WITH_PARENT)) {
            Thread.ofPlatform().daemon().name("parent-watch").start(BrokerMain::haltWithParent);
        }
        Properties properties = new Properties();
        try (InputStream file = Files.newInputStream(folder.resolve("server.properties"))) {
            properties.load(file);
        }
        format(properties);
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(properties), Time.SYSTEM);
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "shutdown"));
        server.startup();
        Files.writeString(
                folder.resolve(READY), Long.toString(ProcessHandle.current().pid()));
        server.awaitShutdown();
    }

    private static void format(Properties properties) throws Exception {
        String logs = properties.getProperty("log.dirs");
        new Formatter()
                .setPrintStream(System.out)
                .setNodeId(Integer.parseInt(properties.getProperty("node.id")))
                .setClusterId(CLUSTER_ID)
                .setControllerListenerName(properties.getProperty("controller.listener.names"))
                .setMetadataLogDirectory(logs)
                .addDirectory(logs)
                .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                .setIgnoreFormatted(true)
                .run();
    }

    private static void haltWithParent() {
        try {
            while (System.in.read() >= 0) {
                // the parent has nothing to say; only the end counts
            }
        } catch (IOException e) {
            System.err.println("standard input is gone: " + e.getMessage());
        }
        Runtime.getRuntime().halt(0);
    }
}
