package io.hongyan.cli.admin;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Which identity of custom authentication is meant.
final class IdentityName {
    @Option(
            names = "--client",
            paramLabel = "CLIENTID",
            description = "The identity of this client id with that user name (default: that of all client ids).")
    @Nullable
    String clientId;

    @Parameters(index = "0", paramLabel = "USERNAME", description = "1 to 64 characters.")
    String username = "";

    /// As a request names it.
    Map<String, String> query() {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("type", clientId == null ? "user" : "client");
        names.put("username", username);
        if (clientId != null) {
            names.put("clientId", clientId);
        }
        return names;
    }

    /// The same in a body.
    Map<String, Object> body() {
        return new LinkedHashMap<>(query());
    }

    @Override
    public String toString() {
        return clientId == null ? username : username + " with client id " + clientId;
    }
}
