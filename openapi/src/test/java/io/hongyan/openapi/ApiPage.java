package io.hongyan.openapi;

import io.hongyan.openapi.action.Action;
import io.hongyan.openapi.action.Parameter;
import io.hongyan.openapi.action.Permission.Scope;
import io.hongyan.openapi.action.Table;
import io.hongyan.openapi.request.Binder;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.stream.Stream;

/// docs/openapi.md, from the table of actions.
final class ApiPage {
    private static final String HEAD = """
            # The OpenAPI

            <!-- Generated from the table of actions by ApiPageTest: do not edit. -->

            Back ends call Hongyan as they call the cloud service: product OnsMqtt, version 2020-04-20, with the official SDKs
            of Alibaba Cloud. Only the endpoint changes. It is off until it has a port: `./hongyan serve --api-port 18082`, or
            `api.port` in the configuration; it listens on 127.0.0.1 unless `api.bind` says otherwise (docs/config.md).

            Requests are signed with an AccessKey, by ACS3-HMAC-SHA256 or by the older HMAC-SHA1 of RPC style; `hongyan sign
            api` prints a signed URL for curl. A time stamp may be 15 minutes off, and a nonce is taken once. Parameters travel
            in the query or in a form (`application/x-www-form-urlencoded`); lists as `Name.1`, `Name.2`. Each answer has a
            `RequestId`; `Format=XML` asks for XML.

            An error has an HTTP status from 400 on and the fields `RequestId`, `HostId`, `Code`, `Message` and
            `Recommend`, which is always empty; the codes are [at the end](#error-codes). A field that has nothing to say
            is missing, as `NextToken` is on the last page.

            Traces are empty until `hongyan admin instance traces INSTANCE all` (or `sampled`) switches them on; the last
            second is not in them yet.

            In the examples `INSTANCE` is the id of your instance, `OTHER` that of another one, `CLIENT` a client id such as
            `GID_default@@@0001`, `TOKEN` what ApplyToken answered, `CA_SN` and `DEVICE_SN` serial numbers of certificates, as
            the lists have them (docs/x509.md); and these are milliseconds an hour ago and in an hour:

                BEGIN=$(date +%s000 -d '1 hour ago'); END=$(date +%s000 -d '1 hour')

            """;

    private ApiPage() {}

    static String text(Table table) {
        StringBuilder page = new StringBuilder(HEAD);
        page.append("| action | |\n|---|---|\n");
        table.all()
                .forEach(action -> page.append("| [")
                        .append(action.name())
                        .append("](#")
                        .append(action.name().toLowerCase(Locale.ROOT))
                        .append(") | ")
                        .append(action.about())
                        .append(" |\n"));
        table.all().forEach(action -> page.append('\n').append(section(action)));
        page.append("""

                ## Error codes

                Every action may answer with the codes down to `InternalError`; of the others, those that its section names.
                What is no HTTP, or too long, is refused before, without these fields.

                | code | status | when |
                |---|---|---|
                """);
        ApiWords.errors()
                .forEach((code, row) -> page.append("| `")
                        .append(code)
                        .append("` | ")
                        .append(row)
                        .append(" |\n"));
        return page.toString();
    }

    private static String section(Action<?, ?> action) {
        StringBuilder text = new StringBuilder("## ").append(action.name()).append("\n\n");
        text.append(action.about())
                .append(" Right `")
                .append(action.permission().action())
                .append("`")
                .append(scope(action.permission().scope()))
                .append("; ")
                .append(action.quota().perSecond())
                .append(" calls a second.");
        if (!action.errors().isEmpty()) {
            text.append(" Codes of its own: `")
                    .append(String.join("`, `", action.errors()))
                    .append("`.");
        }
        text.append("\n\n| parameter | type | |\n|---|---|---|\n");
        rows(action.input(), "", text);
        text.append("\n| answer | type | |\n|---|---|---|\n");
        answerRow("RequestId", "String", text);
        answer(action.output(), "", text);
        return text.append("\n    ").append(example(action)).append('\n').toString();
    }

    private static String scope(Scope scope) {
        return switch (scope) {
            case ACCOUNT -> "";
            case INSTANCE -> " in the instance";
            case SOME -> " to a parent topic or group of the instance";
            case TOPIC -> " to the parent topic";
            case GROUP -> " to the group";
        };
    }

    private static void rows(Class<?> type, String prefix, StringBuilder text) {
        for (RecordComponent component : type.getRecordComponents()) {
            Parameter rule = component.getAnnotation(Parameter.class);
            String name = prefix + Binder.wireName(component.getName());
            Class<?> item = item(component);
            if (item != null && item.isRecord()) {
                rows(item, name + ".N.", text);
                continue;
            }
            text.append("| ")
                    .append(name)
                    .append(item == null ? "" : ".N")
                    .append(" | ")
                    .append((item == null ? component.getType() : item).getSimpleName())
                    .append(" | ")
                    .append(about(rule).replace("|", "\\|"))
                    .append(rule.required() ? "" : " (optional)")
                    .append(" |\n");
        }
    }

    /// With the values that it may have, unless its words name them.
    private static String about(Parameter rule) {
        List<String> values =
                Stream.of(rule.oneOf()).map(value -> "`" + value + "`").toList();
        if (values.stream().allMatch(rule.value()::contains)) {
            return rule.value();
        }
        int last = values.size() - 1;
        return rule.value() + ": " + String.join(", ", values.subList(0, last)) + " or " + values.get(last);
    }

    private static void answer(Class<?> type, String prefix, StringBuilder text) {
        for (RecordComponent component : type.getRecordComponents()) {
            String name = prefix + Binder.wireName(component.getName());
            Class<?> item = item(component);
            Class<?> of = item == null ? component.getType() : item;
            String wire = item == null ? name : name + "[]";
            if (of.isRecord()) {
                answer(of, wire + ".", text);
            } else {
                answerRow(wire, boxed(of), text);
            }
        }
    }

    private static void answerRow(String path, String type, StringBuilder text) {
        text.append("| ")
                .append(path)
                .append(" | ")
                .append(type)
                .append(" | ")
                .append(ApiWords.field(path))
                .append(" |\n");
    }

    private static String boxed(Class<?> type) {
        if (type == boolean.class) {
            return "Boolean";
        }
        return type == int.class ? "Integer" : type == long.class ? "Long" : type.getSimpleName();
    }

    private static Class<?> item(RecordComponent component) {
        Type type = component.getGenericType();
        return type instanceof ParameterizedType list ? (Class<?>) list.getActualTypeArguments()[0] : null;
    }

    /// The words after `hongyan sign api` in the example of an action: its name and its parameters.
    static List<String> words(Action<?, ?> action) {
        List<String> words = new ArrayList<>();
        words.add(action.name());
        words(action.input(), "", words);
        return words;
    }

    private static void words(Class<?> type, String prefix, List<String> words) {
        for (RecordComponent component : type.getRecordComponents()) {
            Parameter rule = component.getAnnotation(Parameter.class);
            String name = prefix + Binder.wireName(component.getName());
            Class<?> item = item(component);
            if (item != null && item.isRecord()) {
                if (rule.required()) {
                    words(item, name + ".1.", words);
                }
            } else if (!rule.example().isEmpty()) {
                words.add(name + (item == null ? "" : ".1") + "=" + rule.example());
            }
        }
    }

    private static String example(Action<?, ?> action) {
        StringJoiner line = new StringJoiner(" ", "curl -s -X POST \"$(./hongyan sign api -X POST ", ")\"");
        for (String word : words(action)) {
            String quoted = word.matches("[^ #;*]*") ? word : "'" + word + "'";
            line.add(quoted.replace("NOW+3600000", "$END")
                    .replace("NOW-3600000", "$BEGIN")
                    .replace("CA_CERTIFICATE", "\"$(cat ca.crt)\"")
                    .replace("VERIFICATION", "\"$(cat proof.crt)\""));
        }
        return line.toString();
    }
}
