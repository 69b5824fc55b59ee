package io.hongyan.openapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hongyan.openapi.ApiStage.Answered;
import io.hongyan.openapi.action.Action;
import io.hongyan.openapi.action.Parameter;
import io.hongyan.openapi.request.Binder;
import java.lang.reflect.ParameterizedType;
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
/// range, there twice or not UTF-8, and nothing is changed then.
class BadParametersTest {
    @RegisterExtension
    final ApiStage stage = new ApiStage();

    @TestFactory
    Stream<DynamicTest> every_parameter_of_every_action() {
        return stage.table.all().stream()
                .map(action -> DynamicTest.dynamicTest(action.name(), () -> {
                    for (RecordComponent component : action.input().getRecordComponents()) {
                        check(action, "", component);
                    }
                }));
    }

    /// @param prefix of its name: that of the item which it is a part of
    private void check(Action<?, ?> action, String prefix, RecordComponent component) {
        Parameter rule = component.getAnnotation(Parameter.class);
        String name = prefix + Binder.wireName(component.getName());
        Class<?> type = component.getType();
        if (rule.required()) {
            expect("ParameterCheckFailed", action, name, null);
        }
        if (type == List.class) {
            checkItems(action, name, rule, component);
            return;
        }
        if (type == String.class) {
            expect("InvalidParameter." + name, action, name, "x".repeat(rule.longest() + 1));
        } else {
            expect("InvalidParameter." + name, action, name, "abc");
        }
        if (type == String.class && !rule.zero()) {
            expect("InvalidParameter." + name, action, name, "x\u0000");
        }
        if (rule.oneOf().length > 0) {
            expect("InvalidParameter." + name, action, name, "none-of-them");
        }
        if (type == Integer.class || type == Long.class) {
            expect("InvalidParameter." + name, action, name, Long.toString(rule.least() - 1));
            expect("InvalidParameter." + name, action, name, "99999999999999999999");
        }
        refusesTwiceAndNoUtf8(action, name);
    }

    private void checkItems(Action<?, ?> action, String name, Parameter rule, RecordComponent component) {
        Class<?> item = (Class<?>) ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
        tooMany(action, name, rule, item);
        if (item.isRecord()) {
            for (RecordComponent part : item.getRecordComponents()) {
                check(action, name + ".1.", part);
            }
            return;
        }
        expect("InvalidParameter." + name + ".1", action, name + ".1", "x".repeat(257));
        expect("InvalidParameter." + name + ".1", action, name + ".1", "x\u0000");
        refusesTwiceAndNoUtf8(action, name + ".1");
    }

    private void tooMany(Action<?, ?> action, String name, Parameter rule, Class<?> item) {
        Map<String, String> parameters = examples(action);
        for (int i = 1; i <= rule.longest() + 1; i++) {
            for (String part : item.isRecord() ? List.of(".Key", ".Value") : List.of("")) {
                parameters.put(name + "." + i + part, "x" + i);
            }
        }
        Answered answered = call(action, parameters);
        assertEquals("400 InvalidParameter." + name, answered.status() + " " + answered.code(), answered.body());
    }

    /// @param value null = missing
    private void expect(String code, Action<?, ?> action, String name, String value) {
        Map<String, String> parameters = examples(action);
        parameters.keySet().removeIf(each -> each.equals(name) || each.startsWith(name + "."));
        if (value != null) {
            parameters.put(name, value);
        }
        if (name.endsWith(".1.Key")) { // or there would be no item at all
            parameters.put(name.replace(".1.Key", ".1.Value"), "x");
        } else if (name.endsWith(".1.Value")) {
            parameters.put(name.replace(".1.Value", ".1.Key"), "x");
        }
        Answered answered = call(action, parameters);
        assertEquals("400 " + code, answered.status() + " " + answered.code(), name + " " + answered.body());
    }

    /// Both are faults of the request, found before anybody looks at the signature.
    private void refusesTwiceAndNoUtf8(Action<?, ?> action, String name) {
        String rest = stage.signed("POST", ApiStage.KEY, action.name()).query();
        String once = rest + "&" + name + "=1";
        refuses("stands twice", once + "&" + name + "=2", "");
        refuses("stands twice", once, name + "=2");
        refuses("not UTF-8", rest + "&" + name + "=%ff", "");
        refuses("not UTF-8", rest, name + "=%ff");
        refuses("percent-encoded", rest + "&" + name + "=\u00ff", "");
    }

    private void refuses(String why, String query, String form) {
        stage.clock.advance(Duration.ofSeconds(1));
        Answered answered = stage.send(ApiStage.request("POST", query, form));
        assertEquals("400 ParameterCheckFailed", answered.status() + " " + answered.code(), query);
        assertTrue(answered.body().contains(why), answered.body());
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
