package io.hongyan.openapi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hongyan.cloud.metadata.AccessRight;
import io.hongyan.openapi.action.Action;
import io.hongyan.openapi.action.ActionNames;
import io.hongyan.openapi.action.Parameter;
import io.hongyan.openapi.request.Binder;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goal: our table has each action, parameter and field that the official SDKs have.
class ServedActionsTest {
    /// What is not served yet.
    private static final Pattern PARAMETER = Pattern.compile("(\\w+)(\\*?):(String\\[]|\\{[^}]*}\\[]|\\w+)");
    /// What the gateway of the cloud service adds when it refuses.
    private static final Pattern REFUSAL = Pattern.compile("AccessDeniedDetail:\\{[^}]*}");

    private static final Pattern FIELD = Pattern.compile("\\w+(?=:)");

    @RegisterExtension
    final ApiStage stage = new ApiStage();

    private record Row(String action, String parameters, String answer) {}

    private static Stream<Row> rows() throws IOException {
        try (InputStream in = Objects.requireNonNull(ServedActionsTest.class.getResourceAsStream("actions.tsv"))) {
            return new String(in.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", -1))
                    .map(cells -> new Row(cells[0], cells[3], cells[4]));
        }
    }

    @Test
    void all_fifty_actions_are_served() throws IOException {
        Set<String> missing = new TreeSet<>();
        rows().filter(row -> stage.table.find(row.action()) == null).forEach(row -> missing.add(row.action()));
        assertEquals(Set.of(), missing);
        assertEquals(50, rows().count());
    }

    @Test
    void rights_know_the_actions_that_are_served() {
        Set<String> names = new TreeSet<>(Set.of(AccessRight.PUBLISH, AccessRight.SUBSCRIBE));
        stage.table.all().forEach(action -> names.add(action.permission().action()));
        assertEquals(names, ActionNames.ofRights());
    }

    @TestFactory
    Stream<DynamicTest> parameters_and_fields_are_those_of_the_sdks() throws IOException {
        return rows().map(row -> DynamicTest.dynamicTest(row.action(), () -> check(row)));
    }

    private void check(Row row) {
        Action<?, ?> action = Objects.requireNonNull(stage.table.find(row.action()));
        Map<String, String> wanted = new TreeMap<>();
        Matcher parameters = PARAMETER.matcher(row.parameters());
        while (parameters.find()) {
            wanted.put(parameters.group(1), parameters.group(2));
        }
        Map<String, String> served = new TreeMap<>();
        for (RecordComponent component : action.input().getRecordComponents()) {
            boolean required = component.getAnnotation(Parameter.class).required();
            served.put(Binder.wireName(component.getName()), required ? "*" : "");
        }
        if (wanted.containsKey("Tags")) {
            served.remove("Tag"); // the form of the older library
        }
        assertEquals(wanted, served);
        Set<String> fields = new TreeSet<>();
        collect(action.output(), fields);
        fields.add("RequestId");
        Set<String> missing = new TreeSet<>();
        Matcher names = FIELD.matcher(REFUSAL.matcher(row.answer()).replaceAll(""));
        while (names.find()) {
            if (!fields.contains(names.group())) {
                missing.add(names.group());
            }
        }
        assertTrue(missing.isEmpty(), "fields that are not answered: " + missing);
    }

    private static void collect(Class<?> type, Set<String> names) {
        for (RecordComponent component : type.getRecordComponents()) {
            names.add(Binder.wireName(component.getName()));
            Class<?> of = component.getGenericType() instanceof ParameterizedType list
                    ? (Class<?>) list.getActualTypeArguments()[0]
                    : component.getType();
            if (of.isRecord()) {
                collect(of, names);
            }
        }
    }
}
