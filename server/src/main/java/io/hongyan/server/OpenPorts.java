package io.hongyan.server;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// All ports of a server, once they are open.
///
/// @param listeners of MQTT and AMQP
record OpenPorts(OpenListeners listeners, HttpPorts http) {
    /// The numbers by listener name, `metrics`, `admin` and `api`. What is off is not there.
    Map<String, Integer> numbers() {
        Map<String, Integer> ports = new LinkedHashMap<>(http.ports());
        ports.putAll(listeners.ports());
        return ports;
    }

    /// What the ports carry, by name. Those of HTTP without TLS are left out.
    Map<String, String> kinds() {
        Map<String, String> kinds = new LinkedHashMap<>(listeners.kinds());
        kinds.putAll(http.kinds());
        return kinds;
    }

    /// A line for each address that is listened on, for people.
    List<String> addresses() {
        List<String> addresses = new ArrayList<>(listeners.addresses());
        addresses.addAll(http.addresses());
        return addresses;
    }
}
