package io.hongyan.cli.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.auth.Signature;
import io.hongyan.cli.terminal.Exit;
import io.hongyan.cli.terminal.RecordedTerminal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: devices and users get their secrets, and lose them, by commands alone.
final class AccessOnHongyanTest {
    private static final String DEVICE = "GID_default@@@7";

    @TempDir
    private Path folder;

    private RunningServer server;

    @BeforeEach
    void start() throws IOException {
        server = RunningServer.start(folder);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /// What a command that works prints.
    private String admin(String command) {
        return admin(new RecordedTerminal(), command).out();
    }

    private RecordedTerminal admin(RecordedTerminal terminal, String command) {
        assertThat(Pair.run(terminal, "admin " + command + " --data " + server.data()))
                .as(terminal.err())
                .isZero();
        return terminal;
    }

    private RecordedTerminal refused(String command) {
        RecordedTerminal terminal = new RecordedTerminal();
        assertThat(Pair.run(terminal, "admin " + command + " --data " + server.data()))
                .isEqualTo(Exit.REJECTED);
        return terminal;
    }

    private static String field(String output, String name) {
        Matcher line =
                Pattern.compile("^" + name + ": +(.*)$", Pattern.MULTILINE).matcher(output);
        assertThat(line.find()).as(output).isTrue();
        return line.group(1);
    }

    private int publish(String client, String user, String password) {
        return Pair.run(
                new RecordedTerminal().variable("HONGYAN_PASSWORD", password),
                "pub --no-reconnect -q 1 -t TopicDefault/1 -m x -h 127.0.0.1 -p " + server.port("tcp") + " -i " + client
                        + " -u " + user);
    }

    @Test
    void a_device_publishes_with_its_own_credential_until_that_is_deleted() {
        String made = admin("credential create " + DEVICE);
        String user = field(made, "username");
        String secret = field(made, "secretKey");
        assertThat(publish(DEVICE, user, Signature.of(secret, DEVICE))).isZero();
        assertThat(admin("credential list --prefix GID_default"))
                .contains(DEVICE, field(made, "accessKey"))
                .doesNotContain(secret);
        assertThat(refused("credential create " + DEVICE).err()).contains("refresh it");

        String again = admin("credential refresh " + DEVICE);
        assertThat(publish(DEVICE, user, Signature.of(secret, DEVICE))).isNotZero();
        user = field(again, "username");
        secret = field(again, "secretKey");
        assertThat(publish(DEVICE, user, Signature.of(secret, DEVICE))).isZero();
        assertThat(admin("credential delete " + DEVICE)).contains("deleted the credential of " + DEVICE);
        assertThat(publish(DEVICE, user, Signature.of(secret, DEVICE))).isNotZero();
        assertThat(admin("credential list")).isEqualTo("(none)\n");
    }

    @Test
    void a_list_that_has_more_says_how_to_go_on() {
        for (int i = 1; i <= 3; i++) {
            admin("credential create GID_default@@@" + i);
        }
        RecordedTerminal first = admin(new RecordedTerminal(), "credential list --limit 2");
        assertThat(first.out()).contains("@@@1", "@@@2").doesNotContain("@@@3");
        assertThat(first.err()).contains("There are more: add --after ");
        String after = first.err().strip().replaceFirst("^.*--after ", "").replace("'", "");
        RecordedTerminal last = admin(new RecordedTerminal(), "credential list --limit 2 --after " + after);
        assertThat(last.out()).contains("@@@3").doesNotContain("@@@2");
        assertThat(last.err()).isEmpty();
    }

    @Test
    void a_user_of_custom_authentication_may_do_what_its_permissions_say() {
        String secret = field(admin("identity create meter"), "secret");
        assertThat(publish("any", "meter", secret)).as("nothing is allowed yet").isNotZero();
        admin("permission add meter --topic TopicDefault/# --action pub");
        assertThat(publish("any", "meter", secret)).isZero();
        admin("permission add any --client --topic TopicDefault/1 --action pub --deny");
        assertThat(publish("any", "meter", secret)).isNotZero();
        assertThat(publish("another", "meter", secret)).isZero();
        assertThat(admin("permission list"))
                .containsPattern("client +any +TopicDefault/1 +pub +deny")
                .containsPattern("user +meter +TopicDefault/# +pub +allow");
        assertThat(admin("permission list --identity meter")).doesNotContain("deny");
        admin("permission change any --client --topic TopicDefault/1 --action sub");
        admin("permission delete any --client --topic TopicDefault/1");
        assertThat(publish("any", "meter", secret)).isZero();
        assertThat(refused("permission delete any --client --topic TopicDefault/1")
                        .err())
                .contains("there is no permission of any");
        admin("identity delete meter");
        assertThat(publish("any", "meter", secret)).isNotZero();
    }

    @Test
    void a_secret_is_taken_over_changed_and_made_anew() {
        admin(new RecordedTerminal().variable("HONGYAN_SECRET", "theirs"), "identity import gate --sign-mode signed");
        admin("permission add gate --topic TopicDefault/# --action pubSub");
        assertThat(publish("any", "gate", Signature.of("theirs", "any"))).isZero();
        assertThat(admin("identity mode gate origin")).containsPattern("signMode: +origin");
        assertThat(publish("any", "gate", "theirs")).isZero();
        admin(new RecordedTerminal().variable("HONGYAN_SECRET", "ours"), "identity secret gate");
        assertThat(publish("any", "gate", "theirs")).isNotZero();
        assertThat(publish("any", "gate", "ours")).isZero();
        String fresh = field(admin("identity refresh gate"), "secret");
        assertThat(publish("any", "gate", fresh)).isZero();
        String own = field(admin("identity create gate --client any"), "secret");
        assertThat(publish("any", "gate", fresh))
                .as("the one of the client goes first")
                .isNotZero();
        assertThat(publish("any", "gate", own)).isZero();
        assertThat(admin("identity list --type client"))
                .containsPattern("client +gate +any +origin")
                .doesNotContain(own);
        assertThat(refused("identity create gate").err()).contains("there is an identity of user gate");
    }
}
