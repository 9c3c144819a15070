package io.pgbaton.failover.kafka;

import io.pgbaton.failover.evidence.Moment;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/// One instance's time as the owner of one partition, and how far the take-over has come (rule O1). `ends` is
/// what has to be read before the next step; `liveFrom` the heartbeat offset from which on heartbeats are
/// evidence.
record Tenure(long number, Moment begun, Step step, Map<TopicPartition, Long> ends, long liveFrom) {

    enum Step {
        /// The older owner can still write.
        FENCING,
        /// Decisions, requests and events to the end they had after the fence.
        HISTORY,
        /// Heartbeats to the end they had after that.
        HEARTBEATS,
        LIVE
    }

    static Tenure begin(long number, Moment now) {
        return new Tenure(number, now, Step.FENCING, Map.of(), Long.MAX_VALUE);
    }

    Tenure fenced(Map<TopicPartition, Long> historyEnds) {
        return new Tenure(number, begun, Step.HISTORY, historyEnds, liveFrom);
    }

    Tenure listening(TopicPartition heartbeats, long from) {
        return new Tenure(number, begun, Step.HEARTBEATS, Map.of(heartbeats, from), from);
    }

    Tenure live() {
        return new Tenure(number, begun, Step.LIVE, Map.of(), liveFrom);
    }

    boolean isAt(Step other) {
        return step == other;
    }
}
