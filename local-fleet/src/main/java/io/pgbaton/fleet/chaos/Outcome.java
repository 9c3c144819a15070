package io.pgbaton.fleet.chaos;

import java.util.List;

/// What came of one scene. `broken` is wrong on any machine, `late` on one that had nothing else to do; a scene
/// that could not be played on this machine says why in `skipped`, which is empty otherwise. `notes` are what a program
/// said that an operator would have read.
public record Outcome(
        int number,
        String scene,
        String title,
        Figures figures,
        List<String> notes,
        List<String> broken,
        List<String> late,
        String skipped) {

    public Outcome {
        notes = List.copyOf(notes);
        broken = List.copyOf(broken);
        late = List.copyOf(late);
    }

    static Outcome skipped(Scene scene, String why) {
        Figures none = new Figures(0, 0, 0, 0, 0, 0, 0, "");
        return new Outcome(scene.number(), scene.name(), scene.title(), none, List.of(), List.of(), List.of(), why);
    }
}
