package io.hongyan.openapi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hongyan.cloud.metadata.rule.ExchangeConnection;
import io.hongyan.openapi.ApiStage.Answered;
import io.hongyan.openapi.action.Action;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goal: the page never lags behind the table, and its examples work.
///
/// `mvn -pl openapi -am test -Dtest=ApiPageTest -Dsurefire.failIfNoSpecifiedTests=false -Dhongyan.write=true` writes it
/// anew.
class ApiPageTest {
    private static final Path PAGE = Path.of("..", "docs", "openapi.md");
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

    /// In the order of the page: what one makes, the next ones use.
    @Test
    void each_example_of_the_page_is_answered() {
        stage.metadata.createGroup(ApiStage.INSTANCE, "GID_default");
        stage.metadata.createTopic(ApiStage.INSTANCE, "TopicDefault", "");
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
