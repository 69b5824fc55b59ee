package io.hongyan.testkit.sim;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

/// Scenarios in which the simulator has found a fault, as the shrinker shortened them.
class FoundScenariosTest {
    private static void assertWell(String scenario) {
        assertThat(Simulator.strict().run(Scenario.parse(scenario)).faults()).isEmpty();
    }

    @Test
    void a_message_whose_time_was_over_while_it_waited_for_the_disk_is_not_sent() {
        assertWell("""
                Settings[seed=50005291, shards=4, durable=true, clients=6, instances=1, maxInflight=512, maxQueuedMessages=100000, onFull=DROP_OLDEST, receiveMaximum=1000, memoryBytes=1073741824, storedMessages=1073741824, backlogBytes=1048576, refusedPublish=CLOSE, sharedStrategy=ROUND_ROBIN, direct=true, authMicros=10135, delayMicros=500, windowBytes=1379, highWaterBytes=6686, syncMicros=1000, readMicros=500, congestedBytes=1073741824, wakeMicros=820, turnMicros=20, turnTasks=5, readsFirst=10]
                Wait[micros=10000]
                Connect[client=4, cleanStart=true, expirySeconds=380]
                Wait[micros=1418]
                Connect[client=2, version=MQTT_3_1, expirySeconds=-1]
                Wait[micros=6131]
                Publish[client=4, topic=a/b, qos=EXACTLY_ONCE, retain=true, size=28, expirySeconds=3, alias=true]
                Subscribe[client=2, filters=a/b|2|0|1|1]
                Cut[client=2, kind=CLOSE]
                Settle[]
                """);
    }

    @Test
    void shared_messages_on_disk_of_a_deleted_instance_do_not_count_as_lost() {
        assertWell("""
                Settings[seed=50002449, shards=4, durable=true, clients=6, instances=1, maxInflight=1, maxQueuedMessages=100000, onFull=DISCONNECT, receiveMaximum=1000, memoryBytes=1073741824, storedMessages=1073741824, backlogBytes=1048576, refusedPublish=REFUSE, sharedStrategy=STICKY, direct=true, authMicros=35217, delayMicros=17000, windowBytes=65536, highWaterBytes=8744, syncMicros=67518, readMicros=40226, congestedBytes=1073741824, wakeMicros=50, turnMicros=20, turnTasks=2, readsFirst=100]
                Wait[micros=73]
                Connect[client=1, version=MQTT_3_1, expirySeconds=-1]
                Connect[client=4, version=MQTT_3_1_1, expirySeconds=-1]
                Connect[client=2, expirySeconds=518]
                Wait[micros=128355]
                Subscribe[client=2, filters=$share/h/d/#|2|0|0|0]
                Publish[client=4, topic=p2p/c1, qos=EXACTLY_ONCE]
                Settle[]
                Publish[client=4, topic=d/x, qos=EXACTLY_ONCE, count=2]
                Wait[micros=2729]
                Crash[downMillis=35]
                Settle[]
                DeleteInstance[instance=0]
                """);
    }

    @Test
    void a_message_under_way_to_a_session_that_ends_leaves_nothing_on_disk() {
        assertWell("""
                Settings[seed=50000004, shards=2, durable=true, clients=7, instances=1, maxInflight=10, maxQueuedMessages=100000, onFull=DROP_NEW, receiveMaximum=1000, memoryBytes=1073741824, storedMessages=1073741824, backlogBytes=1048576, refusedPublish=REFUSE, sharedStrategy=ROUND_ROBIN, direct=false, authMicros=8852, delayMicros=48880, windowBytes=3459, highWaterBytes=65536, syncMicros=1000, readMicros=500, congestedBytes=1073741824, wakeMicros=50, turnMicros=1922, turnTasks=31, readsFirst=10]
                Wait[micros=5]
                Connect[client=4, expirySeconds=267]
                Connect[client=5, version=MQTT_3_1_1, expirySeconds=-1]
                Connect[client=6, version=MQTT_3_1, expirySeconds=-1]
                Wait[micros=10000]
                Subscribe[client=6, filters=+/x|0|0|0|2]
                Wait[micros=10000]
                Stall[shard=1, millis=204]
                Publish[client=5, topic=d/x, qos=EXACTLY_ONCE]
                Wait[micros=36]
                DeleteInstance[instance=0]
                """);
    }

    @Test
    void a_message_that_waited_for_a_slow_reader_is_sent_however_small_the_backlog_may_be() {
        assertWell("""
                Settings[seed=2754, shards=4, durable=true, clients=6, instances=1, maxInflight=512, maxQueuedMessages=100000, onFull=DROP_NEW, receiveMaximum=1000, memoryBytes=1073741824, storedMessages=1073741824, backlogBytes=6582, refusedPublish=REFUSE, sharedStrategy=HASH_PUBLISHER, direct=false, authMicros=0, delayMicros=11397, windowBytes=3064, highWaterBytes=65536, syncMicros=1000, readMicros=500, congestedBytes=1073741824, wakeMicros=50, turnMicros=20, turnTasks=23, readsFirst=10]
                Wait[micros=1101]
                Connect[client=5, version=MQTT_3_1_1, expirySeconds=-1]
                Connect[client=0, version=MQTT_3_1_1, expirySeconds=-1]
                Wait[micros=1830]
                Subscribe[client=0, filters=a/#|2|0|0|0]
                Wait[micros=8470]
                Publish[client=0, topic=a/c, count=256, size=39]
                Publish[client=0, topic=a, qos=AT_LEAST_ONCE]
                Settle[]
                """);
    }

    @Test
    void a_client_whose_messages_the_broker_cannot_take_can_still_make_room() {
        assertWell("""
                Settings[seed=1119, shards=2, durable=true, clients=8, instances=1, maxInflight=512, maxQueuedMessages=100000, onFull=DROP_NEW, receiveMaximum=7, memoryBytes=2137, storedMessages=197, backlogBytes=1048576, refusedPublish=REFUSE, sharedStrategy=HASH_PUBLISHER, direct=false, authMicros=0, delayMicros=500, windowBytes=65536, highWaterBytes=4688, syncMicros=86255, readMicros=4252, congestedBytes=1073741824, wakeMicros=50, turnMicros=20, turnTasks=14, readsFirst=50]
                Wait[micros=10000]
                Connect[client=3, version=MQTT_3_1_1, expirySeconds=-1]
                Wait[micros=600]
                Subscribe[client=3, filters=+/x|1|0|0|2]
                Connect[client=7, expirySeconds=0, receiveMaximum=6]
                Wait[micros=1324]
                Subscribe[client=7, filters=+/x|1|0|0|2]
                Publish[client=3, topic=d/x, qos=AT_LEAST_ONCE, count=128]
                """);
    }

    @Test
    void a_client_that_is_sent_away_for_want_of_room_has_heard_what_was_taken() {
        assertWell("""
                Settings[seed=12987, shards=4, durable=true, clients=5, instances=1, maxInflight=512, maxQueuedMessages=9, onFull=DROP_OLDEST, receiveMaximum=1000, memoryBytes=11541, storedMessages=115, backlogBytes=1048576, refusedPublish=REFUSE, sharedStrategy=ROUND_ROBIN, direct=false, authMicros=0, delayMicros=500, windowBytes=65536, highWaterBytes=6336, syncMicros=1000, readMicros=500, congestedBytes=1073741824, wakeMicros=3152, turnMicros=20, turnTasks=14, readsFirst=100]
                Wait[micros=1801]
                Stall[shard=3, millis=356]
                Connect[client=2, expirySeconds=413]
                Wait[micros=4792]
                Connect[client=4, version=MQTT_3_1_1, expirySeconds=-1]
                Connect[client=3, version=MQTT_3_1_1, expirySeconds=-1]
                Publish[client=2, topic=a, qos=EXACTLY_ONCE]
                Subscribe[client=2, filters=+/b|1|0|1|2]
                DiskSlow[millis=275]
                Publish[client=2, topic=a/c, qos=AT_LEAST_ONCE]
                Wait[micros=1877]
                Connect[client=0, version=MQTT_3_1_1, expirySeconds=-1]
                Wait[micros=282]
                Subscribe[client=2, filters=a/+|1|0|0|0]
                Connect[client=4, version=MQTT_3_1_1, expirySeconds=-1]
                Publish[client=3, topic=a/b, qos=AT_LEAST_ONCE, count=260, size=27, label=true]
                """);
    }

    @Test
    void a_client_that_held_its_acknowledgements_before_a_restart_does_not_keep_others_out_for_ever() {
        assertWell("""
                Settings[seed=29415008867, shards=4, durable=true, clients=5, instances=1, maxInflight=2, maxQueuedMessages=100000, onFull=DROP_OLDEST, receiveMaximum=1000, memoryBytes=1073741824, storedMessages=17, backlogBytes=1048576, refusedPublish=REFUSE, sharedStrategy=HASH_PUBLISHER, direct=false, authMicros=38913, delayMicros=47836, windowBytes=65536, highWaterBytes=15817, syncMicros=47134, readMicros=9954, congestedBytes=1073741824, wakeMicros=1661, turnMicros=20, turnTasks=5, readsFirst=100]
                HoldAcks[client=4]
                Settle[]
                Connect[client=0, expirySeconds=464]
                Wait[micros=105445]
                Connect[client=0, expirySeconds=4]
                Wait[micros=165881]
                Connect[client=3, version=MQTT_3_1_1, expirySeconds=-1]
                Connect[client=4, version=MQTT_3_1_1, expirySeconds=-1]
                Wait[micros=10000]
                Subscribe[client=4, filters=a/+|2|0|0|0 a/b/c|2|0|0|2]
                Publish[client=3, topic=a/b]
                Publish[client=4, topic=a/b, qos=EXACTLY_ONCE]
                Publish[client=3, topic=a/c, qos=EXACTLY_ONCE]
                Publish[client=4, topic=a]
                Wait[micros=64]
                Wait[micros=47]
                Publish[client=4, topic=a/c, qos=EXACTLY_ONCE]
                Wait[micros=55]
                Publish[client=4, topic=a/b/c, qos=EXACTLY_ONCE]
                Publish[client=4, topic=a/b/c, qos=EXACTLY_ONCE, count=16]
                Publish[client=4, topic=d/x, qos=EXACTLY_ONCE]
                Publish[client=4, topic=d/x, qos=EXACTLY_ONCE]
                Wait[micros=671]
                Restart[downMillis=407]
                """);
    }

    @Test
    void a_crash_does_not_keep_a_message_and_lose_a_retained_one_before_it() {
        assertWell("""
                Settings[seed=396253000562, shards=4, durable=true, clients=6, instances=1, maxInflight=7, maxQueuedMessages=100000, onFull=DROP_OLDEST, receiveMaximum=4, memoryBytes=1073741824, storedMessages=1073741824, backlogBytes=1048576, refusedPublish=CLOSE, sharedStrategy=HASH_PUBLISHER, direct=false, authMicros=0, delayMicros=500, windowBytes=65536, highWaterBytes=65536, syncMicros=1000, readMicros=500, congestedBytes=1073741824, wakeMicros=1653, turnMicros=20, turnTasks=11, readsFirst=90]
                Wait[micros=10000]
                Connect[client=4, version=MQTT_3_1, expirySeconds=-1]
                Wait[micros=2361]
                Connect[client=5, expirySeconds=285]
                Subscribe[client=4, filters=+/b|2|0|0|2]
                Wait[micros=210]
                Connect[client=1, version=MQTT_3_1_1, cleanStart=true, expirySeconds=-1]
                Subscribe[client=5, filters=a/#|2|0|0|2]
                Connect[client=2, expirySeconds=329]
                Settle[]
                Publish[client=4, topic=a/b, qos=EXACTLY_ONCE]
                Publish[client=4, topic=a/b, qos=EXACTLY_ONCE, retain=true]
                Publish[client=4, topic=a/b, qos=EXACTLY_ONCE]
                Publish[client=4, topic=a/b, qos=EXACTLY_ONCE]
                Crash[downMillis=21]
                Wait[micros=759248]
                DiskSlow[millis=987]
                Crash[downMillis=16]
                Wait[micros=10000]
                Wait[micros=10000]
                Connect[client=5, version=MQTT_3_1_1, expirySeconds=-1]
                Connect[client=4, version=MQTT_3_1, expirySeconds=-1]
                Wait[micros=10000]
                Crash[downMillis=31]
                """);
    }

    @Test
    void a_shared_qos_2_message_of_a_session_that_ends_is_moved_once_whenever_the_broker_stops() throws IOException {
        try (InputStream file = FoundScenariosTest.class.getResourceAsStream("shared-message-moves.scenario")) {
            assertWell(new String(requireNonNull(file).readAllBytes(), UTF_8));
        }
    }

    @Test
    void a_shared_message_under_way_to_a_session_that_ends_is_acknowledged_when_the_next_member_has_it() {
        assertWell("""
                Settings[seed=50000004, shards=4, durable=true, clients=6, instances=1, maxInflight=10, maxQueuedMessages=100000, onFull=DROP_NEW, receiveMaximum=1000, memoryBytes=1073741824, storedMessages=1073741824, backlogBytes=1048576, refusedPublish=REFUSE, sharedStrategy=ROUND_ROBIN, direct=false, authMicros=0, delayMicros=100, windowBytes=65536, highWaterBytes=65536, syncMicros=1000, readMicros=500, congestedBytes=1073741824, wakeMicros=50, turnMicros=20, turnTasks=31, readsFirst=100]
                Wait[micros=10000]
                Connect[client=0]
                Connect[client=3]
                Connect[client=1, cleanStart=true]
                Wait[micros=100000]
                Subscribe[client=0, filters=$share/g/d/#|1|0|0|0]
                Subscribe[client=3, filters=$share/g/d/#|1|0|0|0]
                Wait[micros=100000]
                Disconnect[client=3]
                Wait[micros=100000]
                Stall[shard=3, millis=50]
                Stall[shard=2, millis=900]
                Wait[micros=10]
                Publish[client=1, topic=d/x, qos=AT_LEAST_ONCE, count=2]
                Disconnect[client=0, expirySeconds=0]
                Wait[micros=100000]
                Connect[client=0]
                Wait[micros=50000]
                Subscribe[client=0, filters=zz|1|0|0|0]
                Wait[micros=300000]
                Crash[downMillis=35]
                Wait[micros=1000000]
                Connect[client=3]
                Settle[]
                """);
    }

    @Test
    void a_qos_1_message_enters_the_queue_of_a_rule_behind_a_qos_2_message_that_another_shard_has_yet_to_store() {
        assertWell("""
                Settings[seed=784385000007, shards=3, durable=true, clients=2, instances=1, maxInflight=8, maxQueuedMessages=100000, onFull=DISCONNECT, receiveMaximum=1000, memoryBytes=1073741824, storedMessages=1073741824, backlogBytes=1048576, refusedPublish=REFUSE, sharedStrategy=ROUND_ROBIN, direct=false, authMicros=0, delayMicros=16521, windowBytes=65536, highWaterBytes=6710, syncMicros=1000, readMicros=500, congestedBytes=1073741824, wakeMicros=50, turnMicros=20, turnTasks=29, readsFirst=50]
                Wait[micros=10000]
                Connect[client=1, expirySeconds=116]
                Connect[client=0, version=MQTT_3_1, expirySeconds=-1]
                Wait[micros=10000]
                Subscribe[client=1, filters=a/b|0|0|1|0]
                Publish[client=0, topic=a/b, qos=EXACTLY_ONCE]
                Publish[client=0, topic=a/b, qos=EXACTLY_ONCE]
                Publish[client=0, topic=a/c, qos=AT_LEAST_ONCE]
                """);
    }
}
