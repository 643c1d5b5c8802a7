package tw.vigil.ingest.s3queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnnouncementReaderTest {
    private static final String KEY = "AWSLogs/111122223333/CloudTrail/eu-west-1/x.json.gz";

    @Test
    void readsNotificationOfS3() {
        assertThat(objects(Announcements.ofS3("logs", KEY))).containsExactly(new ObjectRef("logs", KEY, null));
    }

    @Test
    void keyOfS3IsUrlEncodedAsAFormIs() {
        assertThat(objects(Announcements.ofS3("logs", "a+b%2Bc%3Dd/%E9%9B%B2+1.json")))
                .containsExactly(new ObjectRef("logs", "a b+c=d/雲 1.json", null));
    }

    @Test
    void keyOfS3ThatIsNotUrlEncodedIsNotGuessed() {
        assertThat(AnnouncementReader.read(Announcements.ofS3("logs", "100%.json")))
                .isInstanceOf(Announcement.Unreadable.class);
    }

    @Test
    void versionIsKept() {
        String body = Announcements.ofS3("logs", KEY).replace("\"size\":", "\"versionId\":\"v7\",\"size\":");

        assertThat(objects(body)).containsExactly(new ObjectRef("logs", KEY, "v7"));
    }

    @Test
    void readsTheSameThroughSns() {
        assertThat(objects(Announcements.throughSns(Announcements.ofS3("logs", "a+b"))))
                .containsExactly(new ObjectRef("logs", "a b", null));
    }

    @Test
    void keyOfEventBridgeIsNotUrlEncoded() {
        assertThat(objects(Announcements.ofEventBridge("logs", "AWSLogs/x y+z%20.json.gz")))
                .containsExactly(new ObjectRef("logs", "AWSLogs/x y+z%20.json.gz", null));
    }

    @Test
    void readsEventBridgeThroughSns() {
        assertThat(objects(Announcements.throughSns(Announcements.ofEventBridge("logs", "a+b"))))
                .containsExactly(new ObjectRef("logs", "a+b", null));
    }

    @Test
    void keysOfCloudTrailItselfAreNotUrlEncoded() {
        String body = "{\"s3Bucket\":\"logs\",\"s3ObjectKey\":[\"a+b%20.json.gz\",\"c.json.gz\"]}";

        var expected = List.of(new ObjectRef("logs", "a+b%20.json.gz", null), new ObjectRef("logs", "c.json.gz", null));
        assertThat(objects(body)).isEqualTo(expected);
        assertThat(objects(Announcements.throughSns(body))).isEqualTo(expected);
    }

    @Test
    void everyRecordOfANotificationCounts() {
        String body = Announcements.ofS3("logs", "one").replace("}]}", "}")
                + ","
                + Announcements.ofS3("logs", "two").replace("{\"Records\":[", "");

        assertThat(objects(body)).extracting(ObjectRef::key).containsExactly("one", "two");
    }

    @Test
    void objectsThatWentAreNotRead() {
        assertThat(objects(Announcements.ofS3("logs", KEY).replace("ObjectCreated:Put", "ObjectRemoved:Delete")))
                .isEmpty();
        assertThat(objects(Announcements.ofEventBridge("logs", KEY).replace("Object Created", "Object Deleted")))
                .isEmpty();
    }

    @Test
    void testsOfTheWayAreControl() {
        String test = "{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\",\"Time\":\"2026-08-20T10:00:00.000Z\","
                + "\"Bucket\":\"logs\",\"RequestId\":\"55\",\"HostId\":\"8c\"}";

        assertThat(AnnouncementReader.read(test)).isEqualTo(new Announcement.Control("s3:TestEvent"));
        assertThat(AnnouncementReader.read(Announcements.throughSns(test)))
                .isEqualTo(new Announcement.Control("s3:TestEvent"));
        assertThat(AnnouncementReader.read("CloudTrail validation message."))
                .isEqualTo(new Announcement.Control("CloudTrail validation message."));
        assertThat(AnnouncementReader.read(Announcements.throughSns("CloudTrail validation message.")))
                .isInstanceOf(Announcement.Control.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "secret",
                "[]",
                "{}",
                "{\"Records\":[{\"secret\":1}]}",
                "{\"Records\":[{\"s3\":{\"bucket\":{\"name\":\"logs\"},\"object\":{\"key\":\"\"}}}]}",
                "{\"s3Bucket\":\"logs\",\"s3ObjectKey\":[]}",
                "{\"s3ObjectKey\":[\"secret\"]}",
                "{\"detail-type\":\"GuardDuty Finding\",\"source\":\"aws.guardduty\",\"detail\":{\"secret\":1}}",
                "{\"Type\":\"SubscriptionConfirmation\",\"TopicArn\":\"secret\",\"Message\":\"secret\"}",
                "{\"Type\":\"Notification\",\"TopicArn\":\"secret\"}"
            })
    void whatIsUnknownIsSaidAndNotQuoted(String body) {
        assertThat(AnnouncementReader.read(body))
                .isInstanceOfSatisfying(
                        Announcement.Unreadable.class,
                        unreadable -> assertThat(unreadable.detail())
                                .contains("accepted are")
                                .doesNotContain("secret"));
    }

    @Test
    void envelopesWithoutEndAreRefused() {
        String body = "CloudTrail validation message.";
        for (int i = 0; i < 6; i++) {
            body = Announcements.throughSns(body);
        }

        assertThat(AnnouncementReader.read(body)).isInstanceOf(Announcement.Unreadable.class);
    }

    private static List<ObjectRef> objects(String body) {
        return AnnouncementReader.read(body) instanceof Announcement.Objects(var objects)
                ? objects
                : List.of(new ObjectRef("unreadable", body, null));
    }
}
