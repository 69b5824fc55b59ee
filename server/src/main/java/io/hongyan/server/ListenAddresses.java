package io.hongyan.server;

import io.hongyan.server.config.ListenerConfig;
import io.hongyan.server.config.Port;
import io.hongyan.server.config.ServerConfig;
import io.hongyan.server.data.RuntimeFile;
import io.hongyan.transport.TransportException;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The addresses that a configuration listens on, and what is wrong with them before anything is bound.
final class ListenAddresses {
    private static final String LISTENERS = "listeners.";
    /// Of the port for the nodes of a cluster.
    static final String LINKS = "cluster.link";

    private final List<Place> places = new ArrayList<>();

    /// What is on.
    ///
    /// @param key of the configuration, above `bind` and `port`
    /// @param bindKey the key that the address comes from
    private record Place(String key, String bindKey, String host, Port port) {
        String name() {
            return key.startsWith(LISTENERS) ? key.substring(LISTENERS.length()) : key;
        }

        String what() {
            return key.startsWith(LISTENERS) ? "listener " + name() : key;
        }

        @Nullable
        InetAddress address() {
            try {
                return InetAddress.getByName(host);
            } catch (UnknownHostException _) {
                return null;
            }
        }
    }

    private ListenAddresses() {}

    static ListenAddresses of(ServerConfig config) {
        ListenAddresses addresses = new ListenAddresses();
        config.listeners().forEach((name, listener) -> addresses.add(config, name, listener));
        addresses.add("metrics", config.metrics().bind(), config.metrics().port());
        addresses.add("admin", config.admin().bind(), config.admin().port());
        addresses.add("api", config.api().bind(), config.api().port());
        if (config.cluster().enabled()) {
            addresses.add(
                    LINKS,
                    config.cluster().link().bind(),
                    config.cluster().link().port());
        }
        return addresses;
    }

    private void add(ServerConfig config, String name, ListenerConfig listener) {
        if (listener.port().isOn()) {
            boolean own = !listener.bind().isEmpty();
            String key = LISTENERS + name;
            String host = own ? listener.bind() : config.bind();
            places.add(new Place(key, own ? key + ".bind" : "bind", host, listener.port()));
        }
    }

    private void add(String name, String bind, Port port) {
        if (port.isOn()) {
            places.add(new Place(name, name + ".bind", bind, port));
        }
    }

    /// The hosts at which clients on this machine find those that 127.0.0.1 does not reach, by the name of the
    /// listener.
    Map<String, String> hosts() {
        Map<String, String> hosts = new LinkedHashMap<>();
        for (Place place : places) {
            InetAddress address = place.address();
            if (address != null
                    && !place.key.equals(LINKS)
                    && !address.isAnyLocalAddress()
                    && !address.getHostAddress().equals(RuntimeFile.LOOPBACK)) {
                hosts.put(place.name(), place.host);
            }
        }
        return hosts;
    }

    /// @throws TransportException naming all that is wrong
    void check() {
        refuse(faults());
    }

    /// @throws TransportException naming all ports that other processes have
    void checkFree() {
        refuse(taken(List.of()));
    }

    private static void refuse(List<ConfigFault> faults) {
        if (!faults.isEmpty()) {
            throw new TransportException(faults.stream().map(ConfigFault::text).collect(Collectors.joining("\n")));
        }
    }

    /// Addresses that are none of this machine, and ports that two listeners claim.
    List<ConfigFault> faults() {
        Map<String, ConfigFault> faults = new LinkedHashMap<>(); // one for each key
        for (Place place : places) {
            InetAddress address = place.address();
            if (address == null) {
                faults.put(
                        place.bindKey,
                        ConfigFault.ofValue(
                                place.bindKey,
                                "no address is known for the name " + place.host
                                        + "; write an address, or make the name known"));
            } else if (!isOurs(address)) {
                faults.put(
                        place.bindKey,
                        ConfigFault.ofValue(
                                place.bindKey,
                                place.host + " is no address of this machine; 0.0.0.0 and :: mean all that it has"));
            }
        }
        for (int i = 0; i < places.size(); i++) {
            for (Place other : places.subList(i + 1, places.size())) {
                Place one = places.get(i);
                if (one.port.equals(other.port) && !one.port.equals(Port.AUTO) && overlap(one, other)) {
                    faults.put(
                            other.key,
                            ConfigFault.ofValue(
                                    other.key + ".port",
                                    other.port + " is the port of " + one.what()
                                            + " too; give one of them another, or 0 to turn it off"));
                }
            }
        }
        return List.copyOf(faults.values());
    }

    private static boolean overlap(Place one, Place other) {
        InetAddress a = one.address();
        InetAddress b = other.address();
        if (a == null || b == null) {
            return one.host.equals(other.host);
        }
        boolean sameFamily = a instanceof Inet6Address == b instanceof Inet6Address;
        return a.equals(b) || covers(a, sameFamily) || covers(b, sameFamily);
    }

    /// All addresses of IPv6 are those of IPv4, too.
    private static boolean covers(InetAddress address, boolean sameFamily) {
        return address.isAnyLocalAddress() && (sameFamily || address instanceof Inet6Address);
    }

    private static boolean isOurs(InetAddress address) {
        try {
            return address.isAnyLocalAddress()
                    || address.isLoopbackAddress()
                    || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException _) {
            return true; // binding will tell
        }
    }

    /// Binds each port for a moment, without listening.
    ///
    /// @param ours ports that the running service of the same data folder has, and will have left
    List<ConfigFault> taken(Collection<Integer> ours) {
        List<ConfigFault> faults = new ArrayList<>();
        for (Place place : places) {
            InetAddress address = place.address();
            if (address != null
                    && isOurs(address)
                    && !place.port.equals(Port.AUTO)
                    && !ours.contains(place.port.number())) {
                try (Socket socket = new Socket()) {
                    socket.setReuseAddress(true);
                    socket.bind(new InetSocketAddress(address, place.port.number()));
                } catch (IOException e) {
                    faults.add(new ConfigFault(
                            place.key + ".port",
                            BindFault.text(place.what(), place.key, place.host, place.port.number(), e)));
                }
            }
        }
        return faults;
    }
}
