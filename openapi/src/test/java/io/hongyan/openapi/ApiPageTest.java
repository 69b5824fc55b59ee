package io.hongyan.openapi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hongyan.cloud.metadata.Profile;
import io.hongyan.cloud.metadata.rule.ExchangeConnection;
import io.hongyan.openapi.ApiStage.Answered;
import io.hongyan.openapi.action.Action;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goal: the page never lags behind the table, and its examples work.
///
/// `mvn -pl openapi -am test -Dtest=ApiPageTest -Dsurefire.failIfNoSpecifiedTests=false -Dhongyan.write=true` writes it
/// anew.
class ApiPageTest {
    private static final Path PAGE = Path.of("..", "docs", "openapi.md");
    /// A code where an error is made, or in a constant for one.
    private static final Pattern CODE = Pattern.compile("(?:ApiError\\.(?:bad|forbidden|notFound|internal)\\(\\s*"
            + "|String (?:EXISTS|MISSING|FULL|INVALID|ILLEGAL|WRONG_CODE) = )\"([A-Za-z.]+)\"");

    private static final String CLIENT = "GID_default@@@0001";

    private final ExampleCertificates certificates = new ExampleCertificates();

    @RegisterExtension
    final ApiStage stage = new ApiStage();

    @Test
    void the_committed_page_is_the_generated_one() throws IOException {
        String generated = ApiPage.text(stage.table);
        if (Boolean.getBoolean("hongyan.write")) {
            Files.writeString(PAGE, generated);
        }
        assertEquals(generated, Files.readString(PAGE), "run this test with -Dhongyan.write=true to write it anew");
    }

    /// Goes by the sources, because a code that no test provokes may be answered, too.
    @Test
    void each_code_is_explained() throws IOException {
        Set<String> codes = new TreeSet<>(Set.of("InvalidParameter.NAME", "ServiceUnavailable"));
        stage.table.all().forEach(action -> codes.addAll(action.errors()));
        try (Stream<Path> files = Files.walk(Path.of("src", "main", "java", "io", "hongyan", "openapi"))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                Matcher thrown = CODE.matcher(Files.readString(file));
                while (thrown.find()) {
                    codes.add(thrown.group(1));
                }
            }
        }
        codes.remove("Invalid"); // "Invalid" + the name of a parameter of the older signature
        codes.addAll(Set.of("InvalidSignatureMethod", "InvalidSignatureVersion"));
        assertEquals(codes, new TreeSet<>(ApiWords.errors().keySet()));
    }

    @Test
    void each_code_after_those_of_all_actions_is_one_of_some_action() {
        Set<String> named = new TreeSet<>();
        stage.table.all().forEach(action -> named.addAll(action.errors()));
        List<String> codes = List.copyOf(ApiWords.errors().keySet());
        List<String> own = codes.subList(codes.indexOf("InternalError") + 1, codes.size());
        assertEquals(
                List.of(), own.stream().filter(code -> !named.contains(code)).toList());
    }

    /// In the order of the page: what one makes, the next ones use.
    @Test
    void each_example_of_the_page_is_answered() {
        stage.metadata.createGroup(ApiStage.INSTANCE, "GID_default");
        stage.metadata.createTopic(ApiStage.INSTANCE, "TopicDefault", "");
        stage.metadata.createInstance("mqtt-2", Profile.CLOUD);
        stage.metadata.createConnection(new ExchangeConnection(
                "main", ExchangeConnection.ROCKETMQ, List.of("127.0.0.1:9876"), "", "", false, ""));
        String token = "";
        for (Action<?, ?> action : stage.table.all()) {
            if (action.name().contains("DeviceCertificate")) {
                certificates.showDevice(stage);
            }
            List<String> parameters = new ArrayList<>();
            for (String word : ApiPage.words(action).stream().skip(1).toList()) {
                String[] pair = certificates
                        .filledIn(word, stage)
                        .replace("CLIENT", CLIENT)
                        .replace("INSTANCE", ApiStage.INSTANCE)
                        .replace("OTHER", "mqtt-2")
                        .replace("TOKEN", token)
                        .replace("NOW+3600000", Long.toString(stage.clock.wallMillis() + 3_600_000))
                        .replace("NOW-3600000", Long.toString(stage.clock.wallMillis() - 3_600_000))
                        .split("=", 2);
                parameters.addAll(List.of(pair));
            }
            Answered answered = stage.call(action.name(), parameters.toArray(String[]::new));
            if (!action.name().equals("CloseConnection")) { // nobody is connected
                assertEquals(200, answered.status(), action.name() + " " + answered.body());
            }
            String made = answered.json().path("Token").asString("");
            token = made.isEmpty() ? token : made;
        }
    }
}
