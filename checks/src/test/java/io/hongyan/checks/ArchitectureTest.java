package io.hongyan.checks;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.hongyan.transport.TransportException;
import io.hongyan.transport.endpoint.PemFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The arrows between modules point down, and each foreign library has its place. A new arrow is a change of design:
/// change the table first.
class ArchitectureTest {
    /// What a module may use besides itself and the JDK.
    private static final Map<String, List<String>> MAY_USE = Map.ofEntries(
            Map.entry("codec", List.of()),
            Map.entry("auth", List.of()),
            Map.entry("exchange-spi", List.of()),
            Map.entry("bridge-rocketmq", List.of("exchange-spi")),
            Map.entry("transport", List.of("codec")),
            Map.entry("client", List.of("codec", "auth", "transport")),
            Map.entry("client-micrometer", List.of("codec", "client")),
            Map.entry("spring-boot-starter", List.of("codec", "client", "client-micrometer")),
            Map.entry("examples", List.of("codec", "transport", "client")),
            Map.entry("broker", List.of("codec", "transport")),
            Map.entry("cloud", List.of("codec", "auth", "transport", "broker")),
            Map.entry("exchange", List.of("codec", "transport", "broker", "cloud", "exchange-spi")),
            Map.entry("openapi", List.of("codec", "auth", "transport", "broker", "cloud")),
            Map.entry("amqp", List.of("codec", "auth", "transport", "broker", "cloud")),
            Map.entry("store-rocksdb", List.of("codec", "broker")),
            Map.entry("store-cassandra", List.of("codec", "broker")),
            Map.entry("cluster", List.of("codec", "transport", "broker")),
            Map.entry(
                    "server",
                    List.of(
                            "codec",
                            "auth",
                            "transport",
                            "broker",
                            "store-cassandra",
                            "store-rocksdb",
                            "cluster",
                            "cloud",
                            "exchange",
                            "openapi",
                            "amqp")),
            Map.entry("cli", List.of("codec", "auth", "transport", "client", "broker", "cloud", "server")),
            Map.entry("packaging", List.of("cli")),
            Map.entry("testkit", List.of("codec", "auth", "transport", "broker", "cloud")),
            Map.entry(
                    "bench",
                    List.of(
                            "codec",
                            "auth",
                            "transport",
                            "client",
                            "broker",
                            "store-rocksdb",
                            "cloud",
                            "server",
                            "cli")));

    /// Where a foreign library may be seen.
    private static final Map<String, List<String>> LIBRARIES = Map.ofEntries(
            Map.entry("com.rabbitmq..", List.of("bench")),
            Map.entry("io.micrometer..", List.of("client-micrometer", "spring-boot-starter")),
            Map.entry("io.netty..", List.of("transport")),
            Map.entry("com.datastax..", List.of("store-cassandra")),
            Map.entry("org.rocksdb..", List.of("store-rocksdb")),
            Map.entry("io.etcd..", List.of("cluster")),
            Map.entry("io.grpc..", List.of("cluster")),
            Map.entry("com.google.protobuf..", List.of("cluster")),
            Map.entry("org.apache.rocketmq..", List.of("bridge-rocketmq")),
            Map.entry(
                    "tools.jackson..", List.of("cloud", "openapi", "server", "cli", "examples", "spring-boot-starter")),
            Map.entry("io.prometheus..", List.of("server")),
            Map.entry("picocli..", List.of("server", "cli", "packaging")),
            Map.entry("ch.qos.logback..", List.of("server")),
            Map.entry("jakarta.mail..", List.of("server")),
            Map.entry("com.nimbusds..", List.of("server")),
            Map.entry("org.eclipse.jetty..", List.of("server")),
            Map.entry("org.slf4j..", List.of("server")),
            Map.entry("org.bouncycastle..", List.of("transport", "cluster")),
            Map.entry("org.springframework..", List.of("cloud", "spring-boot-starter")),
            Map.entry("org.HdrHistogram..", List.of("cli", "bench")),
            Map.entry("com.hivemq..", List.of("bench")),
            Map.entry("org.eclipse.paho..", List.of("bench")),
            Map.entry("org.openjdk.jmh..", List.of("bench")));

    /// What the client exports below its facade.
    private static final String[] CLIENT_VALUES = {
        "io.hongyan.client.message", "io.hongyan.client.event", "io.hongyan.client.config", "io.hongyan.client.auth"
    };

    private static JavaClasses classes = new ClassFileImporter().importPaths(List.of());

    @BeforeAll
    static void read() {
        Repository repository = Repository.here();
        List<Path> folders = repository.modules().stream()
                .filter(MAY_USE::containsKey)
                .map(module -> repository.root().resolve(module).resolve("target/classes"))
                .filter(Files::isDirectory)
                .toList();
        classes = new ClassFileImporter().importPaths(folders);
    }

    private static String packages(String module) {
        return "io.hongyan." + (module.equals("spring-boot-starter") ? "spring" : module.replace('-', '.')) + "..";
    }

    @TestFactory
    Stream<DynamicTest> a_module_sees_only_lower_modules() {
        return MAY_USE.keySet().stream()
                .sorted()
                .map(module -> DynamicTest.dynamicTest(module, () -> {
                    var forbidden = new ArrayList<String>();
                    for (String other : MAY_USE.keySet()) {
                        if (!other.equals(module) && !MAY_USE.get(module).contains(other)) {
                            forbidden.add(packages(other));
                        }
                    }
                    String[] below = MAY_USE.keySet().stream()
                            .filter(other -> other.startsWith(module + "-"))
                            .map(ArchitectureTest::packages)
                            .toArray(String[]::new);
                    noClasses()
                            .that()
                            .resideInAPackage(packages(module))
                            .and()
                            .resideOutsideOfPackages(below)
                            .should()
                            .dependOnClassesThat(resideInAnyPackage(forbidden.toArray(String[]::new))
                                    .and(not(resideInAnyPackage(allowedBelow(module)))))
                            .allowEmptyShould(true)
                            .check(classes);
                }));
    }

    /// What a module may use, itself too, in the packages of one that it may not: those of `exchange-spi` lie in those
    /// of `exchange`.
    private static String[] allowedBelow(String module) {
        return Stream.concat(Stream.of(module), MAY_USE.get(module).stream())
                .filter(allowed -> MAY_USE.keySet().stream()
                        .anyMatch(other -> allowed.startsWith(other + "-")
                                && !other.equals(module)
                                && !MAY_USE.get(module).contains(other)))
                .map(ArchitectureTest::packages)
                .toArray(String[]::new);
    }

    @TestFactory
    Stream<DynamicTest> a_library_is_seen_only_in_its_place() {
        return LIBRARIES.entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(
                        entry.getKey(),
                        () -> noClasses()
                                .that()
                                .resideOutsideOfPackages(entry.getValue().stream()
                                        .map(ArchitectureTest::packages)
                                        .toArray(String[]::new))
                                .should()
                                .dependOnClassesThat()
                                .resideInAPackage(entry.getKey())
                                .allowEmptyShould(true)
                                .check(classes)));
    }

    @Test
    void only_one_package_sees_the_http_library() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.hongyan.server.http")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.eclipse.jetty..")
                .check(classes);
    }

    @Test
    void only_one_package_sees_the_client_of_etcd() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.hongyan.cluster.etcd")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.etcd..", "io.grpc..", "com.google.protobuf..")
                .check(classes);
    }

    @Test
    void codec_and_auth_depend_on_nothing() {
        classes()
                .that()
                .resideInAPackage("io.hongyan.codec..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.hongyan.codec..", "java..", "org.jspecify..")
                .check(classes);
        classes()
                .that()
                .resideInAPackage("io.hongyan.auth..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.hongyan.auth..", "java..", "javax.crypto..", "org.jspecify..")
                .check(classes);
    }

    @Test
    void the_values_of_the_client_do_not_know_its_engine() {
        classes()
                .that()
                .resideInAnyPackage(CLIENT_VALUES)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(CLIENT_VALUES)
                        .or(resideInAnyPackage(
                                "io.hongyan.codec..",
                                "io.hongyan.auth..",
                                "java..",
                                "javax.crypto..",
                                "javax.net.ssl..",
                                "org.jspecify.."))
                        // Files are checked by what reads them later.
                        .or(belongToAnyOf(PemFiles.class, TransportException.class)))
                .check(classes);
    }

    @Test
    void packages_have_no_cycles() {
        slices().matching("io.hongyan.(**)").should().beFreeOfCycles().check(classes);
    }

    @Test
    void only_programs_have_a_main_method() {
        methods()
                .that()
                .haveName("main")
                .should()
                .beDeclaredInClassesThat(resideInAPackage("io.hongyan.server..")
                        .or(resideInAPackage("io.hongyan.cli.."))
                        .or(resideInAPackage("io.hongyan.bench.."))
                        .or(resideInAPackage("io.hongyan.examples.."))
                        .or(resideInAPackage("io.hongyan.packaging..")))
                .allowEmptyShould(true)
                .check(classes);
    }

    @Test
    void only_programs_read_the_environment() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.hongyan.server..", "io.hongyan.cli..", "io.hongyan.bench..")
                .should()
                .callMethod(System.class, "getenv")
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .check(classes);
    }

    @Test
    void nothing_static_can_change() {
        fields().that()
                .areStatic()
                .and()
                .areDeclaredInClassesThat()
                .haveNameNotMatching(".*\\.jmh_generated\\..*")
                .should()
                .beFinal()
                .check(classes);
    }
}
