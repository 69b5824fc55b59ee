package io.hongyan.server.admin;

import io.hongyan.cloud.metadata.Metadata;
import io.hongyan.cloud.metadata.rule.ExchangeConnection;
import io.hongyan.cloud.metadata.rule.Rule;
import io.hongyan.server.json.JsonFields;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// What an administrator does with connections to other systems.
final class ConnectionRoutes {
    private static final String MASK = "***";

    private final Metadata metadata;
    private final ExchangeControl exchange;

    ConnectionRoutes(Metadata metadata, ExchangeControl exchange) {
        this.metadata = metadata;
        this.exchange = exchange;
    }

    List<AdminRoute> routes() {
        return List.of(
                AdminRoute.look("GET", "/rocketmq", _ -> connections()),
                AdminRoute.administer("POST", "/rocketmq", this::create),
                AdminRoute.look("GET", "/rocketmq/{name}", request -> view(connection(request))),
                AdminRoute.administer("PATCH", "/rocketmq/{name}", this::edit),
                AdminRoute.administer("DELETE", "/rocketmq/{name}", this::delete),
                AdminRoute.operate("POST", "/rocketmq/{name}/test", this::test));
    }

    private Map<String, ?> connections() {
        return Map.of(
                "connections",
                metadata.snapshot().connections().stream().map(this::view).toList());
    }

    private Map<String, Object> view(ExchangeConnection connection) {
        return AdminApi.ordered(
                "name", connection.name(),
                "kind", connection.kind(),
                "addresses", connection.addresses(),
                "accessKey", connection.accessKey(),
                "secretKey", connection.secretKey().isEmpty() ? "" : MASK,
                "tls", connection.tls(),
                "namespace", connection.namespace(),
                "rules", rules(connection).count());
    }

    private Stream<Rule> rules(ExchangeConnection connection) {
        return metadata.snapshot().instances().stream()
                .flatMap(instance -> instance.rules().stream())
                .filter(rule -> rule.connection().equals(connection.name()));
    }

    private ExchangeConnection connection(AdminRequest request) {
        String name = request.name("name");
        return metadata.snapshot()
                .connection(name)
                .orElseThrow(() -> AdminRefusal.notFound("there is no connection " + name));
    }

    private Map<String, ?> create(AdminRequest request) {
        JsonFields body = request.body();
        FormFields form = new FormFields(body);
        String kind = form.text("kind", ExchangeConnection.ROCKETMQ);
        if (kind.equals(ExchangeConnection.ROCKETMQ_GRPC)) {
            throw AdminRefusal.badRequest("kind " + kind + " is not served: RocketMQ's client for gRPC can neither keep"
                    + " message ids nor choose a queue for a client; use kind " + ExchangeConnection.ROCKETMQ
                    + " with the addresses of the name servers, which RocketMQ 5 has, too");
        }
        if (!kind.equals(ExchangeConnection.ROCKETMQ)) { // this one may be created before its plug-in is there
            exchange.refusal(kind).ifPresent(why -> {
                throw AdminRefusal.badRequest("the kind of a connection is " + ExchangeConnection.ROCKETMQ
                        + ", or another one that a plug-in serves, not " + kind + ": " + why);
            });
        }
        ExchangeConnection made = connection(body.text("name"), kind, form, body);
        AdminApi.changing(() -> metadata.createConnection(made));
        return Map.of();
    }

    private static ExchangeConnection connection(String name, String kind, FormFields form, JsonFields body) {
        return valid(() -> new ExchangeConnection(
                name,
                kind,
                body.texts("addresses"),
                form.text("accessKey", ""),
                form.text("secretKey", ""),
                form.truth("tls", false),
                form.text("namespace", "")));
    }

    private Map<String, ?> edit(AdminRequest request) {
        JsonFields body = request.body();
        FormFields form = new FormFields(body);
        AdminApi.changing(() -> metadata.editConnection(request.name("name"), before -> edited(before, form, body)));
        return Map.of();
    }

    private static ExchangeConnection edited(ExchangeConnection before, FormFields form, JsonFields body) {
        return valid(() -> new ExchangeConnection(
                before.name(),
                before.kind(),
                form.has("addresses") ? body.texts("addresses") : before.addresses(),
                form.text("accessKey", before.accessKey()),
                form.text("secretKey", before.secretKey()),
                form.truth("tls", before.tls()),
                form.text("namespace", before.namespace())));
    }

    private static ExchangeConnection valid(Supplier<ExchangeConnection> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            throw AdminRefusal.badRequest(String.valueOf(e.getMessage()));
        }
    }

    private Map<String, ?> delete(AdminRequest request) {
        AdminApi.changing(() -> metadata.deleteConnection(request.name("name")));
        return Map.of();
    }

    private Map<String, ?> test(AdminRequest request) {
        ExchangeConnection connection = connection(request);
        List<String> topics = new FormFields(request.body()).has("topics")
                ? request.body().texts("topics")
                : rules(connection).map(Rule::topic).distinct().sorted().toList();
        return AdminApi.ordered("topics", topics, "problems", exchange.check(connection, topics));
    }
}
