package io.hongyan.exchange.plugin;

import io.hongyan.exchange.spi.ExchangeException;
import io.hongyan.exchange.spi.ExchangeProvider;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The plug-ins of a folder: each is a folder of jars in it. They are loaded when the first of them is asked for, and
/// stay. Any thread.
public final class Plugins {
    private static final System.Logger LOG = System.getLogger(Plugins.class.getName());

    private final Path folder;
    private final Map<String, ExchangeProvider> byKind = new TreeMap<>(); // guarded by this, as what follows
    private final List<String> troubles = new ArrayList<>();
    private boolean loaded;

    /// @param folder need not exist
    public Plugins(Path folder) {
        this.folder = folder;
    }

    /// The plug-in that serves a kind of connection.
    ///
    /// @throws ExchangeException when there is none; it says where it was looked for
    public synchronized ExchangeProvider of(String kind) {
        load();
        ExchangeProvider provider = byKind.get(kind);
        if (provider == null) {
            String known = byKind.isEmpty() ? "there is none" : "there are " + String.join(", ", byKind.keySet());
            String why = troubles.isEmpty() ? "" : "; " + String.join("; ", troubles);
            throw new ExchangeException(
                    "no plug-in in " + folder.toAbsolutePath().normalize() + " serves connections of kind " + kind
                            + ": " + known + why,
                    null);
        }
        return provider;
    }

    private void load() {
        if (loaded) {
            return;
        }
        loaded = true;
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> all = Files.list(folder)) {
            all.filter(Files::isDirectory).sorted().forEach(this::load);
        } catch (IOException e) {
            troubles.add(folder + " cannot be read: " + e.getMessage());
        }
    }

    private void load(Path plugin) {
        String name = plugin.getFileName().toString();
        try {
            URL[] jars = jars(plugin);
            ClassLoader loader = new PluginClassLoader(name, jars, ExchangeProvider.class.getClassLoader());
            boolean any = false;
            for (ExchangeProvider provider : ServiceLoader.load(ExchangeProvider.class, loader)) {
                any = true;
                provider.kinds().forEach(kind -> byKind.putIfAbsent(kind, provider));
            }
            if (!any) {
                troubles.add(plugin + " holds " + jars.length + " jars and no " + ExchangeProvider.class.getName());
            }
        } catch (IOException | ServiceConfigurationError | RuntimeException | LinkageError e) {
            LOG.log(Level.ERROR, "the plug-in " + plugin + " cannot be loaded", e);
            troubles.add("the plug-in " + plugin + " cannot be loaded: " + e);
        }
    }

    private static URL[] jars(Path plugin) throws IOException {
        try (Stream<Path> files = Files.list(plugin)) {
            List<Path> jars = files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
            URL[] urls = new URL[jars.size()];
            for (int i = 0; i < urls.length; i++) {
                urls[i] = url(jars.get(i));
            }
            return urls;
        }
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }
}
