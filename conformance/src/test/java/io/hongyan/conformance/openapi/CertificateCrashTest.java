package io.hongyan.conformance.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hongyan.conformance.openapi.OfficialSdk.Answer;
import io.hongyan.transport.certificate.TestAuthority;
import io.hongyan.transport.certificate.TestIdentity;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: a service that is killed while CAs and devices are registered knows each of them whole afterwards, or not at
/// all; and all that it has confirmed.
class CertificateCrashTest {
    private static final TestAuthority ROOT = TestAuthority.root("root of devices", "EC");
    private static final int MANY = 16;

    @TempDir
    private static Path folder;

    private static DeviceStage service;

    private final List<TestAuthority> authorities = IntStream.range(0, MANY)
            .mapToObj(i -> TestAuthority.root("ca " + i, "EC"))
            .toList();
    private final List<TestIdentity> devices = IntStream.range(0, MANY)
            .mapToObj(i -> ROOT.device("lamp " + i, "EC"))
            .toList();
    private final Set<Object> confirmed = ConcurrentHashMap.newKeySet();

    private interface Step<T> {
        void run(T each) throws Exception;
    }

    @BeforeAll
    static void start() throws Exception {
        service = new DeviceStage(folder, ROOT);
        service.register(ROOT);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    /// One after the other until the service is gone.
    private <T> Thread doing(List<T> all, Step<T> step) {
        return Thread.ofVirtual().start(() -> {
            for (T each : all) {
                try {
                    step.run(each);
                } catch (Exception | AssertionError e) {
                    return; // it is gone
                }
                confirmed.add(each);
            }
        });
    }

    @Test
    void a_kill_leaves_no_half_of_a_registration() throws Exception {
        killDuringRegistrations();
    }

    @Tag("nightly")
    @RepeatedTest(5)
    void more_kills_leave_no_half_either() throws Exception {
        killDuringRegistrations();
    }

    private void killDuringRegistrations() throws Exception {
        Thread registrations = doing(authorities, service::register);
        Thread logins = doing(devices, device -> DeviceStage.leave(service.connect(device)));
        await().until(() -> confirmed.size() > MANY / 4);
        service.program().kill();
        registrations.join();
        logins.join();
        service.program().start();
        for (TestAuthority ca : authorities) {
            checkAuthority(ca);
        }
        for (TestIdentity device : devices) {
            checkDevice(device);
        }
        for (TestAuthority ca : authorities) {
            service.good("DeleteCaCertificate", "Sn", ca.sn()); // an instance has a hundred at most
        }
    }

    private void checkAuthority(TestAuthority ca) throws Exception {
        Answer shown = service.call("GetCaCertificate", "Sn", ca.sn());
        if (shown.status() == 200) {
            assertThat(shown.json().path("Data").path("CaContent").asString()).isEqualTo(ca.pem());
            assertThat(shown.json().path("Data").path("Status").asString()).isEqualTo("1");
            assertThat(service.registration(ca).text("Code")).isEqualTo("CertificateAlreadyExists");
        } else {
            assertThat(confirmed).doesNotContain(ca);
            assertThat(shown.text("Code")).isEqualTo("CertificateNotFound");
            service.register(ca);
        }
        TestIdentity device = ca.device("lamp", "EC"); // what counts devices is whole, too
        DeviceStage.leave(service.connect(device));
        assertThat(total(ca)).isEqualTo(1);
    }

    private void checkDevice(TestIdentity device) throws Exception {
        int before = total(ROOT);
        Answer shown = service.registered(ROOT, device);
        DeviceStage.leave(service.connect(device));
        assertThat(service.status(ROOT, device)).isEqualTo("1");
        if (shown.status() == 200) {
            assertThat(shown.json().path("Data").path("DeviceContent").asString())
                    .isEqualTo(device.pem());
            assertThat(total(ROOT)).isEqualTo(before);
        } else {
            assertThat(confirmed).doesNotContain(device);
            assertThat(total(ROOT)).isEqualTo(before + 1);
        }
    }

    private static int total(TestAuthority ca) throws Exception {
        return service.good("ListDeviceCertificateByCaSn", "CaSn", ca.sn(), "PageNo", "1", "PageSize", "1")
                .json()
                .path("Data")
                .path("Total")
                .asInt();
    }
}
