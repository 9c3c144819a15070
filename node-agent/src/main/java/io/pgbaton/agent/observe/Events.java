package io.pgbaton.agent.observe;

import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.Severity;
import java.util.Map;

/// Where facts about this node are told. None is lost while the bus is away for a while.
public interface Events {

    void announce(EventKind kind, Said said);

    /// What is said of it: a sentence for a person, the same facts for programs.
    record Said(boolean successful, String details, Map<String, String> data) {

        public static Said well(String details, Map<String, String> data) {
            return new Said(true, details, data);
        }

        public static Said well(String details) {
            return well(details, Map.of());
        }

        public static Said failed(String details) {
            return new Said(false, details, Map.of());
        }

        public Severity severity(EventKind kind) {
            boolean worse = !successful && kind.severity().compareTo(Severity.ERROR) < 0;
            return worse ? Severity.ERROR : kind.severity();
        }
    }
}
