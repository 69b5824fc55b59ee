package io.hongyan.client;

import java.lang.System.Logger.Level;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Tells the user's event receiver what happened, on the executor. A receiver that throws is logged and gets the next
/// event all the same.
///
/// Confined to the loop, as far as it is called.
final class EventReports {
    private static final System.Logger LOG = System.getLogger(EventReports.class.getName());

    private final Supplier<String> clientId;
    private final @Nullable Mailbox<ClientEvent> mailbox;

    EventReports(ClientLoop loop, ClientOptions options, Supplier<String> clientId) {
        this.clientId = clientId;
        Consumer<ClientEvent> receiver = options.events();
        this.mailbox = receiver == null
                ? null
                : new Mailbox<>(loop, options.executor(), Long.MAX_VALUE, event -> report(receiver, event));
    }

    void tell(ClientEvent event) {
        if (mailbox != null) {
            mailbox.add(event);
        }
    }

    /// A hook of the user threw; whoever called it goes on as without it.
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
