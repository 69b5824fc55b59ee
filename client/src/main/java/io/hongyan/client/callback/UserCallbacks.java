package io.hongyan.client.callback;

import io.hongyan.client.event.ClientEvent;
import io.hongyan.client.loop.ClientEventLoop;
import io.hongyan.client.options.ClientOptions;
import io.hongyan.codec.topic.Topic;
import java.lang.System.Logger.Level;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The ways from the session to code of the user, which runs on the user's executor: futures, events and hooks.
///
/// Confined to the loop.
public final class UserCallbacks {
    private static final System.Logger LOG = System.getLogger(UserCallbacks.class.getName());

    private final Supplier<String> clientId;
    private final Consumer<Runnable> loopTasks;
    private final Executor executor;
    private final ClientEventLoop loop;
    /// Made with the first future that the loop may not complete by itself.
    private @Nullable FutureCompleter completer;
    private final EventDispatcher events;

    /// @param loopTasks runs an action on the loop, from any thread
    public UserCallbacks(
            ClientEventLoop loop, ClientOptions options, Supplier<String> clientId, Consumer<Runnable> loopTasks) {
        this.clientId = clientId;
        this.loopTasks = loopTasks;
        this.executor = options.callbacks().executor();
        this.loop = loop;
        this.events = new EventDispatcher(loop, options, clientId);
    }

    /// Completes a future, on the executor unless the loop may do it.
    public void complete(Runnable completion, boolean direct) {
        if (direct) {
            completion.run();
        } else {
            completer().add(completion);
        }
    }

    /// The same for a future that completes itself when it is run.
    public <T, F extends CompletableFuture<T> & Runnable> void completeFuture(F future, boolean direct) {
        if (direct) {
            future.run();
        } else {
            completer().addFuture(future);
        }
    }

    /// The client is closing: futures are completed at once from now on, since the loop may end soon.
    public void close() {
        completer().close();
    }

    private FutureCompleter completer() {
        FutureCompleter made = completer;
        if (made == null) {
            made = new FutureCompleter(loop, executor);
            completer = made;
        }
        return made;
    }

    public void emit(ClientEvent event) {
        events.tell(event);
    }

    /// A hook of the user threw; the client continues as if there were none.
    public void hookFailed(String hook, Throwable cause) {
        events.hookFailed(hook, cause);
    }

    /// A receiver of messages threw. Any thread may call it.
    public void receiverFailed(Topic topic, Throwable cause) {
        LOG.log(Level.WARNING, "a receiver of client '" + clientId.get() + "' failed on topic " + topic, cause);
        loopTasks.accept(() -> emit(new ClientEvent.ReceiverFailed(topic, cause)));
    }

    /// Runs a task that may block on the executor, and handles its result on the loop.
    public <T> void runOnExecutor(Callable<T> task, Consumer<T> then, Consumer<Throwable> otherwise) {
        Runnable run = () -> {
            try {
                T result = task.call();
                loopTasks.accept(() -> then.accept(result));
            } catch (Throwable fault) {
                loopTasks.accept(() -> otherwise.accept(fault));
            }
        };
        try {
            executor.execute(run);
        } catch (RejectedExecutionException fault) {
            otherwise.accept(fault);
        }
    }
}
