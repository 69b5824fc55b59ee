package io.hongyan.cloud.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.broker.store.OutboxLimits;
import io.hongyan.cloud.FakeClock;
import io.hongyan.cloud.metadata.MetadataException.Kind;
import io.hongyan.cloud.metadata.rule.ExchangeConnection;
import io.hongyan.cloud.metadata.rule.Rule;
import io.hongyan.cloud.metadata.rule.RuleKind;
import io.hongyan.cloud.metadata.rule.RuleOptions.Acknowledge;
import io.hongyan.cloud.metadata.rule.RuleOptions.Filter;
import io.hongyan.cloud.metadata.rule.RuleOptions.Inbound;
import io.hongyan.cloud.metadata.rule.RuleOptions.OnRefused;
import io.hongyan.cloud.metadata.rule.RuleOptions.Outbound;
import io.hongyan.cloud.metadata.rule.RuleOptions.Outflow;
import io.hongyan.cloud.metadata.rule.RuleOptions.Status;
import io.hongyan.codec.spec.CloudRule;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Goal: a rule that cannot work, or would do harm, is refused when it is made, with a sentence that says how to go on.
class RulesTest {
    private static final String ID = "mqtt-cn-12345678";
    private static final String OPEN = "plant";
    private static final Set<RuleKind> ALL_KINDS = EnumSet.allOf(RuleKind.class);

    private final FakeClock clock = new FakeClock();
    private final MemoryMetadataStore store = new MemoryMetadataStore();
    private final Metadata metadata = Metadata.open(store, clock, new Random(1));

    @BeforeEach
    void make() {
        metadata.createInstance(ID, Profile.CLOUD);
        metadata.createTopic(ID, "orders", "");
        metadata.createTopic(ID, "lines", "");
        metadata.createGroup(ID, "GID_one");
        metadata.createInstance(OPEN, Profile.OPEN);
        metadata.createConnection(connection("main", "10.0.0.5:9876"));
    }

    private static ExchangeConnection connection(String name, String... addresses) {
        return new ExchangeConnection(name, ExchangeConnection.ROCKETMQ, List.of(addresses), "", "", false, "");
    }

    private static Rule out(String id, String parent, String target) {
        return Rule.of(id, "main", parent, target, Outbound.defaults());
    }

    private static Rule all(String id, String parent, String target) {
        return all(id, "main", parent, target);
    }

    private static Rule all(String id, String connection, String parent, String target) {
        Outbound options = new Outbound(Acknowledge.OUTBOX, Outflow.ALL, OutboxLimits.defaults());
        return Rule.of(id, connection, parent, target, options);
    }

    private static Rule in(String id, String parent, String source) {
        return Rule.of(id, "main", parent, source, Inbound.defaults(ID, id));
    }

    private static Rule status(String id, String group) {
        return Rule.of(id, "main", group, "STATUS", Status.defaults());
    }

    private Rule rule(String id) {
        return metadata.snapshot().instance(ID).orElseThrow().rule(id).orElseThrow();
    }

    private static void refused(Kind kind, ThrowingCallable change, String... names) {
        assertThatThrownBy(change)
                .isInstanceOfSatisfying(
                        MetadataException.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .hasMessageContainingAll(names);
    }

    @Test
    @CloudRule("4.1/operations")
    void a_rule_is_created_edited_disabled_enabled_and_deleted_and_keeps_its_id_kind_and_time() {
        long created = clock.wallMillis();
        metadata.createRule(ID, out("orders-out", "orders", "ORDERS"));
        clock.forward(Duration.ofSeconds(1));
        assertThat(rule("orders-out"))
                .isEqualTo(out("orders-out", "orders", "ORDERS").createdAt(created));
        metadata.editRule(ID, "orders-out", _ -> out("orders-out", "lines", "LINES"));
        assertThat(rule("orders-out"))
                .isEqualTo(out("orders-out", "lines", "LINES").createdAt(created));
        metadata.enableRule(ID, "orders-out", false);
        assertThat(rule("orders-out").enabled()).isFalse();
        metadata.enableRule(ID, "orders-out", true);
        assertThat(rule("orders-out").enabled()).isTrue();
        refused(
                Kind.INVALID,
                () -> metadata.editRule(ID, "orders-out", _ -> out("other", "orders", "T")),
                "id",
                "other");
        refused(
                Kind.INVALID,
                () -> metadata.editRule(ID, "orders-out", _ -> in("orders-out", "orders", "T")),
                "kind",
                "OUTBOUND");
        assertThat(Metadata.open(store, clock, new Random(2)).snapshot()).isEqualTo(metadata.snapshot());
        metadata.deleteRule(ID, "orders-out");
        assertThat(metadata.snapshot().instance(ID).orElseThrow().rules()).isEmpty();
        refused(Kind.MISSING, () -> metadata.deleteRule(ID, "orders-out"), "orders-out");
        refused(Kind.MISSING, () -> metadata.enableRule(ID, "orders-out", true), "orders-out");
        refused(Kind.MISSING, () -> metadata.createRule("no-such", out("r01", "orders", "T")), "no-such");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ab", "---", "-_-_", "a b c", "a/b", "queue:orders", "\u89c4\u5219\u4e00", "abc\n"})
    @CloudRule("4.1/rule-id")
    void an_id_of_another_form_is_refused(String id) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> out(id, "orders", "T"))
                .withMessageContaining("a rule id");
    }

    @Test
    @CloudRule("4.1/rule-id")
    void an_id_that_is_too_long_is_refused_and_not_cut() {
        metadata.createRule(ID, out("x".repeat(64), "orders", "T"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> out("x".repeat(65), "orders", "T"))
                .withMessageContaining("65");
    }

    @Test
    @CloudRule("1.7/rules")
    void an_instance_has_at_most_100_rules() {
        for (int i = 0; i < 100; i++) {
            metadata.createRule(OPEN, out("rule-" + i, "topic-" + i, "T"));
        }
        refused(Kind.LIMIT, () -> metadata.createRule(OPEN, out("rule-100", "topic-100", "T")), OPEN, "101", "100");
        metadata.createRule(ID, out("rule-100", "orders", "T"));
    }

    @Test
    @CloudRule({"1.7/rules", "4.1/one-of-a-kind"})
    void a_resource_has_one_rule_of_a_kind() {
        metadata.createRule(ID, out("orders-out", "orders", "ORDERS"));
        metadata.createRule(ID, in("orders-in", "orders", "ORDERS"));
        metadata.createRule(ID, status("one", "GID_one"));
        refused(Kind.EXISTS, () -> metadata.createRule(ID, out("second", "orders", "T")), "orders", "orders-out");
        refused(Kind.EXISTS, () -> metadata.createRule(ID, in("second", "lines", "ORDERS")), "ORDERS", "orders-in");
        refused(Kind.EXISTS, () -> metadata.createRule(ID, status("second", "GID_one")), "GID_one", "one");
        refused(Kind.EXISTS, () -> metadata.createRule(ID, out("orders-out", "lines", "T")), "orders-out", ID);
        metadata.createRule(ID, in("second", "orders", "MORE"));
        metadata.createRule(ID, out("lines-out", "lines", "ORDERS"));
        refused(
                Kind.EXISTS,
                () -> metadata.editRule(ID, "lines-out", _ -> out("lines-out", "orders", "ORDERS")),
                "orders-out");
    }

    @Test
    @CloudRule("4.1/kinds")
    void a_rule_names_a_declared_parent_topic_or_group_and_a_connection_that_are_there() {
        refused(
                Kind.MISSING,
                () -> metadata.createRule(ID, out("r01", "none", "T")),
                "parent topic none",
                "topic create");
        refused(Kind.MISSING, () -> metadata.createRule(ID, in("r01", "none", "T")), "parent topic none");
        refused(
                Kind.MISSING,
                () -> metadata.createRule(ID, status("r01", "GID_none")),
                "group GID_none",
                "group create");
        refused(
                Kind.MISSING,
                () -> metadata.createRule(ID, Rule.of("r01", "away", "orders", "T", Outbound.defaults())),
                "connection away");
        assertThat(metadata.snapshot().instance(ID).orElseThrow().rules()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b", "a#", "+", "$SYS"})
    void in_profile_open_a_rule_names_a_first_level(String resource) {
        refused(Kind.INVALID, () -> metadata.createRule(OPEN, out("r01", resource, "T")), resource);
        metadata.createRule(OPEN, out("r02", "\u8ba2\u5355 1", "T"));
    }

    @Test
    void in_profile_open_a_status_rule_names_a_prefix_or_everybody() {
        metadata.createRule(OPEN, status("every", "*"));
        metadata.createRule(OPEN, status("some", "sensor-*"));
        refused(Kind.INVALID, () -> metadata.createRule(OPEN, status("r01", "sensor")), "sensor*");
        refused(Kind.EXISTS, () -> metadata.createRule(OPEN, status("r01", "*")), "every");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.b", "TBW102", "SCHEDULE_TOPIC_XXXX", "RMQ_SYS_TRACE_TOPIC", "rmq_sys_x"})
    void a_topic_that_rocketmq_does_not_take_is_refused(String topic) {
        refused(Kind.INVALID, () -> metadata.createRule(ID, out("r01", "orders", topic)), topic);
    }

    @Test
    void names_of_rocketmq_hold_where_it_is_rocketmq() {
        refused(Kind.INVALID, () -> metadata.createRule(ID, out("r01", "orders", "x".repeat(128))), "127", "128");
        metadata.createRule(ID, out("r01", "orders", "%a|b_C-" + "x".repeat(120)));
        Rule long121 = Rule.of("r02", "main", "orders", "T", group("x".repeat(121)));
        refused(Kind.INVALID, () -> metadata.createRule(ID, long121), "120", "121");
        Rule dotted = Rule.of("r02", "main", "orders", "T", group("a.b"));
        refused(Kind.INVALID, () -> metadata.createRule(ID, dotted), "a.b");
        metadata.createConnection(new ExchangeConnection("other", "some-queue", List.of("h:1"), "", "", false, ""));
        metadata.createRule(ID, Rule.of("r02", "other", "lines", "a.b", Outbound.defaults()));
    }

    private static Inbound group(String name) {
        return new Inbound(name, Filter.TAG, "*", false, OnRefused.DROP);
    }

    @Test
    void the_default_consumer_group_belongs_to_one_rule_and_is_one_that_rocketmq_takes() {
        assertThat(Inbound.defaultGroup(ID, "orders-in")).isEqualTo("GID_hongyan_mqtt-cn-12345678_orders-in");
        String one = Inbound.defaultGroup("i".repeat(64), "r".repeat(63) + "1");
        String two = Inbound.defaultGroup("i".repeat(64), "r".repeat(63) + "2");
        assertThat(one).hasSize(120).isNotEqualTo(two);
        metadata.createRule(ID, Rule.of("r01", "main", "orders", "T", group(one)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a||", "||", "a|b", "*||a", " "})
    void a_filter_of_tags_is_tags(String expression) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Inbound("g", Filter.TAG, expression, false, OnRefused.DROP));
        assertThat(new Inbound("g", Filter.TAG, "a || b", false, OnRefused.DROP).expression())
                .isEqualTo("a || b");
    }

    @Test
    void a_filter_of_sql92_is_a_condition() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Inbound("g", Filter.SQL92, "*", false, OnRefused.DROP))
                .withMessageContaining("*");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Inbound("g", Filter.SQL92, "x".repeat(4097), false, OnRefused.DROP))
                .withMessageContaining("4097");
    }

    @Test
    void the_same_topic_both_ways_is_no_loop_when_only_devices_flow_out() {
        metadata.createRule(ID, out("orders-out", "orders", "ORDERS"));
        metadata.createRule(ID, in("orders-in", "orders", "ORDERS"));
        refused(
                Kind.LIMIT,
                () -> metadata.editRule(ID, "orders-out", _ -> all("orders-out", "orders", "ORDERS")),
                "round for ever",
                "orders-out",
                "orders-in",
                "outflow devices");
        metadata.editRule(ID, "orders-out", _ -> all("orders-out", "orders", "ELSEWHERE"));
        assertThat(rule("orders-out").topic()).isEqualTo("ELSEWHERE");
    }

    @Test
    void a_loop_through_several_topics_instances_and_connections_is_refused() {
        metadata.createConnection(connection("second", "10.0.0.6:9876", "10.0.0.5:9876"));
        metadata.createRule(ID, all("one-out", "orders", "A"));
        metadata.createRule(OPEN, Rule.of("two-in", "second", "x", "A", Inbound.defaults(OPEN, "two-in")));
        metadata.createRule(OPEN, all("two-out", "second", "x", "B"));
        metadata.createRule(ID, in("side-in", "lines", "B"));
        refused(
                Kind.LIMIT,
                () -> metadata.editRule(ID, "side-in", _ -> in("side-in", "orders", "B")),
                "one-out",
                "two-in",
                "two-out",
                "side-in",
                OPEN);
    }

    @Test
    void a_loop_is_refused_also_when_a_connection_is_led_elsewhere_or_the_rule_is_disabled() {
        metadata.createConnection(connection("second", "10.0.0.6:9876"));
        metadata.createRule(ID, all("orders-out", "orders", "ORDERS"));
        metadata.createRule(
                ID,
                Rule.of("orders-in", "second", "orders", "ORDERS", group("g")).enabled(false));
        refused(
                Kind.LIMIT,
                () -> metadata.editConnection("second", _ -> connection("second", "10.0.0.5:9876")),
                "orders-in");
        refused(
                Kind.LIMIT,
                () -> metadata.editRule(
                        ID,
                        "orders-in",
                        _ -> in("orders-in", "orders", "ORDERS").enabled(false)),
                "orders-out");
    }

    @Test
    void what_a_rule_needs_cannot_be_deleted() {
        metadata.createRule(ID, out("orders-out", "orders", "ORDERS"));
        metadata.createRule(ID, in("orders-in", "orders", "ORDERS"));
        metadata.createRule(ID, status("one", "GID_one"));
        refused(Kind.LIMIT, () -> metadata.deleteTopic(ID, "orders"), "orders-out", "orders-in");
        refused(Kind.LIMIT, () -> metadata.deleteGroup(ID, "GID_one"), "one");
        refused(Kind.LIMIT, () -> metadata.deleteConnection("main"), "orders-out", "orders-in", "one", ID);
        metadata.deleteTopic(ID, "lines");
        List.of("orders-out", "orders-in", "one").forEach(id -> metadata.deleteRule(ID, id));
        metadata.deleteTopic(ID, "orders");
        metadata.deleteGroup(ID, "GID_one");
        metadata.deleteConnection("main");
        refused(Kind.MISSING, () -> metadata.deleteConnection("main"), "main");
    }

    @Test
    @CloudRule("4.1/v2")
    void the_older_generation_s_rules_are_made_where_there_are_none() {
        metadata.createRule(ID, out("mine", "orders", "ELSEWHERE"));
        assertThat(metadata.createV2Rules(ID, "main", ALL_KINDS))
                .containsExactly("in-orders", "out-lines", "in-lines", "status-GID_one");
        assertThat(rule("out-lines").topic()).isEqualTo("lines");
        assertThat(rule("in-lines").topic()).isEqualTo("lines");
        assertThat(rule("status-GID_one").topic()).isEqualTo("GID_one_MQTT");
        assertThat(metadata.createV2Rules(ID, "main", ALL_KINDS)).isEmpty();
        refused(Kind.MISSING, () -> metadata.createV2Rules("no-such", "main", ALL_KINDS), "no-such");
    }

    @Test
    @CloudRule("4.1/v2")
    void names_of_the_older_generation_s_rules_fit_and_too_many_are_refused_together() {
        metadata.createTopic(OPEN, "x".repeat(63) + "1", "");
        metadata.createTopic(OPEN, "x".repeat(63) + "2", "");
        metadata.createGroup(OPEN, "GID_one");
        assertThat(metadata.createV2Rules(OPEN, "main", ALL_KINDS)).hasSize(5).allMatch(id -> id.length() <= 64);
        assertThat(metadata.snapshot().instance(OPEN).orElseThrow().rules())
                .extracting(Rule::resource)
                .contains("GID_one@@@*");
        for (int i = 0; i < 100; i++) {
            metadata.createGroup(ID, "GID_" + i + "00");
        }
        refused(Kind.LIMIT, () -> metadata.createV2Rules(ID, "main", ALL_KINDS), "105", "100");
        assertThat(metadata.createV2Rules(ID, "main", EnumSet.of(RuleKind.OUTBOUND)))
                .hasSize(2);
    }

    @Test
    void stored_rules_that_break_a_rule_are_told_at_once() {
        metadata.createRule(ID, out("orders-out", "orders", "ORDERS"));
        MetadataSnapshot good = metadata.snapshot();
        store.save(good.withConnections(List.of()));
        refused(Kind.MISSING, () -> Metadata.open(store, clock, new Random(1)), "connection main", "orders-out");
        store.save(good.withInstance(ID, instance -> instance.withTopics(List.of())));
        refused(Kind.MISSING, () -> Metadata.open(store, clock, new Random(1)), "parent topic orders");
    }

    @Test
    void rules_go_with_their_instance() {
        metadata.createRule(ID, out("orders-out", "orders", "ORDERS"));
        metadata.deleteInstance(ID);
        metadata.deleteConnection("main");
    }

    @Test
    void half_a_character_is_refused_since_a_file_cannot_keep_it() {
        for (String half : List.of("\ud800", "a\udfff")) {
            assertThatIllegalArgumentException().isThrownBy(() -> metadata.createRule(OPEN, out("half", half, "T")));
        }
        assertThat(metadata.snapshot().instance(OPEN).orElseThrow().rules()).isEmpty();
    }
}
