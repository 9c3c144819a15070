package io.pgbaton.notifier.outbox;

import io.pgbaton.notifier.deliver.Directory;
import io.pgbaton.notifier.deliver.Endpoint;
import io.pgbaton.notifier.log.Disabled;
import io.pgbaton.notifier.log.Ledger;
import io.pgbaton.notifier.parcel.Parcel;
import io.pgbaton.notifier.parcel.Standing;
import io.pgbaton.notifier.route.Routing;
import io.pgbaton.notifier.route.Target;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What becomes of a parcel after an attempt: it leaves the desk only when its end is recorded, or kept to be
/// recorded, and a dead one only when the dead letters have it.
public final class Settlement {

    private static final Duration BURY_AGAIN = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(Settlement.class);

    private final Books books;
    private final Desk desk;
    private final DeadLetterBox deadLetters;
    private final Supplier<Directory> directory;
    private final Counts counts;

    public Settlement(Books books, Desk desk, DeadLetterBox deadLetters, Supplier<Directory> directory, Counts counts) {
        this.books = books;
        this.desk = desk;
        this.deadLetters = deadLetters;
        this.directory = directory;
        this.counts = counts;
    }

    /// Where it is written down that something is done.
    public record Books(Ledger ledger, Disabled disabled, Bookmarks bookmarks, Clock clock) {}

    /// True for a parcel that needs no attempt any more, only an end.
    boolean isOver(Parcel parcel) {
        return parcel.progress().givenUp() != null || isDisabled(parcel);
    }

    private boolean isDisabled(Parcel parcel) {
        Optional<Endpoint> endpoint = directory.get().of(parcel.delivery().target());
        return endpoint.isPresent() && books.disabled.contains(endpoint.get());
    }

    void delivered(Parcel parcel) {
        Instant now = books.clock.instant();
        LOG.debug("delivered {} to {}", parcel.id(), parcel.delivery().target());
        counts.delivery(parcel, "delivered");
        counts.latency(parcel, Duration.between(parcel.delivery().event().at(), now));
        end(parcel, Standing.DELIVERED);
    }

    /// Stays on the desk, unless it waits for so long that the log is the better place, or its receiver is to be
    /// left alone: then all that waits for that one goes there, in order.
    void again(Parcel parcel) {
        counts.delivery(parcel, "failed");
        Instant now = books.clock.instant();
        Target target = parcel.delivery().target();
        LOG.info("not delivered: {}", inWords(parcel));
        boolean far = parcel.progress().due().isAfter(now.plus(Outbox.HORIZON));
        boolean away = desk.isOpen(target, now);
        boolean recorded = books.ledger.note(parcel, far || away ? Standing.ANYWHERE : Standing.HERE);
        if (recorded && (far || away)) {
            done(parcel);
        } else {
            desk.back(parcel);
        }
        if (recorded && away) {
            setAside(target);
        }
    }

    private void setAside(Target target) {
        List<Parcel> waiting =
                desk.withdraw(target).stream().filter(this::isNotInLog).toList();
        if (!books.ledger.release(waiting)) {
            waiting.forEach(desk::add);
        }
    }

    /// Puts back what only memory knows.
    private boolean isNotInLog(Parcel parcel) {
        if (books.bookmarks.isOpen(parcel.place(), parcel.id())) {
            desk.add(parcel);
            return false;
        }
        return true;
    }

    void giveUp(Parcel parcel, String why) {
        bury(parcel.with(parcel.progress().givenUp(why, books.clock.instant().plus(BURY_AGAIN))));
    }

    void gone(Parcel parcel, String reply) {
        directory.get().of(parcel.delivery().target()).ifPresent(endpoint -> {
            books.disabled.add(endpoint, books.clock.instant(), reply);
            books.ledger.rememberDisabled();
        });
        LOG.warn(
                "{} answered {} and gets nothing more until its address in the subscriptions file changes",
                parcel.delivery().target(),
                reply);
        giveUp(parcel, "the receiver wants nothing more: " + reply);
    }

    /// Into the dead letters; tried again, without end, while the bus is away: it is all that is left to do.
    void bury(Parcel parcel) {
        boolean known = parcel.progress().givenUp() != null;
        String why = known ? String.valueOf(parcel.progress().givenUp()) : "its endpoint is disabled (410 Gone)";
        Parcel over =
                parcel.with(parcel.progress().givenUp(why, books.clock.instant().plus(BURY_AGAIN)));
        if (!deadLetters.bury(over, why)) {
            desk.back(over);
            return;
        }
        LOG.error("gave up: {}", inWords(over));
        counts.delivery(over, "dead");
        counts.buried().increment();
        // one event when an endpoint goes, not one for each that follows; and none about a failed one of these
        if (known && !Routing.isAboutDeliveries(over.delivery().event())) {
            deadLetters.announce(over, why);
        }
        end(over, Standing.DEAD);
    }

    private void end(Parcel parcel, Standing standing) {
        books.ledger.note(parcel, standing);
        done(parcel);
    }

    private void done(Parcel parcel) {
        books.bookmarks.settled(parcel.place(), parcel.id());
        desk.done(parcel);
    }

    private static String inWords(Parcel parcel) {
        var last = parcel.progress().last();
        return parcel.delivery().event().subject().kind() + " of "
                + parcel.delivery().event().cluster() + " to "
                + parcel.delivery().target() + ", attempt " + parcel.progress().attempts() + ": "
                + (parcel.progress().givenUp() != null
                        ? parcel.progress().givenUp()
                        : last == null ? "" : last.outcome().reply());
    }
}
