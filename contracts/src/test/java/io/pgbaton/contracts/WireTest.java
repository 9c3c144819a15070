package io.pgbaton.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pgbaton.contracts.json.CloudEvents;
import io.pgbaton.contracts.json.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What one version writes, another reads.
class WireTest {

    @ParameterizedTest
    @MethodSource("io.pgbaton.contracts.Samples#reports")
    void everyReportRoundTrips(Report report) {
        assertThat(Wire.read(Wire.write(report), Report.class)).isEqualTo(new Wire.Known<>(report));
    }

    @ParameterizedTest
    @MethodSource("io.pgbaton.contracts.Samples#decisions")
    void everyDecisionRoundTrips(Decision decision) {
        assertThat(Wire.read(Wire.write(decision), Decision.class)).isEqualTo(new Wire.Known<>(decision));
    }

    @ParameterizedTest
    @MethodSource("io.pgbaton.contracts.Samples#requests")
    void everyRequestRoundTrips(Request request) {
        assertThat(Wire.read(Wire.write(request), Request.class)).isEqualTo(new Wire.Known<>(request));
    }

    @ParameterizedTest
    @MethodSource("io.pgbaton.contracts.Samples#events")
    void everyEventRoundTrips(ClusterEvent event) {
        assertThat(Wire.read(Wire.write(event), ClusterEvent.class)).isEqualTo(new Wire.Known<>(event));
    }

    @Test
    void anExplanationRoundTripsAndStaysSmall() {
        Explanation explanation = Samples.explanation();
        assertThat(Wire.read(Wire.write(explanation), Explanation.class)).isEqualTo(new Wire.Known<>(explanation));
        List<Explanation.Observation> crowd =
                Collections.nCopies(1000, explanation.evidence().getFirst());
        var crowded = new Explanation(explanation.at(), explanation.decided(), crowd, List.of(), Map.of());
        assertThat(Wire.write(crowded)).hasSizeLessThan(8_000);
    }

    @Test
    void aViewFromBeforeThereWasAPolicyHasNone() throws IOException {
        ClusterView view = Samples.view(new Phase.Steady());
        var older = (ObjectNode) Wire.mapper().readTree(Wire.write(view));
        older.remove("policy");
        assertThat(Wire.read(Wire.write(older), ClusterView.class)).isEqualTo(new Wire.Known<>(view));
        assertThat(view.policy()).isEqualTo(ClusterPolicy.NONE);
    }

    @ParameterizedTest
    @CsvSource({"1, 3, 3", "2, 3, 2", "3, 3, 1", "0, 3, 0"})
    void everySetOfSoManyMeetsEveryCommit(int required, int standbys, int quorum) {
        List<NodeId> nodes =
                IntStream.rangeClosed(1, standbys).mapToObj(NodeId::new).toList();
        var synchronous = new ClusterPolicy.Synchronous(required, nodes);
        assertThat(synchronous.quorum()).isEqualTo(quorum);
        assertThat(synchronous.isCoveredBy(Set.copyOf(nodes.subList(0, quorum))))
                .isTrue();
        assertThat(synchronous.isCoveredBy(Set.of(new NodeId(9)))).isEqualTo(quorum == 0);
    }

    @Test
    void everyKindOfRecordHasASample() {
        assertThat(leavesOf(Report.class)).isEqualTo(classesOf(Samples.reports()));
        assertThat(leavesOf(Decision.class)).isEqualTo(classesOf(Samples.decisions()));
        assertThat(leavesOf(Phase.class)).isEqualTo(classesOf(Samples.phases()));
        assertThat(leavesOf(Request.Wish.class))
                .isEqualTo(classesOf(Samples.requests().map(Request::wish)));
    }

    @ParameterizedTest
    @MethodSource("io.pgbaton.contracts.Samples#reports")
    void anOlderReaderIgnoresFieldsItDoesNotKnow(Report report) throws IOException {
        var newer = (ObjectNode) Wire.mapper().readTree(Wire.write(report));
        newer.put("addedLater", true);
        newer.forEach(field -> {
            if (field instanceof ObjectNode nested) {
                nested.put("addedLater", "too");
            }
        });
        assertThat(Wire.read(Wire.write(newer), Report.class)).isEqualTo(new Wire.Known<>(report));
    }

    @Test
    void anOlderReaderTellsAKindOfRecordItDoesNotKnow() {
        assertThat(Wire.read(json("{\"type\":\"teleport\",\"cluster\":\"orders\"}"), Decision.class))
                .isEqualTo(new Wire.Unknown<>("teleport"));
    }

    @Test
    void anOlderReaderSurvivesAReasonItDoesNotKnow() {
        String written = text(
                Wire.write(new Decision.ViewChanged(ClusterView.empty(Samples.ORDERS), 0, Reason.PROMOTED, "because")));
        assertThat(Wire.read(json(written.replace("PROMOTED", "BLESSED")), Decision.class))
                .isEqualTo(new Wire.Known<>(
                        new Decision.ViewChanged(ClusterView.empty(Samples.ORDERS), 0, Reason.UNKNOWN, "because")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not json",
                "null",
                "[]",
                "{}",
                "{\"type\":\"heartbeat\"}",
                "{\"type\":\"heartbeat\",\"cluster\":\"orders\",\"node\":1}",
                "{\"type\":\"marker\",\"cluster\":\"Not A Cluster\",\"writer\":\"w\",\"number\":1}",
                "{\"type\":\"node\",\"cluster\":\"orders\",\"node\":-1,\"boot\":\"b\"}",
                "{\"type\":\"marker\",\"cluster\":null,\"writer\":null,\"number\":1}"
            })
    void rubbishIsToldApartAndNeverThrown(String rubbish) {
        assertThat(Wire.read(json(rubbish), Report.class)).isInstanceOfAny(Wire.Malformed.class);
    }

    @Test
    void aHeartbeatStaysUnderSixHundredBytes() {
        assertThat(Wire.write(Samples.HEARTBEAT)).hasSizeLessThan(600);
    }

    @Test
    void anEventIsACloudEvent() throws IOException {
        ClusterEvent event = Samples.events().findFirst().orElseThrow();
        assertThat(CloudEvents.kafkaHeaders(event))
                .containsEntry("ce_specversion", "1.0")
                .containsEntry("ce_id", event.id())
                .containsEntry("ce_type", "io.pgbaton.cluster.standby_promote.v1")
                .containsEntry("ce_source", "/pgbaton/clusters/orders/nodes/2")
                .containsEntry("ce_time", "2026-11-23T03:00:00.123Z");
        var structured = Wire.mapper().readTree(CloudEvents.structured(event));
        assertThat(structured.get("specversion").asText()).isEqualTo("1.0");
        assertThat(structured.get("data").get("id").asText()).isEqualTo(event.id());
    }

    private static Set<Class<?>> leavesOf(Class<?> sealed) {
        return Arrays.stream(sealed.getPermittedSubclasses())
                .flatMap(permitted -> permitted.isSealed() ? leavesOf(permitted).stream() : Stream.of(permitted))
                .collect(Collectors.toSet());
    }

    private static Set<Class<?>> classesOf(Stream<?> samples) {
        return samples.<Class<?>>map(Object::getClass).collect(Collectors.toSet());
    }

    private static byte[] json(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }
}
