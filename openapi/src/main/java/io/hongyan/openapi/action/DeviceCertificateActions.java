package io.hongyan.openapi.action;

import io.hongyan.cloud.certificate.Certificates;
import io.hongyan.cloud.certificate.DeviceCertificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Certificates of devices, registered when a device first showed them.
final class DeviceCertificateActions {
    private final Certificates certificates;

    DeviceCertificateActions(Certificates certificates) {
        this.certificates = certificates;
    }

    record OfDevice(
            @Parameter(value = "The instance", example = "INSTANCE")
            String mqttInstanceId,

            @Parameter(
                    value = "The serial number of the CA certificate, hexadecimal",
                    longest = Limits.LONGEST_SERIAL,
                    example = "CA_SN")
            String caSn,

            @Parameter(
                    value = "The serial number of the device's certificate, hexadecimal",
                    longest = Limits.LONGEST_SERIAL,
                    example = "DEVICE_SN")
            String deviceSn) {}

    record Serial(String deviceSn) {}

    record Shown(View data) {}

    record View(
            String deviceSn,
            String caSn,
            String deviceName,
            String deviceContent,
            String validBegin,
            String validEnd,
            String status) {
        static View of(DeviceCertificate device) {
            return new View(
                    device.sn(),
                    device.caSn(),
                    device.name(),
                    device.content(),
                    CertificateFields.begin(device.certificate()),
                    CertificateFields.end(device.certificate()),
                    CertificateFields.status(device.active()));
        }
    }

    record PagesOfCa(
            @Parameter(value = "The instance", example = "INSTANCE")
            String mqttInstanceId,

            @Parameter(
                    value = "The serial number of the CA certificate, hexadecimal",
                    longest = Limits.LONGEST_SERIAL,
                    example = "CA_SN")
            String caSn,

            @Parameter(value = "Which page, from 1; far pages take long", least = 1, most = 100_000, example = "1")
            Integer pageNo,

            @Parameter(value = "Certificates of one page, 1 to 100", least = 1, most = Limits.PAGE, example = "10")
            Integer pageSize) {}

    record Listed(Page data) {}

    record Page(List<View> deviceCertificateVOS, int pageNo, int pageSize, int total) {}

    List<Action<?, ?>> actions() {
        return List.of(
                Action.looking(
                                "GetDeviceCertificate",
                                "Shows the certificate of a device.",
                                OfDevice.class,
                                Shown.class,
                                this::get)
                        .refusing(CertificateErrors.MISSING),
                Action.looking(
                        "ListDeviceCertificate",
                        "Lists the certificates of the devices of an instance.",
                        CaActions.Pages.class,
                        Listed.class,
                        (_, input) -> page(input.mqttInstanceId(), null, input.pageNo(), input.pageSize())),
                Action.looking(
                        "ListDeviceCertificateByCaSn",
                        "Lists the certificates of the devices that one CA vouches for.",
                        PagesOfCa.class,
                        Listed.class,
                        (_, input) -> page(input.mqttInstanceId(), input.caSn(), input.pageNo(), input.pageSize())),
                changing(
                        "InactivateDeviceCertificate",
                        "Keeps the device with this certificate out; its connection ends.",
                        (_, input) -> activate(input, false)),
                changing(
                        "ActiveDeviceCertificate",
                        "Lets the device with this certificate in again.",
                        (_, input) -> activate(input, true)),
                changing(
                        "DeleteDeviceCertificate",
                        "Forgets the certificate of a device, whose connection ends; while its CA is active it is"
                                + " registered again when it is shown again.",
                        this::delete));
    }

    private static Action<OfDevice, Serial> changing(String name, String about, Action.Body<OfDevice, Serial> body) {
        return Action.changing(name, about, OfDevice.class, Serial.class, body).refusing(CertificateErrors.MISSING);
    }

    private DeviceCertificate found(OfDevice input) {
        return CertificateErrors.translated(
                () -> certificates.devices().present(input.mqttInstanceId(), input.caSn(), input.deviceSn()));
    }

    private Shown get(Call call, OfDevice input) {
        return new Shown(View.of(found(input)));
    }

    private Listed page(String instance, @Nullable String caSn, int pageNo, int pageSize) {
        long total = caSn == null
                ? certificates.authorities().list(instance).stream()
                        .mapToLong(ca -> certificates.devices().count(instance, ca.sn()))
                        .sum()
                : certificates.devices().count(instance, caSn);
        boolean beyond = (pageNo - 1L) * pageSize >= total; // nothing has to be read for it
        List<DeviceCertificate> page =
                beyond ? List.of() : certificates.devices().page(instance, caSn, pageNo, pageSize);
        List<View> views = page.stream().map(View::of).toList();
        return new Listed(new Page(views, pageNo, pageSize, (int) Math.min(total, Integer.MAX_VALUE)));
    }

    private Serial activate(OfDevice input, boolean active) {
        CertificateErrors.run(
                () -> certificates.devices().activate(input.mqttInstanceId(), input.caSn(), input.deviceSn(), active));
        return new Serial(found(input).sn());
    }

    private Serial delete(Call call, OfDevice input) {
        DeviceCertificate device = found(input);
        CertificateErrors.run(
                () -> certificates.devices().delete(input.mqttInstanceId(), input.caSn(), input.deviceSn()));
        return new Serial(device.sn());
    }
}
