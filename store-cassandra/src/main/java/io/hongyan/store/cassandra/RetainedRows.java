package io.hongyan.store.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import io.hongyan.broker.store.RecoveredRetained;
import io.hongyan.store.cassandra.engine.Database;
import io.hongyan.store.cassandra.engine.Statements;
import io.hongyan.store.cassandra.row.MessageForm;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the retained messages of one virtual shard and gives them to its shard page by page. After a failed read it
/// can be called again: messages may then be given twice.
///
/// Confined to one thread at a time, which may block.
final class RetainedRows {
    private static final System.Logger LOG = System.getLogger(RetainedRows.class.getName());
    private static final int MESSAGES_PER_PAGE = 256;
    private static final long MOST_PAGE_BYTES = 4L << 20;
    private static final int ROWS_PER_ANSWER = 100;

    private final Database database;
    private final Statements statements;
    private final Ownership ownership;
    private final RetainedIndex index;
    private final Ownership.Request request;
    private final MessageForm form = new MessageForm();
    private boolean given;

    RetainedRows(
            Database database,
            Statements statements,
            Ownership ownership,
            RetainedIndex index,
            Ownership.Request request) {
        this.database = database;
        this.statements = statements;
        this.ownership = ownership;
        this.index = index;
        this.request = request;
    }

    void read() {
        if (given) {
            return;
        }
        Set<String> gone = new HashSet<>();
        List<RecoveredRetained> page = new ArrayList<>();
        long bytes = 0;
        for (Row row : database.read(statements.retained(request.vshard()).setPageSize(ROWS_PER_ANSWER))) {
            String instance = row.getString("instance");
            ByteBuffer content = row.getByteBuffer("message");
            if (instance == null || content == null) {
                continue;
            }
            if (ownership.isDropped(instance, row.getLong("time"))) {
                gone.add(instance);
                continue;
            }
            bytes += content.remaining();
            RecoveredRetained message = message(instance, content);
            if (message != null) {
                index.add(instance, request.vshard());
                page.add(message);
            }
            if (page.size() == MESSAGES_PER_PAGE || bytes >= MOST_PAGE_BYTES) {
                give(page);
                page = new ArrayList<>();
                bytes = 0;
            }
        }
        give(page);
        given = true;
        gone.forEach(instance -> request.shard()
                .put(new WriteRequest.DropRetained(request.vshard(), instance, ownership.droppedAt(instance))));
    }

    private void give(List<RecoveredRetained> page) {
        if (!page.isEmpty()) {
            request.shard().onShard(() -> request.sink().retained(page));
        }
    }

    private @Nullable RecoveredRetained message(String instance, ByteBuffer content) {
        try {
            return new RecoveredRetained(instance, form.read(content, Long.MIN_VALUE));
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "a retained message of {0} cannot be decoded and is left out: {1}", instance, e);
            return null;
        }
    }
}
