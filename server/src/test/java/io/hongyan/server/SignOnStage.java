package io.hongyan.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.server.json.Json;
import io.hongyan.server.json.JsonFields;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;

/// A server with an OpenID provider, and people who log in by it.
abstract class SignOnStage extends ConsoleStage {
    static final String ADDRESS = "http://127.0.0.1:9";
    static final Map<String, Object> ALICE =
            Map.of("preferred_username", "alice", "groups", List.of("staff", "hongyan-operators"));

    final HandmadeProvider provider;

    SignOnStage() {
        try {
            provider = new HandmadeProvider();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    List<String> more() throws Exception {
        return List.of(
                "metrics.port=auto",
                "console.oidc.issuer=" + provider.issuer(),
                "console.oidc.clientId=" + HandmadeProvider.CLIENT,
                "console.oidc.clientSecret=" + HandmadeProvider.SECRET,
                "console.oidc.address=" + ADDRESS,
                "console.oidc.roles.hongyan-administrators.role=administrator",
                "console.oidc.roles.hongyan-operators.role=operator",
                "console.oidc.roles.plant-7.role=viewer",
                "console.oidc.roles.plant-7.instances=[mqtt-seven]");
    }

    @AfterEach
    void stopProvider() {
        provider.close();
    }

    /// A browser that goes to the provider and comes back.
    final class Visit {
        private String cookie = "";
        String set = "";
        URI request = URI.create("/");

        Visit begin(String back) throws Exception {
            HttpResponse<String> answer = get("/console/oidc/start?back=" + encoded(back));
            request = URI.create(answer.headers().firstValue("Location").orElseThrow());
            set = answer.headers().firstValue("Set-Cookie").orElse("");
            cookie = set.split(";", 2)[0];
            return this;
        }

        String cookie() {
            return cookie;
        }

        Visit withCookie(String other) {
            cookie = other;
            return this;
        }

        HttpResponse<String> comeBack(Map<String, String> query) throws Exception {
            return get("/console/oidc/callback?"
                    + query.entrySet().stream()
                            .map(each -> each.getKey() + "=" + encoded(each.getValue()))
                            .collect(Collectors.joining("&")));
        }

        private HttpResponse<String> get(String path) throws Exception {
            HttpRequest.Builder asked = HttpRequest.newBuilder(uri(path));
            if (!cookie.isEmpty()) {
                asked.header("Cookie", cookie);
            }
            return http.send(asked.build(), BodyHandlers.ofString());
        }
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    static String place(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElse("nowhere");
    }

    /// Logs somebody in, from the button to the last redirect.
    HttpResponse<String> logIn(Map<String, Object> person) throws Exception {
        Visit visit = new Visit().begin("/");
        return visit.comeBack(provider.logIn(visit.request, person));
    }

    /// Has the session of an answer.
    Browser browser(HttpResponse<String> answer) {
        Browser browser = new Browser();
        browser.cookie = answer.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
        return browser;
    }

    void expectRefused(HttpResponse<String> answer, String why) throws Exception {
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(place(answer)).startsWith("/console/login?sso=" + why + "&back=");
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
    }

    List<JsonFields> audit() throws Exception {
        return Files.readString(data().resolve("audit.log"))
                .lines()
                .map(Json::object)
                .toList();
    }
}
