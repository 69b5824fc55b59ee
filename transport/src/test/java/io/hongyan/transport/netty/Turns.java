package io.hongyan.transport.netty;

import io.hongyan.transport.Loop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A loop whose turns a test takes.
public final class Turns implements Loop {
    private List<Runnable> next = new ArrayList<>();

    public void take() {
        List<Runnable> due = next;
        next = new ArrayList<>();
        due.forEach(Runnable::run);
    }

    @Override
    public boolean inLoop() {
        return true;
    }

    @Override
    public void execute(Runnable task) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void nextTurn(Runnable task) {
        next.add(task);
    }

    @Override
    public void every(Duration period, Runnable task) {
        throw new UnsupportedOperationException();
    }
}
