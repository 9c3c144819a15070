package io.pgbaton.notifier.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// A part of the file that knows where it stands, so that every complaint names file and place.
record Section(Path file, String path, JsonNode node) {

    InvalidSubscriptions wrong(String what) {
        return new InvalidSubscriptions(file + ": " + (path.isEmpty() ? "" : path + ": ") + what);
    }

    Section at(String key) {
        JsonNode child = node.get(key);
        return new Section(
                file, path.isEmpty() ? key : path + "." + key, child == null ? MissingNode.getInstance() : child);
    }

    /// False for a key that is not there and for one without a value.
    boolean isThere() {
        return !node.isMissingNode() && !node.isNull();
    }

    void allowOnly(Set<String> keys) throws InvalidSubscriptions {
        if (!node.isObject()) {
            throw wrong("names and values are expected here: " + String.join(", ", new TreeSet<>(keys)));
        }
        for (String name : (Iterable<String>) node::fieldNames) {
            if (!keys.contains(name)) {
                throw wrong("unknown key \"" + name + "\"; allowed are " + String.join(", ", new TreeSet<>(keys)));
            }
        }
    }

    String text() throws InvalidSubscriptions {
        if (!isThere()) {
            throw wrong("a value is needed here");
        }
        if (!node.isValueNode() || node.asText().isBlank()) {
            throw wrong("one value is expected here");
        }
        return node.asText().strip();
    }

    Optional<String> optionalText() throws InvalidSubscriptions {
        return isThere() ? Optional.of(text()) : Optional.empty();
    }

    boolean yesOrNo() throws InvalidSubscriptions {
        if (!isThere()) {
            return false;
        }
        if (!node.isBoolean()) {
            throw wrong("\"" + node.asText() + "\" is neither true nor false");
        }
        return node.asBoolean();
    }

    int number(int otherwise, int lowest, int highest) throws InvalidSubscriptions {
        if (!isThere()) {
            return otherwise;
        }
        if (!node.isInt() || node.asInt() < lowest || node.asInt() > highest) {
            throw wrong("\"" + node.asText() + "\" is not a number from " + lowest + " to " + highest);
        }
        return node.asInt();
    }

    /// The elements of a list; a single value stands for a list of one.
    List<Section> each() throws InvalidSubscriptions {
        if (!isThere()) {
            return List.of();
        }
        if (!node.isArray()) {
            return List.of(this);
        }
        List<Section> elements = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            elements.add(new Section(file, path + "[" + i + "]", node.get(i)));
        }
        return elements;
    }
}
