package io.pgbaton.agent.survey;

import io.pgbaton.agent.adopt.Facts;
import io.pgbaton.agent.config.RepmgrFile;
import io.pgbaton.agent.postgres.Words;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/// How the server beside a repmgr.conf was started: PostgreSQL writes it to `postmaster.opts`, one line.
final class LaunchFile {

    private LaunchFile() {}

    static Facts.Launch read(RepmgrFile conf) {
        Path file = Path.of(conf.get("data_directory").orElseThrow()).resolve("postmaster.opts");
        try {
            List<String> words = Words.split(Files.readString(file));
            return words.isEmpty()
                    ? unknown(file + " is empty")
                    : new Facts.Launch(words.getFirst(), words.subList(1, words.size()), null);
        } catch (NoSuchFileException e) {
            return unknown(file + " does not exist");
        } catch (AccessDeniedException e) {
            return unknown(file + " may not be read");
        } catch (IOException e) {
            return unknown(file + ": " + e.getMessage());
        }
    }

    private static Facts.Launch unknown(String problem) {
        return new Facts.Launch("", List.of(), problem);
    }
}
