package io.pgbaton.failover.decide;

import io.pgbaton.contracts.Explanation;
import io.pgbaton.contracts.Request;
import io.pgbaton.failover.evidence.Moment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the service remembers of its own doings. Nothing that safety needs: a restart forgets it, and only repeats
/// itself.
/// `explained` is why the last choice fell as it did, told once the chosen one is primary.
public record Memory(
        Moment phaseSince,
        Map<Mark, Moment> marks,
        Map<String, String> facts,
        List<Petition> petitions,
        @Nullable Explanation explained) {

    /// A request that waits for its answer.
    public record Petition(Request request, Moment since) {}

    public Memory {
        marks = Map.copyOf(marks);
        facts = Map.copyOf(facts);
        petitions = List.copyOf(petitions);
    }

    static Memory none(Moment now) {
        return new Memory(now, Map.of(), Map.of(), List.of(), null);
    }

    public Optional<Moment> when(Mark mark) {
        return Optional.ofNullable(marks.get(mark));
    }

    Memory phaseEntered(Moment now) {
        Map<Mark, Moment> lasting = new HashMap<>(marks);
        lasting.keySet().removeIf(mark -> !mark.isLasting());
        return new Memory(now, lasting, facts, petitions, explained);
    }

    Memory marked(Mark mark, Moment at) {
        Map<Mark, Moment> more = new HashMap<>(marks);
        more.put(mark, at);
        return new Memory(phaseSince, more, facts, petitions, explained);
    }

    Memory asked(Request request, Moment now) {
        if (petitions.stream().anyMatch(petition -> petition.request().id().equals(request.id()))) {
            return this;
        }
        List<Petition> more = new ArrayList<>(petitions);
        more.add(new Petition(request, now));
        return new Memory(phaseSince, marks, facts, more, explained);
    }

    Memory with(Notes notes) {
        Map<Mark, Moment> kept = new HashMap<>(marks);
        kept.keySet().removeAll(notes.cleared());
        kept.putAll(notes.made());
        Map<String, String> told = new HashMap<>(facts);
        told.putAll(notes.facts());
        List<Petition> open = petitions.stream()
                .filter(petition -> !notes.settled().contains(petition.request().id()))
                .toList();
        Explanation known = notes.explained() == null ? explained : notes.explained();
        return new Memory(phaseSince, kept, told, open, known);
    }
}
