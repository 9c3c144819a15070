package io.pgbaton.agent.disk;

import io.pgbaton.contracts.Term;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The highest term that the guard has given up in this agent's name (rule L3): when it wrote that, no process of
/// the data directory was left. What the agent is bound to is the higher of this and its own mark.
public final class GuardFence {

    private static final Pattern CONTENT = Pattern.compile("term=(\\d{1,18})\\s*");

    private final Path file;

    public GuardFence(Path stateDirectory) {
        this.file = stateDirectory.resolve("fenced");
    }

    /// [Term#NONE] when the guard never fenced. A file that is there and says nothing stops the agent: it would
    /// otherwise promote under a term that was given up.
    public Term read() {
        String text;
        try {
            text = Files.readString(file);
        } catch (NoSuchFileException e) {
            return Term.NONE;
        } catch (IOException e) {
            throw new StateProblem(file + " cannot be read: " + e.getMessage());
        }
        Matcher matcher = CONTENT.matcher(text);
        if (!matcher.matches()) {
            throw new StateProblem(file + " is not what a guard writes (term=NUMBER): it says which term this node"
                    + " has given up; restore it, or remove it only when no other node of the cluster can be primary");
        }
        return new Term(Long.parseLong(matcher.group(1)));
    }
}
