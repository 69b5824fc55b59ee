package io.hongyan.cluster.member;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.cluster.agree.Change;
import io.hongyan.cluster.agree.Entry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MembersTest {
    private final List<String> heard = new ArrayList<>();
    private final Members members = new Members(new Members.Listener() {
        @Override
        public void joined(MemberRecord member) {
            heard.add("joined " + member.name() + " " + member.incarnation());
        }

        @Override
        public void left(MemberRecord member) {
            heard.add("left " + member.name() + " " + member.incarnation());
        }
    });

    private static Entry entry(String name, String incarnation) {
        var record = new MemberRecord(
                name, incarnation, "localhost:1", 4, "0.1", 5, "h", "", "a.example.com:1883 b.example.com");
        return new Entry(Members.PREFIX + name, record.text().getBytes(StandardCharsets.UTF_8), 1, 1, 9);
    }

    @Test
    void who_comes_and_goes_is_told() {
        members.snapshot(List.of(entry("a", "1"), new Entry("live/leader", new byte[0], 1, 1, 9)));
        members.changed(List.of(new Change.Put(entry("b", "1")), new Change.Deleted("live/leader")));
        members.changed(List.of(new Change.Deleted(Members.PREFIX + "a")));

        assertThat(heard).containsExactly("joined a 1", "joined b 1", "left a 1");
        assertThat(members.present()).containsOnlyKeys("b");
        assertThat(members.present().get("b").loops()).isEqualTo(4);
    }

    @Test
    void a_node_that_was_started_anew_leaves_and_joins() {
        members.snapshot(List.of(entry("a", "1")));
        members.snapshot(List.of(entry("a", "2")));
        members.snapshot(List.of(entry("a", "2")));

        assertThat(heard).containsExactly("joined a 1", "left a 1", "joined a 2");
    }

    @Test
    void a_record_of_a_newer_program_is_understood() {
        String text = "incarnation 7\ncolour green\nloops 3\n";
        MemberRecord record = MemberRecord.parse("a", text);
        assertThat(record).isEqualTo(new MemberRecord("a", "7", "", 3, "", 0, "", "", ""));
        assertThat(MemberRecord.parse("a", "loops many")).isNull();
    }
}
