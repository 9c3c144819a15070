package io.pgbaton.monitor.live;

import java.util.List;

/// One client of a stream: says at each beat what is new to it. Called by one thread only.
public interface Watcher {

    /// One server-sent event.
    record Message(String name, String data) {}

    List<Message> look(Moment moment);
}
