package io.hongyan.bridge.rocketmq;

import io.hongyan.exchange.spi.ExchangeProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/// Loads the plug-in as the service does: from its folder, with a class loader that sees the JDK and the SPI.
final class PluginFolder implements AutoCloseable {
    private final URLClassLoader loader;

    PluginFolder() {
        Path target =
                Path.of(System.getProperty("basedir", ".")).resolve("target").toAbsolutePath();
        var urls = new ArrayList<URL>();
        // Its own jar is made after the tests.
        urls.add(url(target.resolve("classes")));
        try (Stream<Path> jars = Files.list(target.resolve("plugins/rocketmq"))) {
            jars.filter(jar -> !jar.getFileName().toString().startsWith("hongyan-"))
                    .sorted()
                    .forEach(jar -> urls.add(url(jar)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        loader = new URLClassLoader("rocketmq", urls.toArray(URL[]::new), new SpiOnly());
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }

    ExchangeProvider provider() {
        List<ExchangeProvider> providers = ServiceLoader.load(ExchangeProvider.class, loader).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        if (providers.size() != 1) {
            throw new IllegalStateException("providers: " + providers);
        }
        return providers.getFirst();
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }

    private static final class SpiOnly extends ClassLoader {
        SpiOnly() {
            super(ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.startsWith("io.hongyan.exchange.spi.")) {
                return ExchangeProvider.class.getClassLoader().loadClass(name);
            }
            throw new ClassNotFoundException(name);
        }
    }
}
