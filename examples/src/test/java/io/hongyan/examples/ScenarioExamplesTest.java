package io.hongyan.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: the typical uses of the cloud service work here, too.
final class ScenarioExamplesTest {
    @TempDir
    private static Path folder;

    private static LocalServer service;

    @BeforeAll
    static void start() throws IOException {
        service = new LocalServer(folder);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void a_sound_box_says_once_what_was_paid_while_it_was_off() throws Exception {
        assertThat(Printed.by(PaymentSoundBox::run, service.settings()))
                .containsExactly(
                        "received 12.50 yuan",
                        "the box is off",
                        "the box is on again",
                        "received 8.80 yuan",
                        "received 99.00 yuan",
                        service.settings().clientId("box-1") + " has said everything once");
    }

    @Test
    void cars_report_hear_what_is_for_all_and_answer() throws Exception {
        assertThat(Printed.by(VehicleFleet::run, service.settings()))
                .containsExactlyInAnyOrder(
                        "car-1 at 31.2304,121.4737",
                        "car-2 at 31.2304,121.4737",
                        "car-1 hears: rain ahead, slow down",
                        "car-2 hears: rain ahead, slow down",
                        "car-1 answers: 82 %",
                        "car-2 answers: 82 %");
    }
}
