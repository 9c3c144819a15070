package io.pgbaton.agent.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Splits an option string as a shell would: blanks separate, quotes hold together.
public final class Words {

    private static final Pattern WORD = Pattern.compile("(?:[^\\s'\"]+|'[^']*'|\"[^\"]*\")+");
    private static final Pattern QUOTE = Pattern.compile("'([^']*)'|\"([^\"]*)\"");

    private Words() {}

    /// The words of `options`, without their quotes.
    public static List<String> split(String options) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(options);
        while (matcher.find()) {
            words.add(QUOTE.matcher(matcher.group())
                    .replaceAll(quoted ->
                            Matcher.quoteReplacement(quoted.group(1) == null ? quoted.group(2) : quoted.group(1))));
        }
        return words;
    }
}
