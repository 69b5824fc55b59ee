package io.hongyan.transport.leak;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetector.Level;
import io.netty.util.ResourceLeakDetectorFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Fails the test class after which a buffer was found that is garbage and was never released: pooled memory that is
/// lost until the process ends. JUnit finds it by itself and asks it first, so that it sees all buffers and comes after
/// everything else that a class does at its end.
///
/// It loses one buffer on purpose each time, and looks until it has found that one: so it notices when it does not
/// work.
public final class LeakCheck implements AfterAllCallback {
    private static final int MOST_ROUNDS = 200;

    private final Queue<String> found = new ConcurrentLinkedQueue<>();
    private int classes;

    public LeakCheck() {
        // One line of where a lost buffer came from is enough, and every step of each buffer would be slow.
        System.setProperty("io.netty.leakDetection.acquireAndReleaseOnly", "true");
        ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new Everywhere());
        ResourceLeakDetector.setLevel(Level.PARANOID);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (context.getRequiredTestClass().getEnclosingClass() != null) {
            return;
        }
        String own = "lost on purpose " + ++classes;
        List<String> leaks = new ArrayList<>();
        lose(own);
        for (int round = 0; !look(own, leaks); round++) {
            if (round == MOST_ROUNDS) {
                throw new AssertionError("leak detection does not find what it should");
            }
        }
        look(own, leaks); // what became garbage with the first one, and was told after it
        if (!leaks.isEmpty()) {
            throw new AssertionError(leaks.size() + " buffers were never released: " + String.join("\n", leaks));
        }
    }

    private static void lose(String own) {
        PooledByteBufAllocator.DEFAULT.directBuffer(1).touch(own);
    }

    /// Collects what is known after one more collection of garbage.
    ///
    /// @return whether that one was among it
    private boolean look(String own, List<String> leaks) {
        System.gc();
        // Netty tells of garbage when it makes the next buffer.
        ByteBuf next = PooledByteBufAllocator.DEFAULT.directBuffer(1);
        next.release();
        boolean seen = false;
        for (String leak = found.poll(); leak != null; leak = found.poll()) {
            if (leak.contains(own)) {
                seen = true;
            } else {
                leaks.add(leak);
            }
        }
        return seen;
    }

    private final class Everywhere extends ResourceLeakDetectorFactory {
        @Override
        @Deprecated
        public <T> ResourceLeakDetector<T> newResourceLeakDetector(Class<T> type, int interval, long maxActive) {
            return new Detector<>(type, interval);
        }

        @Override
        public <T> ResourceLeakDetector<T> newResourceLeakDetector(Class<T> type, int interval) {
            return new Detector<>(type, interval);
        }
    }

    private final class Detector<T> extends ResourceLeakDetector<T> {
        Detector(Class<?> type, int interval) {
            super(type, interval);
        }

        @Override
        protected boolean needReport() {
            return true;
        }

        @Override
        protected void reportTracedLeak(String type, String records) {
            found.add(type + records);
        }

        @Override
        protected void reportUntracedLeak(String type) {
            found.add(type);
        }
    }
}
