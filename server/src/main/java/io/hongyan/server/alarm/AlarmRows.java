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

    AlarmRows(RecordTable table, SecretBox box) {
        this.table = table;
        this.box = box;
    }

    /// All alarms, as they were left.
    List<Watch> alarms() {
        List<Watch> alarms = new ArrayList<>();
        for (Row row : table.scan(RowKey.within(SERVICE, KIND, ALARM), null, Alarms.MOST)) {
            read(row, fields -> alarms.add(new Watch(AlarmForm.read(fields), state(fields), fields.number("since"))));
        }
        return alarms;
    }

    /// The changes that are kept, by rising number.
    Map<Long, AlarmChange> changes() {
        Map<Long, AlarmChange> changes = new LinkedHashMap<>();
        for (Row row : table.scan(RowKey.within(SERVICE, KIND, CHANGE), null, 2 * Alarms.MOST_CHANGES)) {
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

    static Change delete(String id) {
        return new Change.Delete(RowKey.of(SERVICE, KIND, ALARM, id));
    }

    static Change put(long number, AlarmChange change) {
        return new Change.Put(key(number), bytes(change.view()));
    }

    static Change delete(long number) {
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

    private static byte[] key(long number) {
        return RowKey.of(SERVICE, KIND, CHANGE, HexFormat.of().toHexDigits(number));
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
