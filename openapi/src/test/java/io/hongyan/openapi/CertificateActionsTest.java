package io.hongyan.openapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hongyan.openapi.ApiStage.Answered;
import io.hongyan.transport.certificate.TestAuthority;
import io.hongyan.transport.certificate.TestAuthority.Wish;
import io.hongyan.transport.certificate.TestIdentity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

class CertificateActionsTest {
    @RegisterExtension
    final ApiStage stage = new ApiStage();

    private final TestAuthority ca = TestAuthority.root("factory", "EC");

    private Answered call(String action, String... parameters) {
        List<String> all = new ArrayList<>(List.of("MqttInstanceId", ApiStage.INSTANCE));
        all.addAll(Arrays.asList(parameters));
        return stage.call(action, all.toArray(String[]::new));
    }

    private JsonNode good(String action, String... parameters) {
        Answered answered = call(action, parameters);
        assertEquals(200, answered.status(), answered.body());
        return answered.json();
    }

    private String refused(String action, String... parameters) {
        Answered answered = call(action, parameters);
        return answered.status() + " " + answered.code();
    }

    private String register(TestAuthority authority) {
        String proof = authority.verification(
                good("GetRegisterCode").path("RegisterCode").asString());
        return good(
                        "RegisterCaCertificate",
                        "CaName",
                        authority.own().certificate().getSubjectX500Principal().getName(),
                        "CaContent",
                        authority.pem(),
                        "VerificationContent",
                        proof)
                .path("Sn")
                .asString();
    }

    private TestIdentity shown(String name) {
        TestIdentity device = ca.device(name, "EC");
        assertEquals(null, stage.cloud.certificates().check().refusal(ApiStage.INSTANCE, device.chain(), true));
        return device;
    }

    @Test
    void a_ca_is_registered_shown_listed_switched_and_deleted() {
        String code = good("GetRegisterCode").path("RegisterCode").asString();
        String sn = register(ca);
        assertEquals(ca.sn(), sn);
        JsonNode shown = good("GetCaCertificate", "Sn", sn).path("Data");
        assertEquals("CN=factory", shown.path("CaName").asString());
        assertEquals(ca.pem(), shown.path("CaContent").asString());
        assertEquals(code, shown.path("RegistrationCode").asString());
        assertEquals("1", shown.path("Status").asString());
        assertEquals(
                Long.toString(ca.own().certificate().getNotAfter().toInstant().toEpochMilli()),
                shown.path("ValidEnd").asString());
        assertTrue(shown.path("VerificationContent").asString().startsWith("-----BEGIN CERTIFICATE-----"));
        register(TestAuthority.root("second", "RSA"));
        JsonNode page =
                good("ListCaCertificate", "PageNo", "2", "PageSize", "1").path("Data");
        assertEquals(2, page.path("Total").asInt());
        assertEquals(1, page.path("CaCertificateVOS").size());
        assertEquals(sn, good("InactivateCaCertificate", "Sn", sn).path("Sn").asString());
        assertEquals(
                "0",
                good("GetCaCertificate", "Sn", sn).path("Data").path("Status").asString());
        good("ActiveCaCertificate", "Sn", sn);
        assertEquals(
                "1",
                good("GetCaCertificate", "Sn", sn).path("Data").path("Status").asString());
        good("DeleteCaCertificate", "Sn", sn);
        for (String action :
                List.of("GetCaCertificate", "InactivateCaCertificate", "ActiveCaCertificate", "DeleteCaCertificate")) {
            assertEquals("400 CertificateNotFound", refused(action, "Sn", sn));
        }
    }

    @Test
    void certificates_of_devices_are_shown_listed_switched_and_deleted() {
        register(ca);
        TestIdentity lamp = shown("lamp");
        shown("stove");
        String[] names = {"CaSn", ca.sn(), "DeviceSn", lamp.sn()};
        JsonNode shown = good("GetDeviceCertificate", names).path("Data");
        assertEquals("lamp", shown.path("DeviceName").asString());
        assertEquals(lamp.pem(), shown.path("DeviceContent").asString());
        assertEquals("1", shown.path("Status").asString());
        JsonNode page = good("ListDeviceCertificateByCaSn", "CaSn", ca.sn(), "PageNo", "1", "PageSize", "1")
                .path("Data");
        assertEquals(2, page.path("Total").asInt());
        assertEquals(1, page.path("DeviceCertificateVOS").size());
        JsonNode all =
                good("ListDeviceCertificate", "PageNo", "1", "PageSize", "10").path("Data");
        assertEquals(2, all.path("Total").asInt());
        assertEquals(2, all.path("DeviceCertificateVOS").size());
        for (String far : List.of("2", "100000")) {
            JsonNode beyond = good("ListDeviceCertificate", "PageNo", far, "PageSize", "2")
                    .path("Data");
            assertEquals(2, beyond.path("Total").asInt());
            assertEquals(0, beyond.path("DeviceCertificateVOS").size());
        }
        assertEquals(
                lamp.sn(),
                good("InactivateDeviceCertificate", names).path("DeviceSn").asString());
        assertEquals(
                "0",
                good("GetDeviceCertificate", names).path("Data").path("Status").asString());
        good("ActiveDeviceCertificate", names);
        good("DeleteDeviceCertificate", names);
        for (String action : List.of(
                "GetDeviceCertificate",
                "InactivateDeviceCertificate",
                "ActiveDeviceCertificate",
                "DeleteDeviceCertificate")) {
            assertEquals("400 CertificateNotFound", refused(action, names));
        }
    }

    @Test
    void a_ca_without_proof_is_refused_with_the_code_of_the_cloud() {
        String[] wrong = {"CaName", "x", "CaContent", ca.pem(), "VerificationContent", ca.verification("another code")};
        assertEquals("500 RegisterCodeError", refused("RegisterCaCertificate", wrong));
        String[] unreadable = {"CaName", "x", "CaContent", "x", "VerificationContent", "x"};
        assertEquals("400 CertificateInvalid", refused("RegisterCaCertificate", unreadable));
        register(ca);
        String code = good("GetRegisterCode").path("RegisterCode").asString();
        String[] again = {"CaName", "x", "CaContent", ca.pem(), "VerificationContent", ca.verification(code)};
        assertEquals("400 CertificateAlreadyExists", refused("RegisterCaCertificate", again));
    }

    @Test
    void certificates_for_host_names_are_chosen_among_the_uploaded_ones() {
        TestIdentity server = ca.issue(Wish.server("mqtt.example.com"));
        assertEquals("400 CertificateNotFound", refused("SetSniConfig", "DefaultCertificate", "monday"));
        stage.cloud.certificates().servers().upload(ApiStage.INSTANCE, "monday", server.chainPem(), server.keyPem());
        TestIdentity all = ca.issue(Wish.server("*.example.com"));
        stage.cloud.certificates().servers().upload(ApiStage.INSTANCE, "all", all.chainPem(), all.keyPem());
        JsonNode set = good(
                "SetSniConfig",
                "DefaultCertificate",
                "monday",
                "SniConfig",
                "mqtt.example.com#monday#s3cret;*.example.com#all#");
        assertEquals("true", set.path("Success").asString());
        for (String config : List.of("mqtt.example.com", "mqtt.example.org#monday#")) {
            assertEquals(
                    "400 CertificateInvalid",
                    refused("SetSniConfig", "DefaultCertificate", "default", "SniConfig", config));
        }
        String last = stage.changes.getLast();
        assertTrue(stage.changes.stream().noneMatch(line -> line.contains("s3cret")), last);
    }
}
