package io.hongyan.server.command;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/// Signals of the operating system. Java has them in a package that the compiler warns of and that some runtimes lack,
/// so it is reached by reflection: without it a signal does what it always does.
final class Signals {
    private Signals() {}

    /// Runs the task at each signal of that name (`TERM`, `INT`, `HUP`), on a thread of its own, instead of what the
    /// virtual machine would do.
    ///
    /// @return whether that is possible here
    @SuppressWarnings("ReferenceEquality") // a proxy is equal to itself alone
    static boolean on(String name, Runnable task) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler calls = (proxy, method, arguments) -> switch (method.getName()) {
                case "handle" -> {
                    task.run();
                    yield null;
                }
                case "equals" -> arguments != null && proxy == arguments[0];
                case "hashCode" -> System.identityHashCode(proxy);
                case "toString" -> "handler of " + name;
                default -> null;
            };
            Object proxy = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, calls);
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
            return true;
        } catch (ReflectiveOperationException _) {
            return false;
        }
    }
}
