package io.hongyan.testkit.sim.world;

import io.hongyan.codec.ProtocolException;
import io.hongyan.codec.ReasonCode;
import io.hongyan.transport.CloseCause;
import io.hongyan.transport.ConnectionHandler;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The broker's handler of one connection. What it throws, except a violation of the protocol in what it receives,
/// ends the connection and nothing else.
final class HandlerCalls {
    private final SimConnection connection;
    private final Consumer<Throwable> broken;
    private @Nullable ConnectionHandler handler;
    private int frameLimit = Integer.MAX_VALUE;

    HandlerCalls(SimConnection connection, Consumer<Throwable> broken) {
        this.connection = connection;
        this.broken = broken;
    }

    void set(ConnectionHandler next) {
        handler = next;
    }

    boolean isSet() {
        return handler != null;
    }

    void frameLimit(int bytes) {
        frameLimit = bytes;
    }

    private ConnectionHandler handler() {
        if (handler == null) {
            throw new IllegalStateException("nobody has accepted the connection yet");
        }
        return handler;
    }

    /// @throws ProtocolException when the frame is no packet that may come now
    void received(byte[] frame) {
        if (frame.length > frameLimit) {
            throw new ProtocolException(ReasonCode.PACKET_TOO_LARGE, "MQTT-3.2.2-15", "a packet above the limit");
        }
        handler().received(connection, ByteBuffer.wrap(frame));
    }

    /// @return whether the client broke the protocol
    boolean violated(RuntimeException fault) {
        try {
            return handler().violated(connection, fault);
        } catch (RuntimeException | Error bug) {
            fault.addSuppressed(bug);
            return false;
        }
    }

    void closed(CloseCause cause) {
        guarded(() -> handler().closed(connection, cause));
    }

    void drained() {
        guarded(() -> handler().drained(connection));
    }

    void guarded(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException | Error bug) {
            broken.accept(bug);
        }
    }
}
