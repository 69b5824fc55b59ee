package io.hongyan.openapi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hongyan.auth.ApiSignature;
import io.hongyan.cloud.metadata.AccessKey;
import io.hongyan.cloud.metadata.AccessRight;
import io.hongyan.cloud.metadata.TraceMode;
import io.hongyan.codec.spec.CloudRule;
import io.hongyan.openapi.ApiStage.Answered;
import io.hongyan.openapi.request.ApiRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

class OpenApiTest {
    private static final String QUERY = "QuerySessionByClientId";
    private static final String CLIENT = "GID_Test@@@0001";

    @RegisterExtension
    final ApiStage stage = new ApiStage();

    @Test
    void a_call_with_the_older_signature_is_answered_with_an_id_of_the_request() {
        Answered answered = stage.call(QUERY, "InstanceId", ApiStage.INSTANCE, "ClientId", CLIENT);
        assertEquals(200, answered.status(), answered.body());
        assertFalse(answered.json().path("OnlineStatus").asBoolean());
        assertTrue(answered.json().path("RequestId").asString().matches("[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}"));
        assertTrue(answered.type().startsWith("application/json"));
    }

    @Test
    void a_get_is_signed_as_a_get() {
        assertEquals(
                200,
                stage.send(stage.signed(
                                "GET", ApiStage.KEY, QUERY, "InstanceId", ApiStage.INSTANCE, "ClientId", CLIENT))
                        .status());
    }

    @Test
    void parameters_in_a_form_count_as_those_of_the_query() {
        SortedMap<String, String> form = new TreeMap<>(Map.of("InstanceId", ApiStage.INSTANCE, "ClientId", CLIENT));
        SortedMap<String, String> query = stage.common(ApiStage.KEY, QUERY);
        SortedMap<String, String> all = new TreeMap<>(query);
        all.putAll(form);
        query.put("Signature", ApiSignature.rpc(ApiStage.KEY.secret(), ApiSignature.rpcText("POST", all)));
        assertEquals(
                200,
                stage.send(ApiStage.request("POST", ApiSignature.query(query), ApiSignature.query(form)))
                        .status());
    }

    @Test
    void a_call_with_the_newer_signature_is_answered() {
        assertEquals(200, stage.send(acs3(QUERY, "XXXXX")).status());
        Answered wrong = stage.send(acs3(QUERY, "XXXXY"));
        assertEquals("400 SignatureDoesNotMatch", wrong.status() + " " + wrong.code());
    }

    private ApiRequest acs3(String action, String secret) {
        Map<String, String> headers = new HashMap<>(Map.of(
                "host",
                "127.0.0.1:8080",
                "x-acs-action",
                action,
                "x-acs-version",
                "2020-04-20",
                "x-acs-date",
                stage.now(),
                "x-acs-signature-nonce",
                "nonce-of-" + secret,
                "x-acs-content-sha256",
                ApiSignature.sha256Hex(new byte[0])));
        Map<String, String> query = Map.of("InstanceId", ApiStage.INSTANCE, "ClientId", CLIENT);
        List<String> names = headers.keySet().stream().sorted().toList();
        String text = ApiSignature.acs3Text(
                "POST", "/", query, names, name -> headers.getOrDefault(name, ""), headers.get("x-acs-content-sha256"));
        headers.put(
                "authorization",
                "ACS3-HMAC-SHA256 Credential=YYYYY,SignedHeaders=" + String.join(";", names) + ",Signature="
                        + ApiSignature.acs3(secret, text));
        return new ApiRequest("POST", "/", ApiSignature.query(query), headers, new byte[0], "127.0.0.1");
    }

    @Test
    void a_signature_that_covers_too_little_is_refused() {
        ApiRequest right = acs3(QUERY, "XXXXX");
        Map<String, String> headers = new HashMap<>(right.headers());
        headers.computeIfPresent("authorization", (_, text) -> text.replace("x-acs-date;", ""));
        Answered answered = stage.send(new ApiRequest("POST", "/", right.query(), headers, new byte[0], "127.0.0.1"));
        assertEquals("IncompleteSignature", answered.code());
    }

    @Test
    void a_body_that_is_not_the_signed_one_is_refused() {
        ApiRequest right = acs3(QUERY, "XXXXX");
        Map<String, String> headers = new HashMap<>(right.headers());
        headers.put("content-type", "application/x-www-form-urlencoded");
        Answered answered =
                stage.send(new ApiRequest("POST", "/", right.query(), headers, "A=1".getBytes(UTF_8), "127.0.0.1"));
        assertEquals("SignatureDoesNotMatch", answered.code());
    }

    @Test
    void a_signature_that_is_wrong_in_one_character_is_refused() {
        ApiRequest right = stage.signed("POST", ApiStage.KEY, QUERY, "InstanceId", "i", "ClientId", CLIENT);
        String query = right.query().replace("ClientId=GID_Test", "ClientId=GID_Tess");
        assertEquals(
                "SignatureDoesNotMatch",
                stage.send(ApiStage.request("POST", query, "")).code());
    }

    @Test
    void a_header_that_no_signature_covers_names_no_action() {
        SortedMap<String, String> all = stage.common(ApiStage.KEY, QUERY);
        all.remove("Action");
        all.put("Signature", ApiSignature.rpc(ApiStage.KEY.secret(), ApiSignature.rpcText("GET", all)));
        Map<String, String> headers = Map.of("x-acs-action", "ListInstances");
        Answered answered =
                stage.send(new ApiRequest("GET", "/", ApiSignature.query(all), headers, new byte[0], "127.0.0.1"));
        assertEquals("404 ApiNotSupport", answered.status() + " " + answered.code());
    }

    @Test
    void a_call_without_or_with_half_a_signature_is_refused() {
        assertEquals(
                "MissingAccessKeyId",
                stage.send(ApiStage.request("GET", "Action=" + QUERY + "&Version=2020-04-20", ""))
                        .code());
        assertEquals(
                "MissingSignature",
                stage.send(ApiStage.request("GET", "Action=" + QUERY + "&Version=2020-04-20&AccessKeyId=YYYYY", ""))
                        .code());
    }

    @Test
    void an_unknown_key_and_one_that_is_switched_off_are_told_apart() {
        Answered unknown = stage.call(new AccessKey("nobody", "secret"), QUERY);
        assertEquals("404 InvalidAccessKeyId.NotFound", unknown.status() + " " + unknown.code());
        stage.metadata.createAccessKey(new AccessKey("off", "secret", false, List.of()));
        Answered off = stage.call(new AccessKey("off", "secret"), QUERY);
        assertEquals("403 InvalidAccessKeyId.Inactive", off.status() + " " + off.code());
    }

    @Test
    void the_same_request_is_not_answered_twice() {
        ApiRequest once =
                stage.signed("POST", ApiStage.KEY, QUERY, "InstanceId", ApiStage.INSTANCE, "ClientId", CLIENT);
        assertEquals(200, stage.send(once).status());
        stage.clock.advance(Duration.ofMinutes(14));
        assertEquals("SignatureNonceUsed", stage.send(once).code());
    }

    @Test
    void a_time_stamp_from_too_far_away_is_refused() {
        ApiRequest early =
                stage.signed("POST", ApiStage.KEY, QUERY, "InstanceId", ApiStage.INSTANCE, "ClientId", CLIENT);
        stage.clock.advance(Duration.ofMinutes(16));
        Answered answered = stage.send(early);
        assertEquals("InvalidTimeStamp.Expired", answered.code());
        assertTrue(answered.body().contains("the clock of this server"), answered.body());
    }

    @Test
    void an_unknown_action_and_version_are_refused() {
        Answered action = stage.call("NoSuchAction");
        assertEquals("404 ApiNotSupport", action.status() + " " + action.code());
        assertEquals(
                "InvalidVersion", stage.call(QUERY, "Version", "2018-01-01").code());
        assertEquals(
                200,
                stage.call(QUERY, "Version", "2019-12-11", "InstanceId", ApiStage.INSTANCE, "ClientId", CLIENT)
                        .status());
        assertEquals(
                "InvalidVersion",
                stage.call("ListGroupId", "Version", "2019-12-11").code());
    }

    @Test
    void a_parameter_twice_or_not_decodable_is_refused() {
        String query = stage.signed("POST", ApiStage.KEY, QUERY).query();
        for (String bad :
                List.of("ClientId=a&ClientId=b", "ClientId=%zz", "ClientId=%", "ClientId=%ff", "ClientId=ä")) {
            assertEquals(
                    "ParameterCheckFailed",
                    stage.send(ApiStage.request("POST", query + "&" + bad, "")).code(),
                    bad);
        }
    }

    @Test
    void other_methods_paths_and_bodies_are_refused() {
        assertEquals(
                "UnsupportedHTTPMethod",
                stage.send(ApiStage.request("PUT", "", "")).code());
        ApiRequest path = new ApiRequest("GET", "/other", "", Map.of(), new byte[0], "127.0.0.1");
        assertEquals("ApiNotSupport", stage.send(path).code());
        ApiRequest json = new ApiRequest(
                "POST", "/", "", Map.of("content-type", "application/json"), "{}".getBytes(UTF_8), "127.0.0.1");
        assertEquals("InvalidContentType", stage.send(json).code());
    }

    @Test
    void xml_is_answered_where_it_is_asked_for() {
        Answered answered = stage.call("ListGroupId", "InstanceId", ApiStage.INSTANCE, "Format", "XML");
        assertTrue(answered.type().startsWith("text/xml"));
        String group = "<Data><InstanceId>mqtt-xxxxx</InstanceId><GroupId>GID_Test</GroupId>";
        assertTrue(answered.body().contains("<ListGroupIdResponse><RequestId>"), answered.body());
        assertTrue(answered.body().contains(group), answered.body());
        assertTrue(answered.body().endsWith("</Data></ListGroupIdResponse>"), answered.body());
        Answered error = stage.call(QUERY, "Format", "xml");
        assertTrue(error.body().contains("<Error>") && error.body().contains("<Code>"), error.body());
    }

    @Test
    void an_instance_of_others_and_one_that_is_not_there_are_told_apart() {
        AccessKey own = new AccessKey("own", "secret", true, List.of(ApiStage.INSTANCE));
        stage.metadata.createAccessKey(own);
        assertEquals(
                "InstancePermissionCheckFailed",
                stage.call(own, QUERY, "InstanceId", "other", "ClientId", CLIENT)
                        .code());
        assertEquals(
                "InstanceNotFound",
                stage.call(QUERY, "InstanceId", "other", "ClientId", CLIENT).code());
    }

    @Test
    void an_account_may_call_what_its_rights_name() {
        AccessKey reader = new AccessKey("reader", "secret").with(AccessRight.named("read-only"));
        stage.metadata.createAccessKey(reader);
        assertEquals(
                200,
                stage.call(reader, QUERY, "InstanceId", ApiStage.INSTANCE, "ClientId", CLIENT)
                        .status());
        for (String[] call : new String[][] {
            {"CreateGroupId", "GroupId", "GID_Other"},
            {"CreateTopic", "Topic", "other"},
            {"SendMessage", "MqttTopic", "TopicA/1", "Payload", "x"},
            {"CloseConnection", "ClientId", CLIENT},
            {"GetDeviceCredential", "ClientId", CLIENT}, // it looks, and shows a secret
            {"QueryCustomAuthIdentity", "Size", "10"}, // the same
            {"ApplyToken", "Resources", "TopicA/#", "Actions", "R", "ExpireTime", "9999999999999"}
        }) {
            String[] parameters = new String[call.length + 1];
            System.arraycopy(call, 1, parameters, 2, call.length - 1);
            parameters[0] = "InstanceId";
            parameters[1] = ApiStage.INSTANCE;
            assertEquals(
                    "PermissionCheckFailed",
                    stage.call(reader, call[0], parameters).code(),
                    call[0]);
        }
    }

    @Test
    void what_changes_something_is_recorded_without_secrets() {
        stage.call("CreateGroupId", "InstanceId", ApiStage.INSTANCE, "GroupId", "GID_New");
        stage.call("CreateGroupId", "InstanceId", ApiStage.INSTANCE, "GroupId", "bad");
        stage.call("RevokeToken", "InstanceId", ApiStage.INSTANCE, "Token", "very-secret");
        stage.call(QUERY, "InstanceId", ApiStage.INSTANCE, "ClientId", CLIENT);
        assertEquals(3, stage.changes.size(), stage.changes.toString());
        assertEquals(2, stage.answers.all().get("OK"));
        assertEquals(1, stage.answers.all().get("ParameterFieldCheckFailed"));
        assertEquals(
                "YYYYY 127.0.0.1 CreateGroupId {InstanceId=mqtt-xxxxx, GroupId=GID_New} 200 ",
                stage.changes.getFirst());
        assertTrue(
                stage.changes.get(1).contains("{InstanceId=mqtt-xxxxx, GroupId=bad} 400 a group id begins"),
                stage.changes.get(1));
        assertFalse(stage.changes.get(2).contains("very-secret"), stage.changes.get(2));
    }

    @Test
    @CloudRule("1.7/api")
    void a_call_too_many_in_one_second_is_refused_and_the_next_second_is_free() {
        stage.clock.stop();
        for (int i = 0; i < 5; i++) {
            assertEquals("InvalidParameter.Token", revoke().code());
        }
        Answered sixth = revoke();
        assertEquals("500 SystemOverFlow", sixth.status() + " " + sixth.code());
        assertEquals(
                200,
                stage.call(QUERY, "InstanceId", ApiStage.INSTANCE, "ClientId", CLIENT)
                        .status());
        stage.clock.advance(Duration.ofSeconds(1));
        assertEquals("InvalidParameter.Token", revoke().code());
    }

    private Answered revoke() {
        return stage.call("RevokeToken", "InstanceId", ApiStage.INSTANCE, "Token", "no-token");
    }

    @Test
    void an_address_that_calls_too_often_is_refused_before_its_signature_is_checked() {
        ApiRequest unsigned = ApiStage.request("GET", "Action=" + QUERY + "&Version=2020-04-20", "");
        for (int i = 0; i < 300; i++) {
            assertEquals("MissingAccessKeyId", stage.send(unsigned).code());
        }
        assertEquals("SystemOverFlow", stage.send(unsigned).code());
    }

    @Test
    void traces_are_asked_for_by_client_and_by_message() {
        stage.metadata.traces(ApiStage.INSTANCE, TraceMode.ALL);
        String id = stage.call("SendMessage", "InstanceId", ApiStage.INSTANCE, "MqttTopic", "TopicA/1", "Payload", "x")
                .json()
                .path("MsgId")
                .asString();
        await().until(() -> published(id).json().path("MessageTraceLists").size() == 1);
        JsonNode entry = published(id).json().path("MessageTraceLists").get(0);
        assertEquals("ServerSend", entry.path("Action").asString());
        assertTrue(entry.path("Time").asString().matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3}"));
        Answered device = stage.call(
                "QueryMqttTraceDevice",
                "InstanceId",
                ApiStage.INSTANCE,
                "MqttRegionId",
                "any",
                "BeginTime",
                "0",
                "EndTime",
                "9999999999999",
                "CurrentPage",
                "1",
                "PageSize",
                "10",
                "ClientId",
                CLIENT);
        assertEquals(
                "200 0", device.status() + " " + device.json().path("Total").asInt());
        assertEquals("InvalidParameter.MsgId", published("xyz").code());
    }

    private Answered published(String id) {
        return stage.call(
                "QueryMqttTraceMessagePublish",
                "InstanceId",
                ApiStage.INSTANCE,
                "MqttRegionId",
                "any",
                "BeginTime",
                "0",
                "EndTime",
                "9999999999999",
                "MsgId",
                id);
    }

    @Test
    void noise_is_refused_and_never_an_error_of_the_server() {
        Random random = new Random(7);
        String letters = "Action=&%Version0129ClientId.1+ *~äö\u0000{}[]\"Signature";
        for (int round = 0; round < 2000; round++) {
            stage.clock.advance(Duration.ofSeconds(1));
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(60); i > 0; i--) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            String query = round % 2 == 0
                    ? text.toString()
                    : stage.signed("GET", ApiStage.KEY, "ListTagResources", "ResourceType", text.toString())
                            .query();
            Answered answered = stage.send(ApiStage.request("GET", query, round % 3 == 0 ? text.toString() : ""));
            assertTrue(answered.status() >= 400 && !answered.code().equals("InternalError"), query + " " + answered);
        }
    }
}
