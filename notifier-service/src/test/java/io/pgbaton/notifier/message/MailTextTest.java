package io.pgbaton.notifier.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.contracts.ClusterEvent;
import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.Severity;
import io.pgbaton.notifier.Events;
import io.pgbaton.notifier.route.Delivery;
import io.pgbaton.notifier.route.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MailTextTest {

    private static MailText mail(ClusterEvent event) {
        return MailText.of(Delivery.of(event, "on-call", Target.mail("dba@example.com")));
    }

    @Test
    void theSubjectSaysClusterWhatAndTerm() {
        assertThat(mail(Events.of(EventKind.FAILOVER_PROMOTE, "orders", "n2 is primary"))
                        .subject())
                .isEqualTo("[orders] FAILOVER: n2 is primary (term 5)");
        assertThat(mail(Events.of(EventKind.STANDBY_FOLLOW, "orders", "n3 streams from n2"))
                        .subject())
                .isEqualTo("[orders] standby follow: n3 streams from n2 (term 5)");
    }

    @Test
    void aLongStoryIsCutBetweenWords() {
        String subject = mail(Events.of(EventKind.FAILOVER_PROMOTE, "orders", "n2 is primary ".repeat(30)))
                .subject();

        assertThat(subject).hasSizeLessThan(112).contains("…").endsWith("(term 5)");
    }

    @Test
    void nothingInAnEventBreaksOutOfItsLineOrItsElement() {
        MailText mail = mail(Events.of(EventKind.SERVER_DOWN, "orders", "x\r\nBcc: y@z <script>alert(1)</script>"));

        assertThat(mail.subject()).doesNotContain("\n", "\r");
        assertThat(mail.html()).doesNotContain("<script>");
    }

    @Test
    void plainTextHoldsEverything() {
        ClusterEvent event = Events.failover("orders");

        assertThat(mail(event).plain())
                .contains(
                        "n2 is primary, n1 was lost",
                        "Mon 23 Nov 2026 04:05:06.789 UTC",
                        "failover_promote",
                        "lsn         0/5000060",
                        event.id(),
                        "on-call");
    }

    @ParameterizedTest
    @EnumSource(EventKind.class)
    void everyKindMakesAMailEvenWithoutDetails(EventKind kind) {
        MailText mail = mail(Events.of(kind, "orders", ""));

        assertThat(mail.subject()).startsWith("[orders] ").endsWith("(term 5)");
        assertThat(mail.plain()).isNotBlank();
    }

    @Test
    void aKindFromANewerVersionMakesOneToo() {
        assertThat(mail(Events.ofKind("moon_eclipsed", Severity.ERROR, "orders"))
                        .subject())
                .isEqualTo("[orders] MOON ECLIPSED: something new");
    }

    /// For a person to look at.
    @Test
    void samplesAreWrittenBesideTheTestReports() throws IOException {
        Path folder = Files.createDirectories(Path.of("target", "mails"));
        MailText mail = mail(Events.failover("orders"));

        Files.writeString(folder.resolve("failover.txt"), mail.subject() + "\n\n" + mail.plain());
        Files.writeString(folder.resolve("failover.html"), mail.html());

        assertThat(folder.resolve("failover.html")).isNotEmptyFile();
    }
}
