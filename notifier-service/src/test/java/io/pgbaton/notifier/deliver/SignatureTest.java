package io.pgbaton.notifier.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignatureTest {

    private static Secret secret(String base64) {
        return new Secret(Base64.getDecoder().decode(base64));
    }

    /// The sample that Standard Webhooks' own libraries are tested with.
    @Test
    void theSpecificationsSampleIsSignedAsItSays() {
        byte[] body = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);

        assertThat(Signature.of(
                        "msg_p5jXN8AQM9LWM0D4loKWxJek",
                        1614265330,
                        body,
                        List.of(secret("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void eachSecretSignsForItself() {
        Secret secret = secret("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

        assertThat(Signature.of("id", 1, new byte[0], List.of(secret, secret)).split(" ", -1))
                .hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, true",
        "10.1.2.3, true",
        "172.16.0.1, true",
        "192.168.1.1, true",
        "169.254.169.254, true",
        "100.64.0.1, true",
        "0.0.0.0, true",
        "224.0.0.1, true",
        "255.255.255.255, true",
        "::1, true",
        "fe80::1, true",
        "fd00::1, true",
        "::ffff:127.0.0.1, true",
        "64:ff9b::7f00:1, true",
        "8.8.8.8, false",
        "172.32.0.1, false",
        "2606:4700::1111, false",
    })
    void privateAddressesAreKnown(String address, boolean isPrivate) throws UnknownHostException {
        assertThat(AddressGuard.isPrivate(InetAddress.getByName(address))).isEqualTo(isPrivate);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "120 | 120",
                "0 | 0",
                "Mon, 23 Nov 2026 04:01:00 GMT | 60",
                "Mon, 23 Nov 2026 03:00:00 GMT | 0",
                "999999999 | 86400",
                "soon | 0",
                "-5 | 0",
            })
    void aPauseIsSecondsOrADateAndNeverMoreThanADay(String value, long seconds) {
        assertThat(RetryAfter.parse(value, Instant.parse("2026-11-23T04:00:00Z")))
                .isEqualTo(Duration.ofSeconds(seconds));
    }
}
