package io.hongyan.cluster.model;

import io.hongyan.cluster.agree.Agreement;
import io.hongyan.cluster.agree.Change;
import io.hongyan.cluster.agree.Range;
import io.hongyan.cluster.agree.WatchListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A watch of the model: late as any message, and broken when its machine cannot be reached.
final class ModelWatch implements Agreement.Watch {
    private static final long RETRY = 300_000_000;

    private final AgreementModel model;
    private final ModelConnection connection;
    private final VirtualTime time;
    private final String prefix;
    private final WatchListener listener;

    /// What was told up to; 0 while all has to be read.
    private long position;

    /// How often it was broken: what was on its way then is lost.
    private int breaks;

    private boolean underWay;
    private boolean closed;

    ModelWatch(
            AgreementModel model, ModelConnection connection, VirtualTime time, String prefix, WatchListener listener) {
        this.model = model;
        this.connection = connection;
        this.time = time;
        this.prefix = prefix;
        this.listener = listener;
    }

    void begin() {
        changed();
    }

    boolean isClosed() {
        return closed;
    }

    /// There is something new.
    void changed() {
        if (!underWay && !closed) {
            underWay = true;
            time.after(connection.delay(), this::tell);
        }
    }

    void breakNow() {
        if (position != 0 && !closed) {
            position = 0;
            breaks++;
            listener.broken("the watch was broken");
            changed();
        }
    }

    private void tell() {
        if (closed) {
            return;
        }
        if (!connection.isReachable() || (position != 0 && position < model.forgotten())) {
            underWay = false;
            breakNow();
            underWay = true;
            time.after(RETRY, this::tell);
        } else {
            Runnable message = position == 0 ? snapshot() : changes();
            int sent = breaks;
            time.after(connection.delay(), () -> arrive(message, sent));
        }
    }

    /// What was read a while ago arrives now.
    private void arrive(Runnable message, int sent) {
        underWay = false;
        if (closed) {
            return;
        }
        if (sent == breaks) {
            message.run();
        }
        if (position < model.revision()) {
            changed();
        }
    }

    private Runnable snapshot() {
        Range all = model.range(prefix);
        return () -> {
            position = all.revision();
            listener.snapshot(all);
        };
    }

    private Runnable changes() {
        var changes = new ArrayList<Change>();
        long last = position;
        for (Map.Entry<Long, List<Change>> revision : model.since(position)) {
            last = revision.getKey();
            for (Change change : revision.getValue()) {
                if (change.key().startsWith(prefix)) {
                    changes.add(change);
                }
            }
        }
        long revision = last;
        return () -> {
            position = revision;
            if (!changes.isEmpty()) {
                listener.changed(changes, revision);
            }
        };
    }

    @Override
    public void close() {
        closed = true;
    }
}
