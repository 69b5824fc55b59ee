package io.hongyan.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelConfig;
import io.netty.channel.RecvByteBufAllocator.ExtendedHandle;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

class ReadSizesTest {
    private final ChannelConfig config = new EmbeddedChannel().config();
    private final ExtendedHandle guess = (ExtendedHandle) new ReadSizes().newHandle();

    /// A turn in which a connection has that many bytes.
    ///
    /// @return the reads that it took
    private int turn(int bytes) {
        guess.reset(config);
        int left = bytes;
        int reads = 0;
        do {
            int size = guess.guess();
            int taken = Math.min(size, left);
            guess.attemptedBytesRead(size);
            guess.lastBytesRead(taken);
            guess.incMessagesRead(1);
            left -= taken;
            reads++;
        } while (guess.continueReading());
        guess.readComplete();
        return reads;
    }

    @Test
    void what_fills_its_buffer_gets_larger_ones_up_to_a_limit() {
        assertThat(guess.guess()).isEqualTo(2048);
        turn(2048);
        assertThat(guess.guess()).isEqualTo(32_768);
        turn(100_000);
        assertThat(guess.guess()).isEqualTo(65_536);
        turn(1_000_000);
        assertThat(guess.guess()).isEqualTo(65_536);
    }

    @Test
    void what_is_twice_small_gets_smaller_ones_down_to_a_limit() {
        turn(100);
        assertThat(guess.guess()).isEqualTo(2048);
        turn(100);
        assertThat(guess.guess()).isEqualTo(1024);
        turn(100);
        turn(600);
        turn(100);
        assertThat(guess.guess()).isEqualTo(1024);
        for (int i = 0; i < 20; i++) {
            turn(10);
        }
        assertThat(guess.guess()).isEqualTo(64);
    }

    @Test
    void a_connection_that_has_more_and_more_lets_others_have_their_turn() {
        assertThat(turn(100_000_000)).isEqualTo(16);
    }

    @Test
    void reading_stops_where_it_is_switched_off_or_nothing_came() {
        assertThat(turn(0)).isEqualTo(1);
        config.setAutoRead(false);
        assertThat(turn(100_000_000)).isEqualTo(1);
    }
}
