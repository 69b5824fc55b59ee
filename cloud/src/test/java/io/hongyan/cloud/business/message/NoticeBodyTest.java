package io.hongyan.cloud.business.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.message.StatusNotice;
import io.hongyan.broker.message.StatusNotice.Event;
import org.junit.jupiter.api.Test;

class NoticeBodyTest {
    @Test
    void a_notice_has_all_that_business_systems_read() {
        StatusNotice notice = new StatusNotice(
                Event.TCPCLEAN,
                "GID_Test@@@0001",
                "0af1",
                1_800_000_000_000L,
                "10.0.0.1:5000",
                "1,2",
                "a \"quoted\" 鸿");
        assertThat(new String(NoticeBody.of(notice), UTF_8))
                .isEqualTo("{\"eventType\":\"tcpclean\",\"clientId\":\"GID_Test@@@0001\",\"time\":1800000000000,"
                        + "\"channelId\":\"0af1\",\"clientIp\":\"10.0.0.1:5000\",\"certificateChainSn\":\"1,2\","
                        + "\"remark\":\"a \\\"quoted\\\" 鸿\"}");
    }
}
