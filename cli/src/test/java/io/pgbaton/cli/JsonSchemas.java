package io.pgbaton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.classmate.ResolvedType;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.module.jackson.JacksonModule;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.pgbaton.contracts.json.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The schemas in `docs/json`: printed from the records that are written as JSON, and held against what is written.
final class JsonSchemas {

    static final Path FOLDER = Path.of("..", "docs", "json");

    private static final ObjectMapper MAPPER = Wire.mapper();
    private static final SchemaGenerator GENERATOR = generator();
    private static final Map<JsonKind, JsonSchema> STRICT = new ConcurrentHashMap<>();

    private JsonSchemas() {}

    /// The text of the file.
    static String of(JsonKind kind) {
        ObjectNode schema = kind.isList()
                ? GENERATOR.generateSchema(List.class, kind.type())
                : GENERATOR.generateSchema(kind.type());
        ObjectNode titled = schema.objectNode();
        titled.set("$schema", schema.get("$schema"));
        titled.put("title", kind.title());
        titled.setAll(schema);
        return pretty(titled);
    }

    /// Fails when `output` of the command `words` is not as its schema says, or has what the schema does not name.
    static void check(List<String> words, String output) {
        JsonNode json = read(output);
        JsonKind kind = JsonKind.of(words, json.isArray())
                .orElseThrow(() -> new AssertionError(String.join(" ", words) + " is in no schema: " + output));
        assertThat(STRICT.computeIfAbsent(kind, JsonSchemas::strict).validate(json))
                .as(String.join(" ", words) + " against " + kind.fileName() + ": " + output)
                .isEmpty();
    }

    private static JsonSchema strict(JsonKind kind) {
        try {
            JsonNode schema = read(Files.readString(FOLDER.resolve(kind.fileName())));
            close(schema);
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(schema);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A consumer lives with fields that it does not know; a schema that does not know them is out of date.
    private static void close(JsonNode node) {
        if (node instanceof ObjectNode object && object.has("properties") && !object.has("additionalProperties")) {
            object.put("unevaluatedProperties", false);
        }
        node.forEach(JsonSchemas::close);
    }

    private static SchemaGenerator generator() {
        SchemaGeneratorConfigBuilder builder = new SchemaGeneratorConfigBuilder(
                        Wire.mapper(), SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
                .with(new JacksonModule())
                .with(
                        Option.DEFINITIONS_FOR_ALL_OBJECTS,
                        Option.EXTRA_OPEN_API_FORMAT_VALUES,
                        Option.MAP_VALUES_AS_ADDITIONAL_PROPERTIES);
        builder.forFields().withRequiredCheck(JsonSchemas::isAlwaysWritten);
        builder.forTypesInGeneral().withCustomDefinitionProvider(JsonSchemas::asItsValue);
        return new SchemaGenerator(builder.build());
    }

    /// As [Wire] writes: no nulls, and where a record says so nothing that is empty.
    private static boolean isAlwaysWritten(FieldScope field) {
        // by its text: the annotation itself is no dependency of the command line
        boolean emptyIsLeftOut = Arrays.stream(
                        field.getRawMember().getDeclaringClass().getAnnotations())
                .anyMatch(annotation -> annotation.toString().contains("NON_EMPTY"));
        Class<?> type = field.getRawMember().getType();
        boolean mayBeEmpty = type == String.class
                || type == Optional.class
                || Collection.class.isAssignableFrom(type)
                || Map.class.isAssignableFrom(type);
        return !field.getRawMember().getAnnotatedType().isAnnotationPresent(Nullable.class)
                && !(emptyIsLeftOut && mayBeEmpty);
    }

    /// `NodeId` is a number, `Lsn` a string.
    private static @Nullable CustomDefinition asItsValue(ResolvedType type, SchemaGenerationContext context) {
        AnnotatedMember value = MAPPER.getSerializationConfig()
                .introspect(MAPPER.constructType(type.getErasedType()))
                .findJsonValueAccessor();
        return value == null
                ? null
                : new CustomDefinition(
                        context.createDefinition(context.getTypeContext().resolve(value.getRawType())),
                        CustomDefinition.DefinitionType.INLINE,
                        CustomDefinition.AttributeInclusion.NO);
    }

    private static JsonNode read(String json) {
        try {
            return Wire.mapper().readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + json, e);
        }
    }

    private static String pretty(JsonNode schema) {
        try {
            return Wire.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(schema) + "\n";
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
