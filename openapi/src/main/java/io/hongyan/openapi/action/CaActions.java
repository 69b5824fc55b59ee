package io.hongyan.openapi.action;

import io.hongyan.cloud.certificate.CaCertificate;
import io.hongyan.cloud.certificate.CaRegistration;
import io.hongyan.cloud.certificate.Certificates;
import java.util.List;

/// The CAs that vouch for devices of an instance.
final class CaActions {
    private final Certificates certificates;

    CaActions(Certificates certificates) {
        this.certificates = certificates;
    }

    record OfInstance(
            @Parameter(value = "The instance", example = "INSTANCE")
            String mqttInstanceId) {}

    record Code(String registerCode) {}

    record Registration(
            @Parameter(value = "The instance", example = "INSTANCE")
            String mqttInstanceId,

            @Parameter(value = "A name of the CA", longest = CaRegistration.LONGEST_NAME, example = "CA")
            String caName,

            @Parameter(
                    value = "The CA certificate, in PEM",
                    longest = CaRegistration.LONGEST_CERTIFICATE,
                    example = "CA_CERTIFICATE")
            String caContent,

            @Parameter(
                    value = "A certificate in PEM that the CA issued, with the code of GetRegisterCode as common name",
                    longest = CaRegistration.LONGEST_CERTIFICATE,
                    example = "VERIFICATION")
            String verificationContent) {}

    record OfCa(
            @Parameter(value = "The instance", example = "INSTANCE")
            String mqttInstanceId,

            @Parameter(
                    value = "The serial number of the CA certificate, hexadecimal",
                    longest = Limits.LONGEST_SERIAL,
                    example = "CA_SN")
            String sn) {}

    record Serial(String sn) {}

    record Shown(View data) {}

    record View(
            String sn,
            String caName,
            String caContent,
            String verificationContent,
            String registrationCode,
            String validBegin,
            String validEnd,
            String status) {
        static View of(CaCertificate ca) {
            return new View(
                    ca.sn(),
                    ca.name(),
                    ca.content(),
                    ca.verification(),
                    ca.code(),
                    CertificateFields.begin(ca.certificate()),
                    CertificateFields.end(ca.certificate()),
                    CertificateFields.status(ca.active()));
        }
    }

    record Pages(
            @Parameter(value = "The instance", example = "INSTANCE")
            String mqttInstanceId,

            @Parameter(value = "Which page, from 1", least = 1, most = 100_000, example = "1")
            Integer pageNo,

            @Parameter(value = "Certificates of one page, 1 to 100", least = 1, most = Limits.PAGE, example = "10")
            Integer pageSize) {}

    record Listed(Page data) {}

    record Page(List<View> caCertificateVOS, int pageNo, int pageSize, int total) {}

    List<Action<?, ?>> actions() {
        return List.of(
                Action.looking(
                        "GetRegisterCode",
                        "The code that a verification certificate must have, always the same for an instance.",
                        OfInstance.class,
                        Code.class,
                        (_, input) -> new Code(certificates.registration().code(input.mqttInstanceId()))),
                Action.changing(
                                "RegisterCaCertificate",
                                "Registers a CA, active: devices with certificates of it may log in.",
                                Registration.class,
                                Serial.class,
                                this::register)
                        .refusing(
                                CertificateErrors.WRONG_CODE,
                                CertificateErrors.INVALID,
                                CertificateErrors.EXISTS,
                                CertificateErrors.FULL),
                Action.looking("GetCaCertificate", "Shows a CA.", OfCa.class, Shown.class, this::get)
                        .refusing(CertificateErrors.MISSING),
                Action.looking(
                        "ListCaCertificate", "Lists the CAs of an instance.", Pages.class, Listed.class, this::list),
                changing(
                        "InactivateCaCertificate",
                        "Registers no new certificates of the CA any more; those that are registered stay.",
                        (_, input) -> activate(input, false)),
                changing(
                        "ActiveCaCertificate",
                        "Registers new certificates of the CA again.",
                        (_, input) -> activate(input, true)),
                changing(
                        "DeleteCaCertificate",
                        "Deletes a CA and the certificates of its devices; their connections end.",
                        this::delete));
    }

    private static Action<OfCa, Serial> changing(String name, String about, Action.Body<OfCa, Serial> body) {
        return Action.changing(name, about, OfCa.class, Serial.class, body).refusing(CertificateErrors.MISSING);
    }

    private Serial register(Call call, Registration input) {
        return new Serial(CertificateErrors.translated(() -> certificates
                        .registration()
                        .register(
                                input.mqttInstanceId(), input.caName(), input.caContent(), input.verificationContent()))
                .sn());
    }

    private CaCertificate found(OfCa input) {
        return CertificateErrors.translated(
                () -> certificates.authorities().present(input.mqttInstanceId(), input.sn()));
    }

    private Shown get(Call call, OfCa input) {
        return new Shown(View.of(found(input)));
    }

    private Listed list(Call call, Pages input) {
        List<CaCertificate> all = certificates.authorities().list(input.mqttInstanceId());
        List<View> page = Answers.page(all, input.pageNo(), input.pageSize(), View::of);
        return new Listed(new Page(page, input.pageNo(), input.pageSize(), all.size()));
    }

    private Serial activate(OfCa input, boolean active) {
        CertificateErrors.run(() -> certificates.authorities().activate(input.mqttInstanceId(), input.sn(), active));
        return new Serial(found(input).sn());
    }

    private Serial delete(Call call, OfCa input) {
        String sn = found(input).sn();
        CertificateErrors.run(() -> certificates.deleteCa(input.mqttInstanceId(), sn));
        return new Serial(sn);
    }
}
