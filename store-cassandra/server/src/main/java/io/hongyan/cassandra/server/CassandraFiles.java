package io.hongyan.cassandra.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What a node reads when it starts.
final class CassandraFiles {
    static final String CONFIG = "cassandra.yaml";
    static final String LOGGING = "logback.xml";

    private CassandraFiles() {}

    static void write(Path folder, int clients, int nodes) throws IOException {
        Path data = folder.resolve("data");
        Files.createDirectories(data);
        Files.writeString(
                folder.resolve(CONFIG), """
                cluster_name: test
                num_tokens: 1
                initial_token: 0
                auto_bootstrap: false
                partitioner: org.apache.cassandra.dht.Murmur3Partitioner
                endpoint_snitch: SimpleSnitch
                listen_address: 127.0.0.1
                rpc_address: 127.0.0.1
                storage_port: %d
                ssl_storage_port: %d
                start_native_transport: true
                native_transport_port: %d
                seed_provider:
                  - class_name: org.apache.cassandra.locator.SimpleSeedProvider
                    parameters:
                      - seeds: "127.0.0.1:%d"
                data_file_directories: [ %s/files ]
                commitlog_directory: %s/commitlog
                saved_caches_directory: %s/caches
                hints_directory: %s/hints
                cdc_raw_directory: %s/cdc
                commitlog_sync: group
                commitlog_sync_group_window: 2ms
                disk_failure_policy: die
                commit_failure_policy: die
                storage_compatibility_mode: NONE
                auto_snapshot: false
                file_cache_size: 64MiB
                networking_cache_size: 16MiB
                memtable:
                  configurations:
                    trie:
                      class_name: TrieMemtable
                    default:
                      inherits: trie
                sstable:
                  selected_format: bti
                """.formatted(nodes, nodes, clients, nodes, data, data, data, data, data));
        Files.writeString(folder.resolve(LOGGING), """
                <configuration>
                  <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
                    <encoder><pattern>%d{HH:mm:ss.SSS} %-5level %logger{20} %msg%n</pattern></encoder>
                  </appender>
                  <root level="INFO"><appender-ref ref="out"/></root>
                </configuration>
                """);
    }
}
