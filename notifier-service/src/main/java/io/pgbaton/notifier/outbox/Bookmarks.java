package io.pgbaton.notifier.outbox;

import io.pgbaton.notifier.parcel.Place;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// How far each partition may be marked as read: to the first event with a delivery that is neither made nor
/// recorded. Whatever stands behind that comes again after a restart, under the same ids.
public final class Bookmarks {

    private final Map<Integer, Page> pages = new HashMap<>();

    /// The next offset to read, and what is unsettled before it.
    private static final class Page {
        private final TreeMap<Long, Set<String>> open = new TreeMap<>();
        private long next;
    }

    /// Begins a partition that was assigned; forgets what was open in it.
    public synchronized void begin(int partition, long offset) {
        Page page = new Page();
        page.next = offset;
        pages.put(partition, page);
    }

    public synchronized void forget(int partition) {
        pages.remove(partition);
    }

    /// An event has been read; the deliveries of `ids` keep the mark from passing it.
    public synchronized void read(Place place, Set<String> ids) {
        Page page = pages.get(place.partition());
        if (page == null) {
            return;
        }
        page.next = Math.max(page.next, place.offset() + 1);
        if (!ids.isEmpty()) {
            page.open.put(place.offset(), new HashSet<>(ids));
        }
    }

    public synchronized void settled(Place place, String id) {
        Page page = pages.get(place.partition());
        Set<String> open = page == null ? null : page.open.get(place.offset());
        if (page != null && open != null && open.remove(id) && open.isEmpty()) {
            page.open.remove(place.offset());
        }
    }

    public synchronized boolean isOpen(Place place, String id) {
        Page page = pages.get(place.partition());
        return page != null && page.open.getOrDefault(place.offset(), Set.of()).contains(id);
    }

    /// For each partition the offset a new reader may begin at.
    public synchronized Map<Integer, Long> marks() {
        Map<Integer, Long> marks = new HashMap<>();
        pages.forEach(
                (partition, page) -> marks.put(partition, page.open.isEmpty() ? page.next : page.open.firstKey()));
        return marks;
    }
}
