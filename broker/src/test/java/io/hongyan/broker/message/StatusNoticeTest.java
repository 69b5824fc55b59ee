package io.hongyan.broker.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StatusNoticeTest {
    @Test
    void a_notice_is_the_same_after_its_time_in_the_outbox() {
        StatusNotice notice = new StatusNotice(
                StatusNotice.Event.TCPCLEAN, "GID@@@1", "ABC", 1_234, "192.0.2.1:1883", "01,0080ff", "no heartbeat");
        assertThat(StatusNotice.of(notice.toMessage())).isEqualTo(notice);
    }
}
