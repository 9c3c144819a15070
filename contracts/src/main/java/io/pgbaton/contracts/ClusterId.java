package io.pgbaton.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/// The name of a replication cluster, and the key of every record about it on the bus.
public record ClusterId(@JsonValue String name) implements Comparable<ClusterId> {

    private static final Pattern ALLOWED = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ClusterId {
        if (!ALLOWED.matcher(name).matches()) {
            throw new IllegalArgumentException("cluster \"" + name
                    + "\" is not a cluster name: use 1 to 63 of a-z, 0-9, _ and -, beginning with a letter or digit");
        }
    }

    @Override
    public int compareTo(ClusterId other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
