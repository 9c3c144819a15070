package io.pgbaton.agent.reach;

/// What went wrong, as the one line that fits into a list.
final class OneLine {

    private static final int LONGEST = 300;

    private OneLine() {}

    static String of(Exception e) {
        String line = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        String said = e.getMessage() == null || line.isBlank() ? e.getClass().getSimpleName() : line.strip();
        return said.length() <= LONGEST ? said : said.substring(0, LONGEST) + " …";
    }
}
