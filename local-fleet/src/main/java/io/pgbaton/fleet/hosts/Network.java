package io.pgbaton.fleet.hosts;

import io.pgbaton.fleet.FleetException;
import io.pgbaton.fleet.process.Command;
import io.pgbaton.fleet.process.Folders;
import io.pgbaton.fleet.process.ProcessId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Hosts that see each other through one bridge. The bridge lies in a namespace of its own, the *fabric*: nothing
/// of this machine's own network is touched, its firewall neither, and the same addresses may exist many times.
///
/// Every namespace bears the process that made it in its name, so that a later run can remove what a killed one
/// left behind, and nothing else.
public final class Network implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String FABRIC = "fabric";

    private final String run;
    private final Map<String, NetHost> hosts;
    private final Cuts cuts;

    private Network(String run, Map<String, NetHost> hosts) {
        this.run = run;
        this.hosts = hosts;
        this.cuts = new Cuts(namespace(run, FABRIC), List.copyOf(hosts.values()));
    }

    /// Makes a host for each name, with that address (all of one /24 network). Removes first what dead runs left.
    public static Network of(Map<String, String> addresses) {
        Requirements.demand();
        Leftovers.sweep();
        ProcessId self = ProcessId.of(ProcessHandle.current().pid())
                .orElseThrow(() -> new FleetException("this process is not in /proc"));
        String run = Leftovers.nameOf(self);
        Map<String, NetHost> hosts = new LinkedHashMap<>();
        addresses.forEach((name, address) ->
                hosts.put(name, new NetHost(name, address, namespace(run, name), "p" + hosts.size())));
        Network network = new Network(run, hosts);
        try {
            shell(network.construction());
            network.cuts.prepare();
        } catch (FleetException e) {
            network.close();
            throw e;
        }
        return network;
    }

    /// A new temporary folder that bears this run's name: should the run die, a later one removes it.
    public Path newFolder() {
        return Folders.temporary(run.substring("pgbaton-".length()));
    }

    public NetHost host(String name) {
        NetHost host = hosts.get(name);
        if (host == null) {
            throw new FleetException("there is no host " + name + " in this network: " + hosts.keySet());
        }
        return host;
    }

    public Collection<NetHost> hosts() {
        return List.copyOf(hosts.values());
    }

    public Cuts cuts() {
        return cuts;
    }

    /// Pulls the plug: the cable first, so that no goodbye gets out, then every process.
    public void powerOff(NetHost host) {
        cable(host, "down");
        host.namespace().killAll();
    }

    /// The cable is back; starting programs is the caller's business.
    public void powerOn(NetHost host) {
        cable(host, "up");
    }

    /// Kills what runs on the hosts and removes them. Repeating it does no harm.
    @Override
    public void close() {
        Leftovers.remove(run);
    }

    private void cable(NetHost host, String state) {
        Command.run(PATIENCE, List.of("ip", "-n", namespace(run, FABRIC).name(), "link", "set", host.port(), state));
    }

    private static Namespace namespace(String run, String name) {
        return new Namespace(run + "-" + name);
    }

    private String construction() {
        String fabric = namespace(run, FABRIC).name();
        StringBuilder script = new StringBuilder("""
                ip netns add %1$s
                ip -n %1$s link set lo up
                ip -n %1$s link add bridge type bridge forward_delay 0 stp_state 0
                ip -n %1$s link set bridge up
                """.formatted(fabric));
        for (NetHost host : hosts.values()) {
            script.append("""
                    ip netns add %1$s
                    ip link add eth0 netns %1$s type veth peer name %3$s netns %2$s
                    ip -n %2$s link set %3$s master bridge up
                    ip -n %1$s addr add %4$s/24 dev eth0
                    ip -n %1$s link set lo up
                    ip -n %1$s link set eth0 up
                    """.formatted(host.namespace().name(), fabric, host.port(), host.address()));
        }
        return script.toString();
    }

    private static void shell(String script) {
        Command.run(PATIENCE, List.of("sh", "-ec", script));
    }
}
