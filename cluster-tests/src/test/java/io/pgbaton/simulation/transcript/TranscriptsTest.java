package io.pgbaton.simulation.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.agent.observe.ServerScript;
import io.pgbaton.contracts.Reason;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every transcript is what happens, and every reason stands in one. `-Dpgbaton.docs.write=true` writes them anew;
/// read the difference as you would read a change of the code.
class TranscriptsTest {

    static List<Transcript> transcripts() {
        return Transcript.all();
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    void whatItTellsIsWhatHappens(Transcript transcript) {
        List<String> told = told(transcript);
        if (Boolean.getBoolean("pgbaton.docs.write")) {
            transcript.write(told);
            return;
        }
        assertThat(told)
                .as(
                        "%s differs from what happens: write it anew with ./mvnw -pl cluster-tests -am test -Dquick"
                                + " -Dtest=TranscriptsTest -Dsurefire.failIfNoSpecifiedTests=false"
                                + " -Dpgbaton.docs.write=true",
                        transcript)
                .isEqualTo(transcript.story());
    }

    private static List<String> told(Transcript transcript) {
        boolean ofOneServer = transcript.commands().getFirst().startsWith("server");
        return ofOneServer ? ServerScript.told(transcript.commands()) : Script.told(transcript.commands());
    }

    @Test
    void everyReasonStandsInOne() {
        Set<Reason> missing = EnumSet.complementOf(EnumSet.of(Reason.UNKNOWN));
        String all = String.join(
                "\n",
                Transcript.all().stream()
                        .flatMap(transcript -> transcript.story().stream())
                        .toList());
        missing.removeIf(reason ->
                Pattern.compile("\\b" + reason.name() + ":").matcher(all).find());
        assertThat(missing).as("no transcript shows them").isEmpty();
    }

    @Test
    void eachSaysInASentenceWhatItShows() {
        assertThat(Transcript.all())
                .allSatisfy(transcript ->
                        assertThat(transcript.remarks()).as("%s", transcript).isNotEmpty());
    }
}
