package io.hongyan.openapi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hongyan.auth.ApiSignature;
import io.hongyan.auth.Hmac;
import io.hongyan.cloud.metadata.AccessRight;
import io.hongyan.openapi.ApiStage.Answered;
import io.hongyan.openapi.answer.ApiResponse;
import io.hongyan.openapi.old.OldApis;
import io.hongyan.openapi.request.ApiRequest;
import io.hongyan.openapi.request.MultipartForms;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OldApisTest {
    @RegisterExtension
    final ApiStage stage = new ApiStage();

    private static String signature(String secret, String text) {
        return Base64.getEncoder().encodeToString(Hmac.sha1(Hmac.sha1Key(secret), text.getBytes(UTF_8)));
    }

    private Answered call(String path, String signedText, Map<String, String> parameters) {
        return call(path, signedText, "XXXXX", parameters);
    }

    private OldApis apis(MultipartForms forms) {
        return new OldApis(
                stage.cloud,
                stage.broker.broker(),
                stage.clock,
                (account, address, action, details, status, why) ->
                        stage.changes.add(account + " " + action + " " + details + " " + status + " " + why),
                stage.answers,
                stage.counts,
                forms);
    }

    private Answered send(OldApis apis, String path, String type, String body) {
        ApiResponse response = apis.answer(
                new ApiRequest("POST", path, "", Map.of("content-type", type), body.getBytes(UTF_8), "127.0.0.1"));
        return new Answered(response.status(), response.type(), response.body());
    }

    private Answered call(String path, String signedText, String secret, Map<String, String> parameters) {
        Map<String, String> all = new TreeMap<>(parameters);
        all.put("accessKey", "YYYYY");
        all.put("signature", signature(secret, signedText));
        OldApis apis = apis((_, _) -> List.of());
        return send(apis, path, "application/x-www-form-urlencoded", ApiSignature.query(all));
    }

    private static int code(Answered answered) {
        return answered.json().path("code").asInt();
    }

    private Answered apply(String resources, String sorted) {
        long end = stage.clock.wallMillis() + 3_600_000;
        return call(
                "/token/apply",
                "actions=R,W&expireTime=" + end + "&instanceId=mqtt-xxxxx&resources=" + sorted + "&serviceName=mq",
                Map.of(
                        "actions", "R,W",
                        "resources", resources,
                        "expireTime", Long.toString(end),
                        "proxyType", "MQTT",
                        "serviceName", "mq",
                        "instanceId", "mqtt-xxxxx"));
    }

    @Test
    void the_signature_is_that_of_the_reference() {
        assertEquals(
                "7FOIgW8FkjaaDCyZYBUWPk19VOg=",
                signature(
                        "XXXXX",
                        "actions=R,W&expireTime=1609434121000&instanceId=mqtt-xxxxx&resources=TopicA/#,TopicB/+"
                                + "&serviceName=mq"));
    }

    @Test
    void a_token_is_issued_asked_for_and_revoked() {
        Answered applied = apply("TopicB/+,TopicA/#", "TopicA/#,TopicB/+");
        assertEquals(200, applied.status());
        assertTrue(applied.json().path("success").asBoolean(), applied.body());
        String token = applied.json().path("tokenData").asString();
        assertFalse(token.isEmpty());
        Map<String, String> parameter = Map.of("token", token);
        assertEquals(200, code(call("/token/query", "token=" + token, parameter)));
        assertEquals(200, code(call("/token/revoke", "token=" + token, parameter)));
        assertEquals(3, code(call("/token/query", "token=" + token, parameter)));
        assertEquals(1, code(call("/token/query", "token=x", Map.of("token", "x"))));
        assertFalse(stage.changes.toString().contains(token));
        assertEquals(2, stage.changes.size());
    }

    @Test
    void a_form_in_parts_has_the_same_parameters() {
        OldApis apis = apis((type, body) -> {
            assertEquals("Multipart/Form-Data; boundary=x", type);
            assertEquals("parts", new String(body, UTF_8));
            return List.of(
                    Map.entry("token", "x+%41"),
                    Map.entry("accessKey", "YYYYY"),
                    Map.entry("signature", signature("XXXXX", "token=x+%41")));
        });
        assertEquals(1, code(send(apis, "/token/query", "Multipart/Form-Data; boundary=x", "parts")));
    }

    @Test
    void a_form_in_parts_that_cannot_be_read_is_a_bad_parameter() {
        OldApis apis = apis((_, _) -> {
            throw new IllegalArgumentException("part a is a file");
        });
        Answered refused = send(apis, "/token/query", "multipart/form-data; boundary=x", "");
        assertEquals("200 400", refused.status() + " " + code(refused));
        assertEquals("part a is a file", refused.json().path("message").asString());
        OldApis twice = apis((_, _) -> List.of(Map.entry("token", "1"), Map.entry("token", "2")));
        assertEquals(400, code(send(twice, "/token/query", "multipart/form-data; boundary=x", "")));
        assertEquals(2, stage.answers.all().get("old.400"));
    }

    @Test
    void an_address_that_calls_too_often_is_refused_whichever_api_it_calls() {
        stage.clock.stop();
        for (int i = 0; i < 299; i++) {
            call("/token/query", "", Map.of());
        }
        assertEquals("MissingAccessKeyId", unsigned().code());
        Answered token = call("/token/query", "", Map.of());
        assertEquals("200 429", token.status() + " " + code(token));
        assertFalse(token.json().path("success").asBoolean());
        assertEquals("429 429 -1", told(call("/route/clientId/get", "", Map.of())));
        assertEquals("SystemOverFlow", unsigned().code());
        assertEquals(2, stage.answers.all().get("old.429"));
        stage.clock.advance(Duration.ofSeconds(1));
        assertEquals(407, code(call("/token/query", "", Map.of())));
    }

    private Answered unsigned() {
        return stage.send(ApiStage.request("GET", "Action=RevokeToken&Version=2020-04-20", ""));
    }

    @Test
    void an_expired_token_is_told_as_such() {
        String token = apply("TopicA", "TopicA").json().path("tokenData").asString();
        stage.clock.advance(Duration.ofHours(2));
        assertEquals(2, code(call("/token/query", "token=" + token, Map.of("token", token))));
    }

    @Test
    void wrong_signatures_values_and_rights_have_their_codes() {
        assertEquals(407, code(call("/token/query", "token=a", "wrong", Map.of("token", "a"))));
        Map<String, String> bad = Map.of(
                "actions", "R",
                "expireTime", "x",
                "instanceId", "mqtt-xxxxx",
                "resources", "a",
                "serviceName", "mq");
        assertEquals(
                400,
                code(call(
                        "/token/apply",
                        "actions=R&expireTime=x&instanceId=mqtt-xxxxx&resources=a&serviceName=mq",
                        bad)));
        stage.metadata.rights("YYYYY", AccessRight.named("subscribe-only"));
        assertEquals(409, code(apply("TopicA", "TopicA")));
        assertEquals(404, call("/token/other", "", Map.of()).status());
    }

    @Test
    void whether_a_client_is_online_is_told_by_its_number_of_connections() {
        String now = Long.toString(stage.clock.wallMillis());
        Map<String, String> parameters =
                Map.of("resource", "GID_Test@@@1", "timestamp", now, "instanceId", "mqtt-xxxxx");
        String text = "accessKey=YYYYY&instanceId=mqtt-xxxxx&resource=GID_Test@@@1&timestamp=" + now;
        assertEquals("200 0 0", told(call("/route/clientId/get", text, parameters)));
        assertEquals("403 2 -1", told(call("/route/clientId/get", text + "x", parameters)));
        assertEquals("400 1 -1", told(call("/route/clientId/get", text, Map.of("resource", "x"))));
        stage.clock.advance(Duration.ofMinutes(6));
        assertEquals("400 4 -1", told(call("/route/clientId/get", text, parameters)));
        stage.metadata.rights("YYYYY", AccessRight.named("subscribe-only"));
        assertEquals("403 3 -1", told(call("/route/clientId/get", text, parameters)));
    }

    private static String told(Answered answered) {
        return answered.status() + " " + code(answered) + " "
                + answered.json().path("online").asInt();
    }
}
