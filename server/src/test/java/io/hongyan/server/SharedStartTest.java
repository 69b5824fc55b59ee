package io.hongyan.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.broker.SystemClock;
import io.hongyan.cloud.metadata.CloudInstance;
import io.hongyan.cloud.metadata.MetadataSnapshot;
import io.hongyan.cluster.etcd.EtcdAgreement;
import io.hongyan.cluster.etcd.EtcdOptions;
import io.hongyan.cluster.etcd.EtcdServer;
import io.hongyan.server.agreed.Agreed;
import io.hongyan.server.config.Configs;
import io.hongyan.server.config.ServerConfig;
import io.hongyan.server.data.Credentials;
import io.hongyan.server.data.DataFolderException;
import io.hongyan.server.data.SecretsKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/// Goal: the nodes of a cluster begin with the same metadata, of which one of them made the first.
class SharedStartTest {
    @TempDir
    private static Path etcd;

    private static @Nullable EtcdServer server;

    @TempDir
    private Path root;

    private final SecureRandom random = new SecureRandom();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private String space;

    @BeforeAll
    static void start() {
        EtcdServer.assumeInstalled();
        server = EtcdServer.start(etcd);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void name(TestInfo test) {
        space = "/" + test.getTestMethod().orElseThrow().getName() + "/";
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened.reversed()) {
            each.close();
        }
    }

    /// A data folder with the key of secrets.
    private Path folder(String name) throws IOException {
        Path folder = Files.createDirectory(root.resolve(name));
        Files.writeString(folder.resolve("secrets.key"), "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n");
        return folder;
    }

    private static ServerConfig config(Path folder, String more) {
        return Configs.read("data: " + folder + "\n" + more);
    }

    private DataFolderSetup start(Path folder, String more, boolean used) {
        var agreement = new EtcdAgreement(new EtcdOptions(List.of(server.endpoint()), space, null, null, 30_000));
        opened.add(agreement);
        SecretsKey key = SecretsKey.read(folder, "", random);
        Agreed agreed = Agreed.open(agreement, folder.getFileName().toString(), folder, key, random);
        opened.add(agreed);
        return DataFolderSetup.shared(
                folder, config(folder, more), key, agreed.metadata(), () -> used, new SystemClock(), random);
    }

    @Test
    void of_nodes_that_start_at_once_one_makes_the_first_instance_and_has_its_credentials() throws Exception {
        List<Path> folders = List.of(folder("a"), folder("b"), folder("c"));
        List<DataFolderSetup> setups = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            List<Callable<DataFolderSetup>> starts = new ArrayList<>();
            folders.forEach(folder -> starts.add(() -> start(folder, "", false)));
            for (Future<DataFolderSetup> started : threads.invokeAll(starts)) {
                setups.add(started.get());
            }
        }

        assertThat(setups).filteredOn(DataFolderSetup::first).hasSize(1);
        assertThat(setups)
                .extracting(DataFolderSetup::instance)
                .containsOnly(setups.getFirst().instance());
        for (int i = 0; i < 3; i++) {
            DataFolderSetup setup = setups.get(i);
            Awaitility.await()
                    .until(() -> setup.metadata().snapshot().instances().size() == 1);
            assertThat(Credentials.read(folders.get(i)).isPresent()).isEqualTo(setup.first());
            assertThat(folders.get(i).resolve("credentials.json.prepared")).doesNotExist();
            assertThat(folders.get(i).resolve("metadata.json")).doesNotExist();
        }
    }

    @Test
    void a_later_start_takes_what_is_there() throws IOException {
        Path folder = folder("a");
        DataFolderSetup first = start(folder, "", false);
        first.write(); // which there is nothing to do for
        first.metadata().createGroup(first.instance(), "GID_more");

        DataFolderSetup again = start(folder, "", false);
        DataFolderSetup other = start(folder("b"), "", false);

        assertThat(again.first()).isFalse();
        assertThat(again.credentials()).isPresent();
        assertThat(other.metadata().snapshot()).isEqualTo(first.metadata().snapshot());
        assertThat(other.credentials()).isEmpty();
    }

    @Test
    void the_metadata_of_a_service_that_ran_alone_become_those_of_the_cluster() throws IOException {
        Path folder = folder("a");
        MetadataSnapshot before = alone(folder);

        DataFolderSetup first = start(folder, "", true);

        assertThat(first.metadata().snapshot()).isEqualTo(before);
        assertThat(first.first()).isFalse();
        assertThat(folder.resolve("metadata.json")).doesNotExist();
        assertThat(folder.resolve(SharedStart.TAKEN)).exists();
        assertThat(start(folder, "", false).metadata().snapshot()).isEqualTo(before);
    }

    private MetadataSnapshot alone(Path folder) {
        SecretsKey key = SecretsKey.read(folder, "", random);
        DataFolderSetup alone = DataFolderSetup.read(folder, config(folder, ""), key, new SystemClock(), random);
        alone.write();
        return alone.metadata().snapshot();
    }

    @Test
    void metadata_of_another_service_are_neither_used_nor_lost() throws IOException {
        start(folder("a"), "", false);
        Path folder = folder("b");
        alone(folder);
        assertThatThrownBy(() -> start(folder, "", false))
                .isInstanceOf(DataFolderException.class)
                .hasMessageContainingAll("metadata.json", "ran alone", "empty data folder");
        assertThat(folder.resolve("metadata.json")).exists();
    }

    @Test
    void a_store_in_use_without_metadata_is_refused_and_nothing_is_made() throws IOException {
        Path folder = folder("a");
        assertThatThrownBy(() -> start(folder, "", true))
                .isInstanceOf(DataFolderException.class)
                .hasMessageContaining("restore etcd");
        assertThat(start(folder, "", false).first()).isTrue();
    }

    @Test
    void limits_of_another_node_give_way_and_the_same_ones_change_nothing() throws IOException {
        DataFolderSetup first = start(folder("a"), "cloud: {groups: 7}", false);
        assertThat(limits(first)).isEqualTo(7);
        DataFolderSetup same = start(folder("b"), "cloud: {groups: 7}", false);
        assertThat(limits(same)).isEqualTo(7);
        DataFolderSetup other = start(folder("c"), "cloud: {groups: 9}", false);
        assertThat(limits(other)).isEqualTo(9);
        Awaitility.await().until(() -> limits(first) == 9);
    }

    private static int limits(DataFolderSetup setup) {
        CloudInstance instance =
                setup.metadata().snapshot().instance(setup.instance()).orElseThrow();
        return instance.limits().groups();
    }

    @Test
    void another_profile_is_refused() throws IOException {
        start(folder("a"), "", false);
        Path folder = folder("b");
        assertThatThrownBy(() -> start(folder, "profile: open", false))
                .isInstanceOf(DataFolderException.class)
                .hasMessageContaining("profile");
    }
}
