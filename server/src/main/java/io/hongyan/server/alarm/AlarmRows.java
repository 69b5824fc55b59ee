package io.hongyan.server.alarm;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.broker.store.RecordTable;
import io.hongyan.broker.store.RecordTable.Change;
import io.hongyan.broker.store.RecordTable.Row;
import io.hongyan.broker.store.StoreException;
import io.hongyan.cloud.record.RowKey;
import io.hongyan.cloud.secret.SecretBox;
import io.hongyan.cloud.secret.SecretException;
import io.hongyan.server.json.Json;
import io.hongyan.server.json.JsonException;
import io.hongyan.server.json.JsonFields;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// Alarms, their changes and their receivers in the store: a row each, in JSON, that of the receivers encrypted.
final class AlarmRows {
    private static final System.Logger LOG = System.getLogger(AlarmRows.class.getName());

    /// No instance has this name: the rows belong to the service.
    private static final String SERVICE = "";

    private static final char KIND = 'w';
    private static final String ALARM = "alarm";
    private static final String CHANGE = "change";
    private static final byte[] RECEIVERS = RowKey.of(SERVICE, KIND, "receivers");
    private static final int SECONDS = 10;

    private final RecordTable table;
    private final SecretBox box;
    private final String node;
    private final String change;

    /// @param node whose states and changes these are, where several services look at the same alarms, each at its own
    ///        figures; empty for a service alone
    AlarmRows(RecordTable table, SecretBox box, String node) {
        this.table = table;
        this.box = box;
        this.node = node;
        this.change = node.isEmpty() ? CHANGE : CHANGE + "@" + node;
    }

    /// All alarms, as they were left.
    List<Watch> alarms() {
        List<Watch> alarms = new ArrayList<>();
        for (Row row : table.scan(RowKey.within(SERVICE, KIND, ALARM), null, Alarms.MOST)) {
            read(row, fields -> {
                Alarm alarm = AlarmForm.read(fields);
                JsonFields own = own(alarm.id(), fields);
                alarms.add(new Watch(alarm, state(own), own.number("since")));
            });
        }
        return alarms;
    }

    /// Where the state is: in the row of the alarm, or in one for this node.
    private JsonFields own(String id, JsonFields alarm) {
        if (node.isEmpty()) {
            return alarm;
        }
        byte[] row = table.get(stateKey(id));
        return row == null
                ? new JsonFields(Map.of("state", AlarmForm.word(AlarmState.UNKNOWN), "since", 0L))
                : Json.object(new String(row, UTF_8));
    }

    private byte[] stateKey(String id) {
        return RowKey.of(SERVICE, KIND, "state@" + node, id);
    }

    /// The changes that are kept, by rising number.
    Map<Long, AlarmChange> changes() {
        Map<Long, AlarmChange> changes = new LinkedHashMap<>();
        for (Row row : table.scan(RowKey.within(SERVICE, KIND, change), null, 2 * Alarms.MOST_CHANGES)) {
            read(
                    row,
                    fields -> changes.put(
                            HexFormat.fromHexDigitsToLong(RowKey.names(row.key())[1]),
                            new AlarmChange(
                                    Instant.parse(fields.text("at")).toEpochMilli(),
                                    AlarmForm.read(fields),
                                    state(fields),
                                    fields.names().contains("value") ? AlarmForm.decimal(fields, "value") : null)));
        }
        return changes;
    }

    private static AlarmState state(JsonFields fields) {
        return AlarmState.valueOf(fields.text("state").toUpperCase(Locale.ROOT));
    }

    private static void read(Row row, Consumer<JsonFields> into) {
        try {
            into.accept(Json.object(new String(row.value(), UTF_8)));
        } catch (JsonException | IllegalArgumentException | DateTimeException e) {
            LOG.log(Level.WARNING, "a row of the alarms is passed over: {0}", e.getMessage());
        }
    }

    Receivers receivers() {
        byte[] row = table.get(RECEIVERS);
        if (row == null) {
            return Receivers.NONE;
        }
        try {
            JsonFields fields = Json.object(box.open(row, RECEIVERS));
            return new Receivers(
                    fields.objects("webhooks").stream()
                            .map(each -> new Receivers.WebHook(each.text("name"), URI.create(each.text("url"))))
                            .toList(),
                    fields.objects("mails").stream()
                            .map(each -> new Receivers.Mail(each.text("to")))
                            .toList());
        } catch (JsonException | SecretException | IllegalArgumentException e) {
            LOG.log(Level.WARNING, "the receivers of alarms cannot be read, name them again: {0}", e.getMessage());
            return Receivers.NONE;
        }
    }

    static Change put(Watch watch) {
        Map<String, Object> row = AlarmForm.view(watch.alarm());
        row.put("state", AlarmForm.word(watch.state()));
        row.put("since", watch.since());
        return new Change.Put(RowKey.of(SERVICE, KIND, ALARM, watch.alarm().id()), bytes(row));
    }

    /// The state alone.
    Change putState(Watch watch) {
        if (node.isEmpty()) {
            return put(watch);
        }
        Map<String, Object> row = Map.of("state", AlarmForm.word(watch.state()), "since", watch.since());
        return new Change.Put(stateKey(watch.alarm().id()), bytes(row));
    }

    /// Of an alarm that is gone.
    Change deleteState(String id) {
        return node.isEmpty() ? delete(id) : new Change.Delete(stateKey(id));
    }

    static Change delete(String id) {
        return new Change.Delete(RowKey.of(SERVICE, KIND, ALARM, id));
    }

    Change put(long number, AlarmChange made) {
        return new Change.Put(key(number), bytes(made.view()));
    }

    Change delete(long number) {
        return new Change.Delete(key(number));
    }

    Change put(Receivers receivers) {
        Map<String, Object> row = Map.of(
                "webhooks",
                receivers.webhooks().stream()
                        .map(each -> Map.of("name", each.name(), "url", each.url()))
                        .toList(),
                "mails",
                receivers.mails().stream().map(each -> Map.of("to", each.to())).toList());
        return new Change.Put(RECEIVERS, box.seal(Json.line(row), RECEIVERS));
    }

    private byte[] key(long number) {
        return RowKey.of(SERVICE, KIND, change, HexFormat.of().toHexDigits(number));
    }

    private static byte[] bytes(Map<String, Object> row) {
        return Json.line(row).getBytes(UTF_8);
    }

    /// Writes, and waits until that is durable.
    ///
    /// @throws StoreException when it cannot be written
    void write(List<Change> changes) {
        try {
            writing(changes).get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StoreException fault) {
                throw fault;
            }
            throw new IllegalStateException("alarms cannot be written", e);
        } catch (TimeoutException _) {
            throw new StoreException("the store did not write within " + SECONDS + " seconds");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /// Writes without waiting.
    CompletableFuture<Void> writing(List<Change> changes) {
        return table.write(changes);
    }
}
