package io.hongyan.server.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.auth.ScramSecret;
import io.hongyan.broker.SystemClock;
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
    void traces_are_there_after_a_restart_and_are_written_only_where_they_are_on() throws IOException {
        Metadata metadata = open();
        metadata.createInstance("open-1", Profile.OPEN);
        assertThat(Files.readString(file)).doesNotContain("traces");
        assertThat(open().snapshot()).isEqualTo(metadata.snapshot());
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
        Files.writeString(file, Files.readString(file).replace("\"format\" : 1", "\"format\" : 4"));
        assertThatThrownBy(this::open)
                .isInstanceOf(DataFolderException.class)
                .hasMessageContaining("format 4")
                .hasMessageContaining("formats 1 to 3");
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
        return new ExchangeConnection("main", "rocketmq", List.of("127.0.0.1:9876"), "ak", "sk", true, "ns");
    }

    @Test
    void a_file_with_rights_or_tags_has_a_format_of_its_own_and_is_read_as_it_was() {
        Metadata metadata = open();
        metadata.createAccessKey(new AccessKey("a", "s").with(AccessRight.named("publish-only")));
        assertThat(file).content().contains("\"format\" : 3", "\"rights\"").doesNotContain("\"tags\"");
        metadata.createInstance("tagged", Profile.CLOUD);
        metadata.createGroup("tagged", "GID_Tagged", List.of(new ResourceTag("k", "v")));
        metadata.tags(List.of("tagged"), _ -> List.of(new ResourceTag("env", "")));
        assertThat(open().snapshot()).isEqualTo(metadata.snapshot());
    }

    @Test
    void a_file_with_two_way_tls_has_a_format_that_earlier_versions_refuse() throws IOException {
        Metadata metadata = open();
        metadata.createInstance("plant", Profile.CLOUD);
        String earlier = Files.readString(file);
        metadata.twoWayTls("plant", true);
        assertThat(file).content().contains("\"format\" : 3", "\"twoWayTls\" : true");
        assertThat(open().snapshot()).isEqualTo(metadata.snapshot());
        metadata.twoWayTls("plant", false);
        assertThat(file).hasContent(earlier);
    }

    @Test
    void a_file_without_connections_is_one_that_earlier_versions_read_and_one_with_them_has_a_format_of_its_own()
            throws IOException {
        Metadata metadata = open();
        metadata.createInstance("plant", Profile.OPEN);
        assertThat(file).content().contains("\"format\" : 1").doesNotContain("rules", "connections");
        String earlier = Files.readString(file);
        metadata.createConnection(connection());
        metadata.createRule("plant", Rule.of("out-1", "main", "lines", "LINES", Outbound.defaults()));
        assertThat(file).content().contains("\"format\" : 2", "\"rules\"", "\"connections\"");
        metadata.deleteRule("plant", "out-1");
        metadata.deleteConnection("main");
        assertThat(file).hasContent(earlier);
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
        Files.writeString(file, Files.readString(file).replace("\"format\" : 1", "\"format\" : 1, \"more\" : 1"));
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
        return Metadata.open(new MetadataFile(folder), new SystemClock(), new SecureRandom());
    }
}
