package io.pgbaton.monitor.fleet;

import java.util.Arrays;
import java.util.stream.LongStream;

/// The worst lag of a cluster's standbys over the last minutes, oldest first, for a sparkline. Bounded; unchanging.
public final class LagTrail {

    public static final int LENGTH = 60;

    static final LagTrail EMPTY = new LagTrail(new long[0]);

    private final long[] bytes;

    private LagTrail(long[] bytes) {
        this.bytes = bytes;
    }

    LagTrail and(long worst) {
        int from = bytes.length == LENGTH ? 1 : 0;
        long[] longer = Arrays.copyOfRange(bytes, from, bytes.length + 1);
        longer[longer.length - 1] = worst;
        return new LagTrail(longer);
    }

    public LongStream bytes() {
        return Arrays.stream(bytes);
    }
}
