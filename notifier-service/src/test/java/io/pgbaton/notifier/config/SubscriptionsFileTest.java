package io.pgbaton.notifier.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgbaton.contracts.Severity;
import io.pgbaton.notifier.deliver.Endpoint;
import io.pgbaton.notifier.deliver.Smtp;
import io.pgbaton.notifier.route.Glob;
import io.pgbaton.notifier.route.Subscription;
import io.pgbaton.notifier.route.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubscriptionsFileTest {

    private static final String KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "KEY",
            KEY,
            "PASSWORD",
            "pw",
            "URL",
            "https://x.example/secret",
            "SHORT",
            "whsec_YWJj",
            "PGBATON_SMTP_PASSWORD",
            "pw",
            "PGBATON_ORDERS_SECRET",
            KEY);

    @TempDir
    private Path folder;

    private Settings read(String yaml) throws InvalidSubscriptions {
        try {
            Path file = Files.writeString(folder.resolve("subscriptions.yaml"), yaml);
            return new SubscriptionsFile(file, ENVIRONMENT::get).read();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theExampleIsRight() throws Exception {
        Path example = Path.of(SubscriptionsFile.class
                .getResource("/subscriptions-example.yaml")
                .toURI());

        Settings settings = new SubscriptionsFile(example, ENVIRONMENT::get).read();

        assertThat(settings.routing().subscriptions())
                .extracting(Subscription::name)
                .containsExactly("on-call", "orders-team");
        Smtp smtp = settings.directory().smtp().orElseThrow();
        assertThat(smtp.server().tls()).isEqualTo(Smtp.Tls.REQUIRED);
        assertThat(smtp.server().port()).isEqualTo(587);
        assertThat(settings.routing().subscriptions().getFirst().match().minimum())
                .isEqualTo(Severity.WARNING);
        assertThat(settings.routing().subscriptions().getLast().match().clusters())
                .containsExactly(new Glob("orders"), new Glob("orders-*"));
    }

    @Test
    void secretsComeFromTheEnvironmentOrFilesAndNeverShow() throws Exception {
        Files.writeString(folder.resolve("keys"), "# new\n" + KEY + "\n\n# old\n" + KEY + "\n");
        Settings settings = read("""
                subscriptions:
                  - {name: a, to: {webhook: "${env:URL}", name: hidden, secret-file: keys, secret: "${env:KEY}"}}
                """);

        Endpoint.Webhook hook = (Endpoint.Webhook)
                settings.directory().of(Target.webhook("hidden")).orElseThrow();
        assertThat(hook.secrets()).hasSize(3);
        assertThat(settings.toString()).doesNotContain("secret", KEY.substring(6));
    }

    @Test
    void theSameFileReadTwiceIsTheSame() throws Exception {
        String yaml = "subscriptions: [{name: a, to: {webhook: 'https://x.example/h', secret: '${env:KEY}'}}]";

        assertThat(read(yaml)).isEqualTo(read(yaml));
    }

    @Test
    void aWebhookWithoutANameIsCalledByItsAddressWithoutTheQuery() throws Exception {
        Settings settings = read(
                "subscriptions: [{name: a, to: {webhook: 'https://x.example:8/h?key=1', " + "secret: '${env:KEY}'}}]");

        assertThat(settings.routing().subscriptions().getFirst().to())
                .isEqualTo(List.of(Target.webhook("x.example:8/h")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{name: a, too: x} | subscriptions: unknown key \"too\"; allowed are match, name, to",
                "{name: a} | subscriptions.to: at least one email or webhook is needed",
                "{to: {email: a@b.c}} | subscriptions.name: a value is needed here",
                "{name: a, to: {email: nobody}} | subscriptions.to.email: \"nobody\" is not one mail address",
                "{name: a, to: {email: a@b.c}} | smtp: mail is wanted and there is no server",
                "{name: a, to: {webhook: 'ftp://x/y', secret: '${env:KEY}'}} | to.webhook: \"ftp://x/y\" is not an http or https",
                "{name: a, to: {webhook: 'https://x/y'}} | to: a webhook needs a secret to sign with",
                "{name: a, to: {webhook: 'https://x/y', secret: whsec_x}} | to.secret: a secret does not stand in this file",
                "{name: a, to: {webhook: 'https://x/y', secret: '${env:NO}'}} | the environment has no variable NO",
                "{name: a, to: {webhook: 'https://x/y', secret: '${env:SHORT}'}} | not whsec_ followed by 24 to 64 bytes",
                "{name: a, to: {webhook: 'https://x/y', secret-file: none}} | to.secret-file: the file none cannot be read",
                "{name: a, to: {webhook: '${env:URL}', secret: '${env:KEY}'}} | to: a webhook whose address is a reference needs",
                "{name: a, match: {severity: LOUD}, to: {email: a@b.c}} | \"LOUD\" is not one of INFO, NOTICE, WARNING, ERROR,",
                "{name: a, match: {events: failover_done}, to: {email: a@b.c}} | \"failover_done\" matches no event; events are",
                "{name: a, match: {clusters: 'A B'}, to: {email: a@b.c}} | match.clusters: \"A B\" can match no name",
                "{name: a, to: {webhook: 'https://x/y', secret: '${env:KEY}', allow-private: maybe}} | neither true nor false",
            })
    void aMistakeIsOneLineWithFilePlaceAndWhatIsAllowed(String subscription, String complaint) {
        assertThatThrownBy(() -> read("subscriptions: " + subscription))
                .isInstanceOf(InvalidSubscriptions.class)
                .hasMessageContaining(complaint)
                .hasMessageStartingWith(folder.resolve("subscriptions.yaml") + ": ")
                .hasMessageNotContaining("\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{host: h} | smtp.from: a value is needed here",
                "{host: h, from: a@b.c, port: 99999} | smtp.port: \"99999\" is not a number from 1 to 65535",
                "{host: h, from: a@b.c, tls: maybe} | smtp.tls: \"maybe\" is not one of required, optional, disabled, implicit",
                "{host: h, from: a@b.c, user: u} | smtp: a login is user and password",
                "{host: h, from: a@b.c, user: u, password: open} | smtp.password: a secret does not stand in this file",
                "{host: h, from: a@b.c, pasword: x} | smtp: unknown key \"pasword\"",
            })
    void aMistakeInTheMailServerToo(String smtp, String complaint) {
        assertThatThrownBy(() -> read("smtp: " + smtp + "\nsubscriptions: []")).hasMessageContaining(complaint);
    }

    @Test
    void namesAreUnique() {
        assertThatThrownBy(() -> read("""
                        smtp: {host: h, from: a@b.c}
                        subscriptions:
                          - {name: a, to: {email: a@b.c}}
                          - {name: a, to: {email: d@b.c}}
                        """))
                .hasMessageContaining("subscriptions[1].name: \"a\" is the name of an earlier one");
    }

    @Test
    void oneNameIsNotTwoReceivers() {
        assertThatThrownBy(() -> read("""
                        subscriptions:
                          - {name: a, to: {webhook: "https://x/1", name: hook, secret: "${env:KEY}"}}
                          - {name: b, to: {webhook: "https://x/2", name: hook, secret: "${env:KEY}"}}
                        """))
                .hasMessageContaining("\"hook\" is also the name of a webhook with another address");
    }

    @Test
    void whatIsNoYamlIsSaidWithItsLine() {
        assertThatThrownBy(() -> read("subscriptions:\n  - {name: a\n")).hasMessageContaining("line ");
        assertThatThrownBy(() -> read("smtp: {}\nsmtp: {}\n")).hasMessageContaining("line 2");
    }

    @Test
    void aFileThatIsNotThereIsSaid() {
        SubscriptionsFile missing = new SubscriptionsFile(folder.resolve("none.yaml"), ENVIRONMENT::get);

        assertThatThrownBy(missing::read).hasMessageContaining("none.yaml: cannot be read");
    }
}
