package tw.vigil.ingest.source.securityhub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tw.vigil.ingest.source.Reading;
import tw.vigil.ingest.source.Source;
import tw.vigil.ingest.source.SourceContract;

class SecurityHubTest implements SourceContract {
    private static final String COMPLETE = """
            {"SchemaVersion":"2018-10-08","Id":"arn:aws:securityhub:eu-west-1:111122223333:finding/1",
             "ProductArn":"arn:aws:securityhub:eu-west-1::product/aws/securityhub","GeneratorId":"g",
             "AwsAccountId":"111122223333","Region":"eu-west-1","Types":["Software and Configuration Checks"],
             "CreatedAt":"2026-08-19T10:15:30.000Z","UpdatedAt":"2026-08-20T10:15:30.000Z","Severity":{"Label":"HIGH"},
             "Title":"Root has no MFA","Resources":[{"Type":"AwsAccount","Id":"AWS::::Account:111122223333",
             "Region":"eu-west-1"}],"Workflow":{"Status":"NEW"},"RecordState":"ACTIVE"}""";

    @Override
    public Source source() {
        return new SecurityHub();
    }

    @Override
    public Example complete() {
        return new Example(
                COMPLETE,
                new Reading.Audit(
                        "arn:aws:securityhub:eu-west-1:111122223333:finding/1/2026-08-20T10:15:30Z/NEW/ACTIVE",
                        SourceContract.at("2026-08-20T10:15:30Z"),
                        "AWS::::Account:111122223333",
                        "111122223333",
                        "eu-west-1"));
    }

    @Override
    public List<String> strangers() {
        return List.of(
                "{}",
                COMPLETE.replace("ProductArn", "x"),
                COMPLETE.replace("AwsAccountId", "x"),
                "{\"findings\":\"none\"}");
    }

    @Override
    public List<String> withoutTime() {
        return List.of(
                COMPLETE.replace("UpdatedAt", "x").replace("CreatedAt", "y"),
                COMPLETE.replace("2026-08-20T10:15:30.000Z", "soon"));
    }

    @Test
    void changeOfItsStateIsAnotherEvent() {
        assertThat(read(COMPLETE.replace("\"NEW\"", "\"SUPPRESSED\""), false))
                .isNotEqualTo(complete().expected());
    }

    @Test
    void regionOfTheResourceStandsIn() {
        assertThat(read(COMPLETE.replaceFirst("\"Region\"", "\"x\""), false))
                .isEqualTo(complete().expected());
    }
}
