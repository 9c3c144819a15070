package io.pgbaton.fleet.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WebhookSignatureTest {

    /// The example in the Standard Webhooks libraries' own tests.
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final String TIME = "1614265330";
    private static final String RIGHT = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
    private static final Instant THEN = Instant.ofEpochSecond(1614265330);

    private final WebhookSignature signature = new WebhookSignature(SECRET);

    @Test
    void acceptsTheExampleOfTheStandard() {
        assertThat(signature.verifies(headers(TIME, RIGHT), BODY, THEN)).isTrue();
    }

    @Test
    void acceptsOneRightSignatureAmongSeveral() {
        assertThat(signature.verifies(headers(TIME, "v1,AAAA v2,BBBB " + RIGHT), BODY, THEN))
                .isTrue();
    }

    @Test
    void refusesAChangedBody() {
        byte[] changed = "{\"test\": 2432232315}".getBytes(StandardCharsets.UTF_8);

        assertThat(signature.verifies(headers(TIME, RIGHT), changed, THEN)).isFalse();
    }

    @Test
    void refusesAnOldMessageSentAgain() {
        assertThat(signature.verifies(headers(TIME, RIGHT), BODY, THEN.plusSeconds(301)))
                .isFalse();
    }

    @Test
    void refusesAMessageWithoutHeaders() {
        assertThat(signature.verifies(new WebhookSignature.Headers("", "", ""), BODY, THEN))
                .isFalse();
    }

    private static WebhookSignature.Headers headers(String time, String signatures) {
        return new WebhookSignature.Headers(ID, time, signatures);
    }
}
