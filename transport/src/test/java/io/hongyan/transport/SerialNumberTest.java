package io.hongyan.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.transport.certificate.TestAuthority;
import io.hongyan.transport.certificate.TestAuthority.Wish;
import io.hongyan.transport.certificate.TestIdentity;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;

class SerialNumberTest {
    @Test
    void a_serial_number_is_written_byte_by_byte() {
        TestAuthority root = TestAuthority.root("root", "EC");
        Wish device = Wish.device("lamp", "EC");
        TestIdentity small = root.issue(device.serial(BigInteger.ONE));
        TestIdentity large = root.issue(device.serial(new BigInteger("80ff", 16)));
        assertThat(SerialNumber.of(small.certificate())).isEqualTo("01");
        assertThat(SerialNumber.of(large.certificate())).isEqualTo("0080ff");
        assertThat(SerialNumber.of(List.of(small.certificate(), large.certificate())))
                .isEqualTo("01,0080ff");
        assertThat(SerialNumber.of(List.of())).isEmpty();
    }

    @Test
    void what_people_write_becomes_the_one_form() {
        assertThat(SerialNumber.canonical("1")).isEqualTo("01");
        assertThat(SerialNumber.canonical("80:FF")).isEqualTo("0080ff");
        assertThat(SerialNumber.canonical("000080ff")).isEqualTo("0080ff");
        assertThat(SerialNumber.canonical("lamp")).isEqualTo("lamp");
        assertThat(SerialNumber.canonical("")).isEmpty();
        String long129 = "0".repeat(SerialNumber.LONGEST) + "1";
        assertThat(SerialNumber.canonical(long129)).isEqualTo(long129);
    }
}
