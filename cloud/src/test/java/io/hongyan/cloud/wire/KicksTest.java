package io.hongyan.cloud.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.store.memory.MemoryStore;
import io.hongyan.cloud.Stage;
import io.hongyan.cloud.auth.AuthSettings;
import io.hongyan.cloud.record.TwoServices;
import io.hongyan.codec.Version;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Goal: whoever is asked to end a connection, it ends where it is.
class KicksTest {
    private static final String DEVICE = "GID_Test@@@0001";

    @Test
    void a_client_of_another_service_is_kicked() {
        var services = new TwoServices();
        var settings = new AuthSettings(Stage.OPEN, Map.of(), true);
        try (LiveBroker one = new LiveBroker(new Stage(settings, new MemoryStore().records(), services.one));
                LiveBroker two = new LiveBroker(new Stage(settings, new MemoryStore().records(), services.two))) {
            two.stage.cloud.kicks().start(two.broker);
            WireClient device = two.device(Version.MQTT_3_1_1, "0001");
            assertThat(one.stage
                            .cloud
                            .kicks()
                            .disconnect(one.broker, Stage.INSTANCE, DEVICE, "an operator wants it")
                            .join())
                    .isTrue();
            two.awaitDisconnected(DEVICE);
            assertThat(device.isClosed()).isTrue();
        }
    }

    @Test
    void who_is_alone_knows_whether_there_is_such_a_client() {
        try (LiveBroker alone = new LiveBroker()) {
            assertThat(alone.stage
                            .cloud
                            .kicks()
                            .disconnect(alone.broker, Stage.INSTANCE, DEVICE, "an operator wants it")
                            .join())
                    .isFalse();
        }
    }
}
