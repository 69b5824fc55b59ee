package io.hongyan.server.admin;

import io.hongyan.cloud.metadata.CloudInstance;
import io.hongyan.cloud.metadata.Metadata;
import io.hongyan.cloud.metadata.rule.Rule;
import io.hongyan.cloud.metadata.rule.RuleKind;
import io.hongyan.exchange.RuleStatus;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// What an administrator does with the rules of an instance.
final class RuleRoutes {
    private final Metadata metadata;
    private final ExchangeControl exchange;

    RuleRoutes(Metadata metadata, ExchangeControl exchange) {
        this.metadata = metadata;
        this.exchange = exchange;
    }

    List<AdminRoute> routes() {
        return List.of(
                AdminRoute.look("GET", "/instances/{instance}/rules", this::rules),
                AdminRoute.administer("POST", "/instances/{instance}/rules", this::create)
                        .ofService(),
                AdminRoute.administer("POST", "/instances/{instance}/rules/v2-defaults", this::createV2Rules)
                        .ofService(),
                AdminRoute.look("GET", "/instances/{instance}/rules/{rule}", this::rule),
                AdminRoute.administer("PATCH", "/instances/{instance}/rules/{rule}", this::edit)
                        .ofService(),
                AdminRoute.administer("DELETE", "/instances/{instance}/rules/{rule}", this::delete),
                AdminRoute.operate("POST", "/instances/{instance}/rules/{rule}/enable", r -> enable(r, true)),
                AdminRoute.operate("POST", "/instances/{instance}/rules/{rule}/disable", r -> enable(r, false)));
    }

    private Map<String, ?> rules(AdminRequest request) {
        CloudInstance instance = AdminApi.instance(metadata, request);
        return Map.of(
                "rules",
                instance.rules().stream().map(rule -> view(instance.id(), rule)).toList());
    }

    private Map<String, ?> rule(AdminRequest request) {
        CloudInstance instance = AdminApi.instance(metadata, request);
        String id = request.name("rule");
        return instance.rule(id)
                .map(rule -> view(instance.id(), rule))
                .orElseThrow(() -> AdminRefusal.notFound("there is no rule " + id + " in instance " + instance.id()));
    }

    private Map<String, Object> view(String instance, Rule rule) {
        Map<String, Object> view = RuleForm.view(rule);
        exchange.status(instance, rule.id()).ifPresent(status -> add(view, status));
        return view;
    }

    private static void add(Map<String, Object> view, RuleStatus status) {
        if (status.waiting() >= 0) {
            view.put("waiting", status.waiting());
        }
        if (status.waitingBytes() >= 0) {
            view.put("waitingBytes", status.waitingBytes());
        }
        if (status.oldestMillis() >= 0) {
            view.put("oldestMillis", status.oldestMillis());
        }
        view.put("carried", status.carried());
        view.put("failed", status.failed());
        view.put("dropped", status.dropped());
        view.put("reconnects", status.reconnects());
        if (status.fault() != null) {
            view.put("fault", status.fault());
        }
    }

    private Map<String, ?> create(AdminRequest request) {
        String instance = AdminApi.instance(metadata, request).id();
        Rule made = RuleForm.made(instance, request.body());
        AdminApi.changing(() -> metadata.createRule(instance, made));
        return Map.of();
    }

    private Map<String, ?> createV2Rules(AdminRequest request) {
        String instance = AdminApi.instance(metadata, request).id();
        FormFields form = new FormFields(request.body());
        Set<RuleKind> kinds = form.has("kinds")
                ? request.body().texts("kinds").stream()
                        .map(text -> FormFields.choice("a kind", text, RuleKind.class))
                        .collect(Collectors.toSet())
                : EnumSet.allOf(RuleKind.class);
        String connection = request.body().text("connection");
        return Map.of("created", AdminApi.changed(() -> metadata.createV2Rules(instance, connection, kinds)));
    }

    private Map<String, ?> edit(AdminRequest request) {
        String instance = AdminApi.instance(metadata, request).id();
        AdminApi.changing(() -> metadata.editRule(
                instance, request.name("rule"), before -> RuleForm.edited(before, instance, request.body())));
        return Map.of();
    }

    private Map<String, ?> enable(AdminRequest request, boolean enabled) {
        AdminApi.changing(() -> metadata.enableRule(request.name("instance"), request.name("rule"), enabled));
        return Map.of();
    }

    private Map<String, ?> delete(AdminRequest request) {
        AdminApi.changing(() -> metadata.deleteRule(request.name("instance"), request.name("rule")));
        return Map.of();
    }
}
