package io.pgbaton.monitor.web;

import io.pgbaton.monitor.live.Moment;
import io.pgbaton.monitor.live.Watcher;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Keeps an open page of the fleet right: once a second the cards that look different, and the counts.
final class FleetWatcher implements Watcher {

    private static final int BEATS = 4;

    private final CardBoard board;
    private final String run;
    private long seen;
    private List<FleetPage.Count> saidCounts = List.of();

    FleetWatcher(CardBoard board, String run, long seen) {
        this.board = board;
        this.run = run;
        this.seen = seen;
    }

    @Override
    public List<Message> look(Moment moment) {
        List<Message> news = new ArrayList<>();
        if (saidCounts.isEmpty()) {
            news.add(new Message("run", run));
        }
        if (saidCounts.isEmpty() || moment.number() % BEATS == 0) {
            CardBoard.Look look = board.look();
            addCards(look, news);
            addCounts(look, news);
            news.add(new Message("alive", "1"));
            seen = look.edition();
        }
        return news;
    }

    private void addCards(CardBoard.Look look, List<Message> news) {
        String changed = html(look, card -> card.changed() > seen && card.appeared() <= seen);
        if (!changed.isEmpty()) {
            // each replaces the one on the page that has its id
            news.add(new Message("cards", changed.replace("<article ", "<article hx-swap-oob=\"true\" ")));
        }
        String added = html(look, card -> card.appeared() > seen);
        if (!added.isEmpty()) {
            news.add(new Message("newcomers", added));
        }
    }

    private void addCounts(CardBoard.Look look, List<Message> news) {
        List<FleetPage.Count> counts = FleetPage.counts(look);
        if (!counts.equals(saidCounts)) {
            saidCounts = counts;
            news.add(new Message(
                    "counts", Pages.counts(counts, look.cards().size()).render()));
        }
    }

    private static String html(CardBoard.Look look, Predicate<CardBoard.Pinned> wanted) {
        return look.cards().stream().filter(wanted).map(CardBoard.Pinned::html).collect(Collectors.joining());
    }
}
