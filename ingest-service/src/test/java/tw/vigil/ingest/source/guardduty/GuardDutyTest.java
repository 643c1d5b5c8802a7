package tw.vigil.ingest.source.guardduty;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tw.vigil.ingest.source.Reading;
import tw.vigil.ingest.source.Source;
import tw.vigil.ingest.source.SourceContract;

class GuardDutyTest implements SourceContract {
    private static final String COMPLETE = """
            {"schemaVersion":"2.0","accountId":"111122223333","region":"eu-west-1","partition":"aws","id":"b4b0",
             "arn":"arn:aws:guardduty:eu-west-1:111122223333:detector/d/finding/b4b0",
             "type":"UnauthorizedAccess:EC2/SSHBruteForce","severity":8,"title":"SSH brute force",
             "resource":{"resourceType":"Instance","instanceDetails":{"instanceId":"i-0abc"}},
             "service":{"count":3,"eventLastSeen":"2026-08-20T10:10:00Z"},
             "createdAt":"2026-08-20T09:00:00.000Z","updatedAt":"2026-08-20T10:15:30.865Z"}""";

    @Override
    public Source source() {
        return new GuardDuty();
    }

    @Override
    public Example complete() {
        return new Example(
                COMPLETE,
                new Reading.Audit(
                        "b4b0/2026-08-20T10:15:30.865Z",
                        SourceContract.at("2026-08-20T10:15:30.865Z"),
                        "i-0abc",
                        "111122223333",
                        "eu-west-1"));
    }

    @Override
    public List<String> strangers() {
        return List.of(
                "{}",
                COMPLETE.replace("\"arn\"", "\"x\""),
                COMPLETE.replace("\"service\"", "\"x\""),
                "{\"Id\":\"b4b0\",\"Arn\":\"arn:x\",\"Type\":\"t\",\"Severity\":8,\"UpdatedAt\":\"2026-08-20T10:15:30Z\"}");
    }

    @Override
    public List<String> withoutTime() {
        return List.of(
                COMPLETE.replace("updatedAt", "x").replace("createdAt", "y"),
                COMPLETE.replace("2026-08-20T10:15:30.865Z", "soon"));
    }

    @Test
    void writtenAgainIsAnotherEvent() {
        assertThat(read(COMPLETE.replace("10:15:30.865Z", "11:15:30.865Z"), false))
                .isInstanceOfSatisfying(
                        Reading.Audit.class,
                        audit -> assertThat(audit.id()).isEqualTo("b4b0/2026-08-20T11:15:30.865Z"));
    }

    @Test
    void findingAboutNothingNamedIsItsOwnSubject() {
        assertThat(read(COMPLETE.replace("instanceId", "x"), false))
                .isInstanceOfSatisfying(
                        Reading.Audit.class,
                        audit -> assertThat(audit.subject()).startsWith("arn:aws:guardduty:"));
    }
}
