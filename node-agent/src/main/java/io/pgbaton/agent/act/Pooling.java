package io.pgbaton.agent.act;

import io.pgbaton.agent.config.AgentConfig;
import io.pgbaton.agent.config.Conninfo;
import io.pgbaton.agent.disk.Durable;
import io.pgbaton.agent.moves.PoolerPlan;
import io.pgbaton.agent.postgres.Programs;
import io.pgbaton.agent.state.Bell;
import io.pgbaton.agent.state.LogBook;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.NodeDescribed;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.RequestId;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Drives the PgBouncer beside this agent over its admin console, by `psql`, which speaks to it as people do. On a
/// thread of its own: no move waits for it. Until it has let clients through to the primary of the view, it tries.
public final class Pooling implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Pooling.class);
    private static final Duration CONSOLE = Duration.ofSeconds(5);
    private static final long LOOK_AGAIN_MILLIS = 1_000;

    private final AgentConfig.Pooler pooler;
    private final Programs programs;
    private final LogBook book;
    private final Bell bell = new Bell();
    private final Runnable changed;
    private volatile @Nullable RequestId held;
    private @Nullable RequestId over;
    private long heldSince;
    private String pointedTo = "";
    /// An earlier run of this agent may have held them.
    private boolean unsure = true;
    private String said = "";

    /// `changed` is called when clients are held, or no longer.
    public Pooling(AgentConfig.Pooler pooler, Programs programs, LogBook book, Runnable changed) {
        this.pooler = pooler;
        this.programs = programs;
        this.book = book;
        this.changed = changed;
    }

    public NodeDescribed.Pooler described() {
        return new NodeDescribed.Pooler(held);
    }

    /// There is something new in the log.
    public void ring() {
        bell.ring();
    }

    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                if (book.isCaughtUp()) {
                    look(book.log().view());
                }
                bell.await(LOOK_AGAIN_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(ClusterView view) {
        long heldMillis = held == null ? 0 : (System.nanoTime() - heldSince) / 1_000_000;
        switch (PoolerPlan.of(view, new PoolerPlan.Done(held, heldMillis, over))) {
            case PoolerPlan.Stay _ -> {}
            case PoolerPlan.Hold(RequestId request) -> {
                if (!request.equals(held)) {
                    hold(request);
                } else if (view.phase() instanceof Phase.Promoting
                        && view.primary().isPresent()) {
                    // who waits for the new primary need not wait for this
                    point(view, view.primary().get());
                }
            }
            case PoolerPlan.LetThrough(NodeId primary) -> letThrough(view, primary);
        }
    }

    /// PAUSE answers when what was open has ended. A client that does not end in time is not waited for: then all
    /// go on as before.
    private void hold(RequestId request) {
        Programs.Ended paused = console(each("PAUSE"));
        if (paused.well()) {
            held = request;
            heldSince = System.nanoTime();
            LOG.info("PgBouncer holds its clients for switchover {}", request);
            changed.run();
            return;
        }
        console(each("RESUME"));
        complain("cannot hold its clients: " + paused.lastLine());
    }

    private void letThrough(ClusterView view, NodeId primary) {
        boolean idle = held == null && !unsure;
        if (!point(view, primary) || idle) {
            return;
        }
        for (String name : pooler.databases()) {
            Programs.Ended resumed = console(List.of("RESUME " + name));
            if (!resumed.well() && !resumed.lastLine().contains("not paused")) {
                complain("does not let its clients through: " + resumed.lastLine());
                return;
            }
        }
        LOG.info("PgBouncer lets its clients through to {}", view.nameOf(primary));
        unsure = false;
        said = "";
        if (held != null) {
            over = held;
            held = null;
            changed.run();
        }
    }

    /// Whether its databases are those of `primary` now.
    private boolean point(ClusterView view, NodeId primary) {
        Optional<String> databases = view.member(primary)
                .map(member -> Conninfo.parse(member.profile().address().conninfo()))
                .map(this::databases);
        if (databases.isEmpty() || databases.get().equals(pointedTo)) {
            return databases.isPresent();
        }
        try {
            if (!databases.get().equals(onDisk())) {
                Durable.replace(pooler.databaseFile(), databases.get());
            }
            Programs.Ended reloaded = console(List.of("RELOAD"));
            if (!reloaded.well()) {
                complain("cannot be pointed to " + view.nameOf(primary) + ": " + reloaded.lastLine());
                return false;
            }
            pointedTo = databases.get();
            LOG.info("PgBouncer is pointed to {}", view.nameOf(primary));
            return true;
        } catch (IOException e) {
            complain(Body.oneLine(e));
            return false;
        }
    }

    private String onDisk() {
        try {
            return Files.readString(pooler.databaseFile());
        } catch (IOException e) {
            return "";
        }
    }

    /// The whole file: no credentials, those are PgBouncer's own matter.
    private String databases(Conninfo primary) {
        return pooler.databases().stream()
                .map(name -> name + " = host=" + primary.host() + " port=" + primary.port() + " dbname=" + name)
                .collect(Collectors.joining("\n", "; written by pgbaton: changes are lost\n[databases]\n", "\n"));
    }

    private List<String> each(String verb) {
        return pooler.databases().stream().map(name -> verb + " " + name).toList();
    }

    private Programs.Ended console(List<String> commands) {
        List<String> psql = new ArrayList<>(List.of("psql", "-XAtq", "-v", "ON_ERROR_STOP=1"));
        psql.addAll(List.of("-d", pooler.console().with("connect_timeout", "2").written()));
        commands.forEach(command -> psql.addAll(List.of("-c", command)));
        return programs.run(psql, CONSOLE);
    }

    private void complain(String problem) {
        if (!problem.equals(said)) {
            said = problem;
            LOG.warn(
                    "PgBouncer at {}:{} {}",
                    pooler.console().host(),
                    pooler.console().port(),
                    problem);
        }
    }
}
