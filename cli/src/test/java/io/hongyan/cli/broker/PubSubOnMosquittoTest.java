package io.hongyan.cli.broker;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.condition.EnabledIf;

/// Goal: the commands are of use with a broker that is not ours.
@EnabledIf("io.hongyan.cli.broker.Mosquitto#isInstalled")
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

    @Override
    Ports ports() {
        return mosquitto.ports();
    }
}
