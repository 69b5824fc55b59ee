package io.hongyan.server.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.auth.ScramSecret;
import io.hongyan.broker.SystemClock;
import io.hongyan.broker.store.memory.MemoryStore;
import io.hongyan.cloud.metadata.AccessKey;
import io.hongyan.cloud.metadata.AccessRight;
import io.hongyan.cloud.metadata.AclRule;
import io.hongyan.cloud.metadata.CloudLimits;
import io.hongyan.cloud.metadata.FirstStart;
import io.hongyan.cloud.metadata.Metadata;
import io.hongyan.cloud.metadata.PasswordUser;
import io.hongyan.cloud.metadata.Profile;
import io.hongyan.cloud.metadata.ResourceTag;
import io.hongyan.cloud.metadata.RevokedToken;
import io.hongyan.cloud.metadata.TraceMode;
import io.hongyan.cloud.metadata.rule.ExchangeConnection;
import io.hongyan.cloud.metadata.rule.Rule;
import io.hongyan.cloud.metadata.rule.RuleOptions;
import io.hongyan.cloud.metadata.rule.RuleOptions.Inbound;
import io.hongyan.cloud.metadata.rule.RuleOptions.OnRefused;
import io.hongyan.cloud.metadata.rule.RuleOptions.Outbound;
import io.hongyan.cloud.metadata.rule.RuleOptions.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: what was said is there after a restart, and damage is seen, told and never made worse.
class MetadataFileTest {
    private static final String HASH = "$2a$10$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234";

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("metadata.json");
    }

    @Test
    void everything_is_there_after_a_restart() throws IOException {
        Metadata metadata = open();
        FirstStart first = FirstStart.create(metadata, Profile.CLOUD, new SecureRandom());
        metadata.createInstance("open-1", Profile.OPEN);
        metadata.putUser("open-1", new PasswordUser("alice", HASH, null));
        metadata.putUser("open-1", new PasswordUser("bob", HASH, new ScramSecret("c2FsdA==", 4096, "a2V5", "a2V5")));
        metadata.acl("open-1", List.of(new AclRule(AclRule.Effect.DENY, AclRule.Action.BOTH, null, "secret/%u/#")));
        metadata.revokeToken(new RevokedToken("t", Long.MAX_VALUE));
        assertThat(open().snapshot()).isEqualTo(metadata.snapshot());
        assertThat(open().snapshot().instance(first.instance())).isPresent();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void traces_are_there_after_a_restart() {
        Metadata metadata = open();
        metadata.createInstance("open-1", Profile.OPEN);
        metadata.traces("open-1", TraceMode.SAMPLED);
        assertThat(open().snapshot()).isEqualTo(metadata.snapshot());
        assertThat(open().snapshot().instance("open-1").orElseThrow().traces()).isEqualTo(TraceMode.SAMPLED);
    }

    @Test
    void limits_that_another_version_wrote_are_read_as_far_as_they_are_known() throws IOException {
        Metadata metadata = open();
        metadata.createInstance("one", Profile.CLOUD);
        String text = Files.readString(file);
        String earlier = text.replace("\"packetBytes\" : 131072", "\"refuse\" : \"CLOSE\"")
                .replace("\"filtersPerClient\" : 30", "\"filtersPerClient\" : 31");
        assertThat(earlier).doesNotContain("packetBytes").contains("refuse", "31");
        Files.writeString(file, earlier);
        CloudLimits limits = open().snapshot().instances().getFirst().limits();
        assertThat(limits.packetBytes()).isEqualTo(128 << 10);
        assertThat(limits.filtersPerClient()).isEqualTo(31);
        assertThat(limits.reactions())
                .isEqualTo(CloudLimits.defaults(Profile.CLOUD).reactions());
    }

    @Test
    void the_state_before_the_last_change_stands_beside() throws IOException {
        Metadata metadata = open();
        metadata.createInstance("one", Profile.OPEN);
        String before = Files.readString(file);
        metadata.createInstance("two", Profile.OPEN);
        assertThat(folder.resolve("metadata.json.previous")).hasContent(before);
    }

    @Test
    void damage_is_told_with_the_remedy_and_nothing_is_written_over() throws IOException {
        Metadata metadata = open();
        metadata.createInstance("one", Profile.OPEN);
        metadata.createInstance("two", Profile.OPEN);
        String cut = Files.readString(file).substring(0, 100);
        Files.writeString(file, cut);
        assertThatThrownBy(this::open)
                .isInstanceOf(DataFolderException.class)
                .hasMessageContaining("metadata.json is damaged and was left as it is")
                .hasMessageContaining("metadata.json.previous");
        assertThat(file).hasContent(cut);
        Files.copy(folder.resolve("metadata.json.previous"), file, StandardCopyOption.REPLACE_EXISTING);
        assertThat(open().snapshot().instances()).hasSize(1);
    }

    @Test
    void a_file_that_is_gone_is_not_a_first_start() throws IOException {
        open().createInstance("one", Profile.OPEN);
        Files.delete(file);
        assertThatThrownBy(this::open).isInstanceOf(DataFolderException.class).hasMessageContaining("is gone");
    }

    @Test
    void a_format_of_another_version_is_refused() throws IOException {
        open();
        Files.writeString(file, Files.readString(file).replace("\"format\" : 4", "\"format\" : 5"));
        assertThatThrownBy(this::open)
                .isInstanceOf(DataFolderException.class)
                .hasMessageContaining("format 5")
                .hasMessageContaining("formats 1 to 4");
    }

    @Test
    void rules_and_connections_are_there_after_a_restart() {
        Metadata metadata = open();
        metadata.createInstance("plant", Profile.OPEN);
        metadata.createConnection(connection());
        metadata.createRule("plant", Rule.of("out-1", "main", "lines", "LINES", Outbound.defaults()));
        metadata.createRule(
                "plant",
                Rule.of(
                        "in-1",
                        "main",
                        "lines",
                        "LINES",
                        new Inbound("GID_x", RuleOptions.Filter.SQL92, "a > 1", true, OnRefused.DEAD_LETTER)));
        metadata.createRule("plant", Rule.of("status-1", "main", "*", "STATUS", Status.defaults()));
        metadata.enableRule("plant", "out-1", false);
        assertThat(open().snapshot()).isEqualTo(metadata.snapshot());
    }

    private static ExchangeConnection connection() {
        return new ExchangeConnection(
                "main", "rocketmq", List.of("127.0.0.1:9876"), "ak", "secret-of-the-connection", true, "ns");
    }

    @Test
    void rights_tags_and_switches_are_there_after_a_restart() {
        Metadata metadata = open();
        metadata.createAccessKey(new AccessKey("a", "s").with(AccessRight.named("publish-only")));
        metadata.createInstance("tagged", Profile.CLOUD);
        metadata.createGroup("tagged", "GID_Tagged", List.of(new ResourceTag("k", "v")));
        metadata.tags(List.of("tagged"), _ -> List.of(new ResourceTag("env", "")));
        metadata.twoWayTls("tagged", true);
        assertThat(open().snapshot()).isEqualTo(metadata.snapshot());
    }

    @Test
    void no_secret_stands_in_the_file_nor_in_the_one_beside() {
        Metadata metadata = open();
        metadata.createAccessKey(new AccessKey("a", "secret-of-the-key"));
        metadata.createConnection(connection());
        metadata.createInstance("one", Profile.OPEN);
        for (String name : List.of("metadata.json", "metadata.json.previous")) {
            assertThat(folder.resolve(name))
                    .content()
                    .contains("\"format\" : 4", "\"id\" : \"a\"")
                    .doesNotContain("secret-of-the-key", "secret-of-the-connection")
                    .doesNotContain(metadata.snapshot().tokenKey());
        }
        assertThat(open().snapshot()).isEqualTo(metadata.snapshot());
    }

    @Test
    void a_file_of_an_earlier_version_is_read_and_its_secrets_are_encrypted_with_the_next_change() throws IOException {
        writeFormat(3);
        Metadata metadata = open();
        assertThat(metadata.snapshot().accessKey("a").orElseThrow().secret()).isEqualTo("plain-secret");
        Files.writeString(folder.resolve("metadata.json.previous"), "plain-secret");
        metadata.createInstance("one", Profile.OPEN);
        for (String name : List.of("metadata.json", "metadata.json.previous")) {
            assertThat(folder.resolve(name))
                    .content()
                    .contains("\"format\" : 4")
                    .doesNotContain("plain-secret");
        }
        assertThat(open().snapshot()).isEqualTo(metadata.snapshot());
    }

    @Test
    void a_start_encrypts_what_an_earlier_version_wrote_also_without_a_change() throws IOException {
        writeFormat(1);
        SecretsKey key = key();
        HeldMetadata held = new HeldMetadata(new MetadataFile(folder, key));
        Metadata.open(held, new SystemClock(), new SecureRandom());
        assertThat(file).content().contains("plain-secret");
        key.join(new MemoryStore().records());
        held.release();
        assertThat(file).content().contains("\"format\" : 4").doesNotContain("plain-secret");
        assertThat(open().snapshot().accessKey("a").orElseThrow().secret()).isEqualTo("plain-secret");
    }

    private void writeFormat(int format) throws IOException {
        Files.writeString(file, """
                {"format": %d, "instances": [], "revokedTokens": [], "tokenKey": "%s",
                 "accessKeys": [{"id": "a", "secret": "plain-secret", "enabled": true, "instances": []}]}
                """.formatted(format, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="));
    }

    @Test
    void a_file_with_secrets_does_not_open_without_its_key_or_with_another() throws IOException {
        open().createAccessKey(new AccessKey("a", "s"));
        Path key = folder.resolve("secrets.key");
        Files.move(key, folder.resolve("away"));
        assertThatThrownBy(() -> Metadata.open(file(), new SystemClock(), new SecureRandom()))
                .isInstanceOf(DataFolderException.class)
                .hasMessageContaining("secrets.key is not there, but")
                .hasMessageContaining("backup");
        Files.writeString(key, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n");
        assertThatThrownBy(this::open).hasMessageContaining("cannot be decrypted with " + key);
    }

    @Test
    void a_secret_of_another_key_does_not_pass_for_its_own() throws IOException {
        Metadata metadata = open();
        metadata.createAccessKey(new AccessKey("a", "s"));
        Files.writeString(file, Files.readString(file).replace("\"id\" : \"a\"", "\"id\" : \"b\""));
        assertThatThrownBy(this::open).isInstanceOf(DataFolderException.class).hasMessageContaining("decrypted");
    }

    @Test
    void a_rule_of_a_kind_that_nobody_knows_is_refused() throws IOException {
        Metadata metadata = open();
        metadata.createInstance("plant", Profile.OPEN);
        metadata.createConnection(connection());
        metadata.createRule("plant", Rule.of("out-1", "main", "lines", "LINES", Outbound.defaults()));
        Files.writeString(file, Files.readString(file).replace("\"Outbound\"", "\"Sideways\""));
        assertThatThrownBy(this::open).hasMessageContaining("options is none of the known: Sideways");
    }

    @Test
    void a_field_that_nobody_knows_is_refused_rather_than_lost() throws IOException {
        open();
        Files.writeString(file, Files.readString(file).replace("\"format\" : 4", "\"format\" : 4, \"more\" : 1"));
        assertThatThrownBy(this::open).hasMessageContaining("unknown field more");
    }

    @Test
    void a_change_that_cannot_be_saved_does_not_happen() throws IOException {
        Metadata metadata = open();
        Files.createDirectories(folder.resolve("metadata.json.new").resolve("in the way"));
        assertThatThrownBy(() -> metadata.createInstance("one", Profile.OPEN)).isInstanceOf(DataFolderException.class);
        assertThat(metadata.snapshot().instances()).isEmpty();
    }

    private Metadata open() {
        return OpenMetadata.in(folder);
    }

    private SecretsKey key() {
        return SecretsKey.read(folder, "", new SecureRandom());
    }

    private MetadataFile file() {
        return new MetadataFile(folder, key());
    }
}
