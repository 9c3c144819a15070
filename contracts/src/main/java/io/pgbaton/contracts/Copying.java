package io.pgbaton.contracts;

/// How far a clone is. `totalBytes` was estimated when it began and is never less than what is copied.
public record Copying(long copiedBytes, long totalBytes, long bytesPerSecond) {

    /// 100 is said only when it has ended.
    public int percent() {
        return totalBytes <= 0 ? 0 : (int) Math.min(99, copiedBytes * 100 / totalBytes);
    }
}
