package io.pgbaton.notifier.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Follows a reference to a secret: `${env:NAME}`, or a file beside the subscriptions. Never repeats what it read.
final class SecretReader {

    private static final Pattern ENVIRONMENT = Pattern.compile("\\$\\{env:([A-Za-z_][A-Za-z0-9_]*)}");

    private final UnaryOperator<@Nullable String> environment;

    SecretReader(UnaryOperator<@Nullable String> environment) {
        this.environment = environment;
    }

    static boolean isReference(String text) {
        return ENVIRONMENT.matcher(text).matches();
    }

    /// The text itself, or what the reference leads to.
    String resolved(Section section) throws InvalidSubscriptions {
        return isReference(section.text()) ? referenced(section) : section.text();
    }

    String referenced(Section section) throws InvalidSubscriptions {
        Matcher reference = ENVIRONMENT.matcher(section.text());
        if (!reference.matches()) {
            throw section.wrong("a secret does not stand in this file: write ${env:NAME}, or name a file with \""
                    + lastKey(section) + "-file\"");
        }
        String value = environment.apply(reference.group(1));
        if (value == null || value.isBlank()) {
            throw section.wrong("the environment has no variable " + reference.group(1));
        }
        return value.strip();
    }

    /// The lines of a file, without empty ones and comments.
    List<String> lines(Section section) throws InvalidSubscriptions {
        List<String> lines = new ArrayList<>();
        for (String line : content(section).lines().toList()) {
            if (!line.isBlank() && !line.startsWith("#")) {
                lines.add(line.strip());
            }
        }
        if (lines.isEmpty()) {
            throw section.wrong("the file " + section.text() + " is empty");
        }
        return lines;
    }

    String content(Section section) throws InvalidSubscriptions {
        Path folder = section.file().toAbsolutePath().getParent();
        Path named = Path.of(section.text());
        try {
            return Files.readString(folder == null ? named : folder.resolve(named));
        } catch (IOException e) {
            throw section.wrong("the file " + section.text() + " cannot be read");
        }
    }

    private static String lastKey(Section section) {
        String key = section.path().substring(section.path().lastIndexOf('.') + 1);
        int bracket = key.indexOf('[');
        return bracket < 0 ? key : key.substring(0, bracket);
    }
}
