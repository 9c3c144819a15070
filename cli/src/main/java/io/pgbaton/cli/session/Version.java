package io.pgbaton.cli.session;

import java.util.Optional;

/// `pgbaton 1.0`, from the jar's manifest.
public final class Version {

    private Version() {}

    public static String text() {
        return "pgbaton "
                + Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                        .orElse("(not packaged)");
    }
}
