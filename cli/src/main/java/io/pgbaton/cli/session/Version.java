package io.pgbaton.cli.session;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `pgbaton 1.0`, from the jar's manifest.
public final class Version {

    private Version() {}

    public static String text() {
        return "pgbaton "
                + Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                        .orElse("(not packaged)");
    }

    /// repmgr's form: major, minor and patch with two digits each.
    public static int number() {
        Matcher matcher = Pattern.compile("(\\d+)\\.(\\d+)\\.(\\d+)").matcher(text());
        return matcher.find()
                ? Integer.parseInt(matcher.group(1)) * 10_000
                        + Integer.parseInt(matcher.group(2)) * 100
                        + Integer.parseInt(matcher.group(3))
                : 0;
    }
}
