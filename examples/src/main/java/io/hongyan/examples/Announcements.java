package io.hongyan.examples;

import java.io.PrintStream;
import java.util.function.Consumer;

/// Prints and counts announcements. Any thread may call it.
final class Announcements implements Consumer<String> {
    private final PrintStream out;
    private int count;

    Announcements(PrintStream out) {
        this.out = out;
    }

    @Override
    public synchronized void accept(String text) {
        out.println(text);
        count++;
        notifyAll();
    }

    /// Waits until that many announcements were made in all.
    synchronized void await(int wanted) throws InterruptedException {
        while (count < wanted) {
            wait();
        }
    }
}
