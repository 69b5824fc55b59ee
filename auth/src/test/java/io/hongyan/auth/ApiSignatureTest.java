package io.hongyan.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ApiSignatureTest {
    private static final String EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    /// The sample that Alibaba Cloud prints for ECS.
    @Test
    void the_published_sample_has_its_published_signature() {
        Map<String, String> parameters = Map.of(
                "TimeStamp", "2016-02-23T12:46:24Z",
                "Format", "XML",
                "AccessKeyId", "testid",
                "Action", "DescribeRegions",
                "SignatureMethod", "HMAC-SHA1",
                "SignatureNonce", "3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf",
                "Version", "2014-05-26",
                "SignatureVersion", "1.0");
        Map<String, String> named = new TreeMap<>(parameters);
        named.put("Timestamp", String.valueOf(named.remove("TimeStamp")));
        assertEquals(
                "OLeaidS1JvxuMvnyHOwuJ+uX5qY=", ApiSignature.rpc("testsecret", ApiSignature.rpcText("GET", named)));
    }

    @Test
    void a_message_with_spaces_and_signs_has_the_signature_of_the_reference() {
        Map<String, String> parameters = new TreeMap<>(Map.of(
                "Action", "SendMessage",
                "Version", "2020-04-20",
                "Format", "JSON",
                "AccessKeyId", "testid",
                "SignatureMethod", "HMAC-SHA1",
                "SignatureVersion", "1.0",
                "SignatureNonce", "nonce-0001",
                "Timestamp", "2020-12-31T17:01:01Z"));
        parameters.put("InstanceId", "mqtt-xxxxx");
        parameters.put("MqttTopic", "TopicA/p2p/GID_Test@@@0001");
        parameters.put("Payload", "hello world*~");
        assertEquals(
                "EMDYc4X3V+8cKLJC6QHHLkKUbOs=",
                ApiSignature.rpc("testsecret", ApiSignature.rpcText("POST", parameters)));
    }

    @Test
    void the_newer_text_has_each_signed_header_in_a_line_and_the_hash_of_the_request_behind() {
        Map<String, String> headers = Map.of("host", " 127.0.0.1:8080 ", "x-acs-action", "SendMessage");
        String text = ApiSignature.acs3Text(
                "POST",
                "/",
                Map.of("b", "2 *", "a", "1~"),
                List.of("host", "x-acs-action"),
                name -> headers.getOrDefault(name, ""),
                EMPTY);
        String request = "POST\n/\na=1~&b=2%20%2A\nhost:127.0.0.1:8080\nx-acs-action:SendMessage\n\n"
                + "host;x-acs-action\n" + EMPTY;
        assertEquals("ACS3-HMAC-SHA256\n" + ApiSignature.sha256Hex(request.getBytes(UTF_8)), text);
    }

    @Test
    void the_hash_of_nothing_is_that_of_the_standard() {
        assertEquals(EMPTY, ApiSignature.sha256Hex(new byte[0]));
    }

    @Test
    void only_the_same_signature_matches() {
        assertTrue(ApiSignature.matches("abc=", "abc="));
        assertFalse(ApiSignature.matches("abc=", "abd="));
        assertFalse(ApiSignature.matches("abc=", ""));
    }

    @Test
    void characters_beyond_those_of_the_standard_are_encoded_by_their_bytes() {
        assertEquals("%20%2A~%2B%2F%E9%B8%BF-_.", PercentEncoding.encode(" *~+/鸿-_."));
    }
}
