package io.pgbaton.fleet.programs;

import io.pgbaton.fleet.folder.FleetFolder;
import io.pgbaton.fleet.folder.Secrets;
import io.pgbaton.fleet.kafka.BrokerLaunch;
import io.pgbaton.fleet.kafka.BrokerSettings;
import io.pgbaton.fleet.plan.FleetPlan;
import io.pgbaton.fleet.plan.Instance;
import io.pgbaton.fleet.plan.NodePlan;
import io.pgbaton.fleet.plan.Service;
import io.pgbaton.fleet.process.Program;
import io.pgbaton.fleet.sink.SinkMain;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// The command line, environment and log of each program of a fleet.
public record Programs(Installation installation, FleetFolder folder, FleetPlan plan, Secrets secrets) {

    /// A fleet on one machine starts a dozen JVMs at once: compile quickly rather than well.
    private static final String SERVICE_OPTIONS = "-XX:TieredStopAtLevel=1";

    public Program broker(int number) {
        List<BrokerSettings.Address> all = IntStream.rangeClosed(1, plan.brokers())
                .mapToObj(id -> new BrokerSettings.Address(
                        id, plan.addresses().broker(id), plan.brokerPort(id), plan.controllerPort(id)))
                .toList();
        BrokerSettings settings = new BrokerSettings(folder.broker(number), all.get(number - 1), all);
        List<String> words =
                new BrokerLaunch(settings).prepare(installation.fleetJars(), BrokerLaunch.Ending.ON_ITS_OWN);
        return new Program(words, Map.of(), brokerLog(number));
    }

    public Path brokerLog(int number) {
        return folder.broker(number).resolve("broker.log");
    }

    public Program sinks() {
        List<String> words = List.of(
                installation.javaHome().resolve("bin").resolve("java").toString(),
                "-Xmx32m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-cp",
                installation.fleetJars(),
                SinkMain.class.getName(),
                folder.inbox().toString(),
                Integer.toString(plan.smtpPort()),
                Integer.toString(plan.webhookPort()));
        return new Program(words, Map.of(SinkMain.SECRET, secrets.webhook()), sinksLog());
    }

    public Path sinksLog() {
        return folder.sinks().resolve("sinks.log");
    }

    public Program service(Instance instance) {
        Service service = instance.service();
        Map<String, String> environment = new HashMap<>(common());
        environment.put("PGBATON_JAVA_OPTS", SERVICE_OPTIONS);
        if (service != Service.FAILOVER) {
            environment.put("QUARKUS_DATASOURCE_PASSWORD", secrets.superuser());
        }
        if (service == Service.NOTIFIER) {
            environment.put(SinkMain.SECRET, secrets.webhook());
        }
        List<String> words = List.of(
                installation.program("pgbaton-" + service.program()),
                "-f",
                folder.configuration(instance).toString());
        return new Program(words, environment, folder.log(instance));
    }

    public Program agent(NodePlan node) {
        List<String> words = List.of(
                installation.program("pgbaton-agent"),
                "-f",
                folder.agentConf(node).toString());
        return new Program(words, common(), folder.agentLog(node));
    }

    private Map<String, String> common() {
        return Map.of("JAVA_HOME", installation.javaHome().toString());
    }
}
