package io.hongyan.cloud.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.store.RecordTable;
import io.hongyan.broker.store.memory.MemoryStore;
import io.hongyan.cloud.FakeClock;
import io.hongyan.cloud.metadata.MemoryMetadataStore;
import io.hongyan.cloud.metadata.Metadata;
import io.hongyan.cloud.metadata.Profile;
import io.hongyan.cloud.secret.SecretBox;
import io.hongyan.transport.certificate.TestAuthority;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Goal: each page of thousands of certificates has its own ones, and costs what stands before it and no more.
class DeviceCertificatePagesTest {
    private static final String INSTANCE = "mqtt-one";
    private static final int SIZE = 100;
    private static final int DEVICES = 2_000;
    private static final int OTHERS = 50;

    private final Counted table = new Counted(new MemoryStore().records(), new AtomicLong());
    private final TestAuthority one = TestAuthority.root("one", "EC");
    private final TestAuthority two = TestAuthority.root("two", "EC"); // its serial number is the larger one
    private DeviceCertificates devices;

    /// Counts the rows that are read in scans.
    private record Counted(RecordTable rows, AtomicLong read) implements RecordTable {
        @Override
        public byte @Nullable [] get(byte[] key) {
            return rows.get(key);
        }

        @Override
        public List<Row> scan(byte[] prefix, byte @Nullable [] after, int limit) {
            List<Row> found = rows.scan(prefix, after, limit);
            read.addAndGet(found.size());
            return found;
        }

        @Override
        public CompletableFuture<Void> write(List<Change> changes) {
            return rows.write(changes);
        }
    }

    @BeforeEach
    void register() {
        FakeClock clock = new FakeClock();
        Metadata metadata = Metadata.open(new MemoryMetadataStore(), clock, new Random(1));
        metadata.createInstance(INSTANCE, Profile.CLOUD);
        SecretBox secrets = new SecretBox(new byte[SecretBox.KEY_BYTES], new Random(2));
        devices = new Certificates(metadata, table, secrets, clock, new Random(3)).devices();
        for (int i = 0; i < DEVICES; i++) {
            register(one, "lamp " + i);
        }
        for (int i = 0; i < OTHERS; i++) {
            register(two, "stove " + i);
        }
    }

    private void register(TestAuthority ca, String name) {
        var certificate = ca.device(name, "EC").certificate();
        assertThat(devices.register(INSTANCE, ca.sn(), certificate, () -> true)).isNotNull();
    }

    private List<String> page(@Nullable String caSn, int page) {
        table.read().set(0);
        return devices.page(INSTANCE, caSn, page, SIZE).stream()
                .map(device -> device.caSn() + " " + device.sn())
                .toList();
    }

    @Test
    void pages_have_each_certificate_once_in_the_order_of_their_serial_numbers() {
        List<String> all = new ArrayList<>();
        for (int i = 1; i <= (DEVICES + OTHERS + SIZE - 1) / SIZE; i++) {
            all.addAll(page(null, i));
        }
        assertThat(all).hasSize(DEVICES + OTHERS).isSorted();
        assertThat(new HashSet<>(all)).hasSameSizeAs(all);
        assertThat(page(one.sn(), DEVICES / SIZE)).isEqualTo(all.subList(DEVICES - SIZE, DEVICES));
        assertThat(page(two.sn(), 1)).isEqualTo(all.subList(DEVICES, DEVICES + OTHERS));
        assertThat(page(one.sn(), DEVICES / SIZE + 1)).isEmpty();
        assertThat(page(null, 100_000)).isEmpty();
    }

    @Test
    void a_page_reads_what_stands_before_it_and_nothing_behind() {
        for (int page : new int[] {1, 2, DEVICES / SIZE}) {
            assertThat(page(one.sn(), page)).hasSize(SIZE);
            assertThat(table.read()).hasValue((long) page * SIZE);
        }
        assertThat(page(two.sn(), 1)).hasSize(OTHERS);
        assertThat(table.read()).hasValue(OTHERS); // not those of the other CA
    }
}
