package tw.vigil.ingest.source.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tw.vigil.ingest.source.Reading;
import tw.vigil.ingest.source.Source;
import tw.vigil.ingest.source.SourceContract;

class AwsHealthTest implements SourceContract {
    private static final String COMPLETE = """
            {"eventArn":"arn:aws:health:eu-west-1::event/ABUSE/AWS_ABUSE_DOS_REPORT/1","service":"ABUSE",
             "eventTypeCode":"AWS_ABUSE_DOS_REPORT","eventTypeCategory":"issue","eventScopeCode":"ACCOUNT_SPECIFIC",
             "communicationId":"c1","startTime":"Thu, 20 Aug 2026 09:00:00 GMT",
             "lastUpdatedTime":"Thu, 20 Aug 2026 10:15:30 GMT","statusCode":"open","eventRegion":"eu-west-1",
             "affectedEntities":[{"entityValue":"i-0abc"}],"page":"1","totalPages":"1","affectedAccount":"111122223333"}""";

    @Override
    public Source source() {
        return new AwsHealth();
    }

    @Override
    public Example complete() {
        return new Example(
                COMPLETE,
                new Reading.Audit(
                        "arn:aws:health:eu-west-1::event/ABUSE/AWS_ABUSE_DOS_REPORT/1/111122223333/c1/2026-08-20T10:15:30Z/1",
                        SourceContract.at("2026-08-20T10:15:30Z"),
                        "i-0abc",
                        "111122223333",
                        "eu-west-1"));
    }

    @Override
    public List<String> strangers() {
        return List.of("{}", COMPLETE.replace("eventTypeCode", "x"), COMPLETE.replace("eventArn", "x"));
    }

    @Override
    public List<String> withoutTime() {
        return List.of(
                COMPLETE.replace("lastUpdatedTime", "x").replace("startTime", "y"),
                COMPLETE.replace("Thu, 20 Aug 2026 10:15:30 GMT", "soon"));
    }

    @Test
    void timesOfTheApiAreReadToo() {
        assertThat(read(COMPLETE.replace("Thu, 20 Aug 2026 10:15:30 GMT", "2026-08-20T10:15:30Z"), false))
                .isEqualTo(complete().expected());
    }
}
