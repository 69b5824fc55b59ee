package io.hongyan.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.cluster.etcd.EtcdServer;
import io.hongyan.server.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// Goal: a cluster can be set up and asked with nothing but an etcd, and each refusal says what to do.
class ClusterCommandTest {
    private static final AtomicInteger CLUSTERS = new AtomicInteger();

    @TempDir
    private static Path etcdFolder;

    private static EtcdServer etcd;

    @TempDir
    private Path folder;

    private String name = "test" + CLUSTERS.incrementAndGet();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void start() {
        etcd = EtcdServer.start(etcdFolder);
    }

    @AfterAll
    static void stop() {
        if (etcd != null) {
            etcd.close();
        }
    }

    private int run(String... words) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of(
                "--set", "cluster.etcd.endpoints=" + etcd.endpoint(),
                "--set", "cluster.name=" + name,
                "--data", folder.resolve("data").toString()));
        return new CommandLine(new ClusterCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(all.toArray(String[]::new));
    }

    private String authority() {
        return folder.resolve("authority").toString();
    }

    private void init() {
        assertThat(run("init", "--authority", authority())).as(err.toString()).isZero();
    }

    private void refused(String words, String... command) {
        assertThat(run(command)).isEqualTo(1);
        assertThat(err.toString()).contains(words);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void a_cluster_is_set_up_once_and_again_without_a_change() throws IOException {
        init();
        assertThat(out.toString())
                .contains("cluster    " + name, "authority", "secrets", "Next:", "cluster issue node1");
        String secrets = Files.readString(Path.of(authority(), "secrets.key"));
        String key = Files.readString(Path.of(authority(), "ca.key"));
        assertThat(secrets.strip()).hasSize(44);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(authority(), "ca.key"))))
                .isEqualTo("rw-------");

        init();
        assertThat(out.toString()).contains("(as it was)");
        assertThat(Path.of(authority(), "secrets.key")).hasContent(secrets);
        assertThat(Path.of(authority(), "ca.key")).hasContent(key);
    }

    @Test
    void a_cassandra_that_does_not_answer_is_named_and_the_rest_is_set_up() throws IOException {
        int nobody;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = free.getLocalPort();
        }
        String point = "127.0.0.1:" + nobody;
        String[] command = {
            "init",
            "--authority",
            authority(),
            "--set",
            "store.engine=cassandra",
            "--set",
            "store.cassandra.contactPoints=[" + point + "]"
        };
        assertThat(run(command)).isEqualTo(1);
        assertThat(err.toString()).contains("cannot use Cassandra at " + point, "store.cassandra.contactPoints");
        assertThat(out.toString()).contains("authority").doesNotContain("store   ");
        assertThat(run("status", "--json")).isEqualTo(2);
    }

    @Test
    void a_setup_that_was_stopped_before_its_record_goes_on_with_its_authority() {
        init();
        String id = Json.object(status()).text("id");
        name = name + "-next"; // of which there is no record
        init();
        assertThat(out.toString()).contains("id " + id);
    }

    private String status() {
        run("status", "--json");
        return out.toString();
    }

    @Test
    void a_cluster_whose_authority_is_elsewhere_gets_another_one_only_when_asked() {
        init();
        String elsewhere = folder.resolve("elsewhere").toString();
        refused("was set up before, and its authority is not in " + elsewhere, "init", "--authority", elsewhere);
        assertThat(Path.of(elsewhere)).doesNotExist();
        assertThat(run("init", "--authority", elsewhere, "--new-authority"))
                .as(err.toString())
                .isZero();
        assertThat(Path.of(elsewhere, "ca.key")).exists();
    }

    @Test
    void the_folder_of_another_cluster_is_refused() {
        init();
        String first = authority();
        name = name + "-other";
        assertThat(run("init", "--authority", folder.resolve("other").toString()))
                .isZero();
        refused("holds the authority of the cluster ", "init", "--authority", first);
    }

    @Test
    void the_key_of_a_service_that_ran_alone_goes_on() throws IOException {
        Path own = Files.createDirectories(folder.resolve("data")).resolve("secrets.key");
        Files.writeString(own, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n");
        init();
        assertThat(out.toString()).contains("a copy of " + own);
        assertThat(Path.of(authority(), "secrets.key")).hasSameTextualContentAs(own);
    }

    @Test
    void the_files_of_a_node_lie_as_in_its_data_folder_and_are_renewed() throws IOException {
        init();
        assertThat(run("issue", "node1", "--authority", authority()))
                .as(err.toString())
                .isZero();
        Path node = Path.of(authority(), "node1");
        assertThat(out.toString()).contains("the files of node node1 are in " + node);
        for (String file : List.of("cluster/ca.crt", "cluster/node.crt", "cluster/node.key", "secrets.key")) {
            assertThat(node.resolve(file)).exists();
        }
        String before = Files.readString(node.resolve("cluster/node.crt"));
        assertThat(run("issue", "node1", "--authority", authority(), "--out", node.toString()))
                .isZero();
        assertThat(Files.readString(node.resolve("cluster/node.crt"))).isNotEqualTo(before);
        refused("'a b' is no name of a node", "issue", "a b", "--authority", authority());
    }

    @Test
    void files_without_an_authority_are_refused() {
        refused(
                "ca.key is not there; name the folder that 'hongyan cluster init' made",
                "issue",
                "node1",
                "--authority",
                folder.toString());
    }

    @Test
    void a_node_with_another_key_for_secrets_gets_no_files() throws IOException {
        init();
        Path data = Files.createDirectories(folder.resolve("node"));
        Files.writeString(data.resolve("secrets.key"), "another");
        refused("is there with another key", "issue", "node1", "--authority", authority(), "--out", data.toString());
    }

    @Test
    void without_a_cluster_each_command_says_how_to_set_one_up() {
        for (String[] command :
                new String[][] {{"status"}, {"drain", "a"}, {"undrain", "a"}, {"forget", "a"}, {"move", "1", "a"}}) {
            refused("there is no cluster " + name + " in etcd at " + etcd.endpoint(), command);
            assertThat(err.toString()).contains("hongyan cluster init");
        }
    }

    @Test
    void a_cluster_without_nodes_is_shown_so() {
        init();
        assertThat(run("status")).isEqualTo(2);
        assertThat(out.toString()).contains("leader (none)", "no node runs", "4096 virtual shards: 4096 without owner");
        assertThat(Json.object(status()).text("cluster")).isEqualTo(name);
    }

    @Test
    void orders_to_nodes_that_are_not_there_are_refused_and_what_they_left_is_forgotten() {
        init();
        refused("there is no node a in the cluster; no node runs", "drain", "a");
        refused("there is no node a in the cluster; no node runs", "move", "7", "a");
        refused("4096 is no virtual shard: 0 to 4095", "move", "4096", "a");
        refused("'a b' is no name of a node", "forget", "a b");
        assertThat(run("forget", "a")).isZero();
        assertThat(out.toString()).contains("nothing was known of node a");
        assertThat(run("undrain", "a")).isZero();
        assertThat(out.toString()).contains("was not to be emptied");
        assertThat(run("move", "7")).isZero();
        assertThat(out.toString()).contains("virtual shard 7 was not moved");
    }

    @Test
    void a_member_of_etcd_that_is_gone_keeps_nobody_from_asking_another_one() {
        init();
        StringWriter said = new StringWriter();
        assertThat(new CommandLine(new ClusterCommand())
                        .setOut(new PrintWriter(said))
                        .setErr(new PrintWriter(said))
                        .execute(
                                "status",
                                "--set",
                                "cluster.name=" + name,
                                "--set",
                                "cluster.etcd.endpoints=127.0.0.1:1," + etcd.endpoint()))
                .as(said.toString())
                .isEqualTo(2);
        assertThat(said.toString()).contains("no node runs");
    }

    @Test
    void an_etcd_that_does_not_answer_is_named_with_the_key() {
        List<String> words = List.of("status", "--set", "cluster.etcd.endpoints=127.0.0.1:1");
        assertThat(new CommandLine(new ClusterCommand())
                        .setOut(new PrintWriter(out))
                        .setErr(new PrintWriter(err))
                        .execute(words.toArray(String[]::new)))
                .isEqualTo(1);
        assertThat(err.toString()).contains("cluster.etcd.endpoints: 127.0.0.1:1: ", "start etcd");
    }
}
