package io.hongyan.openapi;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hongyan.openapi.request.ApiRequest;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the fuzzer looks for at length, looked for briefly.
class FuzzTargetTest {
    private static final int INPUTS = 20_000;

    @RegisterExtension
    final ApiStage stage = new ApiStage();

    private final FuzzTarget target = new FuzzTarget(stage);

    static IntStream kinds() {
        return IntStream.range(0, SignedRequests.KINDS);
    }

    @Test
    void any_request_gets_an_answer_and_none_a_right_that_it_has_not() {
        Random random = new Random(20261129);
        for (int i = 0; i < INPUTS; i++) {
            byte[] input = new byte[2 + random.nextInt(random.nextInt(8) == 0 ? 200 : 13)];
            random.nextBytes(input);
            target.run(input);
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void one_bit_of_a_signed_request_is_changed_and_it_is_refused_or_says_the_same(int kind) {
        ApiRequest original = new SignedRequests(stage).get(kind);
        assertTrue(target.accepts(original));
        String says = opinion(original).says();
        byte[] bytes = WireForm.of(original);
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] changed = bytes.clone();
            changed[bit / 8] ^= (byte) (1 << (bit % 8));
            ApiRequest request = WireForm.parse(changed);
            if (target.accepts(request)) {
                assertTrue(opinion(request).right(), new String(changed, ISO_8859_1));
                assertEquals(says, opinion(request).says());
            }
        }
    }

    private static SignatureOpinion opinion(ApiRequest request) {
        return SignatureOpinion.of(request, ApiStage.KEY.id(), ApiStage.KEY.secret());
    }
}
