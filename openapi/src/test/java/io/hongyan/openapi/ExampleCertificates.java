package io.hongyan.openapi;

import static org.junit.jupiter.api.Assertions.assertNull;

import io.hongyan.cloud.certificate.CaRegistration;
import io.hongyan.cloud.certificate.Certificates;
import io.hongyan.transport.certificate.TestAuthority;
import io.hongyan.transport.certificate.TestIdentity;

/// A CA and a device, for the examples of the page.
final class ExampleCertificates {
    final TestAuthority ca = TestAuthority.root("factory", "EC");
    final TestIdentity device = ca.device("lamp", "EC");

    /// Registers the CA unless it is, and the device.
    void showDevice(ApiStage stage) {
        Certificates certificates = stage.cloud.certificates();
        if (certificates.authorities().find(ApiStage.INSTANCE, ca.sn()).isEmpty()) {
            CaRegistration registration = certificates.registration();
            registration.register(
                    ApiStage.INSTANCE, "CA", ca.pem(), ca.verification(registration.code(ApiStage.INSTANCE)));
        }
        if (certificates.devices().find(ApiStage.INSTANCE, ca.sn(), device.sn()).isEmpty()) {
            assertNull(certificates.check().refusal(ApiStage.INSTANCE, device.chain(), true));
        }
    }

    /// A word of an example with the values of now.
    String filledIn(String word, ApiStage stage) {
        CaRegistration registration = stage.cloud.certificates().registration();
        return word.replace("CA_CERTIFICATE", ca.pem())
                .replace("VERIFICATION", ca.verification(registration.code(ApiStage.INSTANCE)))
                .replace("DEVICE_SN", device.sn())
                .replace("CA_SN", ca.sn());
    }
}
