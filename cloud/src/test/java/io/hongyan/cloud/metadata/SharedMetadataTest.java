package io.hongyan.cloud.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.cloud.FakeClock;
import io.hongyan.cloud.metadata.rule.ExchangeConnection;
import io.hongyan.cloud.metadata.rule.RuleKind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Goal: a change is made on what others have changed before, and what they change is heard once and in order.
class SharedMetadataTest {
    private static final String ID = "mqtt-cn-12345678";

    private final FakeClock clock = new FakeClock();
    private final Place place = new Place();
    private final Shared first = new Shared(place);
    private final Shared second = new Shared(place);
    private final Metadata one = Metadata.open(first, clock, new Random(1));
    private final Metadata two = Metadata.open(second, clock, new Random(2));

    /// Where the metadata are.
    private static final class Place {
        private @Nullable Revised now;
    }

    private record Revised(MetadataSnapshot snapshot, long revision) implements StoredMetadata {}

    /// One of two stores over the same place. It tells of what others did when the test says so.
    private static final class Shared implements MetadataStore {
        private final Place place;
        private Consumer<StoredMetadata> newer = _ -> {};
        private boolean busy;

        private Shared(Place place) {
            this.place = place;
        }

        @Override
        public @Nullable MetadataSnapshot load() {
            return place.now == null ? null : place.now.snapshot();
        }

        @Override
        public void save(MetadataSnapshot snapshot) {
            throw new IllegalStateException("what others did would be lost");
        }

        @Override
        public @Nullable StoredMetadata read() {
            return place.now;
        }

        @Override
        public Outcome replace(@Nullable StoredMetadata expected, MetadataSnapshot next) {
            Revised now = place.now;
            if (now != null && (busy || expected == null || now.revision() != expected.revision())) {
                return new Outcome(false, now);
            }
            Revised made = new Revised(next, now == null ? 1 : now.revision() + 1);
            place.now = made;
            return new Outcome(true, made);
        }

        @Override
        public @Nullable StoredMetadata newerThan(StoredMetadata known) {
            return place.now != null && place.now.revision() > known.revision() ? place.now : null;
        }

        @Override
        public void follow(Consumer<StoredMetadata> listener) {
            newer = listener;
        }

        private void hear() {
            if (place.now != null) {
                newer.accept(place.now);
            }
        }
    }

    @Test
    void both_begin_with_the_key_of_the_one_that_was_first() {
        assertThat(two.snapshot()).isEqualTo(one.snapshot());
    }

    @Test
    void a_change_is_made_on_what_the_other_one_has_changed() {
        one.createInstance(ID, Profile.CLOUD);
        two.createGroup(ID, "GID_one");
        one.createGroup(ID, "GID_two");
        second.hear();
        assertThat(two.snapshot()).isEqualTo(one.snapshot());
        assertThat(two.snapshot().instance(ID).orElseThrow().groups())
                .extracting(Group::id)
                .containsExactly("GID_one", "GID_two");
    }

    @Test
    void what_is_known_is_not_told_again_and_nothing_goes_back() {
        List<MetadataSnapshot> heard = new ArrayList<>();
        two.listen(heard::add);
        one.createInstance(ID, Profile.CLOUD);
        StoredMetadata old = place.now;
        second.hear();
        second.hear();
        two.suspend(ID, true);
        second.newer.accept(old);
        assertThat(heard).hasSize(3);
        assertThat(two.snapshot().instance(ID).orElseThrow().suspended()).isTrue();
    }

    @Test
    void rules_that_are_made_again_are_told_once() {
        one.createInstance(ID, Profile.CLOUD);
        one.createTopic(ID, "orders", "");
        one.createConnection(new ExchangeConnection(
                "main", ExchangeConnection.ROCKETMQ, List.of("10.0.0.5:9876"), "", "", false, ""));
        second.hear();
        one.createTopic(ID, "more", "");
        List<String> made = two.createV2Rules(ID, "main", EnumSet.of(RuleKind.OUTBOUND));
        assertThat(made).hasSize(2).doesNotHaveDuplicates();
        assertThat(two.snapshot().instance(ID).orElseThrow().rules()).hasSize(2);
    }

    @Test
    void whom_others_are_always_faster_than_is_told_so() {
        one.createInstance(ID, Profile.CLOUD);
        first.busy = true;
        assertThatThrownBy(() -> one.createGroup(ID, "GID_one"))
                .isInstanceOfSatisfying(
                        MetadataException.class,
                        e -> assertThat(e.kind()).isEqualTo(MetadataException.Kind.UNAVAILABLE));
        assertThat(one.snapshot().instance(ID).orElseThrow().groups()).isEmpty();
    }

    @Test
    void a_first_start_makes_an_instance_only_where_there_is_none() {
        FirstStart drawn = FirstStart.draw(new Random(7));
        FirstStart late = FirstStart.draw(new Random(8));
        assertThat(drawn.create(one, Profile.CLOUD)).isTrue();
        assertThat(late.create(two, Profile.CLOUD)).isFalse();
        assertThat(two.snapshot().instances())
                .singleElement()
                .satisfies(instance -> assertThat(instance.id()).isEqualTo(drawn.instance()));
        assertThat(two.snapshot().accessKey(late.accessKey())).isEmpty();
    }
}
