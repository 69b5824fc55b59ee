package io.hongyan.cli.broker;

import io.hongyan.codec.foreign.NeedsProgram;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInfo;

/// Goal: the commands are of use with a broker that is not ours.
@NeedsProgram({"mosquitto", "openssl"})
final class PubSubOnMosquittoTest extends PubSubContract {
    private static Mosquitto mosquitto;

    PubSubOnMosquittoTest(TestInfo test) {
        super(test);
    }

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        mosquitto = Mosquitto.start(folder);
    }

    @AfterAll
    static void stop() throws InterruptedException {
        mosquitto.stop();
    }

    /// Over 5.0 version 2.0.11 sends more than the receive maximum, after which mosquitto_sub, too, ends with a
    /// protocol error.
    @Override
    String versionUnderLoad() {
        return "311";
    }

    @Override
    Ports ports() {
        return mosquitto.ports();
    }
}
