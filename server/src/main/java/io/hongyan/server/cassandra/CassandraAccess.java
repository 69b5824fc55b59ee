package io.hongyan.server.cassandra;

import io.hongyan.broker.store.StoreException;
import io.hongyan.server.config.CassandraConfig;
import io.hongyan.server.config.ServerConfig;
import io.hongyan.server.data.DataFolderException;
import io.hongyan.server.file.TextFile;
import io.hongyan.store.cassandra.CassandraSetup;
import io.hongyan.store.cassandra.config.CassandraOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The Cassandra of the configuration, for whoever does not open a store there. Loads the driver.
public final class CassandraAccess {
    /// In the place of a node's name where nothing is written under it.
    private static final String NOBODY = "setup";

    private CassandraAccess() {}

    /// Makes key space and tables, as far as they are not there.
    ///
    /// @return a line about what is there now
    /// @throws DataFolderException when Cassandra cannot be used
    public static String prepare(ServerConfig config) {
        CassandraOptions options = options(config.store().cassandra(), NOBODY);
        try {
            boolean made = CassandraSetup.make(options);
            return "key space " + options.keySpace() + " with its tables, in Cassandra at " + options.places()
                    + (made ? "" : " (as it was)");
        } catch (StoreException e) {
            throw new DataFolderException(String.valueOf(e.getMessage()), e);
        }
    }

    /// Looks whether a service could start with it, and changes nothing.
    ///
    /// @throws DataFolderException when it could not
    public static void check(ServerConfig config) {
        try {
            CassandraSetup.check(
                    options(config.store().cassandra(), NOBODY), config.broker().store());
        } catch (StoreException e) {
            throw new DataFolderException(String.valueOf(e.getMessage()), e);
        }
    }

    /// Where Cassandra is, and what is kept there how.
    ///
    /// @param node the name of this service there
    /// @throws DataFolderException when the password cannot be read
    public static CassandraOptions options(CassandraConfig settings, String node) {
        return new CassandraOptions(
                settings.contactPoints().stream().map(CassandraAccess::address).toList(),
                settings.dataCenter().isEmpty() ? null : settings.dataCenter(),
                settings.keySpace(),
                settings.replicationFactor(),
                credentials(settings),
                settings.ttl(),
                node,
                CassandraOptions.MOST_WAITING);
    }

    private static InetSocketAddress address(String point) {
        int colon = point.lastIndexOf(':');
        String host = point.substring(0, colon);
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return new InetSocketAddress(bare, Integer.parseInt(point.substring(colon + 1)));
    }

    private static CassandraOptions.@Nullable Credentials credentials(CassandraConfig settings) {
        if (settings.user().isEmpty()) {
            return null;
        }
        Path file = Path.of(settings.passwordFile());
        try {
            return new CassandraOptions.Credentials(
                    settings.user(), TextFile.read(file).strip());
        } catch (IOException e) {
            throw new DataFolderException(
                    "store.cassandra.passwordFile: " + file + ": " + TextFile.reason(e)
                            + "; name the file with the password of " + settings.user(),
                    e);
        }
    }
}
