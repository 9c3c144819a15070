package io.pgbaton.agent.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// PostgreSQL's password file: `host:port:database:user:password` a line, `*` for any, a backslash escapes a colon.
public final class Passfile {

    private Passfile() {}

    /// The password of the first line that fits, as libpq chooses it.
    public static Optional<String> lookUp(Path file, Conninfo server, String database) {
        List<String> wanted = List.of(server.host(), Integer.toString(server.port()), database, server.user());
        return linesOf(file).stream()
                .filter(line -> !line.startsWith("#"))
                .map(Passfile::fields)
                .filter(fields -> fields.size() >= 5 && fits(fields, wanted))
                .map(fields -> fields.get(4))
                .findFirst();
    }

    private static List<String> linesOf(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static boolean fits(List<String> fields, List<String> wanted) {
        for (int i = 0; i < wanted.size(); i++) {
            if (!fields.get(i).equals("*") && !fields.get(i).equals(wanted.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static List<String> fields(String line) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\' && i + 1 < line.length()) {
                field.append(line.charAt(++i));
            } else if (c == ':' && fields.size() < 4) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString());
        return fields;
    }
}
