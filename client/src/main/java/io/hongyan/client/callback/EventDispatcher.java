package io.hongyan.client.callback;

import io.hongyan.client.event.ClientEvent;
import io.hongyan.client.loop.ClientEventLoop;
import io.hongyan.client.options.ClientOptions;
import java.lang.System.Logger.Level;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Calls the user's event receiver, on the executor. When the receiver throws, that is logged, and it gets the next
/// event.
///
/// Confined to the loop, as far as it is called.
final class EventDispatcher {
    private static final System.Logger LOG = System.getLogger(EventDispatcher.class.getName());

    private final Supplier<String> clientId;
    private final @Nullable CallbackQueue<ClientEvent> callbacks;

    EventDispatcher(ClientEventLoop loop, ClientOptions options, Supplier<String> clientId) {
        this.clientId = clientId;
        Consumer<ClientEvent> receiver = options.callbacks().events();
        this.callbacks = receiver == null
                ? null
                : new CallbackQueue<>(
                        loop, options.callbacks().executor(), Long.MAX_VALUE, event -> report(receiver, event));
    }

    void tell(ClientEvent event) {
        if (callbacks != null) {
            callbacks.add(event);
        }
    }

    /// A hook of the user threw; the client goes on as if there were none.
    void hookFailed(String hook, Throwable cause) {
        LOG.log(Level.WARNING, "the " + hook + " of client '" + clientId.get() + "' failed", cause);
        tell(new ClientEvent.HookFailed(hook, cause));
    }

    private void report(Consumer<ClientEvent> receiver, ClientEvent event) {
        try {
            receiver.accept(event);
        } catch (Throwable fault) {
            LOG.log(Level.WARNING, "the event receiver of client '" + clientId.get() + "' failed", fault);
        }
    }
}
