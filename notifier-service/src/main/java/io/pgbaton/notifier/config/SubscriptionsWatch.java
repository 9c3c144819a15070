package io.pgbaton.notifier.config;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The subscriptions in force. Looks at the file, and the files it names, again and again: a changed one that is
/// right takes its place, one that is not leaves the old in force and is complained of once.
public final class SubscriptionsWatch {

    private static final Logger LOG = LoggerFactory.getLogger(SubscriptionsWatch.class);

    private final SubscriptionsFile file;
    private final AtomicReference<Settings> inForce;
    private @Nullable String complaint;

    public SubscriptionsWatch(SubscriptionsFile file) throws InvalidSubscriptions {
        this.file = file;
        this.inForce = new AtomicReference<>(file.read());
        LOG.info("{}: {}", file.file(), inWords(inForce.get()));
    }

    public Settings inForce() {
        return inForce.get();
    }

    public void look() {
        try {
            Settings now = file.read();
            complaint = null;
            if (!now.equals(inForce.getAndSet(now))) {
                LOG.info("{} has changed and is in force: {}", file.file(), inWords(now));
            }
        } catch (InvalidSubscriptions e) {
            if (!Objects.equals(complaint, e.getMessage())) {
                complaint = e.getMessage();
                LOG.error("the changed subscriptions are not used, the old ones stay in force: {}", e.getMessage());
            }
        }
    }

    private static String inWords(Settings settings) {
        return settings.routing().subscriptions().size() + " subscriptions, "
                + settings.directory().endpoints().size() + " receivers";
    }
}
