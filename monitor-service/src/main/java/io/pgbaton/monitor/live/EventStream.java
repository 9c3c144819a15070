package io.pgbaton.monitor.live;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.MultiEmitter;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.function.Consumer;

/// A watcher as server-sent events: numbered, with a keep-alive comment when it has had nothing to say for a while.
/// A client that does not read is cut off when its queue is full; it comes back and begins anew.
public final class EventStream implements Consumer<Moment> {

    private static final int QUEUE = 256;
    private static final long RECONNECT_MILLIS = 2_000;
    /// Fifteen seconds of beats: proxies close a connection that is silent for longer.
    private static final long SILENT_BEATS = 60;

    private final Watcher watcher;
    private final Sse sse;
    private final MultiEmitter<? super OutboundSseEvent> client;
    private long lastSent;

    private EventStream(Watcher watcher, Sse sse, MultiEmitter<? super OutboundSseEvent> client) {
        this.watcher = watcher;
        this.sse = sse;
        this.client = client;
    }

    public static Multi<OutboundSseEvent> of(Pulse pulse, Watcher watcher, Sse sse) {
        return Multi.createFrom()
                .<OutboundSseEvent>emitter(
                        client -> {
                            EventStream stream = new EventStream(watcher, sse, client);
                            client.onTermination(() -> pulse.letGo(stream));
                            pulse.follow(stream);
                        },
                        BackPressureStrategy.IGNORE)
                .onOverflow()
                .buffer(QUEUE);
    }

    @Override
    public void accept(Moment moment) {
        for (Watcher.Message message : watcher.look(moment)) {
            client.emit(sse.newEventBuilder()
                    .id(Long.toString(moment.number()))
                    .name(message.name())
                    .reconnectDelay(RECONNECT_MILLIS)
                    .data(message.data())
                    .build());
            lastSent = moment.number();
        }
        if (moment.number() - lastSent >= SILENT_BEATS) {
            client.emit(sse.newEventBuilder().comment("keep-alive").build());
            lastSent = moment.number();
        }
    }
}
