package io.hongyan.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.server.data.Credentials;
import java.io.IOException;
import java.util.Map;

/// Credentials of devices, and identities of custom authentication with their permissions.
final class DevicesAsked {
    private final DescribedApi api;
    private final String at;
    private final String credentials;
    private final String identities;
    private final String permissions;

    DevicesAsked(DescribedApi api) throws IOException {
        this.api = api;
        at = "/instances/" + Credentials.read(api.server().data()).orElseThrow().instance();
        credentials = at + "/device-credentials";
        identities = at + "/custom-auth/identities";
        permissions = at + "/custom-auth/permissions";
    }

    void ask() throws IOException {
        credentials();
        identities();
        permissions();
        api.done("DELETE", identities + "?username=meter", Map.of());
        api.done("DELETE", identities + "?type=client&username=meter&clientId=one", Map.of());
    }

    private void credentials() throws IOException {
        Map<String, ?> device = Map.of("clientId", "GID_default@@@kept");
        api.post(credentials, device);
        api.refused(409, "POST", credentials, device);
        api.post(credentials, Map.of("clientId", "GID_default@@@next"));
        assertThat(api.get(credentials + "?limit=1&prefix=GID_").names()).contains("after");
        String kept = credentials + "/GID_default%40%40%40kept";
        api.post(kept + "/refresh", Map.of());
        api.done("DELETE", kept, Map.of());
        api.refused(404, "DELETE", kept, Map.of());
    }

    private void identities() throws IOException {
        api.post(identities, Map.of("username", "meter"));
        api.refused(409, "POST", identities, Map.of("username", "meter"));
        api.post(
                identities,
                Map.of("type", "client", "username", "meter", "clientId", "one", "signMode", "signed", "secret", "s"));
        api.get(identities + "?type=client&limit=1");
        assertThat(api.get(identities + "?limit=1").names()).contains("after");
        api.done("PATCH", identities, Map.of("username", "meter", "signMode", "signed"));
        api.refused(400, "PATCH", identities, Map.of("username", "meter"));
        api.post(identities + "/refresh", Map.of("username", "meter"));
        api.refused(404, "DELETE", identities + "?username=nobody", Map.of());
    }

    private void permissions() throws IOException {
        Map<String, ?> permission = Map.of("identity", "meter", "topic", "meters/#", "action", "pub");
        api.post(permissions, permission);
        api.refused(409, "POST", permissions, permission);
        api.get(permissions + "?type=user&identity=meter");
        api.refused(400, "GET", permissions + "?identity=meter", Map.of());
        api.done(
                "PUT",
                permissions,
                Map.of("identity", "meter", "topic", "meters/#", "action", "pubSub", "effect", "deny"));
        api.done("DELETE", permissions + "?identity=meter&topic=meters%2F%23", Map.of());
        api.refused(404, "DELETE", permissions + "?identity=meter&topic=none", Map.of());
    }
}
