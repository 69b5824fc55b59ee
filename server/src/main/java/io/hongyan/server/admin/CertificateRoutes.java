package io.hongyan.server.admin;

import io.hongyan.cloud.certificate.CaCertificate;
import io.hongyan.cloud.certificate.CertificateRefusal;
import io.hongyan.cloud.certificate.Certificates;
import io.hongyan.cloud.certificate.DeviceCertificate;
import io.hongyan.cloud.certificate.ServerCertificates;
import io.hongyan.cloud.certificate.SniConfig;
import io.hongyan.cloud.metadata.Metadata;
import io.hongyan.transport.SerialNumber;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// X.509: the CAs and certificates of devices, those that listeners show, and whether an instance has two-way TLS.
public final class CertificateRoutes {
    private static final int PAGE = 100;

    private final Metadata metadata;
    private final Certificates certificates;
    private final boolean asked;

    /// @param asked whether a listener asks for registered certificates
    public CertificateRoutes(Metadata metadata, Certificates certificates, boolean asked) {
        this.metadata = metadata;
        this.certificates = certificates;
        this.asked = asked;
    }

    List<AdminRoute> routes() {
        String cas = "/instances/{instance}/ca";
        String devices = cas + "/{ca}/devices";
        String shown = "/instances/{instance}/certificates";
        return List.of(
                AdminRoute.administer("POST", "/instances/{instance}/tls", this::tls),
                AdminRoute.administer("POST", "/instances/{instance}/ca-code", this::code),
                AdminRoute.look("GET", cas, this::authorities),
                AdminRoute.administer("POST", cas, this::register),
                AdminRoute.administer("POST", cas + "/{ca}/activate", request -> activate(request, true)),
                AdminRoute.administer("POST", cas + "/{ca}/deactivate", request -> activate(request, false)),
                AdminRoute.administer("DELETE", cas + "/{ca}", this::delete),
                AdminRoute.look("GET", devices, this::devices),
                AdminRoute.administer("POST", devices + "/{sn}/activate", request -> activateDevice(request, true)),
                AdminRoute.administer("POST", devices + "/{sn}/deactivate", request -> activateDevice(request, false)),
                AdminRoute.administer("DELETE", devices + "/{sn}", this::deleteDevice),
                AdminRoute.look("GET", shown, this::uploaded),
                AdminRoute.administer("POST", shown, this::upload),
                AdminRoute.administer("DELETE", shown + "/{name}", this::deleteUploaded),
                AdminRoute.administer("POST", "/instances/{instance}/sni", this::sni));
    }

    private String instance(AdminRequest request) {
        return AdminApi.instance(metadata, request).id();
    }

    private Map<String, ?> tls(AdminRequest request) {
        String mode = request.body().text("mode");
        boolean twoWay = mode.equals("two-way");
        if (twoWay && !asked) {
            throw AdminRefusal.conflict("no listener asks clients for a certificate, so that nobody could come in any"
                    + " more: set listeners.tls.tls.clientAuth to registered, and restart");
        }
        AdminApi.changing(() -> metadata.twoWayTls(instance(request), twoWay));
        return Map.of();
    }

    private Map<String, ?> code(AdminRequest request) {
        return Map.of("code", certificates.registration().code(instance(request)));
    }

    private Map<String, ?> authorities(AdminRequest request) {
        String instance = instance(request);
        return Map.of(
                "authorities",
                certificates.authorities().list(instance).stream()
                        .map(ca -> AdminApi.ordered(
                                "sn",
                                ca.sn(),
                                "name",
                                ca.name(),
                                "status",
                                status(ca.active()),
                                "until",
                                until(ca.certificate()),
                                "devices",
                                certificates.devices().count(instance, ca.sn())))
                        .toList());
    }

    private Map<String, ?> register(AdminRequest request) {
        String instance = instance(request);
        CaCertificate made = translated(() -> certificates
                .registration()
                .register(
                        instance,
                        request.body().text("name"),
                        request.body().text("certificate"),
                        request.body().text("verification")));
        return Map.of("sn", made.sn());
    }

    private Map<String, ?> activate(AdminRequest request, boolean active) {
        String instance = instance(request);
        return done(() -> certificates.authorities().activate(instance, request.name("ca"), active));
    }

    private Map<String, ?> delete(AdminRequest request) {
        String instance = instance(request);
        return done(() -> certificates.deleteCa(instance, request.name("ca")));
    }

    private Map<String, ?> devices(AdminRequest request) {
        String instance = instance(request);
        String ca = request.name("ca");
        done(() -> certificates.authorities().present(instance, ca));
        List<DeviceCertificate> page =
                certificates.devices().page(instance, ca, (int) request.query().number("page"), PAGE);
        return AdminApi.ordered(
                "devices",
                page.stream()
                        .map(device -> AdminApi.ordered(
                                "sn",
                                device.sn(),
                                "name",
                                device.name(),
                                "status",
                                status(device.active()),
                                "until",
                                until(device.certificate())))
                        .toList(),
                "total",
                certificates.devices().count(instance, ca));
    }

    private Map<String, ?> activateDevice(AdminRequest request, boolean active) {
        String instance = instance(request);
        return done(() -> certificates.devices().activate(instance, request.name("ca"), request.name("sn"), active));
    }

    private Map<String, ?> deleteDevice(AdminRequest request) {
        String instance = instance(request);
        return done(() -> certificates.devices().delete(instance, request.name("ca"), request.name("sn")));
    }

    private Map<String, ?> uploaded(AdminRequest request) {
        return Map.of(
                "certificates",
                certificates.servers().list(instance(request)).stream()
                        .map(CertificateRoutes::view)
                        .toList());
    }

    private static Map<String, Object> view(ServerCertificates.Uploaded each) {
        X509Certificate own = each.chain().getFirst();
        return AdminApi.ordered(
                "name",
                each.name(),
                "sn",
                SerialNumber.of(own),
                "subject",
                own.getSubjectX500Principal().getName(),
                "until",
                until(own),
                "hosts",
                each.hosts());
    }

    private Map<String, ?> upload(AdminRequest request) {
        String instance = instance(request);
        return done(() -> certificates
                .servers()
                .upload(
                        instance,
                        request.body().text("name"),
                        request.body().text("certificates"),
                        request.body().text("key")));
    }

    private Map<String, ?> deleteUploaded(AdminRequest request) {
        String instance = instance(request);
        return done(() -> certificates.servers().delete(instance, request.name("name")));
    }

    private Map<String, ?> sni(AdminRequest request) {
        String instance = instance(request);
        String usual = request.body().optionalText("default").orElse(SniConfig.OF_LISTENER);
        String hosts = request.body().optionalText("hosts").orElse("");
        return done(() -> certificates.servers().show(instance, SniConfig.read(usual, hosts)));
    }

    private static String status(boolean active) {
        return active ? "active" : "inactive";
    }

    private static String until(X509Certificate certificate) {
        return certificate.getNotAfter().toInstant().toString();
    }

    private static Map<String, ?> done(Runnable change) {
        translated(() -> {
            change.run();
            return true;
        });
        return Map.of();
    }

    private static <T> T translated(Supplier<T> change) {
        try {
            return change.get();
        } catch (CertificateRefusal e) {
            String why = String.valueOf(e.getMessage());
            throw switch (e.kind()) {
                case MISSING -> AdminRefusal.notFound(why);
                case EXISTS, FULL -> AdminRefusal.conflict(why);
                case INVALID, WRONG_CODE -> AdminRefusal.unusable(why);
            };
        }
    }
}
