package io.hongyan.openapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hongyan.cloud.metadata.Profile;
import io.hongyan.cloud.metadata.ResourceTag;
import io.hongyan.openapi.ApiStage.Answered;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Goal: a list that is read page by page, or sent item by item, loses nothing without a word.
class PagesAndItemsTest {
    private static final int MANY = 101;

    @RegisterExtension
    final ApiStage stage = new ApiStage();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ListDeviceCredentialClientId GroupId=GID_Test PageSize=10",
                "QueryCustomAuthIdentity Size=10",
                "QueryCustomAuthPermission Size=10",
                "QueryCustomAuthConnectBlack Size=10",
                "ListTagResources ResourceType=INSTANCE"
            })
    void the_last_page_has_no_token_and_one_that_was_never_answered_is_refused(String call) {
        List<String> parameters = new ArrayList<>(List.of("InstanceId", ApiStage.INSTANCE));
        String[] words = call.split(" ", -1);
        for (int i = 1; i < words.length; i++) {
            parameters.addAll(List.of(words[i].split("=", 2)));
        }
        for (String format : List.of("JSON", "XML")) {
            List<String> all = new ArrayList<>(parameters);
            all.addAll(List.of("Format", format));
            Answered last = stage.call(words[0], all.toArray(String[]::new));
            assertEquals(200, last.status(), last.body());
            assertFalse(last.body().contains("NextToken"), last.body());
            assertFalse(last.body().toLowerCase(Locale.ROOT).contains("null"), last.body());
        }
        parameters.addAll(List.of("NextToken", "abc"));
        assertEquals(
                "InvalidParameter.NextToken",
                stage.call(words[0], parameters.toArray(String[]::new)).code());
    }

    @Test
    void client_ids_come_page_by_page() {
        for (int i = 0; i < 3; i++) {
            stage.call("RegisterDeviceCredential", "InstanceId", ApiStage.INSTANCE, "ClientId", "GID_Test@@@" + i);
        }
        String[] asked = {"InstanceId", ApiStage.INSTANCE, "GroupId", "GID_Test", "PageSize", "2", "NextToken", ""};
        String token = token(stage.call("ListDeviceCredentialClientId", asked), "/DeviceCredentialClientIdList");
        asked[7] = token;
        Answered second = stage.call("ListDeviceCredentialClientId", asked);
        assertTrue(second.body().contains("GID_Test@@@2"), second.body());
        assertFalse(second.body().contains("GID_Test@@@1"), second.body());
    }

    @Test
    void tags_come_page_by_page() {
        for (int i = 0; i < MANY; i++) {
            String id = String.format(Locale.ROOT, "mqtt-%03d", i);
            stage.metadata.createInstance(id, Profile.CLOUD);
            stage.metadata.tags(List.of(id), _ -> List.of(new ResourceTag("env", "test")));
        }
        String token = token(stage.call("ListTagResources", "ResourceType", "INSTANCE"), "");
        Answered second = stage.call("ListTagResources", "ResourceType", "INSTANCE", "NextToken", token);
        assertEquals(1, second.json().path("TagResources").size(), second.body());
    }

    private static String token(Answered answered, String place) {
        return answered.json().at(place + "/NextToken").asString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Tag.2.Key", "Tag.0.Key", "Tag.01.Key", "Tag.x", "ResourceId.3", "Tag.99999999999.Key"})
    void an_item_that_is_not_numbered_from_one_is_refused(String name) {
        Answered refused = stage.call("ListTagResources", "ResourceType", "INSTANCE", name, "env");
        assertEquals("ParameterCheckFailed", refused.code());
        assertTrue(refused.body().contains(name), refused.body());
    }
}
