package io.hongyan.client;

import io.hongyan.client.event.ClientEvent;
import io.hongyan.client.loop.ClientEventLoop;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/// The ways from the session to code of the user, which runs on the user's executor: futures, events and hooks.
///
/// Confined to the loop.
final class UserCallbacks {
    private final Session session;
    private final Executor executor;
    private final FutureCompleter completer;
    private final EventDispatcher events;

    UserCallbacks(Session session, ClientEventLoop loop, ClientOptions options) {
        this.session = session;
        this.executor = options.executor();
        this.completer = new FutureCompleter(loop, executor);
        this.events = new EventDispatcher(loop, options, session::clientId);
    }

    /// Completes a future, on the executor unless the loop may do it.
    void complete(Runnable completion, boolean direct) {
        if (direct) {
            completion.run();
        } else {
            completer.add(completion);
        }
    }

    /// The same for a message.
    void complete(OutgoingMessage outgoing) {
        if (outgoing.direct()) {
            outgoing.run();
        } else {
            completer.add(outgoing);
        }
    }

    void emit(ClientEvent event) {
        events.tell(event);
    }

    /// A hook of the user threw; the client goes on as if there were none.
    void hookFailed(String hook, Throwable cause) {
        events.hookFailed(hook, cause);
    }

    /// Runs something that may block on the executor, and goes on with its result on the loop.
    <T> void runOnExecutor(Callable<T> task, Consumer<T> then, Consumer<Throwable> otherwise) {
        Runnable run = () -> {
            try {
                T result = task.call();
                session.submit(new SessionTask(on -> then.accept(result), () -> {}));
            } catch (Throwable fault) {
                session.submit(new SessionTask(on -> otherwise.accept(fault), () -> {}));
            }
        };
        try {
            executor.execute(run);
        } catch (RejectedExecutionException fault) {
            otherwise.accept(fault);
        }
    }
}
