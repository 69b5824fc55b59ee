package io.hongyan.server.admin;

import io.hongyan.broker.store.StoreException;
import io.hongyan.cloud.metadata.Metadata;
import io.hongyan.server.alarm.Alarm;
import io.hongyan.server.alarm.AlarmChange;
import io.hongyan.server.alarm.AlarmForm;
import io.hongyan.server.alarm.AlarmMetric;
import io.hongyan.server.alarm.Alarms;
import io.hongyan.server.alarm.Receivers;
import io.hongyan.server.config.source.Suggestion;
import io.hongyan.server.json.JsonFields;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Alarms, what became of them, and who is told.
public final class AlarmRoutes {
    private static final int ID_BYTES = 4;
    private static final int MINUTES = 5;

    private final Alarms alarms;
    private final Metadata metadata;
    private final SecureRandom random = new SecureRandom();

    public AlarmRoutes(Alarms alarms, Metadata metadata) {
        this.alarms = alarms;
        this.metadata = metadata;
    }

    public List<AdminRoute> routes() {
        return List.of(
                AdminRoute.look("GET", "/alarms", _ -> all()),
                AdminRoute.administer("POST", "/alarms", this::add),
                AdminRoute.look("GET", "/alarms/history", this::history),
                AdminRoute.inspect("GET", "/alarms/receivers", _ -> receivers()),
                AdminRoute.administer("PUT", "/alarms/receivers", this::setReceivers),
                AdminRoute.operate("POST", "/alarms/receivers/test", _ -> test()),
                AdminRoute.administer("PATCH", "/alarms/{alarm}", this::change),
                AdminRoute.administer("DELETE", "/alarms/{alarm}", this::delete));
    }

    private Map<String, ?> all() {
        return AdminApi.ordered(
                "alarms",
                alarms.all().stream().map(AlarmRoutes::view).toList(),
                "metrics",
                AlarmMetric.all().stream()
                        .map(each -> AdminApi.ordered(
                                "name", each.field(),
                                "unit", each.unit(),
                                "perInstance", each.perInstance(),
                                "perTopic", each.perTopic()))
                        .toList());
    }

    private static Map<String, Object> view(Alarms.Status status) {
        Map<String, Object> view = AlarmForm.view(status.alarm());
        view.put("state", FormFields.word(status.state()));
        if (status.since() > 0) {
            view.put("since", Instant.ofEpochMilli(status.since()).toString());
        }
        Double value = status.value();
        if (value != null) {
            view.put("value", AlarmForm.number(value));
        }
        return view;
    }

    private Map<String, ?> add(AdminRequest request) {
        JsonFields body = request.body();
        FormFields fields = new FormFields(body);
        String instance = body.optionalText("instance").orElse("");
        String topic = body.optionalText("topic").orElse("");
        AlarmMetric metric = metric(body.text("metric"), instance);
        double threshold = AlarmForm.decimal(body, "threshold");
        Alarm begun = valid(() -> new Alarm(
                id(), instance, topic, metric, Alarm.Comparison.ABOVE, threshold, MINUTES, Alarm.Level.WARNING, true));
        Alarm alarm = edited(begun, fields, body);
        if (!saving(() -> alarms.add(alarm))) {
            throw AdminRefusal.conflict("there are " + Alarms.MOST + " alarms already; delete one first");
        }
        return AlarmForm.view(alarm);
    }

    private String id() {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        return HexFormat.of().formatHex(id);
    }

    private Map<String, ?> change(AdminRequest request) {
        JsonFields body = request.body();
        FormFields fields = new FormFields(body);
        String id = request.name("alarm");
        Alarms.Status changed = saving(() -> alarms.change(id, before -> edited(before, fields, body)));
        if (changed == null) {
            throw noAlarm(id);
        }
        return view(changed);
    }

    private Map<String, ?> delete(AdminRequest request) {
        String id = request.name("alarm");
        if (!saving(() -> alarms.delete(id))) {
            throw noAlarm(id);
        }
        return Map.of();
    }

    private static AdminRefusal noAlarm(String id) {
        return AdminRefusal.notFound("there is no alarm " + id);
    }

    /// An alarm with what a body changes.
    private Alarm edited(Alarm before, FormFields fields, JsonFields body) {
        String instance = fields.text("instance", before.instance());
        AlarmMetric metric = metric(fields.text("metric", before.metric().field()), instance);
        if (!instance.isEmpty() && metadata.snapshot().instance(instance).isEmpty()) {
            throw AdminRefusal.badRequest("there is no instance " + instance);
        }
        return valid(() -> new Alarm(
                before.id(),
                instance,
                fields.text("topic", before.topic()),
                metric,
                fields.choice("comparison", before.comparison()),
                fields.has("threshold") ? AlarmForm.decimal(body, "threshold") : before.threshold(),
                Math.clamp(fields.number("minutes", before.minutes()), -1, Integer.MAX_VALUE),
                fields.choice("level", before.level()),
                fields.truth("enabled", before.enabled())));
    }

    private static AlarmMetric metric(String name, String instance) {
        boolean own = !instance.isEmpty();
        return AlarmMetric.find(name, own)
                .or(() -> AlarmMetric.find(name, !own)) // refused with the reason by the alarm itself
                .orElseThrow(() -> {
                    List<String> known = AlarmMetric.all().stream()
                            .filter(each -> each.perInstance() == own)
                            .map(AlarmMetric::field)
                            .toList();
                    return AdminRefusal.badRequest("there is no metric " + name
                            + Suggestion.nearest(name, known)
                                    .map(guess -> "; did you mean " + guess + "?")
                                    .orElse("; known are " + String.join(", ", known)));
                });
    }

    private Map<String, ?> history(AdminRequest request) {
        int limit = (int) request.query().number("limit");
        return Map.of(
                "changes", alarms.changes(limit).stream().map(AlarmChange::view).toList());
    }

    private Map<String, ?> receivers() {
        Receivers receivers = alarms.receivers();
        return AdminApi.ordered(
                "webhooks",
                receivers.webhooks().stream()
                        .map(each -> AdminApi.ordered("name", each.name(), "url", each.shown()))
                        .toList(),
                "mails",
                receivers.mails().stream().map(each -> Map.of("to", each.to())).toList(),
                "sendsMail",
                alarms.sendsMail());
    }

    private Map<String, ?> setReceivers(AdminRequest request) {
        JsonFields body = request.body();
        Receivers before = alarms.receivers();
        Receivers receivers = valid(() -> new Receivers(
                body.objects("webhooks").stream()
                        .map(each -> hook(each, before))
                        .toList(),
                body.objects("mails").stream()
                        .map(each -> new Receivers.Mail(each.text("to")))
                        .toList()));
        if (!receivers.mails().isEmpty() && !alarms.sendsMail()) {
            throw AdminRefusal.conflict(
                    "no e-mail can be sent: set alarms.mail.host and alarms.mail.from in the configuration, and start"
                            + " the service again");
        }
        saving(() -> {
            alarms.receivers(receivers);
            return true;
        });
        return Map.of();
    }

    /// One whose address comes back as it was shown keeps it.
    private static Receivers.WebHook hook(JsonFields fields, Receivers before) {
        String name = fields.text("name");
        String url = fields.text("url");
        for (Receivers.WebHook known : before.webhooks()) {
            if (known.name().equals(name) && known.shown().equals(url)) {
                return known;
            }
        }
        if (url.endsWith(Receivers.WebHook.MASK)) {
            throw AdminRefusal.badRequest("the address of web hook " + name
                    + " is shown without its query, and belongs to" + " no hook of that name; write the whole address");
        }
        return new Receivers.WebHook(name, URI.create(url));
    }

    private Map<String, ?> test() {
        List<Map<String, Object>> results = new ArrayList<>();
        alarms.test().forEach((receiver, why) -> {
            Map<String, Object> result = AdminApi.ordered("receiver", receiver, "delivered", why.isEmpty());
            if (!why.isEmpty()) {
                result.put("why", why);
            }
            results.add(result);
        });
        if (results.isEmpty()) {
            throw AdminRefusal.conflict("there are no receivers; name some with PUT /alarms/receivers");
        }
        return Map.of("results", results);
    }

    private static <T> T valid(Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            throw AdminRefusal.badRequest(String.valueOf(e.getMessage()));
        }
    }

    private static <T extends @Nullable Object> T saving(Supplier<T> change) {
        try {
            return change.get();
        } catch (StoreException e) {
            throw AdminRefusal.unsaved("nothing is changed: " + e.getMessage());
        }
    }
}
