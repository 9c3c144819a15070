package io.pgbaton.notifier.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.notifier.parcel.Place;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BookmarksTest {

    private final Bookmarks bookmarks = new Bookmarks();

    @Test
    void withNothingUnsettledTheMarkIsBehindTheLastEventRead() {
        bookmarks.begin(0, 10);
        bookmarks.read(new Place(0, 10), Set.of());
        bookmarks.read(new Place(0, 14), Set.of());

        assertThat(bookmarks.marks()).isEqualTo(Map.of(0, 15L));
    }

    @Test
    void theMarkNeverPassesAnUnsettledEvent() {
        bookmarks.begin(0, 0);
        bookmarks.read(new Place(0, 0), Set.of("a", "b"));
        bookmarks.read(new Place(0, 1), Set.of("c"));

        bookmarks.settled(new Place(0, 1), "c");
        bookmarks.settled(new Place(0, 0), "a");
        assertThat(bookmarks.marks()).isEqualTo(Map.of(0, 0L));

        bookmarks.settled(new Place(0, 0), "b");
        assertThat(bookmarks.marks()).isEqualTo(Map.of(0, 2L));
    }

    @Test
    void partitionsAreMarkedApart() {
        bookmarks.begin(0, 0);
        bookmarks.begin(1, 5);
        bookmarks.read(new Place(0, 0), Set.of("a"));
        bookmarks.read(new Place(1, 5), Set.of());

        assertThat(bookmarks.marks()).isEqualTo(Map.of(0, 0L, 1, 6L));
    }

    @Test
    void aPartitionThatWasTakenAwayIsNoLongerMarked() {
        bookmarks.begin(0, 0);
        bookmarks.read(new Place(0, 0), Set.of("a"));
        bookmarks.forget(0);

        bookmarks.settled(new Place(0, 0), "a");
        bookmarks.read(new Place(0, 1), Set.of("b"));

        assertThat(bookmarks.marks()).isEmpty();
        assertThat(bookmarks.isOpen(new Place(0, 0), "a")).isFalse();
    }
}
