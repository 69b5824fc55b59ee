package io.hongyan.cli.pubsub;

import io.hongyan.client.config.Reconnect;
import io.hongyan.client.message.MqttException;
import io.hongyan.codec.ReasonCode;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// When `pub -l` connects again after a loss, and when it gives up: when there never was a connection, after some time
/// without a connection, or when the server does not want the messages. Such a server may close the connection each
/// time one comes, so a second connection in a row that ends with messages and without an acknowledgement is the last.
///
/// Confined to the loop, but for [#acknowledged].
final class RetryPolicy implements Reconnect.Hook {
    private static final int MOST_WITHOUT_PROGRESS = 2;
    private static final Duration DELAY = Duration.ofSeconds(1);

    private final Duration patience;
    private final LongSupplier nanoTime;
    private final BooleanSupplier idle;
    private final Consumer<MqttException> tell;
    private boolean everConnected;
    private boolean connected;
    private volatile boolean acknowledged;
    private int withoutProgress;
    private boolean lost;
    private long lostSince;

    /// @param patience how long to try without a connection
    /// @param idle whether no message waits for an acknowledgement
    /// @param tell receives each loss after which the client connects again
    RetryPolicy(Duration patience, LongSupplier nanoTime, BooleanSupplier idle, Consumer<MqttException> tell) {
        this.patience = patience;
        this.nanoTime = nanoTime;
        this.idle = idle;
        this.tell = tell;
    }

    /// What the client is built with: one attempt a second, as long as this policy allows it.
    Reconnect reconnect() {
        return new Reconnect(true, DELAY, DELAY, 1, 0, this);
    }

    /// The server has let the client in.
    void connected() {
        everConnected = true;
        connected = true;
        acknowledged = false;
        lost = false;
    }

    /// The server has acknowledged a message.
    void acknowledged() {
        acknowledged = true;
    }

    @Override
    public Reconnect.@Nullable Attempt next(Reconnect.Attempt planned) {
        if (connected) {
            connected = false;
            withoutProgress = acknowledged || idle.getAsBoolean() ? 0 : withoutProgress + 1;
        }
        if (!lost) {
            lost = true;
            lostSince = nanoTime.getAsLong();
        }
        boolean over = nanoTime.getAsLong() - lostSince > patience.toNanos();
        if (!everConnected || over || withoutProgress >= MOST_WITHOUT_PROGRESS || !mayPass(planned.cause())) {
            return null;
        }
        tell.accept(planned.cause());
        return planned;
    }

    /// Whether another connection may do better.
    static boolean mayPass(MqttException cause) {
        return switch (cause) {
            case MqttException.Unreachable e -> true;
            case MqttException.ServerFault e -> true;
            case MqttException.ConnectionLost e -> e.reason() == null || e.reason() == ReasonCode.SERVER_SHUTTING_DOWN;
            default -> false;
        };
    }
}
