package io.hongyan.openapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hongyan.cloud.metadata.AccessKey;
import io.hongyan.cloud.metadata.AccessRight;
import io.hongyan.cloud.secret.TemporaryKeys.Issued;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Calls that are signed with a temporary key.
class TemporaryKeyCallsTest {
    private static final int LIFE = 900;

    @RegisterExtension
    final ApiStage stage = new ApiStage();

    private Issued issued;

    @BeforeEach
    void issue() {
        issued = stage.cloud.temporaryKeys().issue(ApiStage.KEY, LIFE);
    }

    private String list(String token) {
        AccessKey key = new AccessKey(issued.id(), issued.secret());
        var answered = stage.call(key, "ListGroupId", "InstanceId", ApiStage.INSTANCE, "SecurityToken", token);
        return answered.status() == 200 ? "200" : answered.status() + " " + answered.code();
    }

    @Test
    void a_call_with_its_token_is_answered_until_it_expires() {
        assertEquals("200", list(issued.token()));
        stage.clock.advance(Duration.ofSeconds(LIFE));
        assertEquals("400 InvalidSecurityToken.Expired", list(issued.token()));
    }

    @Test
    void without_its_token_or_with_another_it_is_no_key() {
        assertEquals("404 InvalidAccessKeyId.NotFound", list(""));
        assertEquals(
                "400 CheckAccountInfoFailed",
                list(stage.cloud.temporaryKeys().issue(ApiStage.KEY, LIFE).token()));
        assertEquals("400 CheckAccountInfoFailed", list("nonsense"));
    }

    @Test
    void the_secret_is_that_of_the_temporary_key_alone() {
        AccessKey mixed = new AccessKey(issued.id(), ApiStage.KEY.secret());
        assertEquals(
                "SignatureDoesNotMatch",
                stage.call(mixed, "ListGroupId", "InstanceId", ApiStage.INSTANCE, "SecurityToken", issued.token())
                        .code());
    }

    @Test
    void it_has_the_rights_of_its_source_as_they_are_now_and_ends_with_it() {
        stage.metadata.rights(ApiStage.KEY.id(), AccessRight.named("publish-only"));
        assertEquals("400 PermissionCheckFailed", list(issued.token()));
        stage.metadata.rights(ApiStage.KEY.id(), AccessRight.named("full"));
        assertEquals("200", list(issued.token()));
        stage.metadata.enableAccessKey(ApiStage.KEY.id(), false);
        assertEquals("403 InvalidAccessKeyId.Inactive", list(issued.token()));
        stage.metadata.deleteAccessKey(ApiStage.KEY.id());
        assertEquals("404 InvalidAccessKeyId.NotFound", list(issued.token()));
        stage.metadata.createAccessKey(new AccessKey(ApiStage.KEY.id(), "another-secret"));
        assertEquals("404 InvalidAccessKeyId.NotFound", list(issued.token()));
    }

    @Test
    void changes_are_recorded_as_those_of_its_source() {
        AccessKey key = new AccessKey(issued.id(), issued.secret());
        stage.call(
                key,
                "CreateGroupId",
                "InstanceId",
                ApiStage.INSTANCE,
                "GroupId",
                "GID_Temporary",
                "SecurityToken",
                issued.token());
        assertTrue(
                stage.changes.getLast().startsWith(ApiStage.KEY.id() + " 127.0.0.1 CreateGroupId"),
                stage.changes::toString);
    }
}
