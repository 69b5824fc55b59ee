package io.hongyan.openapi;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.openapi.action.Action;
import io.hongyan.openapi.action.ApiError;
import io.hongyan.openapi.answer.ApiResponse;
import io.hongyan.openapi.old.OldApis;
import io.hongyan.openapi.quota.CallCounts;
import io.hongyan.openapi.quota.Quotas;
import io.hongyan.openapi.request.ApiRequest;
import io.hongyan.openapi.request.Parameters;
import io.hongyan.openapi.signing.Signer;
import java.io.StringReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a fuzzer feeds with bytes: the first says what the others are, as [#fuzzerTestOneInput] has it. Each request
/// gets an answer with a code, no answer is a fault of the server, and nobody is taken for an account whose secret did
/// not sign the request.
///
/// `.ci/fuzz` runs Jazzer on it, which finds that method by its name.
public final class FuzzTarget {
    /// What the signer refuses once it knows that the signature is right.
    private static final Set<String> SIGNED = Set.of(
            "InvalidTimeStamp.Format",
            "InvalidTimeStamp.Expired",
            "InvalidNonce",
            "SignatureNonceUsed",
            "SystemOverFlow");

    private static final Set<Integer> NOT_SIGNED_TOKEN = Set.of(400, 404, 407);
    private static final Set<Integer> NOT_SIGNED_ROUTE = Set.of(1, 2, 400, 404);
    private static final int EDIT_BYTES = 4;

    private static final class Only {
        private static final FuzzTarget TARGET = new FuzzTarget(new ApiStage());
    }

    private final ApiStage stage;
    private final Signer signer;
    private final OldApis old;
    private final SignedRequests requests;

    FuzzTarget(ApiStage stage) {
        this.stage = stage;
        this.signer = new Signer(
                id -> stage.metadata.snapshot().accessKey(id).orElse(null), stage.cloud.temporaryKeys(), stage.clock);
        this.old = new OldApis(
                stage.cloud,
                stage.broker.broker(),
                stage.clock,
                (_, _, _, _, _, _) -> {},
                stage.answers,
                new CallCounts(new Quotas(Map.of(), 1_000_000), stage.clock),
                (_, _) -> List.of()); // the reader of parts is the server's
        this.requests = new SignedRequests(stage);
        stage.clock.stop();
    }

    public static void fuzzerTestOneInput(byte[] input) {
        Only.TARGET.run(input);
    }

    /// By the first byte: the others are a request; or edits of a signed one, which the second byte chooses; or values
    /// of parameters of an action, which the second byte chooses, and the request is signed with them.
    void run(byte[] input) {
        if (input.length < 2) {
            return;
        }
        stage.clock.advance(Duration.ofSeconds(1)); // no quota counts
        int choice = input[1] & 0xff;
        byte[] rest = Arrays.copyOfRange(input, 2, input.length);
        switch (input[0] & 3) {
            case 0 -> check(WireForm.parse(rest));
            case 1, 2 -> check(WireForm.parse(edited(WireForm.of(requests.get(choice)), rest)));
            default -> check(signed(choice, rest));
        }
    }

    /// Each edit has four bytes: what to do, where (two bytes), with what.
    private static byte[] edited(byte[] bytes, byte[] edits) {
        List<Byte> list = new ArrayList<>();
        for (byte each : bytes) {
            list.add(each);
        }
        for (int i = 0; i + EDIT_BYTES <= edits.length && !list.isEmpty(); i += EDIT_BYTES) {
            int at = (((edits[i + 1] & 0xff) << 8) | (edits[i + 2] & 0xff)) % list.size();
            byte with = edits[i + 3];
            switch (edits[i] & 3) {
                case 0 -> list.set(at, (byte) (list.get(at) ^ (1 << (with & 7))));
                case 1 -> list.set(at, with);
                case 2 -> list.add(at, with);
                default ->
                    list.subList(at, Math.min(list.size(), at + 1 + (with & 15)))
                            .clear();
            }
        }
        byte[] edited = new byte[list.size()];
        for (int i = 0; i < edited.length; i++) {
            edited[i] = list.get(i);
        }
        return edited;
    }

    /// Values are apart by the byte 0xff; the first byte of each chooses its parameter.
    private ApiRequest signed(int choice, byte[] values) {
        List<Action<?, ?>> actions = List.copyOf(stage.table.all());
        Action<?, ?> action = actions.get(choice % actions.size());
        Map<String, String> parameters = new TreeMap<>(requests.examples(action));
        List<String> names = List.copyOf(parameters.keySet());
        for (String value : new String(values, ISO_8859_1).split("\u00ff", -1)) {
            if (!value.isEmpty() && !names.isEmpty()) {
                String text = new String(value.substring(1).getBytes(ISO_8859_1), UTF_8);
                parameters.put(names.get(value.charAt(0) % names.size()), text);
            }
        }
        return requests.rpc("POST", action.name(), parameters);
    }

    void check(ApiRequest request) {
        boolean right = SignatureOpinion.of(request, ApiStage.KEY.id(), ApiStage.KEY.secret())
                .right();
        try {
            if (OldApis.serves(request.path())) {
                checkOld(request, right);
            } else {
                checkNew(request, right);
            }
        } catch (RuntimeException | XMLStreamException e) {
            throw new AssertionError(text(request), e);
        }
    }

    private static String text(ApiRequest request) {
        return new String(WireForm.of(request), ISO_8859_1);
    }

    /// Whether the signer takes a request for one of the account.
    boolean accepts(ApiRequest request) {
        if (OldApis.serves(request.path())) {
            int code = code(old.answer(request));
            return !(request.path().startsWith("/route/") ? NOT_SIGNED_ROUTE : NOT_SIGNED_TOKEN).contains(code);
        }
        try {
            signer.account(request, Parameters.of(request.query(), new String(request.body(), ISO_8859_1)));
            return true;
        } catch (ApiError e) {
            return SIGNED.contains(e.code());
        }
    }

    private static int code(ApiResponse response) {
        JsonNode code = JsonMapper.shared().readTree(response.body()).path("code");
        if (!code.isInt()) {
            throw new IllegalStateException("no code: " + response.body());
        }
        return code.asInt();
    }

    private void checkOld(ApiRequest request, boolean right) {
        ApiResponse response = old.answer(request);
        expect(code(response) != 500, request, response.body());
        expect(right || !accepts(request), request, "accepted, but not signed: " + response.body());
    }

    private void checkNew(ApiRequest request, boolean right) throws XMLStreamException {
        ApiResponse response = stage.api.answer(request);
        String code = newCode(response);
        expect(!code.equals("InternalError"), request, response.body());
        expect(right || (response.status() != 200 && !accepts(request)), request, "accepted, but not signed: " + code);
        expect((response.status() == 200) == code.isEmpty() || isNumber(code), request, response.body());
    }

    /// Custom authentication answers with a `Code` of 200, too.
    private static boolean isNumber(String code) {
        return code.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static String newCode(ApiResponse response) throws XMLStreamException {
        if (response.type().startsWith("application/json")) {
            JsonNode json = JsonMapper.shared().readTree(response.body());
            if (json.path("RequestId").asString("").isEmpty()) {
                throw new IllegalStateException("no RequestId: " + response.body());
            }
            return json.path("Code").asString("");
        }
        XMLStreamReader xml =
                XMLInputFactory.newDefaultFactory().createXMLStreamReader(new StringReader(response.body()));
        String code = "";
        while (xml.hasNext()) {
            if (xml.next() == XMLStreamReader.START_ELEMENT
                    && xml.getLocalName().equals("Code")) {
                code = xml.getElementText();
            }
        }
        return code;
    }

    private static void expect(boolean good, ApiRequest request, String why) {
        if (!good) {
            throw new AssertionError(why + "\n" + text(request));
        }
    }
}
