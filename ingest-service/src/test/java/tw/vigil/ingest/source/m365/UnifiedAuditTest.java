package tw.vigil.ingest.source.m365;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tw.vigil.ingest.source.LogSource;
import tw.vigil.ingest.source.Reading;
import tw.vigil.ingest.source.Source;
import tw.vigil.ingest.source.SourceContract;

class UnifiedAuditTest implements SourceContract {
    private static final String COMPLETE = """
            {"CreationTime": "2026-08-20T10:15:30", "Id": "c9d2d808", "Operation": "New-InboxRule", "OrganizationId": "72F988BF",
             "RecordType": 1, "ResultStatus": "True", "UserKey": "k1", "UserType": 2, "Workload": "Exchange",
             "ObjectId": "lin\\\\rule", "UserId": "lin@example.test"}""";

    @Override
    public Source source() {
        return new UnifiedAudit();
    }

    @Override
    public Example complete() {
        return new Example(
                COMPLETE,
                new Reading.Audit(
                        "c9d2d808", SourceContract.at("2026-08-20T10:15:30Z"), "lin\\rule", "72f988bf", null));
    }

    @Override
    public List<String> strangers() {
        return List.of(
                "{}",
                COMPLETE.replace("Operation", "operation"),
                "{\"contentType\": \"Audit.Exchange\", \"contentUri\": \"https://manage.example.test/audit/e1\"}",
                "{\"CreationDate\": \"2026-08-20T10:15:30Z\", \"Operations\": \"x\", \"AuditData\": \"{}\"}");
    }

    @Override
    public List<String> withoutTime() {
        return List.of(COMPLETE.replace("CreationTime", "x"), COMPLETE.replace("2026-08-20T", "soon"));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-08-20T10:15:30,      2026-08-20T10:15:30Z",
        "2026-08-20T10:15:30.5,    2026-08-20T10:15:30.5Z",
        "2026-08-20T10:15:30Z,     2026-08-20T10:15:30Z",
        "2026-08-20T18:15:30+08:00, 2026-08-20T10:15:30Z"
    })
    void timeWithoutAZoneIsUtc(String written, String time) {
        assertThat(read(COMPLETE.replace("2026-08-20T10:15:30", written), false))
                .isInstanceOfSatisfying(
                        Reading.Audit.class, audit -> assertThat(audit.time()).isEqualTo(SourceContract.at(time)));
    }

    @Test
    void alertsAreOfThreatManagement() {
        assertThat(read(COMPLETE.replace("\"Exchange\"", "\"SecurityComplianceCenter\""), false))
                .isInstanceOfSatisfying(
                        Reading.Audit.class,
                        audit -> assertThat(audit.logSource())
                                .isEqualTo(new LogSource("m365", "threat_management", null)));
    }

    @Test
    void noticesAndExportsAreToldApart() {
        assertThat(strangers().subList(2, 4))
                .extracting(stranger -> ((Reading.Rejected) read(stranger, false)).reason())
                .containsExactly(UnifiedAudit.NOTICE, UnifiedAudit.EXPORT);
        assertThat(read("{\"validationCode\": \"b0e1\"}", false)).isEqualTo(new Reading.Control("m365_validation"));
    }
}
