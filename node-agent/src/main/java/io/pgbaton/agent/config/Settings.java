package io.pgbaton.agent.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The settings of one file, asked for by name and type. What is wrong is said with its place; names nobody asked
/// for and nobody knows are warnings.
final class Settings {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})\\s*(ms|s|min|h|d)?");

    private final Map<String, ConfFile.Entry> entries = new LinkedHashMap<>();

    Settings(List<ConfFile.Entry> read) {
        read.forEach(entry -> entries.put(entry.name(), entry));
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(entries.get(name)).map(ConfFile.Entry::value).filter(value -> !value.isEmpty());
    }

    String text(String name, String otherwise) {
        return text(name).orElse(otherwise);
    }

    String required(String name, String what) {
        return text(name).orElseThrow(() -> new ConfigProblem(name + " is missing: " + what));
    }

    int number(String name, int from, int otherwise) {
        return text(name).isEmpty() ? otherwise : requiredNumber(name, from);
    }

    int requiredNumber(String name, int from) {
        String value = required(name, "a whole number from " + from);
        try {
            int number = Integer.parseInt(value);
            if (number >= from) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below, like a number that is too small
        }
        throw wrong(name, "a whole number from " + from);
    }

    boolean yesNo(String name, boolean otherwise) {
        Optional<String> value = text(name).map(text -> text.toLowerCase(Locale.ROOT));
        if (value.isEmpty()) {
            return otherwise;
        }
        return switch (value.get()) {
            case "true", "on", "yes", "1", "t", "y" -> true;
            case "false", "off", "no", "0", "f", "n" -> false;
            default -> throw wrong(name, "true or false");
        };
    }

    String oneOf(String name, String otherwise, String... allowed) {
        String value = text(name, otherwise);
        return Arrays.stream(allowed)
                .filter(value::equalsIgnoreCase)
                .findFirst()
                .orElseThrow(() -> wrong(name, "one of " + String.join(", ", allowed)));
    }

    /// A bare number counts seconds, as repmgr's timeouts do.
    Duration duration(String name, Duration otherwise, Duration from, Duration to) {
        Optional<String> value = text(name);
        if (value.isEmpty()) {
            return otherwise;
        }
        String range = "a duration from " + written(from) + " to " + written(to) + ", such as 500ms, 3s or 2min";
        Matcher matcher = DURATION.matcher(value.get());
        if (!matcher.matches()) {
            throw wrong(name, range);
        }
        Duration duration = of(Long.parseLong(matcher.group(1)), matcher.group(2) == null ? "s" : matcher.group(2));
        if (duration.compareTo(from) < 0 || duration.compareTo(to) > 0) {
            throw wrong(name, range);
        }
        return duration;
    }

    private static Duration of(long amount, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(amount);
            case "min" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            case "d" -> Duration.ofDays(amount);
            default -> Duration.ofSeconds(amount);
        };
    }

    private static String written(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }

    /// Says what `name` would have to be, and where it was written.
    ConfigProblem wrong(String name, String expected) {
        ConfFile.Entry entry = entries.get(name);
        return entry == null
                ? new ConfigProblem(name + ": " + expected)
                : new ConfigProblem(entry.place() + ": " + name + " = '" + entry.value() + "': " + expected);
    }

    /// One line for each setting that neither we nor repmgr know.
    List<String> unknown(List<String> known) {
        return entries.values().stream()
                .filter(entry -> !known.contains(entry.name()))
                .map(entry -> entry.place() + ": " + entry.name() + " is not a setting of pgbaton: ignored")
                .toList();
    }
}
