package io.hongyan.conformance.console;

import static io.hongyan.conformance.console.Act.press;
import static io.hongyan.conformance.console.Act.said;
import static io.hongyan.conformance.console.Act.until;
import static io.hongyan.conformance.console.Act.yes;
import static io.hongyan.conformance.console.Administration.segment;
import static io.hongyan.conformance.console.HostileNames.shown;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.codec.foreign.NeedsProgram;
import java.net.URLDecoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Goal: whatever devices and people call things, pages show it as text, run nothing of it, and link to what it names.
@Tag("nightly")
@NeedsProgram(
        value = {"node", "chromium"},
        packages = "browser")
class HostileNamesTest {
    @TempDir
    private static Path folder;

    private static Stage stage;
    private static Administration service;
    private static Window window;
    private static final List<HostileDevice> devices = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        stage = new Stage(folder, "hostile", "--profile=open", "--allow-anonymous");
        service = stage.administration();
        service.post(stage.of("/traces"), Map.of("mode", "all"));
        for (String name : HostileNames.ofClients().values()) {
            devices.add(new HostileDevice(stage.program().port(), name, level(name)));
        }
        window = stage.window("watcher", "administrator");
    }

    @AfterAll
    static void stop() throws Exception {
        stage.close();
        for (HostileDevice device : devices) {
            device.close();
        }
    }

    private static String level(String name) {
        return name.replace('+', '-').replace('#', '-');
    }

    static Set<String> names() {
        return new LinkedHashSet<>(HostileNames.ofClients().values());
    }

    static List<String> nameable() {
        return names().stream().filter(HostileNames::isNameable).toList();
    }

    /// One of each kind.
    static List<String> some() {
        Map<String, String> all = HostileNames.ofClients();
        return Stream.of("html", "direction", "address", "template", "encoded", "path", "elsewhere")
                .map(all::get)
                .toList();
    }

    private static String decoded(String address) {
        return URLDecoder.decode(address.replace("+", "%2B"), UTF_8);
    }

    /// All of them lead to pages of the console.
    private static void linksStay(Seen seen) {
        seen.links()
                .forEach((text, address) -> assertThat(address.replaceFirst("[?].*", ""))
                        .as("link %s", text)
                        .matches("(/console/|#).*")
                        .doesNotContain("/../", "/./")
                        .doesNotEndWith("/.."));
    }

    @Test
    void the_list_of_clients_shows_all_and_each_link_leads_to_its_client() throws Exception {
        Seen seen = window.at(stage.page("/clients"), until("clients-row"));
        linksStay(seen);
        for (String name : names()) {
            assertThat(seen.text()).contains(shown(name));
            String address = seen.links().get(shown(name));
            if (HostileNames.isNameable(name)) {
                assertThat(decoded(address)).isEqualTo(stage.page("/clients/" + name));
            } else {
                assertThat(address).as("a link of " + name).isNull();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("nameable")
    void a_client_is_shown_with_its_will_and_subscription(String name) throws Exception {
        String page = stage.page("/clients/" + segment(name));
        Seen facts = window.at(page);
        assertThat(facts.errors()).isEmpty();
        assertThat(facts.heading()).isEqualTo(shown(name));
        assertThat(facts.text()).contains(shown("will/" + level(name)));
        linksStay(facts);
        Seen subscriptions = window.at(page + "?tab=subscriptions");
        assertThat(subscriptions.text()).contains(shown(HostileDevice.READ + level(name)));
        Seen asked = window.act(press("client-unsubscribe"), Act.no());
        assertThat(asked.questions())
                .singleElement()
                .asString()
                .contains(shown(HostileDevice.READ + level(name)))
                .contains(shown(name));
        assertThat(window.at(page + "?tab=queue").errors()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("names")
    void a_retained_message_is_shown_with_its_payload_and_user_properties(String name) throws Exception {
        String topic = HostileDevice.KEPT + level(name);
        Seen seen = window.at(stage.page("/retained?topic=" + segment(topic)), until("retained-message"));
        assertThat(seen.overlay()).contains(shown(topic)).contains(shown(name));
        assertThat(seen.text()).contains(shown(topic));
        linksStay(seen);
    }

    @ParameterizedTest
    @MethodSource("some")
    void who_receives_a_topic_is_shown_and_reached(String name) throws Exception {
        String topic = HostileDevice.READ + level(name);
        Seen seen = window.at(stage.page("/topics/read?name=" + segment(topic)), until("topic-receiver"));
        assertThat(seen.text()).contains(shown(topic));
        linksStay(seen);
        if (HostileNames.isNameable(name)) {
            assertThat(decoded(seen.links().get(shown(name)))).isEqualTo(stage.page("/clients/" + name));
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void traces_of_a_client_are_shown(String name) throws Exception {
        Seen seen = window.at(stage.page("/traces?client=" + segment(name)), until("traces-message-row"));
        assertThat(seen.errors()).isEmpty();
        linksStay(seen);
        String way = seen.links().values().stream()
                .filter(address -> address.contains("/traces/"))
                .findFirst()
                .orElseThrow();
        Seen message = window.at(way, until("message-step"));
        assertThat(message.text()).contains(shown(name));
        linksStay(message);
    }

    @Test
    void the_busiest_are_shown() throws Exception {
        Seen talkers = window.at(stage.page("/top?tab=talkers"), until("top-talker"));
        Seen topics = window.at(stage.page("/top?tab=topics"), until("top-topic"));
        linksStay(talkers);
        linksStay(topics);
        assertThat(talkers.text()).contains(shown(HostileNames.all().get("html")));
        assertThat(topics.text()).contains(shown("kept/" + HostileNames.all().get("html")));
    }

    @ParameterizedTest
    @MethodSource("some")
    void an_entry_of_the_blacklist_is_shown_and_taken_off(String name) throws Exception {
        String entry = name.length() > 256 ? name.substring(0, 256) : name;
        service.post(stage.of("/blacklist"), Map.of("clientId", entry));
        Seen removed = window.at(stage.page("/blacklist"), press("blacklist-remove"), yes(), said());
        assertThat(removed.questions()).singleElement().asString().contains(shown(entry));
        assertThat(removed.messages()).containsExactly(shown(entry) + " is off the blacklist.");
        assertThat(service.list(stage.of("/blacklist"), "entries", "clientId")).isEmpty();
    }

    @Test
    void who_tried_to_log_in_is_shown_in_the_audit_log() throws Exception {
        Window attacker = stage.window();
        for (String name :
                List.of(HostileNames.all().get("html"), HostileNames.all().get("direction"))) {
            attacker.at(
                    "/console/login",
                    Act.fill("login-account", name),
                    Act.fill("login-password", name),
                    press("login-submit"),
                    until("login-problem"));
        }
        Seen seen = window.at("/console/audit", until("audit-row"));
        assertThat(seen.text()).contains(shown(HostileNames.all().get("html")));
        assertThat(seen.text()).contains(shown(HostileNames.all().get("direction")));
        linksStay(seen);
    }

    @ParameterizedTest
    @MethodSource("some")
    void a_tag_is_shown(String name) throws Exception {
        String text = name.length() > 100 ? name.substring(0, 100) : name;
        Seen tags = window.at(
                stage.page(""),
                press("instance-tags-edit"),
                Act.fill("instance-tag-key", text),
                Act.fill("instance-tag-value", text),
                press("instance-tags-save"),
                said());
        assertThat(tags.text()).contains(shown(text));
    }

    @ParameterizedTest
    @MethodSource("some")
    void words_of_the_address_are_shown_as_text(String name) throws Exception {
        for (String page : List.of("/clients?prefix=", "/retained?filter=", "/keys?search=", "/traces?of=")) {
            linksStay(window.at(stage.page(page + segment(name))));
        }
        linksStay(window.at("/console/audit?who=" + segment(name) + "&what=" + segment(name)));
        linksStay(window.at("/console/instances?search=" + segment(name)));
        linksStay(window.at("/console/instances/" + segment(name)));
        linksStay(window.at("/console/instances/" + segment(name) + "/topics/" + segment(name)));
        linksStay(window.at("/console/" + segment(name)));
    }
}
