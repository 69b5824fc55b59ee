package io.hongyan.bridge.rocketmq;

import java.util.function.Supplier;

/// RocketMQ's libraries look for their parts with the context class loader of the thread, which is the service's on its
/// threads. Threads that are made meanwhile inherit the one of the plug-in.
final class PluginThreads {
    private PluginThreads() {}

    static <T> T call(Supplier<T> action) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(PluginThreads.class.getClassLoader());
        try {
            return action.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
