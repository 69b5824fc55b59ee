package io.hongyan.client.callback;

import io.hongyan.client.event.ClientEvent;
import io.hongyan.client.loop.ClientEventLoop;
import io.hongyan.client.options.ClientOptions;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Calls the user's event listeners on the executor, each with one event after the other. When a listener throws, that
/// is logged, and it gets the next event.
///
/// Confined to the loop, as far as it is called.
final class EventDispatcher {
    private static final System.Logger LOG = System.getLogger(EventDispatcher.class.getName());

    private final Supplier<String> clientId;
    private final List<CallbackQueue<ClientEvent>> listeners;

    EventDispatcher(ClientEventLoop loop, ClientOptions options, Supplier<String> clientId) {
        this.clientId = clientId;
        this.listeners = options.callbacks().eventListeners().stream()
                .map(listener -> new CallbackQueue<ClientEvent>(
                        loop, options.callbacks().executor(), Long.MAX_VALUE, event -> report(listener, event)))
                .toList();
    }

    void tell(ClientEvent event) {
        for (CallbackQueue<ClientEvent> listener : listeners) {
            listener.add(event);
        }
    }

    /// A hook of the user threw; the client continues as if there were none.
    void hookFailed(String hook, Throwable cause) {
        LOG.log(Level.WARNING, "the " + hook + " of client '" + clientId.get() + "' failed", cause);
        tell(new ClientEvent.HookFailed(hook, cause));
    }

    private void report(Consumer<ClientEvent> listener, ClientEvent event) {
        try {
            listener.accept(event);
        } catch (Throwable fault) {
            LOG.log(Level.WARNING, "an event listener of client '" + clientId.get() + "' failed", fault);
        }
    }
}
