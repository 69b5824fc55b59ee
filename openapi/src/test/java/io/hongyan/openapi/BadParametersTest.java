package io.hongyan.openapi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hongyan.openapi.ApiStage.Answered;
import io.hongyan.openapi.action.Action;
import io.hongyan.openapi.action.Parameter;
import io.hongyan.openapi.request.Binder;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goal: each parameter of each action is refused by name when it is missing, too long, of the wrong type, out of its
/// range or there twice, and nothing is changed then.
class BadParametersTest {
    @RegisterExtension
    final ApiStage stage = new ApiStage();

    @TestFactory
    Stream<DynamicTest> every_parameter_of_every_action() {
        return stage.table.all().stream()
                .map(action -> DynamicTest.dynamicTest(action.name(), () -> {
                    for (RecordComponent component : action.input().getRecordComponents()) {
                        check(action, component);
                    }
                }));
    }

    private void check(Action<?, ?> action, RecordComponent component) {
        Parameter rule = component.getAnnotation(Parameter.class);
        String name = Binder.wireName(component.getName());
        Class<?> type = component.getType();
        if (rule.required()) {
            expect("ParameterCheckFailed", action, name, null);
        }
        if (type == List.class) {
            return;
        }
        if (type == String.class) {
            expect("InvalidParameter." + name, action, name, "x".repeat(rule.longest() + 1));
        } else {
            expect("InvalidParameter." + name, action, name, "abc");
        }
        if (rule.oneOf().length > 0) {
            expect("InvalidParameter." + name, action, name, "none-of-them");
        }
        if (type == Integer.class || type == Long.class) {
            expect("InvalidParameter." + name, action, name, Long.toString(rule.least() - 1));
            expect("InvalidParameter." + name, action, name, "99999999999999999999");
        }
        twice(action, name);
    }

    /// @param value null = missing
    private void expect(String code, Action<?, ?> action, String name, String value) {
        Map<String, String> parameters = examples(action);
        parameters.keySet().removeIf(each -> each.equals(name) || each.startsWith(name + "."));
        if (value != null) {
            parameters.put(name, value);
        }
        Answered answered = call(action, parameters);
        assertEquals("400 " + code, answered.status() + " " + answered.code(), name + " " + answered.body());
    }

    private void twice(Action<?, ?> action, String name) {
        stage.clock.advance(Duration.ofSeconds(1));
        String query =
                stage.signed("POST", ApiStage.KEY, action.name(), name, "1").query();
        Answered answered = stage.send(ApiStage.request("POST", query + "&" + name + "=2", ""));
        assertEquals("400 ParameterCheckFailed", answered.status() + " " + answered.code(), name);
    }

    private Answered call(Action<?, ?> action, Map<String, String> parameters) {
        stage.clock.advance(Duration.ofSeconds(1)); // no quota counts
        return stage.call(
                action.name(),
                parameters.entrySet().stream()
                        .flatMap(each -> Stream.of(each.getKey(), each.getValue()))
                        .toArray(String[]::new));
    }

    private static Map<String, String> examples(Action<?, ?> action) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String word : ApiPage.words(action).stream().skip(1).toList()) {
            String[] pair = word.replace("NOW+3600000", "9999999999999")
                    .replace("NOW-3600000", "1")
                    .split("=", 2);
            parameters.put(pair[0], pair[1]);
        }
        return parameters;
    }
}
