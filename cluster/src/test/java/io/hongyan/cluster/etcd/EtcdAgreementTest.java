package io.hongyan.cluster.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.cluster.agree.Agreement;
import io.hongyan.cluster.agree.AgreementContract;
import io.hongyan.cluster.agree.AgreementException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EtcdAgreementTest extends AgreementContract {
    @TempDir
    private static Path folder;

    private static final AtomicInteger NAMES = new AtomicInteger();
    private static @Nullable EtcdServer server;

    private final List<Agreement> opened = new ArrayList<>();

    @BeforeAll
    static void start() {
        EtcdServer.assumeInstalled();
        server = EtcdServer.start(folder);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @AfterEach
    void close() {
        opened.forEach(Agreement::close);
    }

    @Override
    protected Agreement agreement() {
        // The first call of a process may take its time.
        var agreement = new EtcdAgreement(new EtcdOptions(
                List.of(server.endpoint()), "/test/" + NAMES.incrementAndGet() + "/", null, null, 30_000));
        opened.add(agreement);
        return agreement;
    }

    @Override
    protected <T> T await(CompletableFuture<T> answer) {
        return answer.orTimeout(60, TimeUnit.SECONDS).join();
    }

    @Override
    protected void awaitUntil(BooleanSupplier condition) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(condition::getAsBoolean);
    }

    @Override
    protected void pass(long millis) {
        Awaitility.await()
                .pollDelay(Duration.ofMillis(millis))
                .atMost(Duration.ofSeconds(30))
                .until(() -> true);
    }

    @Test
    void an_etcd_that_is_not_there_is_a_failure_with_a_reason() {
        var agreement = new EtcdAgreement(new EtcdOptions(List.of("127.0.0.1:1"), "/test/"));
        opened.add(agreement);
        assertThatThrownBy(() -> await(agreement.range("")))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOf(AgreementException.class)
                .hasMessageStartingWith("etcd at 127.0.0.1:1 ")
                .hasMessageEndingWith(": read");
    }

    @Test
    void the_next_endpoint_is_used_when_one_is_not_there() {
        var agreement = new EtcdAgreement(new EtcdOptions(List.of("127.0.0.1:1", server.endpoint()), "/test/next/"));
        opened.add(agreement);
        awaitUntil(() ->
                agreement.range("").handle((_, failure) -> failure == null).join());
        assertThat(await(agreement.range("")).entries()).isEmpty();
    }
}
