package io.pgbaton.simulation.node;

import io.pgbaton.agent.lease.Grants;
import io.pgbaton.agent.lease.LeaseClock;
import io.pgbaton.agent.lease.Standing;
import io.pgbaton.agent.moves.DecisionLog;
import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.FreezeAnswer;
import io.pgbaton.contracts.Heartbeat;
import io.pgbaton.contracts.NodeDescribed;
import io.pgbaton.contracts.Report;
import io.pgbaton.contracts.Role;
import io.pgbaton.contracts.Term;
import io.pgbaton.simulation.bus.TopicReader;
import io.pgbaton.simulation.bus.Wire;
import io.pgbaton.simulation.time.Program;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// One agent: a shell as thin as production's around the production cores. It reads, looks, speaks and carries
/// moves out; what to do is asked of [io.pgbaton.agent.moves.Reconciler] and of the lease's values.
public final class SimulatedAgent {

    private static final long MILLION = 1_000_000L;
    private static final long HANG = 2_000;
    private static final long REPORT_PATIENCE = 1_500 * MILLION;
    private static final long DESCRIBE_EVERY = 10_000;

    private final Surroundings around;
    private final Program program;
    private @Nullable Run run;

    public SimulatedAgent(Surroundings around) {
        this.around = around;
        this.program = around.host().wire().program();
    }

    public Program program() {
        return program;
    }

    /// What dies with the process.
    private static final class Run {
        final Bindings bindings;
        final LeaseKeeping lease;
        final Moving moving;
        final String boot;
        DecisionLog log;
        boolean caughtUp;
        long urgency;
        Seen seen;
        long sequence;
        long hangsSince;
        long described = Long.MIN_VALUE / 2;
        Heartbeat.@Nullable Wal wal;

        Run(Bindings bindings, LeaseKeeping lease, Moving moving, String boot, DecisionLog log, Seen seen) {
            this.bindings = bindings;
            this.lease = lease;
            this.moving = moving;
            this.boot = boot;
            this.log = log;
            this.seen = seen;
        }
    }

    public void start() {
        program.start();
        Bindings bindings =
                new Bindings(around.host().disk(), program, around.world().chance());
        LeaseKeeping lease = new LeaseKeeping(around, this, program);
        Run fresh = new Run(
                bindings,
                lease,
                new Moving(around, this, program),
                around.self().node() + "-" + program.life(),
                DecisionLog.unread(around.self().cluster(), around.self().node()),
                Seen.of(around.host().server(), false, false));
        run = fresh;
        program.then(() -> begin(fresh));
    }

    private void begin(Run fresh) {
        fresh.moving.comeBack(() -> {
            fresh.lease.round();
            read(fresh);
            look(fresh);
            beats(fresh);
            fresh.moving.start();
        });
    }

    private void read(Run fresh) {
        Wire wire = around.host().wire();
        wire.ask(() -> wire.bus().decisions().end(), end -> follow(fresh, end));
        program.after(500 * MILLION, () -> {
            if (!fresh.caughtUp && fresh.log.view().version() == 0) {
                read(fresh);
            }
        });
    }

    /// R1: first to where the log ended when reading began.
    private void follow(Run fresh, int end) {
        if (fresh.caughtUp || fresh.log.view().version() > 0) {
            return;
        }
        Wire wire = around.host().wire();
        Reading reading = new Reading(fresh, end);
        reading.reader = new TopicReader<>(wire, wire.bus().decisions(), 0, reading::take);
        reading.reader.start();
        reading.take();
    }

    private final class Reading {
        private final Run fresh;
        private final int end;
        private @Nullable TopicReader<Decision> reader;

        Reading(Run fresh, int end) {
            this.fresh = fresh;
            this.end = end;
        }

        void take() {
            TopicReader<Decision> from = Objects.requireNonNull(reader);
            from.poll().forEach(decision -> takeIn(fresh, decision));
            if (!fresh.caughtUp && from.position() >= end) {
                fresh.caughtUp = true;
                Optional.ofNullable(fresh.log.orders().serve()).ifPresent(SimulatedAgent.this::served);
            }
            ring();
        }
    }

    private void takeIn(Run fresh, Decision decision) {
        DecisionLog before = fresh.log;
        Decision read = around.world().mutations().asRead(decision, before.view());
        if (read instanceof Decision.Claim claim) {
            fresh.lease.read(claim, before);
        }
        fresh.log = before.read(read);
        boolean urgent = !Objects.equals(before.orders(), fresh.log.orders())
                || !before.view().term().equals(fresh.log.view().term())
                || !before.view().primary().equals(fresh.log.view().primary());
        if (urgent) {
            fresh.urgency++;
        }
    }

    private Run now() {
        return Objects.requireNonNull(run);
    }

    DecisionLog log() {
        return now().log;
    }

    void served(Decision.Serve order) {
        now().log = now().log.served(order);
    }

    boolean isCaughtUp() {
        return now().caughtUp;
    }

    long urgency() {
        return now().urgency;
    }

    Standing standing() {
        return now().bindings.standing();
    }

    LeaseKeeping lease() {
        return now().lease;
    }

    void change(UnaryOperator<Standing> what, Runnable done) {
        now().bindings.change(what, done);
    }

    Seen seen() {
        return now().seen;
    }

    void heedGuard() {
        now().bindings.heedGuard();
    }

    /// The lease runs out (rule L3).
    void lapsed(Term term) {
        now().moving.lapsed(term);
    }

    /// Something may have to be done.
    void ring() {
        now().moving.ring();
    }

    /// The connection that only watches broke.
    public void watchBroke() {
        if (program.isAlive()) {
            program.then(() -> {
                Seen before = now().seen;
                lookNow();
                if (now().seen.differsFrom(before)) {
                    beat();
                    ring();
                }
            });
        }
    }

    Seen lookNow() {
        Run fresh = now();
        var server = around.host().server();
        boolean silent = server.hasPostmaster() && server.program().isStopped();
        long millis = program.clock().nanos() / MILLION;
        if (!silent) {
            fresh.hangsSince = 0;
        } else if (fresh.hangsSince == 0) {
            fresh.hangsSince = millis;
        }
        if (silent && millis - fresh.hangsSince < HANG) {
            return fresh.seen;
        }
        fresh.seen = Seen.of(server, silent, fresh.moving.isRebuilding());
        return fresh.seen;
    }

    private void look(Run fresh) {
        Seen before = fresh.seen;
        if (lookNow().differsFrom(before)) {
            beat();
            ring();
        }
        program.after(around.self().rules().heartbeat() * MILLION / 2, () -> look(fresh));
    }

    private void beats(Run fresh) {
        beat();
        program.after(around.self().rules().heartbeat() * MILLION, () -> beats(fresh));
    }

    /// Says how it is, now.
    void beat() {
        Run fresh = now();
        Standing standing = standing();
        Term fenced = fresh.moving.releasedEarly(standing);
        Heartbeat heartbeat = new Heartbeat(
                around.self().cluster(),
                around.self().node(),
                new Heartbeat.Beat(
                        fresh.boot, ++fresh.sequence, around.self().rules().heartbeat()),
                new Heartbeat.Standing(standing.term(), standing.promised(), fenced, standing.view()),
                fresh.seen.told(around.host().server().files(), fresh.wal));
        fresh.wal = around.host().server().files().halfRebuilt
                ? null
                : heartbeat.server().wal();
        LeaseClock.Beat sent = fresh.lease.beat(standing.term());
        report(heartbeat, () -> {
            tellEnd(heartbeat);
            fresh.lease.acknowledged(sent);
        });
        long millis = program.clock().nanos() / MILLION;
        if (millis - fresh.described >= DESCRIBE_EVERY) {
            fresh.described = millis;
            report(
                    new NodeDescribed(
                            around.self().cluster(),
                            around.self().node(),
                            fresh.boot,
                            around.host().disk().configured,
                            null,
                            around.host().disk().busyPooler ? new NodeDescribed.Pooler(null) : null),
                    () -> {});
        }
    }

    private void tellEnd(Heartbeat heartbeat) {
        Heartbeat.Wal wal = heartbeat.server().wal();
        if (heartbeat.servesAs(Role.PRIMARY) && wal != null && wal.written() != null) {
            around.world().notices().told(around.self().node(), wal.written().bytes());
        }
    }

    void answer(FreezeAnswer answer) {
        report(answer, () -> {});
    }

    private void report(Report report, Runnable acknowledged) {
        Wire wire = around.host().wire();
        program.then(() -> wire.deliver(() -> wire.bus().append(report), REPORT_PATIENCE, _ -> acknowledged.run()));
    }

    /// Another agent asks for a grant (rule L2), over HTTP.
    void asked(Grants.Request request, Consumer<Boolean> answer) {
        if (!program.isAlive()) {
            return;
        }
        program.taking(() -> {
                    Run fresh = run;
                    if (fresh != null && fresh.moving.hasComeBack()) {
                        boolean granted = fresh.lease.grant(request, standing());
                        program.then(() -> answer.accept(granted));
                    }
                })
                .run();
    }
}
