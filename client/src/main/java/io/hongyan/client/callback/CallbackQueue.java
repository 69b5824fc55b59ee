package io.hongyan.client.callback;

import io.hongyan.client.loop.ClientEventLoop;
import io.hongyan.client.options.CallbackOptions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Calls user code with one item after the other, on the user's executor. Items that the loop adds in a turn are handed
/// over when the turn ends, with one task for the executor; no user code runs on the loop.
///
/// [#add] and [#turnEnded] are confined to the loop; any thread may call the rest.
public final class CallbackQueue<T> implements ClientEventLoop.TurnEndListener, Runnable {
    private final ClientEventLoop loop;
    private final Executor executor;
    private final Consumer<T> action;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<T> items = new ArrayDeque<>(0);
    private ArrayList<T> turn = new ArrayList<>(0);
    private long permits;
    private int drainers;
    private long taken;
    private volatile int size;

    /// @param permits how many items may be handed over before [#grant]; `Long.MAX_VALUE` = any number
    /// @param action must not throw
    public CallbackQueue(ClientEventLoop loop, Executor executor, long permits, Consumer<T> action) {
        this.loop = loop;
        this.executor = executor.equals(CallbackOptions.UNCHOSEN) ? loop.courier() : executor;
        this.permits = permits;
        this.action = action;
    }

    public void add(T item) {
        if (turn.isEmpty()) {
            loop.atTurnEnd(this);
        }
        turn.add(item);
    }

    /// How many items wait, about.
    public int size() {
        return size + turn.size();
    }

    @Override
    public void turnEnded() {
        boolean start;
        lock.lock();
        try {
            items.addAll(turn);
            size = items.size();
            start = drainers == 0 && startsDrainer();
        } finally {
            lock.unlock();
        }
        turn.clear();
        if (start) {
            executor.execute(this);
        }
    }

    /// Lets more items out.
    public void grant(long more) {
        boolean start;
        lock.lock();
        try {
            permits = permits + more < 0 ? Long.MAX_VALUE : permits + more;
            start = drainers == 0 && startsDrainer();
        } finally {
            lock.unlock();
        }
        if (start) {
            executor.execute(this);
        }
    }

    /// Discards the waiting items, and hands over this last one, permitted or not.
    public void finish(T last) {
        boolean start;
        lock.lock();
        try {
            items.clear();
            items.add(last);
            permits = Math.max(permits, 1);
            start = drainers == 0 && startsDrainer();
        } finally {
            lock.unlock();
        }
        if (start) {
            executor.execute(this);
        }
    }

    /// How many items were taken so far: if it does not grow, the user code is blocked.
    public long taken() {
        lock.lock();
        try {
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /// Starts another thread for the next items although the user code has not returned from the last one.
    public void assist() {
        boolean start;
        lock.lock();
        try {
            start = startsDrainer();
        } finally {
            lock.unlock();
        }
        if (start) {
            executor.execute(this);
        }
    }

    private boolean startsDrainer() {
        boolean start = !items.isEmpty() && permits > 0;
        if (start) {
            drainers++;
        }
        return start;
    }

    @Override
    public void run() {
        T item = next();
        while (item != null) {
            action.accept(item);
            item = next();
        }
    }

    private @Nullable T next() {
        lock.lock();
        try {
            T item = permits > 0 ? items.poll() : null;
            if (item == null) {
                drainers--;
                return null;
            }
            size = items.size();
            taken++;
            if (permits != Long.MAX_VALUE) {
                permits--;
            }
            return item;
        } finally {
            lock.unlock();
        }
    }
}
