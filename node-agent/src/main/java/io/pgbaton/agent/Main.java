package io.pgbaton.agent;

import io.pgbaton.agent.config.AgentConfig;
import io.pgbaton.agent.config.AgentFile;
import io.pgbaton.agent.config.ConfigProblem;
import io.pgbaton.agent.disk.StateProblem;
import io.pgbaton.agent.survey.RepmgrdBeside;
import io.pgbaton.agent.survey.SurveyCommand;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `pgbaton-agent -f FILE`.
public final class Main {

    private static final String USAGE = """
            pgbaton-agent -f FILE    the agent beside one PostgreSQL server; runs until it is stopped
                --check-config       read FILE, say what is wrong with it, and end
                --check-start        say whether another manager is in the way of a first start, and end
                --survey             FILE is a repmgr.conf: say as JSON what `pgbaton adopt` would find, and end
                --version            print the version
                --help               print this
            """;

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments)));
    }

    private static int run(List<String> arguments) {
        if (arguments.contains("--help") || arguments.contains("-h")) {
            System.out.print(USAGE);
            return 0;
        }
        if (arguments.contains("--version")) {
            System.out.println("pgbaton-agent " + version());
            return 0;
        }
        int file = arguments.indexOf("-f");
        if (file < 0 || file + 1 >= arguments.size()) {
            System.err.print(USAGE);
            return 2;
        }
        try {
            return runWith(Path.of(arguments.get(file + 1)), arguments);
        } catch (ConfigProblem | StateProblem e) {
            System.err.println("pgbaton-agent: " + e.getMessage());
            return 1;
        }
    }

    private static int runWith(Path file, List<String> arguments) {
        if (arguments.contains("--survey")) {
            return SurveyCommand.run(file);
        }
        AgentConfig.Loaded loaded = AgentFile.load(file);
        if (arguments.contains("--check-config")) {
            loaded.warnings().forEach(warning -> System.err.println("warning: " + warning));
            System.out.println(file + " is usable");
            return 0;
        }
        if (System.getProperty("user.name", "").equals("root")) {
            throw new ConfigProblem("cannot run as root, since PostgreSQL cannot: run it as the user that owns "
                    + loaded.config().server().dataDirectory());
        }
        Logs.configure(loaded.config().local().logging());
        RepmgrdBeside.refuse(loaded.config());
        if (arguments.contains("--check-start")) {
            return 0;
        }
        Logger log = LoggerFactory.getLogger(Main.class);
        loaded.warnings().forEach(log::warn);
        return untilStopped(loaded.config(), log);
    }

    private static int untilStopped(AgentConfig config, Logger log) {
        CountDownLatch over = new CountDownLatch(1);
        StateProblem[] problem = new StateProblem[1];
        if (config.node().witness()) {
            Witness witness = new Witness(config, Clock.systemUTC());
            Runtime.getRuntime().addShutdownHook(new Thread(witness::close, "shutdown"));
            witness.start();
        } else {
            Agent agent = new Agent(config, Clock.systemUTC());
            Runtime.getRuntime().addShutdownHook(new Thread(agent::close, "shutdown"));
            agent.start(found -> {
                problem[0] = found;
                over.countDown();
            });
        }
        log.info(
                "agent {} of node {} ({}) in cluster {}",
                version(),
                config.node().id(),
                config.node().name(),
                config.node().cluster());
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
        log.error("{}", problem[0].getMessage());
        return 1;
    }

    private static String version() {
        String version = Main.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
