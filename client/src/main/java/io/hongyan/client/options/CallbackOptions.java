package io.hongyan.client.options;

import io.hongyan.client.event.ClientEvent;
import io.hongyan.client.event.ClientObserver;
import io.hongyan.client.message.Acknowledge;
import io.hongyan.client.message.Delivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/// Receivers, listeners, executor and time-outs of a client.
///
/// @param listening receivers that are there before the first connection
/// @param eventListeners each gets all events
public record CallbackOptions(
        List<Listening> listening,
        List<Consumer<ClientEvent>> eventListeners,
        ClientObserver observer,
        Executor executor,
        Duration callTimeout) {
    /// The executor of clients for which none was chosen: virtual threads. What the loop hands over to it goes to the
    /// loop's [io.hongyan.client.loop.Courier] in its place.
    public static final Executor UNCHOSEN = Thread::startVirtualThread;

    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);
    /// One object for all clients that set none of them.
    private static final CallbackOptions USUAL =
            new CallbackOptions(List.of(), List.of(), ClientObserver.NONE, UNCHOSEN, CALL_TIMEOUT);

    /// A receiver that is registered before the first connection.
    public record Listening(String filter, Acknowledge acknowledge, Consumer<Delivery> receiver) {}

    /// Holds the defaults until they are set.
    public static final class Builder {
        private final List<Listening> listening = new ArrayList<>();
        private final List<Consumer<ClientEvent>> eventListeners = new ArrayList<>(0);
        private ClientObserver observer = ClientObserver.NONE;
        private Executor executor = UNCHOSEN;
        private Duration callTimeout = CALL_TIMEOUT;

        public void listen(String filter, Acknowledge acknowledge, Consumer<Delivery> receiver) {
            Preconditions.checkFilter("listen", filter);
            listening.add(new Listening(filter, acknowledge, receiver));
        }

        public void addEventListener(Consumer<ClientEvent> listener) {
            eventListeners.add(listener);
        }

        public void observer(ClientObserver value) {
            observer = value;
        }

        public void executor(Executor value) {
            executor = value;
        }

        public void callTimeout(Duration value) {
            Preconditions.check(
                    value.toMillis() >= 1 && value.toDays() <= 1, "callTimeout is 1 ms to 1 day, not " + value);
            callTimeout = value;
        }

        public CallbackOptions build() {
            CallbackOptions built = new CallbackOptions(
                    List.copyOf(listening), List.copyOf(eventListeners), observer, executor, callTimeout);
            return built.equals(USUAL) ? USUAL : built;
        }
    }
}
