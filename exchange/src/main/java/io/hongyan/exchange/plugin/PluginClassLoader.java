package io.hongyan.exchange.plugin;

import java.net.URL;
import java.net.URLClassLoader;

/// Loads a plug-in. It sees its own jars, the JDK, and the interface between plug-in and service, and nothing else of
/// the service: its libraries may be of other versions than ours.
final class PluginClassLoader extends URLClassLoader {
    static {
        registerAsParallelCapable();
    }

    /// @param name of the plug-in, for stack traces
    PluginClassLoader(String name, URL[] jars, ClassLoader service) {
        super("plugin-" + name, jars, new Shared(service));
    }

    /// What service and plug-in share.
    private static final class Shared extends ClassLoader {
        private static final String PREFIX = "io.hongyan.exchange.spi.";

        private final ClassLoader service;

        static {
            registerAsParallelCapable();
        }

        Shared(ClassLoader service) {
            super(getPlatformClassLoader());
            this.service = service;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.startsWith(PREFIX)) {
                return service.loadClass(name);
            }
            throw new ClassNotFoundException(name);
        }
    }
}
