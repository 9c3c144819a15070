package io.pgbaton.cli.check;

import java.util.Map;

/// From where on a lag (seconds) or the log that waits to be archived (files) is a warning, and critical. repmgr's
/// parameters and defaults.
public record Thresholds(Limits lag, Limits archive) {

    public static final Thresholds USUAL = new Thresholds(new Limits(300, 600), new Limits(16, 128));

    /// Numbers of 1 and more.
    public record Limits(long warning, long critical) {}

    /// `settings` are those of a configuration file; others than numbers are left to the agent, which refuses them.
    public static Thresholds of(Map<String, String> settings) {
        return new Thresholds(
                limits(settings, "replication_lag", USUAL.lag()), limits(settings, "archive_ready", USUAL.archive()));
    }

    private static Limits limits(Map<String, String> settings, String name, Limits usual) {
        return new Limits(
                number(settings.get(name + "_warning"), usual.warning()),
                number(settings.get(name + "_critical"), usual.critical()));
    }

    private static long number(@org.jspecify.annotations.Nullable String text, long usual) {
        return text != null && text.matches("[1-9][0-9]{0,8}") ? Long.parseLong(text) : usual;
    }
}
